"""What a step is decided on beyond its own case: lookups read it before, so that deciding itself reads nothing.

A lookup that reads a stream in which its step will be noted names the version that the note must follow on: two steps
that look at the same time can't both be decided on a stream without the other's note.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from records.course.case import Case
from records.course.shapes import Command
from records.event import Event
from records.judgement import Context, StoredObject
from records.moment import Moment
from records.register.numbering import Series


class Kept(Protocol):
    """An event of a stream, and who sent its command."""

    @property
    def event(self) -> Event:
        """The event, without the texts of persons unless they were asked for."""

    @property
    def actor(self) -> str:
        """`person:…`, `device:…` or `system`."""

    @property
    def occurred_at(self) -> Moment:
        """When it happened."""

    @property
    def recorded_at(self) -> int:
        """When it entered the log, in microseconds since 1970."""

    @property
    def position(self) -> int:
        """Of the ledger."""

    @property
    def version(self) -> int:
        """Of the stream."""


class Sources(Protocol):
    """What lookups read."""

    def history(self, stream: str, *, persons: bool = False) -> Sequence[Kept]:
        """The events of a stream; `persons`: with the texts of persons that still have a key."""

    def version(self, stream: str) -> int:
        """How many events the stream has."""

    def series(self, stream: str) -> tuple[Series, int]:
        """What is taken of a series of document numbers, and the version of its stream."""

    def last_lost(self) -> tuple[int, int] | None:
        """The newest gap of positions that were lost: where, and when in microseconds since 1970."""

    def identified(self, number: str) -> str:
        """The person with that number, empty when nobody has it."""

    def keyed(self, text: str) -> str:
        """A keyed digest in hex of what stands in the name of a stream, where everybody can read it."""

    def load(self, case: str) -> Case:
        """Another case as it stands. Raises NotFound."""

    def find_object(self, digest: str) -> StoredObject | None:
        """What the object store knows of that BLAKE3 digest."""


class Prepared(msgspec.Struct, frozen=True):
    """What a step is decided on, with the versions that its events must follow on."""

    context: Context
    versions: Mapping[str, int]

    def knowing(self, **facts: Any) -> Prepared:
        """With more fields of the context."""
        return Prepared(msgspec.structs.replace(self.context, **facts), self.versions)

    def after(self, stream: str, version: int) -> Prepared:
        """With a stream whose next event must have the version after that one."""
        return Prepared(self.context, {**self.versions, stream: version})


Lookup = Callable[[Prepared, Case, Any, Sources], Prepared]
"""Reads what deciding a command of a case needs to know."""

Lookups = Mapping[type[Command], tuple[Lookup, ...]]
"""In the order in which they are made."""


def joined(*tables: Lookups) -> Lookups:
    """All lookups of each command, those of an earlier table first."""
    kinds = dict.fromkeys(kind for table in tables for kind in table)
    return {kind: tuple(one for table in tables for one in table.get(kind, ())) for kind in kinds}
