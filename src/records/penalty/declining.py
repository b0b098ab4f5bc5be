"""不予处罚: the decision not to punish (行政处罚法 第三十条, 第三十一条, 第三十三条, 第三十六条, 第五十七条).

It needs neither notice nor hearing, and may differ from what the handlers proposed.
"""

from __future__ import annotations

from typing import Final, assert_never

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, stated
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.penalty.commands import DeclinePenalty
from records.penalty.earlier import noted
from records.penalty.events import CaseFiled, NoPenaltyGround, PenaltyDeclined
from records.penalty.powers import require_decider
from records.penalty.staleness import act_is_stale

_EDUCATED: Final[frozenset[NoPenaltyGround]] = frozenset({"under-14", "slight", "first-time"})
"""Grounds with which an education, or an order to the guardian, goes (第三十条, 第三十三条第三款)."""


def decline_penalty(command: DeclinePenalty, case: Case, context: Context) -> list[Event]:
    """The head signs, under the next number, on grounds that the case bears out. Raises Invalid for one named twice."""
    judgement = begin(command, case, context)
    if len(set(command.grounds)) < len(command.grounds):
        raise Invalid([("$.grounds", "同一不予处罚情形填写了两次")])
    registered = context.register.agency(case.agency, context.occurred_at.day) is not None
    judgement.require(registered, "agency-not-registered")
    require_decider(judgement, command.decided_by, case, context)
    filed = case.filed
    fitting = filed is None or all(_fits(ground, filed, case, context) for ground in command.grounds)
    judgement.require(fitting, "ground-not-fitting")
    first = "first-time" not in command.grounds or not context.offended_in
    judgement.require(first, "not-first-time", context.offended_in)
    educated = bool(command.education.strip()) or _EDUCATED.isdisjoint(command.grounds)
    judgement.require(educated, "education-missing")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    declined = stated(PenaltyDeclined, command, judgement, context, number=number)
    return [declined, *taken, *noted(declined, case)]


def _fits(ground: NoPenaltyGround, filed: CaseFiled, case: Case, context: Context) -> bool:
    """Whether what is known of party and act bears the ground out; what only a person can judge is not asked."""
    match ground:
        case "under-14":
            return filed.party.age == "under-14"
        case "no-capacity":
            return filed.party.kind != "organisation"
        case "stale":
            return act_is_stale(case, context)
        case "slight" | "first-time" | "no-fault" | "not-established" | "law-dropped":
            return True
        case _:
            assert_never(ground)
