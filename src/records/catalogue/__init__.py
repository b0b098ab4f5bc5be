"""Publication catalogues (公示目录, 信息公示制度 第四条)."""
