"""What is decided about terminals and trips. Pure."""
