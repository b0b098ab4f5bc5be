"""Supervision of disclosure (公示监督检查, 信息公示制度 第十五条, 第十六条)."""
