"""Pages of the province node."""
