"""Desk pages of the organisation."""
