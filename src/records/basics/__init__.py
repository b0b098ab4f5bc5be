"""Basic information of matters (基本信息, 信息公示制度 第五条)."""
