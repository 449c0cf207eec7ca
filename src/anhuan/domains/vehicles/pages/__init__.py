"""Pages of terminals, roads and trips."""
