"""The sample town that `make demo` fills, in data files, and how it is filled."""
