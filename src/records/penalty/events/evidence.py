"""调查取证: inspection, questioning, samples, preservation, items of evidence (行政处罚法 第四十条至第五十六条)."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from records.course.people import Somebody
from records.event import CaseEvent
from records.penalty.events.secrecy import Secrecy

Signature = Literal["signed", "refused", "absent", "unable"]
"""签名, 拒绝签名, 不在场, 不能签名: how a record was confirmed."""

EvidenceKind = Literal[
    "书证", "物证", "视听资料", "电子数据", "证人证言", "当事人的陈述", "鉴定意见", "勘验笔录和现场笔录"
]
"""Kinds of evidence, 行政处罚法 第四十六条."""

RecordingStage = Literal[
    "inspection",
    "evidence",
    "preservation",
    "notice",
    "hearing",
    "decision",
    "service",
    "measure",
    "execution",
    "other",
]

Fate = Literal["returned", "examined", "seized", "confiscated", "handed-over", "released"]
"""What became of a preserved item: 返还, 送检鉴定, 查封扣押, 没收, 移送, 解除登记保存."""


class InspectionRecorded(CaseEvent, frozen=True, kw_only=True, tag="inspection-recorded/1"):
    """现场检查（勘验）笔录."""

    officers: tuple[str, ...]
    """Person ids of those who inspected."""
    place: str
    begun_at: str
    """RFC 3339."""
    ended_at: str
    certificates_shown: bool
    rights_told: bool
    """Whether the right to ask for another officer was told."""
    findings: str
    signature: Signature
    witnesses: tuple[Somebody, ...] = ()


Venue = Literal["case-room", "on-site", "elsewhere"]
"""办案场所, 现场, 其他地点: where somebody is questioned."""


class PersonQuestioned(CaseEvent, frozen=True, kw_only=True, tag="person-questioned/2"):
    """询问笔录."""

    officers: tuple[str, ...]
    role: Literal["party", "witness", "other"]
    questioned: tuple[Somebody, ...]
    """One person; empty for the party itself."""
    begun_at: str
    ended_at: str
    place: str
    venue: Literal["", "case-room", "on-site", "elsewhere"] = ""
    """Empty where nobody wrote it down."""
    certificates_shown: bool
    rights_told: bool
    statement: str
    signature: Signature


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was sampled or preserved, in its own words."""

    name: str
    quantity: str
    place: str = ""


class SampleTaken(CaseEvent, frozen=True, kw_only=True, tag="sample-taken/1"):
    """抽样取证凭证 (第五十六条)."""

    officers: tuple[str, ...]
    items: tuple[Item, ...]
    method: str
    signature: Signature
    witnesses: tuple[Somebody, ...] = ()


class EvidenceAdded(CaseEvent, frozen=True, kw_only=True, tag="evidence-added/2"):
    """An item of evidence joins the file; it can be cited once it is verified (第四十六条)."""

    item: str
    """Its name within the case, as `证据3`; given by the system."""
    kind: EvidenceKind
    title: str
    source: str
    object: str = ""
    """BLAKE3 of its scan or file, empty for a thing."""
    monitored: bool = False
    """Whether electronic monitoring made it (第四十一条)."""
    device_reviewed: str = ""
    """The legal and technical review of the monitoring device, and where its site is published."""
    allowed_by: str = ""
    """The law or administrative regulation by which the device may be used."""
    secrecy: Secrecy = ""


ToldBy = Literal["online", "message", "telephone", "post", "in-person"]
"""网上平台, 短信, 电话, 邮寄, 当面."""


class MonitoringTold(CaseEvent, frozen=True, kw_only=True, tag="monitoring-told/1"):
    """The party is told of what electronic monitoring recorded, and where to look and answer (第四十一条第三款)."""

    items: tuple[str, ...]
    """Items of evidence, as `证据3`."""
    means: ToldBy
    facts: str
    """The unlawful act as it was told."""
    inquiry: str
    """Where and how the party can look at the record, and state and defend their case."""


class MonitoringAnswered(CaseEvent, frozen=True, kw_only=True, tag="monitoring-answered/1"):
    """The party looked at what monitoring recorded, or answered: the item is examined once more."""

    item: str
    looked: bool
    statement: str


class EvidenceMarked(CaseEvent, frozen=True, kw_only=True, tag="evidence-marked/1"):
    """An item is found true, or barred from the decision."""

    item: str
    verdict: Literal["verified", "barred"]
    reason: str


class PreservationApproved(CaseEvent, frozen=True, kw_only=True, tag="preservation-approved/1"):
    """The head allows preservation before it is done (第五十六条)."""

    reason: str


class EvidencePreserved(CaseEvent, frozen=True, kw_only=True, tag="evidence-preserved/1"):
    """先行登记保存: each item is to have its fate in seven working days."""

    number: str
    officers: tuple[str, ...]
    items: tuple[Item, ...]
    """They are called 1, 2, … in this order, after the number."""
    keeper: str
    signature: Signature
    witnesses: tuple[Somebody, ...] = ()


class ItemDisposed(CaseEvent, frozen=True, kw_only=True, tag="item-disposed/1"):
    """The fate of a preserved item."""

    item: str
    """`NUMBER#1`: the first item of that preservation."""
    fate: Fate
    reason: str


class PreservationLapsed(CaseEvent, frozen=True, kw_only=True, tag="preservation-lapsed/1"):
    """An item's seven working days are over without a fate: its preservation has ended."""

    item: str
    due_on: date


class RecordingLinked(CaseEvent, frozen=True, kw_only=True, tag="recording-linked/2"):
    """A recording is bound to the case by its digest (全过程记录制度 二)."""

    blake3: str
    sha256: str
    size: int
    """Bytes."""
    media_type: str
    version_id: str
    """Version in the object store, empty where it has none."""
    stage: RecordingStage
    device: str
    started_at: str
    """RFC 3339, by the recorder's clock; empty when it gave none."""
    ended_at: str = ""
    """RFC 3339, by the recorder's clock; empty when it gave none."""
    stored_at: str = ""
    """RFC 3339: when the server had all of it; empty where nobody wrote it down."""
    officer: str = ""
    """Person id of who recorded; empty where nobody said."""
    derived_from: str = ""
    """BLAKE3 of the recording of the case that this one was cut or redacted from; empty: it is an original."""
    derivation: str = ""
    """What was done to it, and why."""
    note: str = ""


class RecordingWaived(CaseEvent, frozen=True, kw_only=True, tag="recording-waived/2"):
    """A recording that had to be made was not, for a reason that the approver accepts (全过程记录制度 二)."""

    stage: RecordingStage
    ground: str = ""
    """Id of the ground among those of the law data (`[[waiver]]`); empty of a paper or an old waiver without one."""
    reason: str
    approved_by: str
    """Person id; empty of a paper that names nobody."""


class CorrectionOrdered(CaseEvent, frozen=True, kw_only=True, tag="correction-ordered/1"):
    """责令改正通知书 (第二十八条)."""

    number: str
    content: str
    correct_by: date | None = None
    """None: at once."""


class CorrectionChecked(CaseEvent, frozen=True, kw_only=True, tag="correction-checked/1"):
    """Whether what was ordered has been corrected."""

    done: bool
    findings: str


CorrectionGround = Literal["corrected", "not-correctable"]
"""已经改正, 无法改正."""


class CorrectionWaived(CaseEvent, frozen=True, kw_only=True, tag="correction-waived/1"):
    """Why nothing is ordered to be corrected: it has been already, or can't be any more (第二十八条)."""

    ground: CorrectionGround
    reason: str
