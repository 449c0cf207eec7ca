"""The security self-check: what GB/T 22239 asks of a platform, measured on this installation."""
