"""Compulsory enforcement by the agency (行政机关强制执行, 行政强制法 第三十四条至第五十二条)."""
