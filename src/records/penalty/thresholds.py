"""When a case calls for a hearing, a legal review or a collective discussion (第五十七条, 第五十八条, 第六十三条).

What is proposed decides: the draft before the reviewer, else the notice, else the opinion. The rules are law data.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from records.judgement import Context
from records.law.data import Threshold
from records.penalty.events import HearingHeld, NoticeGiven, OpinionSubmitted, PenaltyKind, ReviewSubmitted
from records.penalty.state import Penalty


class Intended(NamedTuple):
    """The penalty that is intended."""

    kinds: tuple[PenaltyKind, ...]
    fine_yuan: Decimal | None
    confiscated_yuan: Decimal | None


def intended(case: Penalty) -> Intended | None:
    """What is intended as the case stands, None before anybody said."""
    submitted = case.last(ReviewSubmitted)
    said = (submitted.draft if submitted else None) or case.last(NoticeGiven) or case.last(OpinionSubmitted)
    return Intended(said.kinds, said.fine_yuan, said.confiscated_yuan) if said else None


def calls_for(
    what: Literal["hearing", "review", "discussion"], case: Penalty, context: Context, by: Intended | None = None
) -> tuple[Threshold, ...]:
    """The thresholds that the case reaches with what is intended; empty: there is no duty."""
    penalty = by or intended(case)
    if penalty is None:
        return ()
    thresholds = (one for one in context.law.thresholds.values() if one.calls_for == what)
    return tuple(one for one in thresholds if _reaches(one, case, penalty))


def _reaches(threshold: Threshold, case: Penalty, penalty: Intended) -> bool:
    party = case.filed.party.kind if case.filed else ""
    if threshold.parties and party not in threshold.parties:
        return False
    opinion = case.last(OpinionSubmitted)
    qualities = set(opinion.qualities) if opinion else set()
    return (
        not qualities.isdisjoint(threshold.qualities)
        or not set(penalty.kinds).isdisjoint(threshold.kinds)
        or (threshold.fact == "hearing-held" and HearingHeld in case.happened)
        or _amounts_to(penalty.fine_yuan, threshold.fine_yuan, threshold)
        or _amounts_to(penalty.confiscated_yuan, threshold.confiscated_yuan, threshold)
    )


def _amounts_to(amount: Decimal | None, least: int | None, threshold: Threshold) -> bool:
    if amount is None or least is None:
        return False
    return amount >= least if threshold.inclusive else amount > least
