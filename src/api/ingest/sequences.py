"""Which numbers a recorder gave to recordings that nobody has seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

import msgspec

from records.recorder_names import RecorderName


class Missing(msgspec.Struct, frozen=True):
    """Numbers `first` to `last` of a device, between recordings that began at `after` and `before` (RFC 3339)."""

    device: str
    first: int
    last: int
    after: str
    before: str


def missing(names: Iterable[RecorderName], seen: Iterable[RecorderName]) -> list[Missing]:
    """The gaps in each device's numbers among `names`, as far as one of `seen` is beside them.

    Recordings are taken in the order in which they began. A number that is lower than the one before begins a new
    series: recorders begin again after the highest number, and some when their card is emptied.
    """
    near = set(seen)
    return [gap for names_of_one in _by_device(names) for gap in _gaps(names_of_one, near)]


def _by_device(names: Iterable[RecorderName]) -> Iterator[list[RecorderName]]:
    ordered = sorted(set(names), key=lambda one: (one.device, one.started_at, one.sequence))
    for _, of_one in groupby(ordered, key=lambda one: one.device):
        yield list(of_one)


def _gaps(names: list[RecorderName], near: set[RecorderName]) -> Iterator[Missing]:
    for one, following in pairwise(names):
        if following.sequence - one.sequence > 1 and (one in near or following in near):
            after, before = one.started_at.isoformat(), following.started_at.isoformat()
            yield Missing(one.device, one.sequence + 1, following.sequence - 1, after, before)
