"""Certificates and training over REST."""
