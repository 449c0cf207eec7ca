"""REST of the mechanism."""
