"""What is asked about certificates and training."""
