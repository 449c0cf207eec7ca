"""Pages of the face check."""
