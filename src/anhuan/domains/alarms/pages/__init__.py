"""Desk pages of the alarms."""
