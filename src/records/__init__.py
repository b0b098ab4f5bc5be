"""What happened, and what the law allows: ledger, seal, registers, law data and deciders."""
