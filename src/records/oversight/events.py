"""Supervision of disclosure (公示监督检查): what happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final, Literal

import msgspec

from records.course.decided import Decided
from records.course.opened import Opened
from records.course.people import Somebody
from records.event import CaseEvent

OVERSIGHT: Final = "disclosure-oversight"
"""Id of the procedure."""

Verdict = Literal["met", "partly", "not-met", "not-applicable"]
"""符合, 部分符合, 不符合, 不适用."""

Grade = Literal["excellent", "passed", "failed", ""]
"""优秀, 合格, 不合格; empty: nothing was scored."""

SanctionGround = Literal["not-rectified", "grave"]
"""逾期不改正或者整改不合格, 情节严重."""

Receiver = Literal["police", "supervisory-commission", "procuratorate"]
"""公安机关, 监察机关, 人民检察院."""


class OversightOpened(Opened, frozen=True, kw_only=True, tag="oversight-opened/1"):
    """A plan to look at how an agency publishes: whose, what period, how many items, by which criteria."""

    inspected: str
    """Code of the agency that is looked at."""
    period_from: date
    period_to: date
    sample_size: int
    criteria: tuple[str, ...]
    """Ids, as the law data weigh them (`oversight-weight-ID`)."""
    public_number: str
    """The public number that the sample is drawn by, in words, named before it is known."""
    known_from: str
    """RFC 3339: when that number becomes public."""
    reason: str = ""

    @property
    def procedure(self) -> str:
        """Always the same."""
        return OVERSIGHT

    @property
    def answering(self) -> Mapping[str, str]:
        """The inspected agency records what it put right."""
        return {"record-rectification": self.inspected}


class OversightApproved(CaseEvent, frozen=True, kw_only=True, tag="oversight-approved/1"):
    """The head of the supervising agency approved the plan, or did not."""

    approved: bool
    approved_by: str
    """Person id."""
    reasons: str = ""


class SampleItem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is scored."""

    key: str
    """Number of a decision, or the name of other information."""
    case: str = ""
    """Id of the case that was decided; empty of other information."""
    drawn: bool = True
    """By the public number; not: chosen beside the draw."""
    missed: tuple[str, ...] = ()
    """Ids of the terms of disclosure that were missed by the day of the draw."""


class OversightSampleDrawn(CaseEvent, frozen=True, kw_only=True, tag="oversight-sample-drawn/1"):
    """What is looked at: drawn from all decisions of the period that had to be published, or chosen beside."""

    value: str
    """The public number."""
    proof: str
    """Where it can be looked up."""
    further: tuple[str, ...] = ()
    """Keys chosen beside the draw, as by complaints and missed terms."""
    pool: tuple[str, ...] = ()
    """Keys that were drawn from, in the order of their bytes."""
    pool_digest: str
    """SHA-256 in hex of the pool as a file, a key on each line."""
    seed: str
    items: tuple[SampleItem, ...] = ()


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """How an item stands against a criterion."""

    criterion: str
    verdict: Verdict


class SampleItemScored(CaseEvent, frozen=True, kw_only=True, tag="sample-item-scored/1"):
    """An item was looked at; of one that is scored again the last counts."""

    item: str
    """Key."""
    scores: tuple[Score, ...]
    findings: str = ""


class OversightConcluded(Decided, frozen=True, kw_only=True, tag="oversight-concluded/1"):
    """The opinion (公示监督检查意见书)."""

    document: ClassVar[str] = "oversight-opinion"

    score: Decimal | None
    """Of a hundred, one decimal; None: nothing was scored."""
    grade: Grade
    violations: tuple[str, ...] = ()
    """Keys of the items of which a criterion was not met in full."""


class DisclosureCorrectionOrdered(CaseEvent, frozen=True, kw_only=True, tag="disclosure-correction-ordered/1"):
    """The inspected agency has to put right what was found (责令改正通知书)."""

    number: str
    items: tuple[str, ...]
    """Keys."""
    content: str
    basis: tuple[str, ...] = ()
    due_on: date | None
    """Last day; None only of a paper that names none."""
    ordered_by: str
    """Person id of the head."""


class RectificationRecorded(CaseEvent, frozen=True, kw_only=True, tag="rectification-recorded/1"):
    """What the inspected agency put right, by its own account."""

    order: str
    """Number of the order."""
    result: str
    proof: str
    rectified_on: date


class RectificationVerified(CaseEvent, frozen=True, kw_only=True, tag="rectification-verified/1"):
    """The supervisor looked again; what is not accepted is escalated."""

    order: str
    accepted: bool
    findings: str
    verified_by: str
    """Person id."""


class SanctionProposed(CaseEvent, frozen=True, kw_only=True, tag="sanction-proposed/1"):
    """The competent body is asked to discipline who answers for it (处分建议书)."""

    number: str
    ground: SanctionGround
    to: str
    """Body that may discipline."""
    content: str
    facts: str = ""
    basis: tuple[str, ...] = ()
    people: tuple[Somebody, ...] = ()
    proposed_by: str
    """Person id of the head."""


class OversightReferred(CaseEvent, frozen=True, kw_only=True, tag="oversight-referred/1"):
    """What may be a crime goes to who prosecutes it (移送书)."""

    number: str
    to: Receiver
    content: str
    facts: str = ""
    basis: tuple[str, ...] = ()
    referred_by: str
    """Person id of the head."""
