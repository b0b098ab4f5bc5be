"""Inspections, drawn at random or for a cause (行政检查、双随机抽查)."""
