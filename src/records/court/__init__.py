"""Application to the court for enforcement (申请人民法院强制执行, 行政强制法 第五十三条至第六十条)."""
