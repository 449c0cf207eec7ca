"""Reading terminals, roads and trips; gated by company and right."""
