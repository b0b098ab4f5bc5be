"""救济之后: answers to who reviews the decision, instruments of who supervises, what goes back, what is decided anew.

行政复议法 第三十二条, 第四十六条, 第四十八条, 第五十四条, 第七十六条, 第七十七条; 行政诉讼法 第三十五条, 第六十七条;
行政强制法 第四十一条.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from records.event import CaseEvent
from records.penalty.events.deciding import PenaltyKind
from records.penalty.events.evidence import EvidenceKind
from records.penalty.events.performance import ReliefKind

ReliefProcedure = Literal["ordinary", "simple"]
"""普通程序, 简易程序 of a reconsideration."""

InstrumentKind = Literal["opinion", "decision", "mediation", "order", "judgment", "ruling", "advice", "supervision"]
"""行政复议意见书, 行政复议决定书, 行政复议调解书, 责令履行通知书, 判决书, 裁定书, 司法建议书或者检察建议书,
行政执法监督文书."""

Purpose = Literal["fine", "surcharge", "confiscated"]
"""罚款, 加处罚款, 没收款."""


class ApplicationTaken(CaseEvent, frozen=True, kw_only=True, tag="application-taken/1"):
    """An application for reconsideration was handed to the agency (行政复议法 第三十二条)."""

    body: str
    """The reconsideration body that it is for."""
    received_on: date
    object: str
    """BLAKE3 of the application."""


class ApplicationPassedOn(CaseEvent, frozen=True, kw_only=True, tag="application-passed-on/1"):
    """The penalty stands, and the application went to the reconsideration body."""

    instrument: str


class ReliefCopyReceived(CaseEvent, frozen=True, kw_only=True, tag="relief-copy-received/1"):
    """The copy of an application or of a claim reached the agency, which has to answer it; the file is frozen."""

    kind: ReliefKind
    procedure: ReliefProcedure
    """Of a lawsuit it says nothing: the term to answer is one."""
    body: str
    instrument: str
    received_on: date
    object: str
    """BLAKE3 of the copy."""


class ReliefAnswered(CaseEvent, frozen=True, kw_only=True, tag="relief-answered/1"):
    """The answer, with the evidence, the basis and the other materials of the decision."""

    kind: ReliefKind
    instrument: str
    materials: tuple[str, ...]
    late_reason: str = ""
    """Why it could not come in time, when it did not."""


class EvidenceSupplemented(CaseEvent, frozen=True, kw_only=True, tag="evidence-supplemented/1"):
    """An item that came after the file was frozen: it is for who reviews the decision, which never rests on it."""

    item: str
    """Name in the case, as `补证1`; given by the system, and no name that a decision can cite."""
    kind: EvidenceKind
    title: str
    source: str
    object: str = ""
    consent: str
    """The paper by which reconsideration body or court allowed it."""


class InstrumentReceived(CaseEvent, frozen=True, kw_only=True, tag="instrument-received/1"):
    """An opinion, a judgment or another instrument about the case, that asks something of the agency."""

    kind: InstrumentKind
    number: str
    body: str
    dated_on: date
    received_on: date
    object: str
    """BLAKE3 of the instrument."""
    asks: str
    due_on: date | None = None
    """Last day, where the instrument names one."""


class InstrumentPerformed(CaseEvent, frozen=True, kw_only=True, tag="instrument-performed/1"):
    """What the instrument asks for was done and reported, with the proof of it."""

    number: str
    result: str
    proof: str


class RepaymentMade(CaseEvent, frozen=True, kw_only=True, tag="repayment-made/1"):
    """Money above what stands went back to the party; it counts on its day (行政强制法 第四十一条)."""

    purpose: Purpose
    amount_yuan: Decimal
    paid_on: date
    means: Literal["bank", "treasury", "cash"]
    """退回原缴款账户, 国库退付, 现金."""
    receipt: str


class GoodsReturned(CaseEvent, frozen=True, kw_only=True, tag="goods-returned/1"):
    """A confiscated item went back to the party, or what it was worth when it is gone (行政强制法 第四十一条)."""

    item: str
    """`NUMBER#1`: the first item of that preservation."""
    means: Literal["returned", "compensated"]
    receipt: str


class RedoLinked(CaseEvent, frozen=True, kw_only=True, tag="redo-linked/1"):
    """The case decides anew what another one had decided; what that decision said is noted, for the comparison."""

    number: str
    """Number of the old decision."""
    supersedes: str
    """Id of the case that it was taken in; empty when that one was never in the record."""
    procedure_only: bool = False
    """Whether it was undone for a breach of procedure alone."""
    kinds: tuple[PenaltyKind, ...] = ()
    fine_yuan: Decimal | None = None
    confiscated_yuan: Decimal | None = None
    digest: str = ""
    """SHA-256 of its facts and reasons ; but for a penalty also of what it decides (`records.course.redo`)."""
