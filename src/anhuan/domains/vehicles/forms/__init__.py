"""What is asked about terminals, roads and trips."""
