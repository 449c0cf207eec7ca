"""Hazards on the desk."""
