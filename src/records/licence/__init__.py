"""Licences (行政许可)."""
