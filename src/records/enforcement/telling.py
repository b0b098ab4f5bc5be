"""据以执行的决定被撤销、变更: the cases that enforce it are told, running or over (行政强制法 第四十条, 第四十一条).

Who undoes a decision does not know who has enforced it. So each case that does has an entry of its own, written with
the step that undoes the decision: from then on it is to be ended, and what was enforced goes back.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, NamedTuple

from records.course.case import UNDOING, Case, evolve
from records.course.judging import begin, stated
from records.enforcement.appeal import opened_of
from records.enforcement.basis import BasisRevoked, NoteBasisRevoked
from records.enforcement.events import EnforcementOpened
from records.enforcement.money import NOTHING, took_more
from records.enforcement.standing import basis_of, principal
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.penalty.events import DecisionRevoked

_TOLD: Final = UNDOING | {"changed"}
"""What is confirmed as illegal stands, and was enforced with right."""

_NEXT: Final = 1 << 60
"""Of a version after all that there are."""


class Enforcing(NamedTuple):
    """A case that enforces a decision."""

    case: str
    stands: Case


def told(revoked: DecisionRevoked, decided: Case, context: Context) -> list[Event]:
    """What each case that enforces the decision of `decided` is told of it, beside the step that undoes it."""
    if revoked.effect not in _TOLD:
        return []
    amount = _left(revoked, evolve(decided, revoked, context.occurred_at, _NEXT))
    return [
        BasisRevoked(
            case=one.case,
            entry=revoked.entry,
            decided_in=revoked.case,
            number=revoked.number,
            effect=revoked.effect,
            instrument=revoked.instrument,
            amount_yuan=amount,
            restores=_restores(one.stands, amount),
        )
        for one in context.enforcing
    ]


def note_basis_revoked(command: NoteBasisRevoked, case: Case, context: Context) -> list[Event]:
    """The last word on the decision, entered by hand where nobody was told. Raises Invalid when there is none."""
    judgement, opened, related = begin(command, case, context), opened_of(case), basis_of(context)
    known = {(one.instrument.body, one.instrument.number) for one in case.every(BasisRevoked)}
    revoked = [one for one in related.every(DecisionRevoked) if one.effect in _TOLD] if related else []
    new = [one for one in revoked if (one.instrument.body, one.instrument.number) not in known]
    if not new or related is None or opened is None:
        raise Invalid([("$", "作出决定的案件中没有尚未记入本案的撤销、变更，请先在该案登记；纸质决定请记录执行回转")])
    last = new[-1]
    said: dict[str, Any] = {"decided_in": opened.related_case, "number": last.number, "effect": last.effect}
    amount = _left(last, related)
    said |= {"instrument": last.instrument, "amount_yuan": amount, "restores": _restores(case, amount)}
    return [stated(BasisRevoked, command, judgement, context, **said)]


def _left(revoked: DecisionRevoked, then: Case) -> Decimal | None:
    """What the decision asks for in money after it; None where nobody says: what a change of no penalty leaves."""
    if revoked.effect in UNDOING:
        return NOTHING
    return principal(then)[0] if then.decision is not None else None


def _restores(case: Case, stands: Decimal | None) -> bool:
    """Whether the agency itself has enforced what may have to go back: what a court enforced, the court turns back."""
    return isinstance(case.opened, EnforcementOpened) and took_more(case, stands)
