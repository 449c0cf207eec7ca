"""Permits that must be there too."""

RELATED_GUARDS = {"related": lambda look: iter(())}
