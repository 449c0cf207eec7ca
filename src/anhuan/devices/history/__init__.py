"""A month in which the demo plant has already been running."""
