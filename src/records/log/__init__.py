"""The log that anyone can check: a Merkle tree over the entries, its tiles, checkpoints, proofs and witnesses."""
