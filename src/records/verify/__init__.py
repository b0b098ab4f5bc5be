"""Recomputes a ledger and its log from stored bytes, and names what is not as it was recorded."""
