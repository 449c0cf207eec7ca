"""How the air treats a tag's signal: reach, walls, noise, strength."""
