"""Where frames of others come in."""
