"""REST of the omlox Hub under /omlox/v2."""
