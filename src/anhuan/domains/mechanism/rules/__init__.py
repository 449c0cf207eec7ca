"""Does the mechanism work: what was checked, what came of it, what it is worth. Pure."""
