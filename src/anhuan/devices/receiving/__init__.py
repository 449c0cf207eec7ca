"""A receiver of reports such as a province or park has: it listens, checks and answers."""
