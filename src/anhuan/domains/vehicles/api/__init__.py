"""Terminals, roads and trips over REST."""
