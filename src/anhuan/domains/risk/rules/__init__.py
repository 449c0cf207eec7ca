"""What is decided about risks: levels, scores, classes, major hazard sources, duties. Pure."""
