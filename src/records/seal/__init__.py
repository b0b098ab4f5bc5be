"""Secret inside, provable outside: slots, commitments and keys."""
