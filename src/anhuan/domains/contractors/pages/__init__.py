"""Pages of contractors."""
