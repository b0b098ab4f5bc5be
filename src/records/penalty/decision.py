"""决定: the written decision and its number (行政处罚法 第五十七条, 第五十九条).

It comes last, and may go no further than what was told, reviewed, discussed and proven before.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.facts import barred_items, discussion_agreed, review_agreed
from records.course.heard import notice_told
from records.course.judging import begin, stated
from records.course.officers import require_officers
from records.course.review import digest_of
from records.course.sequence import as_of
from records.course.thresholds import calls_for, intent
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.moment import Moment
from records.offence.judgment import require_not_fined_by_court
from records.offence.jurisdiction import yields_to
from records.offence.rules import require_highest
from records.penalty.commands import SignDecision
from records.penalty.commands.checks import KINDS_WITH_AMOUNT
from records.penalty.earlier import noted
from records.penalty.events import (
    CaseDiscussed,
    CaseReviewed,
    DecisionSigned,
    Draft,
    EvidenceAdded,
    NoticeGiven,
    OpinionSubmitted,
)
from records.penalty.monitored import examined, untold_items
from records.penalty.old_and_new import Compared, compared, degrees_of, require_lighter
from records.penalty.powers import require_decider, require_kinds
from records.penalty.redo import require_linked, require_other_grounds
from records.penalty.staleness import act_is_stale
from records.spot.commands import DecideSpot
from records.spot.events import SpotTold

_ITEM: Final = re.compile(r"证据[1-9][0-9]*(?![0-9份项件组张页])")
"""Name of an item of evidence of the case; 证据3份 counts."""

Signs = SignDecision | DecideSpot
"""What signs a decision to punish."""


def sign_decision(command: SignDecision, case: Case, context: Context) -> list[Event]:
    """The head signs a decision that has all contents of art 59, once per case, under the next number.

    It is noted under its party as well, so that no other case fines them for the same act, or takes a later one for
    their first (第二十九条, 第三十三条).
    """
    was = as_of(case, context.occurred_at)
    judgement = begin(command, case, context, _rests_on(was))
    _require_power(judgement, command, was, context)
    _require_course(judgement, command, was, context)
    require_evidence(judgement, command, was, context)
    both = require_discretion(judgement, command, was, context)
    _require_lightened(judgement, was)
    require_highest(judgement, command.basis, command.fine_yuan, command.departure, was)
    require_once(judgement, command, was, context)
    judgement.require(bool(command.bank.strip()) or command.fine_yuan is None, "bank-missing")
    judgement.require(_takes_gains(command), "gains-not-confiscated")
    require_linked(judgement, command, was, context)
    require_other_grounds(judgement, command, was, context)
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    applied = both.applied if both else ""
    signed = stated(DecisionSigned, command, judgement, context, number=number, benchmark=applied)
    return [signed, *taken, *noted(signed, case)]


def _rests_on(case: Case) -> Moment | None:
    """The latest of the steps without which there would be no decision."""
    told = notice_told(case)
    steps = (case.filed_at, told.at if told else None, case.at(CaseReviewed), case.at(CaseDiscussed))
    return max((one for one in steps if one is not None), default=None)


def _require_power(judgement: Judgement, command: SignDecision, case: Case, context: Context) -> None:
    """Who punishes whom with what (第十六条至第十八条, 第三十条, 第三十六条)."""
    day = context.occurred_at.day
    judgement.require(context.register.agency(case.agency, day) is not None, "agency-not-registered")
    require_officers(judgement, case.handlers, case.agency, context)
    require_decider(judgement, command.decided_by, case, context)
    require_kinds(judgement, command.kinds, case, context)
    if case.filed is not None:
        judgement.require(case.filed.party.age != "under-14", "party-under-14")
        judgement.require(not act_is_stale(case, context), "act-stale")


def _require_course(judgement: Judgement, command: SignDecision, case: Case, context: Context) -> None:
    """What was told and reviewed is what is signed (第四十五条, 第五十七条, 第五十八条, 第六十二条)."""
    notice = case.last(NoticeGiven)
    judgement.require(notice is None or is_within(command, notice), "heavier-than-told")
    draft = _draft(command)
    # `begin` asked by what the case intended; the document itself may reach a threshold that its draft did not.
    asked = bool(calls_for("discussion", case, context))
    due = not asked and bool(calls_for("discussion", case, context, by=intent(draft)))
    judgement.require(not due or discussion_agreed(case), "discussion-first")
    asked = bool(calls_for("review", case, context))
    due = bool(calls_for("review", case, context, by=intent(draft)))
    judgement.require(asked or not due or review_agreed(case), "legal-review-first")
    reviewed = case.last(CaseReviewed)
    if reviewed is not None and (asked or due):
        judgement.require(reviewed.digest == digest_of(draft), "draft-changed")


def is_within(command: Signs, notice: NoticeGiven | SpotTold) -> bool:
    """Whether the penalty is the one that was told, or a lighter one."""
    if not set(command.kinds) <= set(notice.kinds):
        return False
    fields = [field for kind, field in KINDS_WITH_AMOUNT.items() if kind in command.kinds]
    return all(_is_at_most(getattr(command, field), getattr(notice, field)) for field in fields)


def _is_at_most(amount: Decimal | None, told: Decimal | None) -> bool:
    """An amount that was left open in the notice was not told, and one left open here may be any."""
    return amount == told if amount is None or told is None else amount <= told


def _draft(command: SignDecision) -> Draft:
    """The document as the reviewer would see it."""
    return Draft(**{name: getattr(command, name) for name in Draft.__struct_fields__})


def require_evidence(judgement: Judgement, command: Signs, case: Case, context: Context) -> None:
    """What was taken against the law proves nothing, and what nobody has found true not yet (第四十六条).

    Raises Invalid for the name of an item that the case does not have. A paper counts its items itself: of what it
    names the record then knows no finding.
    """
    unknown = _unknown(command, case)
    if unknown and context.entry is None:
        raise Invalid([("$.evidence", f"本案没有这些证据，请核对证据编号：{'、'.join(unknown)}")])
    items, barred = case.every(EvidenceAdded), barred_items(case)
    cited = _cited(command, barred, {one.title for one in items if one not in barred})
    judgement.require(not cited, "evidence-barred", "、".join(cited))
    found = examined(case)
    true = {one.title for one in items if one.item in found and one not in barred}
    unread = _cited(command, tuple(one for one in items if one.item not in found), true)
    judgement.require(not (unread or unknown), "evidence-unverified", "、".join((*unread, *unknown)))
    untold = untold_items(case)
    silent = _cited(command, untold, {one.title for one in items if one not in untold and one not in barred})
    judgement.require(not silent, "monitoring-not-told", f"没有告知的证据：{'、'.join(silent)}")


def _unknown(command: Signs, case: Case) -> tuple[str, ...]:
    """The items that the document names as the case names its own, and that the case does not have."""
    named = dict.fromkeys(name for text in command.evidence for name in _ITEM.findall(text))
    known = {one.item for one in case.every(EvidenceAdded)}
    return tuple(one for one in named if one not in known)


def _cited(command: Signs, items: tuple[EvidenceAdded, ...], others: set[str]) -> list[str]:
    """Which of the items the document cites; a title that one of the `others` has as well is that one's."""
    return [one.item for one in items if any(_cites(text, one, others) for text in command.evidence)]


