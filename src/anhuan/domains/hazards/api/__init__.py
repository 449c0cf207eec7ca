"""Hazards for programs and phones."""
