"""Reading contractors, their people and the blacklist; every read of pages is gated."""
