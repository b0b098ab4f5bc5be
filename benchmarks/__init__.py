"""Measurements against a peer, each in turns with it in one run."""
