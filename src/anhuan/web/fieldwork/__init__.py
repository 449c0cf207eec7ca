"""What the slices that know nothing of phones offer in the field app; listed in `web/wiring.py`."""
