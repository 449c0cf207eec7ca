"""The watch over REST."""
