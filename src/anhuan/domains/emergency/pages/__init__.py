"""Pages of evacuations."""
