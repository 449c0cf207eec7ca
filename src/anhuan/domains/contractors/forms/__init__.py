"""What is asked about contractors."""
