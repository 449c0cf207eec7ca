"""Decisions about devices, fences and tracks. Pure: no database, `now` is an argument."""
