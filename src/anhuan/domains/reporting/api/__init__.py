"""REST of reporting."""
