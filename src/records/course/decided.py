"""What a written decision says in every procedure but the ordinary penalty, whose decision was there before."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from records.course.shapes import Body, Brief, Command, Items, Line
from records.event import CaseEvent


class Decided(CaseEvent, frozen=True, kw_only=True):
    """A numbered decision that ends the deliberation of a case: it is served, published and may be undone.

    Of several that a case has the last one is its decision.
    """

    document: ClassVar[str]
    """Id of the document that it is, as in the law data."""

    number: str
    content: str
    """What is decided, in the words of the document."""
    facts: str = ""
    evidence: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    reasons: str = ""
    relief: str = ""
    """How and by when the party can have it reviewed."""
    decided_by: str
    """Person id of the head who signed."""
    valid_until: date | None = None
    """Last day on which it holds, None when it has no term."""


class Decide(Command, frozen=True, kw_only=True):
    """Signs a numbered decision."""

    number: Brief = ""
    """Of a paper alone: it keeps the number that it bears."""
    content: Body = ""
    facts: Body = ""
    evidence: Items = ()
    basis: Items = ()
    reasons: Body = ""
    relief: Body = ""
    decided_by: Line
    valid_until: date | None = None
