"""The tables as data, and their loader."""
