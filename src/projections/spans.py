"""Between which moments the days of a case are counted: one table a procedure, for sums, pages and JSON alike.

A span begins and ends with a moment of the terms (`records.course.moments`), or with a milestone, which no limit names
but which ends a stage all the same. Another procedure adds a table of its own, and its milestones.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from records.course.moment_names import Name as MomentName
from records.event import CaseEvent
from records.penalty.events import (
    CaseDiscussed,
    HearingReported,
    OpinionEndorsed,
    OpinionSubmitted,
)

Milestone = Literal["opinion", "opinion-endorsed", "hearing-reported", "discussed", "performed"]
"""The last follows from several payments: it is the one after which nothing is owed."""


class Span(NamedTuple):
    """A stretch of a case, from the first of one moment to the first of another."""

    id: str
    """In the measures `days.ID`, `n.ID` and `n7.ID`."""
    begins: MomentName | Milestone
    ends: MomentName | Milestone
    title: str
    stage: str = ""
    """Id of the stage of the law data that ends with it; empty when it goes through several."""


PENALTY: Final = (
    Span("lead-filed", "lead", "filed", "线索登记至立案", "lead"),
    Span("filed-approved", "filed", "filing-approved", "立案登记至批准立案", "filing"),
    Span("filed-opinion", "filed", "opinion", "立案至提交处理意见（调查取证）", "evidence"),
    Span("opinion-endorsed", "opinion", "opinion-endorsed", "处理意见提交至审核同意", "opinion"),
    Span("opinion-notice", "opinion", "notice-served", "处理意见提交至告知书送达", "notice"),
    Span("notice-reviewed", "notice-served", "defence-reviewed", "告知书送达至复核陈述申辩", "defence"),
    Span("hearing-reported", "hearing-requested", "hearing-reported", "申请听证至听证报告", "hearing"),
    Span("submitted-reviewed", "review-submitted", "reviewed", "提请法制审核至出具审核意见", "legal-review"),
    Span("reviewed-discussed", "reviewed", "discussed", "法制审核意见至集体讨论", "collective-discussion"),
    Span("reported-transferred", "transfer-reported", "transfer-sent", "报告涉嫌犯罪至移送公安机关", "transfer"),
    Span("transferred-answered", "transfer-sent", "police-answered", "移送公安机关至其答复（等待）", "transfer"),
    Span("reviewed-signed", "reviewed", "signed", "法制审核意见至决定", "decision"),
    Span("discussed-signed", "discussed", "signed", "集体讨论至决定", "decision"),
    Span("signed-served", "signed", "served", "决定至送达", "service"),
    Span("signed-published", "signed", "published", "决定至公示审查", "disclosure"),
    Span("served-paid", "served", "paid", "送达至缴清罚款", "execution"),
    Span("served-performed", "served", "performed", "送达至款项全部缴清", "execution"),
    Span("ended-closed", "ended", "closed", "履行完毕等终结至结案", "closing"),
    Span("closed-archived", "closed", "archived", "结案至归档", "archive"),
    Span("filed-notice", "filed", "notice-served", "立案至告知书送达"),
    Span("notice-decision", "notice-served", "signed", "告知书送达至决定"),
    Span("filed-signed", "filed", "signed", "立案至决定"),
    Span("filed-closed", "filed", "closed", "立案至结案"),
)
"""The ordinary penalty, in the order of its stages; last what goes through several."""

SPANS: Final[dict[str, Span]] = {one.id: one for one in PENALTY}
"""All of them by id."""


def milestone(event: CaseEvent) -> Milestone | None:
    """What is reached with an event that no limit names; None for all others."""
    match event:
        case OpinionSubmitted():
            return "opinion"
        case OpinionEndorsed(agreed=True):
            return "opinion-endorsed"
        case HearingReported():
            return "hearing-reported"
        case CaseDiscussed():
            return "discussed"
        case _:
            return None
