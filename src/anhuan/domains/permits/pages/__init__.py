"""Desk pages of permits."""
