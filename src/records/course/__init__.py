"""The course of a case, as every procedure has it: state, judging, service, review, relief, closing, terms."""
