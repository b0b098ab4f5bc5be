"""When a case calls for a hearing, a legal review or a collective discussion (第五十七条, 第五十八条, 第六十三条).

What is proposed decides: the draft or the notice, whichever came last, else the opinion. The rules are law data.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from records.judgement import Context
from records.law.data import Threshold
from records.penalty.commands import GiveNotice
from records.penalty.events import Draft, HearingHeld, NoticeGiven, OpinionSubmitted, PenaltyKind, ReviewSubmitted
from records.penalty.sequence import came_after
from records.penalty.state import Penalty


class Intended(NamedTuple):
    """The penalty that is intended."""

    kinds: tuple[PenaltyKind, ...]
    fine_yuan: Decimal | None
    confiscated_yuan: Decimal | None


def intended(case: Penalty) -> Intended | None:
    """What is intended as the case stands, None before anybody said.

    A notice that was given after a draft was submitted replaces what the draft says.
    """
    notices, drafts = case.happened.get(NoticeGiven), case.happened.get(ReviewSubmitted)
    if drafts and (not notices or came_after(drafts[-1], notices[-1])):
        return intent(drafts[-1].event.draft)
    said = notices[-1].event if notices else case.last(OpinionSubmitted)
    return intent(said) if said else None


def intent(said: OpinionSubmitted | NoticeGiven | GiveNotice | Draft) -> Intended:
    """The penalty of which an opinion, a notice or a draft speaks."""
    return Intended(said.kinds, said.fine_yuan, said.confiscated_yuan)


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
