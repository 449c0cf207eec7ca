"""REST of pipes."""
