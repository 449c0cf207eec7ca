"""What people fill in about hazards."""
