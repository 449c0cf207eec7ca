"""What is asked about reporting."""
