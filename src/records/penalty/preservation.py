"""先行登记保存: evidence that may be lost is preserved for seven working days (行政处罚法 第五十六条)."""

from __future__ import annotations

from typing import Final

from records.course.case import Case, Happened
from records.course.documents import require_contents, take_number
from records.course.facts import open_items
from records.course.judging import begin, somebodies, stated
from records.course.on_site import require_confirmed, require_on_site
from records.course.sequence import as_of, is_over
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.law.deadline import due
from records.penalty.commands import ApprovePreservation, DisposeItem, LapsePreservation, PreserveEvidence
from records.penalty.events import (
    EvidencePreserved,
    Fate,
    ItemDisposed,
    PenaltyKind,
    PreservationApproved,
    PreservationLapsed,
)

_LIMIT: Final = "preservation"
_GOES_BACK: Final[frozenset[Fate]] = frozenset({"returned", "released"})
"""Fates by which the goods go back to whom they belong."""
_CONFISCATIONS: Final[frozenset[PenaltyKind]] = frozenset({"没收违法所得", "没收非法财物"})
"""Kinds of a decision by which goods are confiscated."""


def approve_preservation(command: ApprovePreservation, case: Case, context: Context) -> list[Event]:
    """The head allows one preservation, before it is done."""
    judgement = begin(command, case, context)
    return [stated(PreservationApproved, command, judgement, context)]


def preserve_evidence(command: PreserveEvidence, case: Case, context: Context) -> list[Event]:
    """Two officers register the items and leave them with a keeper, under the next number."""
    if command.number and any(one.number == command.number for one in case.every(EvidencePreserved)):
        raise Invalid([("$.number", "本案已经有这一编号的先行登记保存，请核对编号")])
    judgement = begin(command, case, context)
    require_on_site(judgement, command.officers, case, context)
    require_contents(judgement, command, context)
    require_confirmed(judgement, command.signature, command.witnesses, "preservation", case)
    number, taken = take_number(judgement, command, case, context)
    witnesses = somebodies(command.witnesses, context, "witness")
    preserved = stated(EvidencePreserved, command, judgement, context, number=number, witnesses=witnesses)
    return [preserved, *taken]


def dispose_item(command: DisposeItem, case: Case, context: Context) -> list[Event]:
    """An item gets its one fate within the term.

    With the term the preservation has ended, whether or not the timer has noted it: from then on an item goes back and
    nothing else. A fate that was decided in time and is entered later breaks no rule.
    """
    preserved = _find(case, command.item)
    judgement = begin(command, case, context, preserved.at if preserved else None)
    if preserved is None:
        raise Invalid([("$.item", "本案没有登记保存这件物品，请填写“文书编号#序号”，如“监漳先登〔2026〕1号#1”")])
    if any(one.item == command.item for one in case.every(ItemDisposed)):
        raise Invalid([("$.item", "该物品已经处理，不能再次处理")])
    _require_in_term(judgement, command.fate, preserved, context)
    decided = as_of(case, context.occurred_at).decision
    confiscated = decided is not None and not _CONFISCATIONS.isdisjoint(decided.kinds)
    judgement.require(command.fate != "confiscated" or confiscated, "confiscated-without-decision")
    return [stated(ItemDisposed, command, judgement, context)]


def lapse_preservation(command: LapsePreservation, case: Case, context: Context) -> list[Event]:
    """The timer notes that an item had no fate in its term. Raises Invalid while the term runs."""
    preserved = _find(case, command.item)
    judgement = begin(command, case, context, preserved.at if preserved else None)
    judgement.require_now(context.actor == "system", "system-only")  # a back-entry is asked for no actor
    if preserved is None or command.item not in open_items(case):
        raise Invalid([("$.item", "没有登记保存这件物品，或者已经处理、已经期满")])
    if not is_over(_LIMIT, preserved.at, context):
        raise Invalid([("$.item", "该物品的登记保存期限尚未届满")])
    limit = context.law_on(preserved.at.day).limits[_LIMIT]
    due_on = due(limit, preserved.at.day, context.register.calendar).on
    return [stated(PreservationLapsed, command, judgement, context, due_on=due_on)]


def _require_in_term(judgement: Judgement, fate: Fate, preserved: Happened, context: Context) -> None:
    in_term = not is_over(_LIMIT, preserved.at, context)
    judgement.require(in_term or fate in _GOES_BACK, "preservation-over")


def _find(case: Case, item: str) -> Happened | None:
    """The preservation that registered the item (`NUMBER#1`), None for an item that there never was."""
    found = case.happened.get(EvidencePreserved, ())
    return next((one for one in found if item in _items(one.event)), None)


def _items(preserved: EvidencePreserved) -> tuple[str, ...]:
    return tuple(f"{preserved.number}#{index}" for index in range(1, len(preserved.items) + 1))
