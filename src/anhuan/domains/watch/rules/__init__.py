"""What is decided about the watch. Pure."""
