"""What happens beside the course of any case: a delegation ends, a matter is withdrawn, papers are noted."""
