"""Filters of the ledger and bodies of the endpoints."""
