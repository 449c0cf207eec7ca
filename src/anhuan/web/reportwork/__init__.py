"""What is reported of the other slices: rows from their events, rows looked for when time comes."""
