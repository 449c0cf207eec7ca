"""Desk pages of positioning."""
