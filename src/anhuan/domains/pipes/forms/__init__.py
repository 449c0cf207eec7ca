"""Forms of pipes."""
