"""Publication beside any decision (公示, 信息公示制度 第七条 to 第九条, 第十一条, 第十二条)."""
