"""When a case calls for a hearing, a legal review or a collective discussion (第五十七条, 第五十八条, 第六十三条).

What is proposed decides: the draft or the notice, whichever came last, else the opinion. The rules are law data.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal, NamedTuple, get_args

from records.course.case import Case, Penalty
from records.course.sequence import came_after
from records.judgement import Context
from records.law.entries import Threshold
from records.penalty.commands import GiveNotice
from records.penalty.events import (
    Draft,
    HearingHeld,
    NoticeGiven,
    OpinionSubmitted,
    PenaltyKind,
    ReviewSubmitted,
)
from records.regions import region_level
from records.spot.commands import TellSpot
from records.spot.events import SpotTold


class Intended(NamedTuple):
    """The penalty that is intended."""

    kinds: tuple[PenaltyKind, ...]
    fine_yuan: Decimal | None
    confiscated_yuan: Decimal | None


def intended(case: Case) -> Intended | None:
    """What is intended as the case stands, None before anybody said; once it is decided, what was decided.

    A notice that was given after a draft was submitted replaces what the draft says.
    """
    if case.decision is not None:
        return intent(case.decision)
    notices, drafts = case.happened.get(NoticeGiven), case.happened.get(ReviewSubmitted)
    if drafts and (not notices or came_after(drafts[-1], notices[-1])):
        return intent(drafts[-1].event.draft)
    said = notices[-1].event if notices else case.last(OpinionSubmitted)
    return intent(said) if said else None


def intent(said: OpinionSubmitted | NoticeGiven | GiveNotice | Draft | Penalty | SpotTold | TellSpot) -> Intended:
    """The penalty of which an opinion, a notice, a draft or a decision speaks."""
    return Intended(said.kinds, said.fine_yuan, said.confiscated_yuan)


_BY_WEIGHT: Final[tuple[PenaltyKind, ...]] = get_args(PenaltyKind)
"""The kinds as 第九条 lists them, from the lightest on; of 其他 nobody knows how heavy it is."""


def is_heavier(one: Intended, other: Intended) -> bool:
    """Whether a penalty is heavier than another: by an amount, or by a kind in whose place no heavier one fell away."""
    pairs = ((one.fine_yuan, other.fine_yuan), (one.confiscated_yuan, other.confiscated_yuan))
    if any(mine is not None and its is not None and mine > its for mine, its in pairs):
        return True
    added, dropped = set(one.kinds) - set(other.kinds), set(other.kinds) - set(one.kinds) - {"其他"}
    most = max(map(_BY_WEIGHT.index, dropped), default=-1)
    return any(_BY_WEIGHT.index(kind) > most for kind in added)


def calls_for(
    what: Literal["hearing", "review", "discussion"], case: Case, context: Context, by: Intended | None = None
) -> tuple[Threshold, ...]:
    """The thresholds that the case reaches with what is intended; empty: there is no duty."""
    penalty = by or intended(case)
    if penalty is None:
        return ()
    thresholds = (one for one in context.law.thresholds.values() if one.calls_for == what)
    return tuple(one for one in thresholds if concerns(one, case, context) and _reaches(one, case, penalty))


def concerns(threshold: Threshold, case: Case, context: Context) -> bool:
    """Whether the rule is for a case of that party, of an agency of that level (层级) and in that matter (领域)."""
    party = case.party.kind if case.party else ""
    agency = context.register.agency(case.agency, context.occurred_at.day)
    level = region_level(agency.region) if agency else None
    return (
        (not threshold.parties or party in threshold.parties)
        and (not threshold.levels or level in threshold.levels)
        and (not threshold.matters or case.matter.startswith(threshold.matters))
    )


def is_for_all(threshold: Threshold) -> bool:
    """Whether every case that the rule is for reaches it: it says whom it is for, and nothing more."""
    asks = threshold.kinds or threshold.qualities or threshold.fact
    amounts = (threshold.fine_yuan, threshold.confiscated_yuan)
    return not asks and amounts == (None, None) and bool(threshold.levels or threshold.matters)


def _reaches(threshold: Threshold, case: Case, penalty: Intended) -> bool:
    opinion = case.last(OpinionSubmitted)
    qualities = set(opinion.qualities) if opinion else set()
    return (
        is_for_all(threshold)
        or not qualities.isdisjoint(threshold.qualities)
        or not set(penalty.kinds).isdisjoint(threshold.kinds)
        or (threshold.fact == "hearing-held" and HearingHeld in case.happened)
        or amounts_reach(penalty, threshold)
    )


def amounts_reach(penalty: Intended, threshold: Threshold) -> bool:
    """Whether what is to be paid or confiscated reaches the amount of the threshold, if it has one."""
    return _fine_reaches(penalty, threshold) or _confiscation_reaches(penalty, threshold)


def _fine_reaches(penalty: Intended, threshold: Threshold) -> bool:
    is_open = "罚款" in penalty.kinds and penalty.fine_yuan is None
    return _amounts_to(penalty.fine_yuan, threshold.fine_yuan, threshold, is_open=is_open)


def _confiscation_reaches(penalty: Intended, threshold: Threshold) -> bool:
    """What goods are worth is told nowhere, so that they may be worth any amount (第六十三条第一款第二项)."""
    gains = "没收违法所得" in penalty.kinds and penalty.confiscated_yuan is None
    is_open = gains or "没收非法财物" in penalty.kinds
    return _amounts_to(penalty.confiscated_yuan, threshold.confiscated_yuan, threshold, is_open=is_open)


def _amounts_to(amount: Decimal | None, least: int | None, threshold: Threshold, *, is_open: bool) -> bool:
    """Whether an amount reaches the least; one that is left open may."""
    if least is None:
        return False
    if amount is None or is_open:
        return is_open
    return amount >= least if threshold.inclusive else amount > least
