"""Forms of the inspection slice."""
