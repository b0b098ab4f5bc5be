"""Law as data, with its loader, and the counting of days."""
