"""Pipes at work: collecting, sending, receiving, comparing."""
