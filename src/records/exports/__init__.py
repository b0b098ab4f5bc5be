"""What leaves the system in the forms of others: which field of which event each column of theirs is made of."""
