"""Forms of calibration."""
