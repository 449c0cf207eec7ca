"""Contractors over REST."""
