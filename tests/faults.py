"""Commits of the follower that fail: what was written is rolled back, or is there and nobody hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine

from projections import follower
from records.store.engine import writing


class Fault(Exception):
    """What a test breaks in with."""


def break_commits(monkeypatch: pytest.MonkeyPatch, moment: str, count: int) -> None:
    """The next `count` commits of followers raise Fault, `before` or `after` the commit; then they succeed."""
    faults = iter(range(count))

    @contextmanager
    def faulty(engine: Engine, *, silent: float) -> Iterator[Connection]:
        with writing(engine, silent=silent) as connection:
            yield connection
            if moment == "before" and next(faults, None) is not None:
                raise Fault
        if moment == "after" and next(faults, None) is not None:
            raise Fault

    monkeypatch.setattr(follower, "writing", faulty)
