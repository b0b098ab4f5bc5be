"""What lets a case be decided on the spot: one visit, a small penalty, reconsideration first.

Carries out 行政处罚法 第五十一条 and 行政复议法 第二十三条.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from records.course.case import Case
from records.event import PartyKind
from records.judgement import Context, Judgement
from records.law.deadline import due
from records.penalty.events import PenaltyKind
from records.spot.commands import DecideSpot

_KINDS: Final[frozenset[PenaltyKind]] = frozenset({"警告", "罚款"})
"""Nothing else is imposed on the spot, unless another 法律 lets it (第五十一条)."""

_FIRST: Final = re.compile("先.*复议", re.DOTALL)
_EITHER: Final = re.compile("直接[^。；]*(?:起诉|诉讼)")
"""What a document says that lets the party choose between reconsideration and a lawsuit."""


def require_simple(judgement: Judgement, command: DecideSpot, case: Case, context: Context) -> None:
    """Only kinds and amounts that the law allows on the spot, unless another 法律 is named that allows more."""
    if command.provision.strip():
        return
    judgement.require(set(command.kinds) <= _KINDS, "spot-kind")
    most = most_yuan(case.party.kind, context) if case.party else None
    fits = command.fine_yuan is None or most is None or command.fine_yuan <= most
    judgement.require(fits, "spot-fine", f"本案当事人的上限：{most}元")


def most_yuan(party: PartyKind, context: Context) -> Decimal:
    """The highest fine on the spot for a party of that kind (以下 includes it), by the law of the day.

    An 个体工商户 is neither 公民 nor 法人 by name: its limit is policy, and never above that of an organisation.
    """
    law = context.law if "spot-fine-natural" in context.law.values else context.law_now
    most = law.values["spot-fine-organisation"].number
    match party:
        case "natural":
            most = law.values["spot-fine-natural"].number
        case "individual-business":
            most = min(most, law.values["spot-fine-individual-business"].number)
        case "organisation":
            pass
    return Decimal(most)


def in_one_visit(case: Case, context: Context) -> bool:
    """Whether the step belongs to the visit that the case began with (当场), whichever side of midnight it is on.

    Where an hour is not known, the day decides.
    """
    begun, step = case.filed_at, context.occurred_at
    if begun is None:
        return False
    if begun.dated or step.dated:
        return begun.day == step.day
    limit = context.law.limits.get("spot-decision") or context.law_now.limits["spot-decision"]
    last = due(limit, begun, context.register.calendar).at
    return last is not None and step.micros <= last


def says_reconsideration_first(relief: str) -> bool:
    """Whether the document tells the party to ask for reconsideration before it goes to court (复议法 第二十三条)."""
    return bool(_FIRST.search(relief)) and not _EITHER.search(relief)
