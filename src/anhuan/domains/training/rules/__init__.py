"""Pure decisions about certificates and courses: how long they hold, who needs which."""
