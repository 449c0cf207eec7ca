"""Reading certificates, courses and who passed what; every read of pages is gated."""
