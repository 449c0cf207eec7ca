"""Forms and filters of the alarm pages and their API."""
