"""The only writes of omlox: each through the slice that owns the row, and `Extra` beside it."""
