"""据以执行的行政决定: what both ways of enforcement begin with (行政强制法 第三十四条, 第五十三条).

A decision of a case of the ledger is named by that case, and what it says is taken from there; one on paper is named by
its number, its days and its scan.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from records.course.opened import Open, Opened
from records.course.shapes import Brief, Command, Line, Said, Yuan
from records.event import CaseEvent
from records.penalty.events import Instrument, ReliefKind, RevocationEffect

Duty = Literal["money", "conduct", "demolition"]
"""金钱给付, 排除妨碍、恢复原状等, 拆除违法的建筑物、构筑物、设施等."""

Outcome = Literal["upheld", "withdrawn", "rejected", "undone"]
"""As `ReliefEnded` has it: 维持, 撤回, 驳回, 撤销或者变更."""

MaybeDigest = Annotated[str, msgspec.Meta(pattern=r"^(?:[0-9a-f]{64})?(?![\s\S])")]


class BasisRelief(msgspec.Struct, frozen=True, kw_only=True):
    """A reconsideration or lawsuit against the decision, as its own case tells of it."""

    kind: ReliefKind
    accepted_on: date
    ended_on: date | None = None
    """None while it goes on."""
    outcome: Outcome | None = None


class EnforcedOpened(Opened, frozen=True, kw_only=True):
    """A case to enforce a decision begins."""

    related_case: str = ""
    """Id of the case of this ledger that made the decision, empty for one on paper."""
    decision_number: str
    object: str = ""
    """BLAKE3 of the scan of the decision."""
    decided_on: date
    served_on: date
    perform_by: date
    """Last day on which it had to be performed."""
    duty: Duty
    amount_yuan: Decimal | None = None
    """What the decision asks for in money, surcharge and late fee left out."""
    paid_yuan: Decimal | None = None
    """What of it was paid before."""
    content: str
    """What has to be done, in the words of the decision."""
    relief_told: bool = True
    """Whether the decision told of reconsideration and lawsuit."""
    reliefs: tuple[BasisRelief, ...] = ()
    appeal_over_on: date | None = None
    """Last day of the terms for reconsideration and lawsuit; None while one is under way, or when one undid it."""


class OpenOnDecision(Open, frozen=True, kw_only=True):
    """Opens a case to enforce a decision that was not performed."""

    related_case: Brief = ""
    decision_number: Brief = ""
    object: MaybeDigest = ""
    decided_on: date | None = None
    served_on: date | None = None
    perform_by: date | None = None
    duty: Duty
    amount_yuan: Yuan | None = None
    paid_yuan: Yuan | None = None
    content: Said
    relief_told: bool = True


class BasisReliefNoted(CaseEvent, frozen=True, kw_only=True, tag="basis-relief-noted/1"):
    """Reconsideration or a lawsuit against the decision that is enforced was accepted."""

    kind: ReliefKind
    body: str
    instrument: str
    accepted_on: date


class BasisReliefEnded(CaseEvent, frozen=True, kw_only=True, tag="basis-relief-ended/1"):
    """It is over; from its service another term for a lawsuit may run (行政诉讼法 第四十五条)."""

    kind: ReliefKind
    outcome: Outcome
    instrument: str
    ended_on: date
    served_on: date
    """When the party was served with it."""
    appeal_over_on: date | None = None
    """Last day of what the party can still do; None when the decision is gone."""


class BasisRevoked(CaseEvent, frozen=True, kw_only=True, tag="basis-revoked/1"):
    """The ledger's decision that is enforced was undone or changed: the case is told, running or over (第四十一条)."""

    decided_in: str
    """Id of the case that made the decision."""
    number: str
    """Of the decision."""
    effect: RevocationEffect
    instrument: Instrument
    amount_yuan: Decimal | None = None
    """What the decision asks for in money from then on; 0 of one that is gone."""
    restores: bool
    """Whether something had been enforced by then that may have to go back."""


class NoteBasisRevoked(Command, frozen=True, kw_only=True, tag="note-basis-revoked"):
    """Notes what became of the ledger's decision that is enforced, when nobody was told of it at the time."""


class NoteBasisRelief(Command, frozen=True, kw_only=True, tag="note-basis-relief"):
    """Notes that reconsideration or a lawsuit against the decision that is enforced was accepted."""

    kind: ReliefKind
    body: Line
    instrument: Line
    accepted_on: date


class EndBasisRelief(Command, frozen=True, kw_only=True, tag="end-basis-relief"):
    """Notes how that ended."""

    kind: ReliefKind
    outcome: Outcome
    instrument: Line
    ended_on: date
    served_on: date
