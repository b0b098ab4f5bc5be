"""From the handlers' opinion to the decision (行政处罚法 第四十四条, 第四十五条, 第五十七条至第六十五条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from records.course.people import Somebody
from records.event import CaseEvent

PenaltyKind = Literal[
    "警告",
    "通报批评",
    "罚款",
    "没收违法所得",
    "没收非法财物",
    "暂扣许可证件",
    "降低资质等级",
    "吊销许可证件",
    "限制开展生产经营活动",
    "责令停产停业",
    "责令关闭",
    "限制从业",
    "行政拘留",
    "其他",
]
"""Kinds of penalty, 行政处罚法 第九条, in the words of the 双公示 records (CF_CFLB)."""

Proposal = Literal["penalty", "no-penalty", "hand-over", "police"]
"""予以处罚, 不予处罚, 移送有管辖权的机关, 移送公安机关."""

Mitigation = Literal["", "lighter", "mitigated", "heavier"]
"""Empty: neither. 从轻, 减轻, 从重 (第三十条至第三十二条, 第四十九条)."""

Quality = Literal["public-interest", "complex", "social-impact", "grave", "grave-harm"]
"""涉及重大公共利益, 疑难复杂或者涉及多个法律关系, 社会影响大, 情节复杂或者重大违法,
危害公民生命健康或者金融安全."""

NoPenaltyGround = Literal[
    "under-14", "no-capacity", "slight", "first-time", "no-fault", "stale", "not-established", "law-dropped"
]
"""第三十条, 第三十一条, 第三十三条 (slight, first-time, no-fault), 第三十六条, 第五十七条, 第三十七条."""

Applied = Literal["", "act-day", "decision-day"]
"""Of which day the benchmark was applied (第三十七条); empty: there was none on either."""

Verdict = Literal["符合", "不符合", "不适用"]

ReviewResult = Literal["agreed", "correct", "investigate", "mend-procedure", "hand-over"]
"""同意, 纠正, 补充调查, 补正程序, 移送: 重大执法决定法制审核制度 三."""


class OpinionSubmitted(CaseEvent, frozen=True, kw_only=True, tag="opinion-submitted/1"):
    """案件处理意见书: what the handlers propose when the investigation ends."""

    proposal: Proposal
    kinds: tuple[PenaltyKind, ...] = ()
    fine_yuan: Decimal | None = None
    confiscated_yuan: Decimal | None = None
    facts: str
    basis: tuple[str, ...] = ()
    reasons: str
    mitigation: Mitigation = ""
    mitigation_ground: str = ""
    qualities: tuple[Quality, ...] = ()


class OpinionEndorsed(CaseEvent, frozen=True, kw_only=True, tag="opinion-endorsed/1"):
    """The unit head's word on the opinion: agreed, or back to the handlers."""

    agreed: bool
    note: str


class NoticeGiven(CaseEvent, frozen=True, kw_only=True, tag="notice-given/1"):
    """行政处罚事先告知书 (第四十四条), with the right to a hearing where there is one (第六十三条)."""

    number: str
    kinds: tuple[PenaltyKind, ...]
    fine_yuan: Decimal | None = None
    confiscated_yuan: Decimal | None = None
    content: str
    facts: str
    reasons: str
    basis: tuple[str, ...]
    hearing_told: bool


class DefenceRecorded(CaseEvent, frozen=True, kw_only=True, tag="defence-recorded/1"):
    """What the party says against the notice (陈述申辩), point by point."""

    form: Literal["written", "spoken"]
    points: tuple[str, ...]


class DefenceWaived(CaseEvent, frozen=True, kw_only=True, tag="defence-waived/1"):
    """The party clearly gives up defence, and the hearing too where it says so (第四十五条)."""

    hearing_too: bool
    proof: str


class DefencePoint(msgspec.Struct, frozen=True, kw_only=True):
    """One point of the defence, examined."""

    accepted: bool
    reason: str


class DefenceReviewed(CaseEvent, frozen=True, kw_only=True, tag="defence-reviewed/1"):
    """陈述申辩复核意见书: each point with its answer, in the order of the defence (第四十五条)."""

    points: tuple[DefencePoint, ...]
    conclusion: str


class HearingRequested(CaseEvent, frozen=True, kw_only=True, tag="hearing-requested/1"):
    """The party asks for a hearing (第六十四条)."""

    form: Literal["written", "spoken"]
    posted_on: date | None = None
    """Day of the postmark, which counts when it came by post."""


class HearingArranged(CaseEvent, frozen=True, kw_only=True, tag="hearing-arranged/1"):
    """听证通知书: the party is told of time and place seven working days before."""

    number: str
    held_on: date
    place: str
    presider: str
    """Person id; none of the investigators (第六十四条第四项)."""
    public: bool
    closed_reason: str = ""


