"""An act that is punished: whose it is to punish, by which rule, what a court made of it, what becomes of its goods."""
