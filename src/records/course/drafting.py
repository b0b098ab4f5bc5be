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
from records.course.shapes import Body, Command, Items, Yuan
from records.event import CaseEvent, Event

_FEN = Decimal("0.01")


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


class DraftSubmitted1(CaseEvent, frozen=True, kw_only=True, tag="draft-submitted/1"):
    """The same, before it said which versions of the rules were hit and which materials lacked."""

    draft: Drafted
    digest: str
    materials: tuple[str, ...]
    hit: tuple[str, ...]


class DraftSubmitted(CaseEvent, frozen=True, kw_only=True, tag="draft-submitted/2"):
    """The draft and its materials are handed to legal review (法制审核)."""

    draft: Drafted
    digest: str
    """SHA-256 of the draft, to which the opinion is bound."""
    materials: tuple[str, ...]
    hit: tuple[str, ...]
    """Ids of the catalogue's rules that make the review due."""
    hit_since: tuple[date, ...] = ()
    """Of each of them the day from which the version holds that was hit; empty of before it was stored."""
    lacking: tuple[str, ...] = ()
    """Titles of the materials that were due and not handed over: the reviewer's clock starts when nothing lacks."""


def _submitted(event: DraftSubmitted1) -> DraftSubmitted:
    return DraftSubmitted(**msgspec.structs.asdict(event))


FORMER: Final[dict[type[Event], Callable[[Any], Event]]] = {DraftSubmitted1: _submitted}
"""From the former type to what the same event is today."""


class SubmitDraft(Command, frozen=True, kw_only=True, tag="submit-draft"):
    """Hands a draft of the decision and its materials to legal review."""

    draft: Drafted
    materials: Annotated[Items, msgspec.Meta(min_length=1)]


def digest_of(draft: Drafted) -> str:
    """SHA-256 of the draft as JSON in one order, in hex; 200 yuan and 200.00 yuan are the same amount."""
    amount = None if draft.amount_yuan is None else draft.amount_yuan.quantize(_FEN)
    canonical = msgspec.structs.replace(draft, amount_yuan=amount)
    return sha256(msgspec.json.encode(canonical, order="deterministic")).hexdigest()


def drafted(said: Decide | Decided, document: DocumentKind) -> Drafted:
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
    )