class HearingHeld(CaseEvent, frozen=True, kw_only=True, tag="hearing-held/1"):
    """听证笔录."""

    presider: str
    public: bool
    agents: tuple[Somebody, ...] = ()
    """One or two whom the party sent (第六十四条第五项)."""
    statement: str
    signature: Literal["signed", "refused"]


class HearingEnded(CaseEvent, frozen=True, kw_only=True, tag="hearing-ended/1"):
    """The hearing is over without being held to its end (第六十四条第六项)."""

    reason: Literal["withdrawn", "absent", "left"]
    note: str


class HearingReported(CaseEvent, frozen=True, kw_only=True, tag="hearing-reported/1"):
    """听证报告: what the presider concludes from the record (第六十五条)."""

    opinion: str


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The decision as it lies before the reviewer; the signed one must say the same."""

    kinds: tuple[PenaltyKind, ...]
    fine_yuan: Decimal | None = None
    confiscated_yuan: Decimal | None = None
    content: str
    facts: str
    evidence: tuple[str, ...]
    basis: tuple[str, ...]
    reasons: str
    performance: str
    relief: str
    bank: str = ""
    surcharge: bool = False
    departure: str = ""
    distinct: str = ""


class ReviewSubmitted(CaseEvent, frozen=True, kw_only=True, tag="review-submitted/3"):
    """The draft and its materials are handed to legal review (法制审核)."""

    draft: Draft
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


class ReviewReturned(CaseEvent, frozen=True, kw_only=True, tag="review-returned/1"):
    """Materials are missing: the reviewer's clock starts when they are complete."""

    missing: tuple[str, ...]


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """One of the ten elements of a review, with its verdict."""

    id: str
    verdict: Verdict
    note: str = ""


class CaseReviewed(CaseEvent, frozen=True, kw_only=True, tag="case-reviewed/2"):
    """法制审核意见书 (第五十八条; 重大执法决定法制审核制度 三)."""

    digest: str
    elements: tuple[Element, ...]
    result: ReviewResult
    opinion: str
    reviewer: str = ""
    """Person id of the reviewer; empty when somebody else entered the paper."""
    steps: tuple[str, ...] = ()
    """Ids of the steps that have to be taken before the draft comes again, where the result asks for steps."""


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What one member said."""

    member: str
    """Person id."""
    view: str


class CaseDiscussed(CaseEvent, frozen=True, kw_only=True, tag="case-discussed/1"):
    """集体讨论记录 (第五十七条第二款)."""

    views: tuple[View, ...]
    result: str
    agreed: bool


class DecisionSigned(CaseEvent, frozen=True, kw_only=True, tag="decision-signed/3"):
    """The written decision, with the contents of 行政处罚法 第五十九条."""

    number: str
    kinds: tuple[PenaltyKind, ...]
    fine_yuan: Decimal | None = None
    confiscated_yuan: Decimal | None = None
    content: str
    """The penalty in the words of the document."""
    facts: str
    evidence: tuple[str, ...]
    basis: tuple[str, ...]
    reasons: str
    performance: str
    """How and by when to perform (履行方式和期限)."""
    relief: str
    decided_by: str
    """Person id of the head who signed."""
    bank: str = ""
    """Where a fine is paid (罚缴分离办法 第七条)."""
    surcharge: bool = False
    """Whether the decision says that 3 % a day are added when it is paid late."""
    departure: str = ""
    """Why the fine lies outside the published benchmark, when it does (第三十四条)."""
    distinct: str = ""
    """Why it is another act than the one that the party was fined for, when they look alike (第二十九条)."""
    degree: str = ""
    """The degree of the benchmark that the act has, when the decision names one (第三十四条)."""
    benchmark: Applied = ""
    """Which benchmark was applied: the one of the day of the act, or the lighter one of the decision (第三十七条)."""
    gains_yuan: Decimal | None = None
    """All that the act brought in (违法所得, 第二十八条第二款); None: nothing, or what is confiscated and returned."""
    returned_yuan: Decimal | None = None
    """What of it went back to those who suffered (退赔)."""
    returned_proof: str = ""
    gains_exception: str = ""
    """The provision by which another amount is confiscated than what is left of the gains."""


class PenaltyDeclined(CaseEvent, frozen=True, kw_only=True, tag="penalty-declined/1"):
    """不予行政处罚决定书 (第五十七条), with the education that goes with it (第三十三条第三款)."""

    number: str
    grounds: tuple[NoPenaltyGround, ...]
    facts: str
    basis: tuple[str, ...]
    reasons: str
    education: str
    relief: str
    decided_by: str
