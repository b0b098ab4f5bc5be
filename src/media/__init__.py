"""Bytes without law: the spool that takes uploads in, and the stores that keep them by their digest."""
