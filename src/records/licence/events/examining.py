"""审查: who is told and heard, what does not count, what the examiners find (行政许可法 第三十四条至第四十八条)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from records.course.people import Somebody
from records.event import CaseEvent
from records.licence.kinds import Concerned, Finding, Proposed, Special
from records.penalty.events import ToldBy


class InterestedTold(CaseEvent, frozen=True, kw_only=True, tag="interested-told/1"):
    """Whom a decision would touch is told of it, and of the right to a hearing (第三十六条、第四十七条)."""

    to: Concerned
    interested: tuple[Somebody, ...] = ()
    """Third persons; empty for the party itself."""
    content: str
    """What is intended, and what it touches."""
    hearing_told: bool
    means: ToldBy


class InterestedHeard(CaseEvent, frozen=True, kw_only=True, tag="interested-heard/1"):
    """What the party or a third person says of it, and what was made of that (第七条、第三十六条)."""

    by: Concerned
    points: tuple[str, ...] = ()
    """Empty: nothing is objected to."""
    hearing_waived: bool
    answer: str


class HearingAnnounced(CaseEvent, frozen=True, kw_only=True, tag="hearing-announced/1"):
    """A hearing that the agency holds of its own accord is announced to everybody (第四十六条)."""

    ground: Literal["required", "public-interest"]
    """法律、法规、规章规定应当听证, 涉及公共利益的其他重大事项."""
    carriers: tuple[str, ...]
    content: str


class SpecialTimeBegun(CaseEvent, frozen=True, kw_only=True, tag="special-time-begun/1"):
    """特别程序时间告知书: time that does not count, told to the applicant in writing (第四十五条)."""

    number: str
    what: Special
    until: date
    """Last day of the time that it takes, as it was told."""
    reason: str


class SpecialTimeEnded(CaseEvent, frozen=True, kw_only=True, tag="special-time-ended/1"):
    """What did not count is over."""

    period: str
    """Number of the notice that told of it."""
    result: str


class LicenceTermExtended(CaseEvent, frozen=True, kw_only=True, tag="licence-term-extended/1"):
    """延长期限告知书: the head lengthens the term, and the applicant is told why (第四十二条)."""

    number: str
    reason: str


class ApplicationForwarded(CaseEvent, frozen=True, kw_only=True, tag="application-forwarded/1"):
    """A lower agency has examined first, and sends all to the one that decides (第三十五条、第四十三条)."""

    to: str
    opinion: str


class ExaminationConcluded(CaseEvent, frozen=True, kw_only=True, tag="examination-concluded/1"):
    """审查意见: what the examiners find and propose."""

    proposal: Proposed
    findings: str
    qualities: tuple[Finding, ...] = ()
