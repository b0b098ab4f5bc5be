"""How long work is watched: a bar on a terminal, elsewhere a plain line now and then."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

EVERY_SECONDS: Final = 5.0
"""Between two plain lines."""

Watch = Callable[[int, int], None]
"""Told how much is done, and of how much."""


@contextmanager
def watched(console: Console, what: str) -> Iterator[Watch]:
    """Shows the progress of what is done in the block."""
    if not console.is_terminal or "NO_PROGRESS" in os.environ:
        yield _Lines(console, what)
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


class _Lines:
    """The first and the last state, and what is reached in between every five seconds."""

    def __init__(self, console: Console, what: str) -> None:
        self._console, self._what = console, what
        self._told: tuple[int, int] | None = None
        self._told_at = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        waited = time.monotonic() - self._told_at >= EVERY_SECONDS
        if (done, total) != self._told and (self._told is None or done == total or waited):
            self._console.print(f"{self._what}：{done}/{total}", highlight=False)
            self._told, self._told_at = (done, total), time.monotonic()
