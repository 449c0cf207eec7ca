"""Recorded ranges of real hardware, played through MQTT into the running system."""
