"""Input of the org pages: forms, filters, sheets."""
