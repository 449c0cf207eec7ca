"""Decisions about pipes, pure."""
