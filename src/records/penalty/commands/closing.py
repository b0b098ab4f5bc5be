"""结案归档, and what moves a case beside its course."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from records.course.shapes import Body, Command, Line, Persons, Said
from records.penalty.events import ClosingGround


class CloseCase(Command, frozen=True, kw_only=True, tag="close-case"):
    """Closes the case (结案); the head's own account does it."""

    ground: ClosingGround
    report: Said


class ArchiveCase(Command, frozen=True, kw_only=True, tag="archive-case"):
    """Archives the file (归档); the gaps are found by the system."""

    file_number: Line
    pages: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    retention_years: Annotated[int, msgspec.Meta(ge=0, le=100)]
    """0: for ever (永久)."""


class ReopenArchive(Command, frozen=True, kw_only=True, tag="reopen-archive"):
    """Opens an archived file again."""

    reason: Said


class RequestRecusal(Command, frozen=True, kw_only=True, tag="request-recusal"):
    """An officer declares, or the party applies, that somebody should not act in the case."""

    person: Line
    by: Literal["self", "party"]
    reason: Said


class DecideRecusal(Command, frozen=True, kw_only=True, tag="decide-recusal"):
    """The head decides on a recusal."""

    person: Line
    granted: bool
    reason: Said


class ChangeHandlers(Command, frozen=True, kw_only=True, tag="change-handlers"):
    """Gives the case to other officers."""

    handlers: Persons
    reason: Said


class SuspendCase(Command, frozen=True, kw_only=True, tag="suspend-case"):
    """Lets the case wait; terms stand still only where `basis` names what says so."""

    reason: Literal["examination", "jurisdiction", "judicial", "police", "force-majeure", "other"]
    explanation: Said
    basis: Body = ""
    until: date | None = None


class ResumeCase(Command, frozen=True, kw_only=True, tag="resume-case"):
    """Goes on with a case that waited."""

    reason: Said


class ExtendTerm(Command, frozen=True, kw_only=True, tag="extend-term"):
    """Lengthens the term of the decision."""

    days: Annotated[int, msgspec.Meta(ge=1, le=3650)]
    basis: Body
    reason: Said


class VoidEntry(Command, frozen=True, kw_only=True, tag="void-entry"):
    """Says that an entry was a mistake (作废)."""

    version: Annotated[int, msgspec.Meta(ge=1)]
    """Version of the case that the entry made, as its timeline shows."""
    reason: Said
