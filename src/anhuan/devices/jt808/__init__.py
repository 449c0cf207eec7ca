"""Simulated vehicle terminals: real TCP, JT/T 808-2013 or -2019, written from the standard.

Nothing here knows the product's own reading of the protocol, so that one checks the other.
"""
