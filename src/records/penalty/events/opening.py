"""线索与立案: how a case begins (行政处罚法 第三十六条, 第五十四条)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from records.course.people import Party, Somebody
from records.event import CaseEvent

LeadSource = Literal["inspection", "complaint", "handed-over", "superior", "media", "monitoring", "other"]
"""日常检查, 投诉举报, 其他机关移送, 上级交办, 媒体报道, 电子监控, 其他."""


class LeadRegistered(CaseEvent, frozen=True, kw_only=True, tag="lead-registered/1"):
    """A lead (线索) came in; whether it becomes a case is to be answered in time."""

    title: str
    agency: str
    source: LeadSource
    matter: str = ""
    place: str
    summary: str
    discovered_on: date
    """Day of discovery (发现), on which staleness is judged."""
    discovery_proof: str
    reporter: tuple[Somebody, ...] = ()
    """Who complained, when they gave a name."""


class LeadDismissed(CaseEvent, frozen=True, kw_only=True, tag="lead-dismissed/1"):
    """The lead becomes no case (不予立案), for a reason."""

    reason: str
    approved_by: str
    told_reporter: bool = False


class CaseFiled(CaseEvent, frozen=True, kw_only=True, tag="case-filed/1"):
    """A case is filed (立案, 行政处罚法 第五十四条)."""

    title: str
    matter: str
    agency: str
    handlers: tuple[str, ...]
    """Person ids of the officers in charge (承办人)."""
    approved_by: str
    """Person id of the head who approved the filing."""
    party: Party
    acted_on: date
    """Day of the act, or of its end when it went on."""
    discovered_on: date
    place: str
    facts: str


class FilingApproved(CaseEvent, frozen=True, kw_only=True, tag="filing-approved/1"):
    """The head confirms the filing with an account of their own (立案审批)."""

    note: str = ""
