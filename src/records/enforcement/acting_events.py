"""强制执行 from its first act to its end, and back (行政强制法 第三十九条至第四十三条, 第四十六条至第五十一条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from records.course.people import Somebody
from records.enforcement.events import Method
from records.event import CaseEvent
from records.penalty.events import Signature

Utility = Literal["water", "power", "heat", "gas"]
"""供水, 供电, 供热, 供燃气."""

Destination = Literal["", "treasury", "fiscal-account"]
"""国库, 财政专户 (第四十九条); empty: no money came in."""

SuspensionGround = Literal["no-ability", "third-party-claim", "irreparable-loss", "other"]
"""第三十九条第一款第一项至第四项."""

TerminationGround = Literal[
    "citizen-dead", "organisation-ended", "object-gone", "basis-revoked", "other", "three-years"
]
"""第四十条第一项至第五项, 第三十九条第二款."""


class ActRecorded(CaseEvent, frozen=True, kw_only=True, tag="enforcement-act-recorded/1"):
    """An act of enforcement on site or at a bank, with its record (执行笔录)."""

    method: Method
    officers: tuple[str, ...]
    place: str
    begun_at: str
    """RFC 3339."""
    ended_at: str
    household: bool
    """Whether it touches the life of residents."""
    cuts: tuple[Utility, ...] = ()
    """What was cut off to force the party."""
    urgent_reason: str = ""
    """Why it could not wait for a day and hour that art 43 allows."""
    findings: str
    signature: Signature
    witnesses: tuple[Somebody, ...] = ()
    amount_yuan: Decimal | None = None
    """What came in for what is owed."""
    destination: Destination = ""
    receipt: str = ""
    auctioneer: str = ""
    """Who held the auction (第四十八条)."""
    cost_yuan: Decimal | None = None
    """Of substitute performance: what it cost (第五十一条第二款)."""
    overrun: str = ""
    """Why it cost more than the budget."""


class AgreedStage(msgspec.Struct, frozen=True, kw_only=True):
    """A stage of an agreement, and the day on which it is due."""

    due_on: date
    content: str
    amount_yuan: Decimal | None = None


class AgreementMade(CaseEvent, frozen=True, kw_only=True, tag="agreement-made/1"):
    """执行协议 (第四十二条): stages, and what of surcharge or late fee is waived."""

    stages: tuple[AgreedStage, ...]
    harmless: bool
    """Whether it harms neither the public interest nor others' rights."""
    remedy: str = ""
    """What the party did to make good."""
    waived_yuan: Decimal | None = None
    """Of surcharge or late fee."""


class AgreementStagePerformed(CaseEvent, frozen=True, kw_only=True, tag="agreement-stage-performed/1"):
    """The party performed a stage."""

    stage: int
    """From 1 on, in the order of the agreement."""
    performed_on: date
    receipt: str


class AgreementBroken(CaseEvent, frozen=True, kw_only=True, tag="agreement-broken/1"):
    """The party did not perform it: enforcement goes on, and nothing is waived (第四十二条第二款)."""

    stage: int
    reason: str


class FulfilmentRecorded(CaseEvent, frozen=True, kw_only=True, tag="fulfilment-recorded/1"):
    """The party performed by itself, in whole or in part."""

    content: str
    whole: bool
    """Whether nothing is left of a duty that is no money."""
    amount_yuan: Decimal | None = None
    performed_on: date
    receipt: str = ""


class EnforcementSuspended(CaseEvent, frozen=True, kw_only=True, tag="enforcement-suspended/1"):
    """中止执行 (第三十九条)."""

    number: str
    ground: SuspensionGround
    reason: str
    harmless: bool
    """Whether waiting does no clear harm to society or the public interest."""
    no_means: bool
    """Whether the party has no means at all."""


class EnforcementResumed(CaseEvent, frozen=True, kw_only=True, tag="enforcement-resumed/1"):
    """恢复执行: what stood in the way is gone."""

    reason: str


class EnforcementTerminated(CaseEvent, frozen=True, kw_only=True, tag="enforcement-terminated/1"):
    """终结执行 (第四十条), or no more enforcement after three years (第三十九条第二款)."""

    number: str
    ground: TerminationGround
    reason: str
    proof: str


class EnforcementCompleted(CaseEvent, frozen=True, kw_only=True, tag="enforcement-completed/1"):
    """Nothing is left to be enforced."""

    result: Literal["performed", "enforced", "agreement"]
    """当事人自行履行, 强制执行完毕, 执行协议履行完毕."""
    report: str


class ReversalNoted(CaseEvent, frozen=True, kw_only=True, tag="reversal-noted/1"):
    """The decision that was enforced is undone or changed, or enforcement was wrong (第四十一条)."""

    ground: Literal["basis-revoked", "basis-changed", "wrong"]
    instrument: str
    amount_yuan: Decimal | None = None
    """Money that goes back; of a decision that is gone, all that came in."""
    items: tuple[str, ...] = ()
    """What else goes back or is restored, each in its own words."""


class PropertyRestored(CaseEvent, frozen=True, kw_only=True, tag="property-restored/1"):
    """恢复原状、退还财物, or compensation where neither can be (第四十一条)."""

    means: Literal["returned", "restored", "compensated"]
    item: str = ""
    """As `ReversalNoted` names it; empty: money."""
    amount_yuan: Decimal | None = None
    done_on: date
    receipt: str
