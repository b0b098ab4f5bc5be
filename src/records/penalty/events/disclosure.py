"""公示与撤回: what of a decision is public, and its end (信息公示制度 第八条, 第十四条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from records.event import CaseEvent, PartyKind
from records.penalty.events.deciding import PenaltyKind

Ground = Literal["secret-or-privacy", "security", "hinders-enforcement", "other-law"]
"""Grounds 1 to 4 on which information is kept from the public: 信息公示制度 第八条."""

Outcome = Literal["open", "redacted", "withheld"]

RevocationEffect = Literal["revoked", "changed", "confirmed-illegal", "void", "redo-ordered"]
"""What became of the decision: 信息公示制度 第十四条; 行政处罚法 第四十八条."""

CopyField = Literal["party", "facts", "reasons", "amounts", "content"]
"""Fields of a public copy that a review may mask."""


class PublicCopy(msgspec.Struct, frozen=True, kw_only=True):
    """What the public sees of a decision, word for word; a masked field is None."""

    number: str
    title: str
    agency: str
    agency_code: str
    matter: str
    matter_name: str
    party: str | None
    party_kind: PartyKind
    kinds: tuple[PenaltyKind, ...]
    content: str | None
    fine_yuan: Decimal | None
    confiscated_yuan: Decimal | None
    facts: str | None
    basis: tuple[str, ...]
    reasons: str | None
    decided_on: date


class DisclosureReviewed(CaseEvent, frozen=True, kw_only=True, tag="disclosure-reviewed/1"):
    """What of a decision becomes public, with this event: open, redacted or withheld (信息公示制度 第八条).

    One that withholds a decision whose page is public takes the page down (保守国家秘密法 第三十五条).
    """

    disclosure: str
    """Id of the public page, not that of the case."""
    number: str
    outcome: Outcome
    grounds: tuple[Ground, ...] = ()
    basis: str = ""
    """Provision under which something is kept back."""
    masked: tuple[CopyField, ...] = ()
    copy: PublicCopy | None = None
    """None when withheld."""
    next_review_on: date | None = None


class Instrument(msgspec.Struct, frozen=True, kw_only=True):
    """The document that undoes a decision."""

    kind: Literal["reconsideration", "judgment", "superior", "own"]
    """复议决定, 判决, 上级机关决定, 自行纠正."""
    number: str
    body: str
    dated_on: date
    received_on: date
    """When it reached the agency: the withdrawal's days count from here."""


class DecisionRevoked(CaseEvent, frozen=True, kw_only=True, tag="decision-revoked/2"):
    """A decision is undone by an instrument; its public body is withdrawn at once (信息公示制度 第十四条)."""

    number: str
    effect: RevocationEffect
    instrument: Instrument
    explanation: str
    """What the public notice says."""
    kinds: tuple[PenaltyKind, ...] = ()
    """Of a changed decision: the kinds of penalty that stand; empty: those of the decision."""
    fine_yuan: Decimal | None = None
    """Of a changed decision: the fine that stands, 0 for none; None: that of the decision."""
    confiscated_yuan: Decimal | None = None
    """The same of illegal gains that are confiscated."""
    opposite_request: bool = False
    """Whether another asked for the opposite, so that it may be worse for the applicant (行政复议法 第六十三条)."""
    procedure_only: bool = False
    """Whether it was undone for a breach of procedure alone (行政复议法 第六十四条)."""
