"""Databases, links and files of the exchange."""
