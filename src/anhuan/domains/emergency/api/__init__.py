"""Evacuations over REST."""
