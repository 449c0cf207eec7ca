"""What programs may ask a province node."""
