"""REST of the risk slice."""
