"""Compulsory measures (行政强制措施, 行政强制法 第十六条至第三十三条)."""
