"""Several engine workers on a NATS cluster of three, hurt on loopback."""
