"""Permits over REST."""
