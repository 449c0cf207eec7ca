"""Desk pages of the plant as a place."""
