"""What people and programs fill in: filters, forms, sheets. The same filters serve the API."""
