"""What the form of a step shows of 行政处罚法 第三十七条 and 第三十八条: both days' rules, what would make it void."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from api.choices import Sources
from records.course.case import evolve
from records.event import CaseEvent, Event
from records.moment import Moment
from records.penalty.commands import Command, GiveNotice, SignDecision, SubmitOpinion, SubmitReview
from records.penalty.old_and_new import Compared, compared
from records.penalty.voidness import VoidCheck, void_check
from records.spot.commands import DecideSpot, TellSpot

_WEIGHED: Final[frozenset[type[Command]]] = frozenset(
    {SubmitOpinion, GiveNotice, SubmitReview, SignDecision, TellSpot, DecideSpot}
)
"""Steps in which somebody says how heavy the penalty is to be."""


class Principles(msgspec.Struct, frozen=True):
    """What stands above the form of a step; None where nothing is to be shown."""

    both: Compared | None = None
    void: VoidCheck | None = None


def principles(kind: type[Command], known: Sources) -> Principles:
    """The rules of both days as they are now, and the check as if a decision were signed now."""
    both = compared(known.case, known.context) if kind in _WEIGHED else None
    is_open = kind in (SignDecision, DecideSpot) and known.case.decision is None
    return Principles(both, void_check(known.case, known.context) if is_open else None)


def tried(command: Command, events: Iterable[Event], known: Sources) -> Principles:
    """The same with what was typed: of a decision, as if its events had been recorded."""
    if not isinstance(command, SignDecision | DecideSpot):
        return principles(type(command), known)
    at = Moment.parse(command.occurred_at) if command.occurred_at else known.context.occurred_at
    context, case = msgspec.structs.replace(known.context, occurred_at=at), known.case
    version = sum(map(len, case.happened.values())) + len(case.voided)
    for number, one in enumerate((one for one in events if isinstance(one, CaseEvent)), version + 1):
        case = evolve(case, one, at, number)
    return Principles(compared(case, context, command.degree), void_check(case, context))
