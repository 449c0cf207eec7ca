"""REST of the alarms under /api/v1/alarms."""
