"""The face check over REST."""
