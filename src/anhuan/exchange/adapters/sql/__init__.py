"""Databases by Python's common interface (DB-API): one adapter, a table of their dialects."""
