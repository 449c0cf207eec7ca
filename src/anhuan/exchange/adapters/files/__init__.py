"""Files of any size, whole or not at all."""
