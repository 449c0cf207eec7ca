"""Pages of the risk slice."""
