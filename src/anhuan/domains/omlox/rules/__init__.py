"""omlox as pure decisions: coordinates, bodies, locating rules, fence and collision events."""
