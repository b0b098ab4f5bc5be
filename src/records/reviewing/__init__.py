"""Legal review by others (法制审核, 重大执法决定法制审核制度)."""