def _cites(text: str, item: EvidenceAdded, others: set[str]) -> bool:
    """Whether the text names the item: by its name in the case (证据1 is not 证据12), or by a title of its alone."""
    return item.item in _ITEM.findall(text) or (text.strip() == item.title and item.title not in others)


def require_discretion(judgement: Judgement, command: Signs, case: Case, context: Context) -> Compared | None:
    """The amount follows the lighter of the published benchmarks (第三十四条, 第三十七条).

    Raises Invalid for a degree that neither benchmark has.
    """
    if command.degree and context.entry is None and command.degree not in degrees_of(case, context):
        raise Invalid([("$.degree", "公布的裁量基准没有这一档次")])
    both = compared(case, context, command.degree)
    require_lighter(judgement, both, command.fine_yuan)
    if both is not None and not both.is_above_lighter(command.fine_yuan):
        fits = bool(command.departure.strip()) or both.allows(command.fine_yuan)
        judgement.require(fits, "outside-benchmark")
    return both


def _require_lightened(judgement: Judgement, case: Case) -> None:
    """A minor is dealt with more lightly (第三十条)."""
    opinion = case.last(OpinionSubmitted)
    minor = case.filed is not None and case.filed.party.age == "14-17"
    lightened = opinion is not None and opinion.mitigation in ("lighter", "mitigated")
    judgement.require(lightened or not minor, "minor-not-lightened")


def require_once(judgement: Judgement, command: Signs, case: Case, context: Context) -> None:
    """A fine comes once for one act, from the agency that filed it first, and not beside a court's.

    Carries out 第二十五条, 第二十九条 and 第三十五条.
    """
    fined = command.fine_yuan is not None
    again = fined and bool(context.fined_in) and not command.distinct.strip()
    judgement.require(not again, "fined-already", context.fined_in)
    theirs = yields_to(case, context) if not command.distinct.strip() else ""
    judgement.require(not theirs, "filed-elsewhere", theirs)
    require_not_fined_by_court(judgement, command.fine_yuan, case)


def _takes_gains(command: SignDecision) -> bool:
    """Whether what is left of the gains is confiscated, unless the law has it otherwise (第二十八条第二款).

    Gains that are not stated are what is confiscated and returned.
    """
    if command.gains_yuan is None or command.gains_exception.strip():
        return True
    left = command.gains_yuan - (command.returned_yuan or Decimal(0))
    return left == (command.confiscated_yuan or Decimal(0))
