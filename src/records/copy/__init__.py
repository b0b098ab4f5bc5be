"""Public copies: what was published of a decision, with what proves it to whoever has the log's public key alone."""
