"""Input of the plant pages: forms, filters, sheets, GeoJSON."""
