"""REST of positioning under /api/v1."""
