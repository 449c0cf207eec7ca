"""Readers of recorded public data sets, for replaying them through the platform."""
