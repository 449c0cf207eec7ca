"""Pages of certificates and training."""
