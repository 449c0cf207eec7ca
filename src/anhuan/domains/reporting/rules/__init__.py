"""What is reported and whether it may go: pure decisions, the time is an argument."""
