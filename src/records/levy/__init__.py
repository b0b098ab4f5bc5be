"""Levies and fees (行政征收、收费)."""
