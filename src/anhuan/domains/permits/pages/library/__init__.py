"""What a plant keeps for its permits: forms, gases, hazards, points, settings."""
