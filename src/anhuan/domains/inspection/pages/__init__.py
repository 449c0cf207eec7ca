"""Inspection on the desk."""
