"""The exchange: what is reportable arrives exactly once, and both sides can prove it."""
