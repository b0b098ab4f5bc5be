"""Between which moments the days of a case are counted: one table a procedure, for sums, pages and JSON alike.

A span begins and ends with a moment of the terms (`records.course.moments`), or with a milestone, which no limit names
but which ends a stage all the same. Ids are told apart within a procedure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from records.event import CaseEvent
from records.law.entries import ORDINARY
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
    begins: str
    """Name of a moment, or a Milestone; as `ends`."""
    ends: str
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

_SERVED: Final = Span("signed-served", "signed", "served", "决定至送达", "service")
_PUBLISHED: Final = Span("signed-published", "signed", "published", "决定至公示审查", "disclosure")
_CLOSED: Final = Span("signed-closed", "signed", "closed", "决定至结案", "closing")
_ARCHIVED: Final = Span("closed-archived", "closed", "archived", "结案至归档", "archive")
_LATER: Final = (_SERVED, _PUBLISHED, _CLOSED, _ARCHIVED)
"""What every decision comes through."""


def _whole(begins: str) -> tuple[Span, ...]:
    """From the first step, which is called so, through all stages."""
    return (
        Span("filed-signed", "filed", "signed", f"{begins}至决定"),
        Span("filed-closed", "filed", "closed", f"{begins}至结案"),
    )


def _petition(*performed: Span) -> tuple[Span, ...]:
    return (
        Span("filed-accepted", "filed", "petition-accepted", "收件至受理", "acceptance"),
        Span("accepted-signed", "petition-accepted", "signed", "受理至决定", "decision"),
        _SERVED,
        _PUBLISHED,
        *performed,
        _CLOSED,
        _ARCHIVED,
        *_whole("收件"),
    )


BY_PROCEDURE: Final[Mapping[str, tuple[Span, ...]]] = {
    ORDINARY: PENALTY,
    "penalty-simple": (
        Span("signed-reported", "signed", "spot-reported", "当场决定至备案", "report"),
        Span("signed-paid", "signed", "paid", "当场决定至缴清罚款", "execution"),
        Span("collected-deposited", "collected", "deposited", "当场收缴至缴付银行", "execution"),
        _PUBLISHED,
        _CLOSED,
        _ARCHIVED,
        *_whole("当场查处"),
    ),
    "measure": (
        Span("filed-answered", "filed", "measure-answered", "报告至批准", "approval"),
        Span("answered-signed", "measure-answered", "signed", "批准至决定", "decision"),
        Span("signed-carried-out", "signed", "carried-out", "决定至实施", "site"),
        Span("carried-out-released", "carried-out", "released", "实施至解除", "release"),
        *_LATER,
        *_whole("报告"),
    ),
    "enforcement": (
        Span("filed-demanded", "filed", "demand-served", "立案至催告书送达", "demand"),
        Span("demanded-signed", "demand-served", "signed", "催告书送达至决定", "decision"),
        Span("signed-over", "signed", "enforcement-over", "决定至执行完毕（终结）", "execution"),
        *_LATER,
        *_whole("立案"),
    ),
    "court-application": (
        Span("filed-demanded", "filed", "demand-served", "立案至催告书送达", "demand"),
        Span("demanded-signed", "demand-served", "signed", "催告书送达至签署申请书", "decision"),
        Span("signed-submitted", "signed", "court-submitted", "签署申请书至递交法院", "court-submission"),
        Span(
            "submitted-answered",
            "court-submitted",
            "court-answered",
            "递交至法院答复是否受理（等待）",
            "court-acceptance",
        ),
        Span("answered-ruled", "court-answered", "court-ruled", "法院受理至裁定（等待）", "court-ruling"),
        Span("signed-published", "signed", "published", "签署申请书至公示审查", "disclosure"),
        Span("signed-closed", "signed", "closed", "签署申请书至结案", "closing"),
        _ARCHIVED,
        Span("filed-signed", "filed", "signed", "立案至签署申请书"),
        Span("filed-closed", "filed", "closed", "立案至结案"),
    ),
    "licence": (
        Span("filed-accepted", "filed", "licence-accepted", "收到申请至受理", "acceptance"),
        Span("accepted-signed", "licence-accepted", "signed", "受理至决定", "decision"),
        Span("signed-issued", "signed", "certificate-issued", "决定至颁发证件", "certificate"),
        *_LATER,
        *_whole("收到申请"),
    ),
    "inspection": (
        Span("opened-approved", "inspection-opened", "inspection-approved", "启动至批准", "approval"),
        Span("opened-arrived", "inspection-opened", "inspectors-arrived", "启动至到场", "arrival"),
        Span("arrived-concluded", "inspectors-arrived", "inspection-concluded", "到场至出具检查结果", "decision"),
        Span(
            "concluded-settled", "inspection-concluded", "inspection-settled", "检查结果至整改、移送等办结", "execution"
        ),
        Span("signed-served", "signed", "served", "检查结果至送达", "service"),
        Span("signed-published", "signed", "published", "检查结果（计划批准）至公示审查", "disclosure"),
        Span("opened-closed", "inspection-opened", "closed", "启动至结案"),
        _ARCHIVED,
    ),
    "levy": (
        Span("filed-assessed", "filed", "levy-assessed", "立项至核定", "assessment"),
        Span("assessed-signed", "levy-assessed", "signed", "核定至决定", "decision"),
        Span("signed-settled", "signed", "levy-settled", "决定至缴清", "execution"),
        *_LATER,
        *_whole("立项"),
    ),
    "ruling": _petition(),
    "payment": _petition(Span("signed-paid", "signed", "grant-paid", "决定至第一次发放", "execution")),
    "confirmation": _petition(),
    "reward": _petition(Span("signed-paid", "signed", "grant-paid", "决定至颁发", "execution")),
}
"""All of them, by procedure in the order of their stages; last what goes through several."""


def span_of(procedure: str, name: str) -> Span:
    """The span of that id. Raises KeyError."""
    return _BY_ID[procedure, name]


_BY_ID: Final = {(procedure, one.id): one for procedure, some in BY_PROCEDURE.items() for one in some}


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
