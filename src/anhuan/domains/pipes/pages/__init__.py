"""Pages of pipes."""
