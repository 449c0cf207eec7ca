"""A county of plainly invented plants, for a province node to be tried with."""
