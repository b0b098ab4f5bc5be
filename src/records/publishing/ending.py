"""公示期: when a penalty is shown no longer (信用修复管理办法; the town's own portal by policy)."""

from __future__ import annotations

from datetime import date

from records.course.case import Case
from records.course.judging import begin, stated
from records.course.moments import of
from records.course.sequence import as_of
from records.course.terms import terms
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.law.data import Law
from records.law.deadline import add_months
from records.law.entries import Credit
from records.penalty.events import CorrectionChecked, CorrectionOrdered, DisclosureReviewed
from records.penalty.money import is_paid
from records.publishing.commands import EndPublication, RecordCreditRepair
from records.publishing.events import CreditRepaired, PublicationEnded, PublicationHeld

TERMS = frozenset({"portal-term.organisation", "portal-term.person"})
"""Limits for which a page is shown on the portal."""


# ---- 信用分类 ----


def credit_class(case: Case, law: Law) -> Credit | None:
    """The class of the penalty that stands: that of its procedure, else the heaviest of its kinds; None without one."""
    decision = case.decision
    if decision is None:
        return None
    classes = sorted(law.credits.values(), key=lambda one: -one.rank)
    fine_alone = set(case.kinds) == {"罚款"}
    for one in classes:
        if case.procedure in one.decided_by:
            return one
    for one in reversed(classes):
        small = one.fine_up_to_yuan is not None and (decision.fine_yuan or 0) <= one.fine_up_to_yuan
        if fine_alone and small:
            return one
    return next((one for one in classes if set(case.kinds) & set(one.kinds)), None)


def credit_days(case: Case, credit: Credit) -> tuple[date, date]:
    """From when the credit can be repaired, and until when the platform shows the penalty."""
    signed_at = case.signed_at
    assert signed_at is not None  # a class has only what was decided
    return add_months(signed_at.day, credit.repair_months), add_months(signed_at.day, credit.months)


def record_credit_repair(command: RecordCreditRepair, case: Case, context: Context) -> list[Event]:
    """The instrument has reached the agency, and by the day that it bears what it rests on was there: the shortest time
    of publication of the class was over, the duties were done and the fault was corrected.

    Raises Invalid for days that contradict each other.
    """
    instrument = command.instrument
    judgement = begin(command, case, context, case.signed_at)
    if not instrument.dated_on <= instrument.received_on <= context.occurred_at.day:
        raise Invalid([("$.instrument.received_on", "收到日期不得早于文书日期，也不得晚于记录之日")])
    credit = credit_class(case, context.law)
    early = credit is not None and instrument.dated_on < credit_days(case, credit)[0]
    judgement.require(not early, "credit-repair-early")
    still_open = open_duties(as_of(case, context.occurred_at), instrument.dated_on)
    judgement.require(not still_open, "credit-repair-duties-open", f"当日：{'、'.join(still_open)}。")
    return [stated(CreditRepaired, command, judgement, context)]


# ---- 公示期届满 ----


def end_publication(command: EndPublication, case: Case, context: Context) -> list[Event]:
    """By itself, once the term is over or the credit repaired; what is still owed holds it, and is flagged once."""
    judgement = begin(command, case, context, case.first_at(DisclosureReviewed))
    repaired = CreditRepaired in case.happened
    judgement.require_now(repaired or term_over(case, context), "publication-not-over")
    still_open = () if repaired else open_duties(case)
    if still_open:
        judgement.require_now(PublicationHeld not in case.happened, "publication-held")
        return [stated(PublicationHeld, command, judgement, context, open=still_open)]
    return [stated(PublicationEnded, command, judgement, context, ground="credit-repaired" if repaired else "term")]


def term_over(case: Case, context: Context) -> bool:
    """Whether the longest term for which the page is shown had ended before the day."""
    day, found = context.occurred_at.day, terms(of(case), context.register)
    return any(one.limit_id in TERMS and one.due_on < day for one in found)


def open_duties(case: Case, until: date | None = None) -> tuple[str, ...]:
    """What of the fault or of the duties is open, in Chinese; `until`: what was open at the end of that day."""
    found = []
    if case.decision is not None and not is_paid(case, until):
        found.append("处罚决定尚未履行完毕")
    looks = (one for one in case.happened.get(CorrectionChecked, ()) if until is None or one.at.day <= until)
    checked = next(reversed([one.event for one in looks]), None)
    if CorrectionOrdered in case.happened and (checked is None or not checked.done):
        found.append("违法行为尚未改正")
    return tuple(found)
