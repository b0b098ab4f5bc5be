"""集体讨论: the heads decide complex and grave cases together (行政处罚法 第五十七条第二款)."""

from __future__ import annotations

from records.course.case import Case
from records.course.facts import recused
from records.course.judging import begin, cause, stated
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.penalty.commands import DiscussCase
from records.penalty.events import CaseDiscussed, NoticeGiven


def discuss_case(command: DiscussCase, case: Case, context: Context) -> list[Event]:
    """Minutes with each member's view, the head among them; a discussion may be held even where none is due."""
    judgement = begin(command, case, context, cause(case, context, NoticeGiven))
    _check_views(command)
    members = {one.member for one in command.views}
    least = context.law.values.get("discussion-members") or context.law_now.values["discussion-members"]
    judgement.require(len(members) >= least.number, "too-few-members")
    heads = (one for one in members if context.register.is_head(case.agency, one, context.occurred_at.day))
    judgement.require(any(heads), "head-not-in-discussion")
    others = members - {context.person_acting}  # who acts was judged with the step
    judgement.require(others.isdisjoint(recused(case)), "officer-recused")
    return [stated(CaseDiscussed, command, judgement, context)]


def _check_views(command: DiscussCase) -> None:
    silent = [index for index, one in enumerate(command.views) if not (one.view.strip() and one.member.strip())]
    if silent:
        raise Invalid([(f"$.views[{index}]", "请写明参加讨论的成员及其意见") for index in silent])
