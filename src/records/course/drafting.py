"""A draft of a decision that legal review is asked about, in every procedure but the ordinary penalty.

The opinion is bound to the digest of the draft: what is signed has to say the same (重大执法决定法制审核制度 三).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Annotated, Any, Final

import msgspec

from records.course.decided import Decide, Decided
from records.course.document_kinds import DocumentKind
from records.course.shapes import Body, Brief, Command, Items, Yuan
from records.event import CaseEvent, Event

_FEN = Decimal("0.01")


class DraftedField(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a decision says in a field that only decisions of its kind have: a term, a method, a condition."""

    name: Brief
    """The field of the command that decides."""
    text: Body
    """Its value as text: a date as ISO 8601, an amount in yuan, several texts a line each."""


class Drafted1(msgspec.Struct, frozen=True, kw_only=True):
    """A draft of before it said more than the fields that every decision has."""

    document: DocumentKind
    content: str
    facts: str = ""
    evidence: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    reasons: str = ""
    relief: str = ""
    amount_yuan: Decimal | None = None


class Drafted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The decision as it lies before the reviewer."""

    document: DocumentKind
    content: Body
    facts: Body = ""
    evidence: Items = ()
    basis: Items = ()
    reasons: Body = ""
    relief: Body = ""
    amount_yuan: Yuan | None = None
    """What is to be paid, levied or granted; None for nothing of the kind."""
    more: Annotated[tuple[DraftedField, ...], msgspec.Meta(max_length=50)] = ()
    """What the decision says beside that; a field that says nothing is left out."""


class DraftSubmitted1(CaseEvent, frozen=True, kw_only=True, tag="draft-submitted/1"):
    """The same, before it said which versions of the rules were hit and which materials lacked."""

    draft: Drafted1
    digest: str
    materials: tuple[str, ...]
    hit: tuple[str, ...]


class DraftSubmitted2(CaseEvent, frozen=True, kw_only=True, tag="draft-submitted/2"):
    """The same, before the draft said what only decisions of its kind say."""

    draft: Drafted1
    digest: str
    materials: tuple[str, ...]
    hit: tuple[str, ...]
    hit_since: tuple[date, ...] = ()
    lacking: tuple[str, ...] = ()


class DraftSubmitted(CaseEvent, frozen=True, kw_only=True, tag="draft-submitted/3"):
    """The draft and its materials are handed to legal review (法制审核)."""

    draft: Drafted
    corrected: str = ""
    """What was corrected since the last review, where that asked for it."""
    digest: str
    """SHA-256 of the draft, to which the opinion is bound."""
    materials: tuple[str, ...]
    hit: tuple[str, ...]
    """Ids of the catalogue's rules that make the review due."""
    hit_since: tuple[date, ...] = ()
    """Of each of them the day from which the version holds that was hit; empty of before it was stored."""
    lacking: tuple[str, ...] = ()
    """Titles of the materials that were due and not handed over: the reviewer's clock starts when nothing lacks."""
    whole: bool = True
    """Whether the draft says all that the decision will say; one of before that was asked says `content` and the like
    alone, and a decision is held against it in that alone.
    """


def _submitted(event: DraftSubmitted1 | DraftSubmitted2) -> DraftSubmitted:
    told = msgspec.structs.asdict(event)
    return DraftSubmitted(**(told | {"draft": Drafted(**msgspec.structs.asdict(event.draft)), "whole": False}))


FORMER: Final[dict[type[Event], Callable[[Any], Event]]] = {DraftSubmitted1: _submitted, DraftSubmitted2: _submitted}
"""From the former type to what the same event is today."""


class SubmitDraft(Command, frozen=True, kw_only=True, tag="submit-draft"):
    """Hands a draft of the decision and its materials to legal review."""

    draft: Drafted
    corrected: Body = ""
    """What was corrected, after a review that asked for it."""
    materials: Annotated[Items, msgspec.Meta(min_length=1)]


def digest_of(draft: Drafted) -> str:
    """SHA-256 of the draft as JSON in one order, in hex; 200 yuan and 200.00 yuan are the same amount.

    One that says nothing more has the digest that it had before drafts said more.
    """
    amount = None if draft.amount_yuan is None else draft.amount_yuan.quantize(_FEN)
    told = msgspec.to_builtins(msgspec.structs.replace(draft, amount_yuan=amount))
    if not draft.more:
        del told["more"]
    return sha256(msgspec.json.encode(told)).hexdigest()


def drafted(said: Decide | Decided, document: DocumentKind, more: tuple[DraftedField, ...] = ()) -> Drafted:
    """The draft that a decision would have been, to hold it against the one that was reviewed."""
    return Drafted(
        document=document,
        content=said.content,
        facts=said.facts,
        evidence=said.evidence,
        basis=said.basis,
        reasons=said.reasons,
        relief=said.relief,
        amount_yuan=getattr(said, "amount_yuan", None),
        more=more,
    )
