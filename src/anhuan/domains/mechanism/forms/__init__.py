"""What people and programs give."""
