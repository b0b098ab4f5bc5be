"""Runs every benchmark of this folder, or those that are named, and prints a JSON line per figure.

    python -m benchmarks [NAME…]

`ratio` above 1 means that we are faster. A benchmark is a module with `measure()`, which yields figures.
"""

import importlib
import pkgutil
import sys

import msgspec

import benchmarks


def main(names: list[str]) -> None:
    """Prints the figures as they come."""
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if names and module.name not in names:
            continue
        measure = getattr(importlib.import_module(f"benchmarks.{module.name}"), "measure", None)
        for figure in measure() if measure else ():
            print(msgspec.json.encode(figure).decode(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
