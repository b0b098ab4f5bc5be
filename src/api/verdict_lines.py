"""How a command that checks gives out what it found, and ends."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Final

import typer
from rich.console import Console

_out: Final = Console(soft_wrap=True)
_err: Final = Console(stderr=True, soft_wrap=True)


def console(*, as_json: bool) -> Console:
    """Where progress is shown: beside the JSON, which has the output for itself."""
    return _err if as_json else _out


def give_out(found: bytes | Iterable[str], *, holds: bool) -> None:
    """Writes JSON, or lines as they are. Raises typer.Exit with 1 when not all of it holds."""
    if isinstance(found, bytes):
        sys.stdout.write(found.decode() + "\n")
    else:
        for line in found:
            _out.print(line, markup=False, highlight=False)
    if not holds:
        raise typer.Exit(1)
