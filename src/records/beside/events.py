"""Events beside the course of any case."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from records.course.complained import Answered, Complained
from records.event import ERASED, CaseEvent, PersonText

PaperKind = Literal["identity-card", "passport", "hk-macau", "taiwan", "residence", "other"]
"""居民身份证, 护照, 港澳居民来往内地通行证, 台湾居民来往大陆通行证, 外国人永久居留身份证, 其他证件."""


class CaseHandedBack(CaseEvent, frozen=True, kw_only=True, tag="case-handed-back/1"):
    """A delegation is over while the case is open: it goes back to the delegator (行政处罚法 第二十条)."""

    letter: str
    """Number of the letter of delegation."""
    delegate: str
    """统一社会信用代码 of the body that acted."""
    last_day: date
    """Last day on which it could."""
    handlers: tuple[str, ...]
    """Person ids of its officers, who take no step any more."""


class MatterFlagged(CaseEvent, frozen=True, kw_only=True, tag="matter-flagged/1"):
    """The matter of an open case is off the list: nothing is decided in it any more (行政处罚法 第二十四条)."""

    matter: str
    last_day: date
    """Last day on which it was listed."""


class PartyPapers(msgspec.Struct, frozen=True, kw_only=True):
    """Numbers of the party and of who represents it, as the credit platform asks for them beside the name."""

    person: str
    """Id of the party."""
    paper: PaperKind | None = None
    """Of a natural person's own paper, whose number the party has."""
    representative_paper: PaperKind | None = None
    """Of the 法定代表人 or operator."""
    representative_number: PersonText = ERASED
    registration: PersonText = ERASED
    """工商登记码, of before 统一社会信用代码."""
    tax: PersonText = ERASED
    """税务登记号."""
    institution: PersonText = ERASED
    """事业单位证书号."""
    association: PersonText = ERASED
    """社会组织登记证号."""


class ParticularsNoted(CaseEvent, frozen=True, kw_only=True, tag="particulars-noted/1"):
    """What the credit platform (双公示) asks for beyond the documents; of each field the last word counts."""

    papers: PartyPapers
    permit: str = ""
    """Name and number of the permit that is suspended or revoked (暂扣或者吊销证照名称及编号)."""
    valid_until: date | None = None
    """处罚有效期, where the decision has an end."""
    disclosed_until: date | None = None
    """公示截止期, where a rule of the sector gives another than the general ones."""
    remark: str = ""


class RedoAnswered(CaseEvent, frozen=True, kw_only=True, tag="redo-answered/1"):
    """What was ordered to be decided anew is being decided, or was answered otherwise (行政复议法 第六十四条)."""

    by: str = ""
    """Id of the case that decides it anew; empty: none does."""
    answer: str = ""
    """Why none does, and how that was reported to who ordered it."""


class ComplaintReceived(Complained, frozen=True, kw_only=True, tag="complaint-received/1"):
    """申诉、检举: somebody says that the agency acted unlawfully in the case (行政处罚法 第七十五条)."""


class ComplaintAnswered(Answered, frozen=True, kw_only=True, tag="complaint-answered/1"):
    """What was found, and what was put right where it is true."""

    founded: bool
    """Whether something was wrong."""
