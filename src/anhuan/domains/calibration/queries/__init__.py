"""Gated reads of calibration."""
