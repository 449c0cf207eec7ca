"""The plant as a place over REST."""
