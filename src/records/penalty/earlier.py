"""同一当事人的其他案件: what decided cases of the party mean for this one (行政处罚法 第二十九条, 第三十三条).

Each decision is noted under its party in the transaction that makes it, a fine with the act that it is for: who decides
afterwards reads them there. Other ledgers are not seen.
"""

from __future__ import annotations

from typing import Final

from records.course.case import Case, Penalty
from records.penalty.events import NoPenaltyGround, PenaltyDeclined
from records.register.events import DecisionNoted, FineImposed

OFFENDED: Final[frozenset[NoPenaltyGround]] = frozenset({"slight", "first-time", "stale"})
"""Grounds of a decision not to punish an offence that there was; by all others it was none, or nobody's fault (P)."""


def noted(decided: Penalty | PenaltyDeclined, case: Case) -> tuple[FineImposed | DecisionNoted, ...]:
    """What is noted of the decision under the party: a fine with its act, any other decision by itself."""
    filed = case.offence
    if filed is None:
        return ()
    person, number = filed.party.person, decided.number
    if isinstance(decided, Penalty) and decided.fine_yuan is not None:
        fined = FineImposed(person=person, case=decided.case, acted_on=filed.acted_on, place=filed.place, number=number)
        return (fined,)
    punished = isinstance(decided, Penalty)
    return (DecisionNoted(person=person, case=decided.case, number=number, punished=punished),)


def offended_before(case: Case, other: Case) -> str:
    """Number of the other case's decision, when it shows that the party had offended before in the same matter.

    Empty when it does not, when that decision is gone, or when its act came after this one.
    """
    filed, earlier = case.offence, other.offence
    if filed is None or earlier is None or other.undone or earlier.matter != filed.matter:
        return ""
    if earlier.acted_on > filed.acted_on:
        return ""
    declined = other.last(PenaltyDeclined)
    if other.decision is not None:
        return other.decision.number
    return declined.number if declined and not OFFENDED.isdisjoint(declined.grounds) else ""
