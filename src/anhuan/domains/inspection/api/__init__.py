"""REST of the inspection slice."""
