"""Corrections of published information (更正, 信息公示制度 第十三条)."""
