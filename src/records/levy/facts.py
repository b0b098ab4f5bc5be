"""Levies and fees: what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.course.fact import Fact, has
from records.course.sequence import follows, is_over, pending, served_at, since
from records.judgement import Context
from records.levy.events import (
    LevyAdjusted,
    LevyAssessed,
    LevyDecided,
    LevyNoticeGiven,
    LevyPaid,
    LevyReconciled,
    LevyReliefDecided,
    LevyReliefRequested,
    LevyStatementAnswered,
    LevyStatementRecorded,
)
from records.levy.money import assessed, left_late, over, refund_left, settled
from records.penalty.deciding_facts import review_agreed
from records.penalty.events import CaseClosed, CaseReviewed, DecisionRevoked

# ---- Assessment, notice, statement ----


def _is_large(case: Case, context: Context) -> bool:
    """Whether what was assessed reaches the amount from which a levy is a major decision, the amount itself too."""
    if LevyAssessed not in case.happened or case.party is None:
        return False
    law, now = context.law, context.law_now
    if case.party.kind == "natural":
        least = law.values.get("levy-large-person-yuan") or now.values["levy-large-person-yuan"]
    else:
        least = law.values.get("levy-large-organisation-yuan") or now.values["levy-large-organisation-yuan"]
    return assessed(case) >= least.number


def _notice_served(case: Case, _: Context) -> bool:
    notice = case.last(LevyNoticeGiven)
    return notice is not None and served_at(case, "levy-notice", notice.number) is not None


def _statement_unread(case: Case, _: Context) -> bool:
    last = case.last(LevyStatementRecorded)
    return last is not None and not last.waived and pending(case, LevyStatementRecorded, LevyStatementAnswered)


def _is_heard(case: Case, context: Context) -> bool:
    """Of a large levy: the party was told, and what it stated is answered, given up, or its term is over."""
    if not _is_large(case, context):
        return not _statement_unread(case, context)
    notice = case.last(LevyNoticeGiven)
    served = served_at(case, "levy-notice", notice.number) if notice else None
    if served is None or _statement_unread(case, context):
        return False
    given = case.happened[LevyNoticeGiven][-1]
    return bool(since(case, LevyStatementRecorded, given)) or is_over("levy-statement", served, context)


# ---- Reductions ----


def _relief_open(case: Case, _: Context) -> bool:
    answered = {one.item for one in case.every(LevyReliefDecided)}
    return any(one.item not in answered for one in case.every(LevyReliefRequested))


def _reduction_open(case: Case, _: Context) -> bool:
    answered = {one.item for one in case.every(LevyReliefDecided)}
    return any(one.item not in answered and one.kind != "defer" for one in case.every(LevyReliefRequested))


def _reduction_reviewed(case: Case, _: Context) -> bool:
    """Whether a review agreed after the application came."""
    return review_agreed(case) and follows(case, CaseReviewed, LevyReliefRequested)


def _review_settled(case: Case, context: Context) -> bool:
    """Whether what has to be reviewed now was."""
    if _reduction_open(case, context):
        return _reduction_reviewed(case, context)
    return case.decided is not None or review_agreed(case)


def _is_ready(case: Case, context: Context) -> bool:
    """Whether a decision can be drafted: on the levy, or on a reduction that was applied for."""
    before = case.decided is None and LevyAssessed in case.happened and _is_heard(case, context)
    return before or _reduction_open(case, context)


def _is_after(case: Case, context: Context) -> bool:
    """Whether what is drafted takes something off, and imposes nothing."""
    return case.decided is not None or _reduction_open(case, context)


# ---- Money ----


def _changed(case: Case, _: Context) -> bool:
    return any(one.effect == "changed" for one in case.every(DecisionRevoked))


def _unadjusted(case: Case, context: Context) -> bool:
    """Whether an instrument changed the decision and nobody has entered what it left."""
    return _changed(case, context) and pending(case, DecisionRevoked, LevyAdjusted) and not case.undone


def _refund_open(case: Case, _: Context) -> bool:
    return over(case) > 0 or refund_left(case) > 0


def _is_reconciled(case: Case, _: Context) -> bool:
    """Whether every payment was held against the bank's statement; without one there is nothing to hold."""
    return LevyPaid not in case.happened or follows(case, LevyReconciled, LevyPaid)


def _is_complete(case: Case, context: Context) -> bool:
    """Whether nothing is left but to close: paid or taken off, reconciled, and nothing to go back."""
    if _refund_open(case, context) or _relief_open(case, context):
        return False
    paid = case.service is not None and settled(case) and left_late(case) == 0
    return _is_reconciled(case, context) and (case.undone or paid)


def _ended_by_decision(case: Case, _: Context) -> bool:
    closed = case.last(CaseClosed)
    return closed is not None and closed.ground == "completed"


FACTS: Final[Mapping[str, Fact]] = {
    "levy-assessed": has(LevyAssessed),
    "levy-large": lambda case, context: case.decided is None and _is_large(case, context),
    "levy-was-large": lambda case, context: case.decided is not None and _is_large(case, context),
    "levy-notice-given": has(LevyNoticeGiven),
    "levy-notice-served": _notice_served,
    "levy-statement-unread": _statement_unread,
    "levy-told": lambda case, context: not _is_large(case, context) or _notice_served(case, context),
    "levy-heard": _is_heard,
    "levy-told-for-review": lambda case, context: _is_after(case, context) or FACTS["levy-told"](case, context),
    "levy-heard-for-review": lambda case, context: _is_after(case, context) or _is_heard(case, context),
    "levy-ready": _is_ready,
    "levy-was-reviewed": has(CaseReviewed),
    "levy-relief-open": _relief_open,
    "levy-reduction-open": _reduction_open,
    "levy-reduction-reviewed": _reduction_reviewed,
    "levy-deferral-open": lambda case, context: _relief_open(case, context) and not _reduction_open(case, context),
    "levy-review-settled": _review_settled,
    "levy-settled": lambda case, _: settled(case),
    "levy-late-unpaid": lambda case, _: left_late(case) > 0,
    "levy-payment-recorded": has(LevyPaid),
    "levy-reconciled": _is_reconciled,
    "levy-unreconciled": lambda case, context: not _is_reconciled(case, context),
    "levy-changed": _changed,
    "levy-unadjusted": _unadjusted,
    "levy-overpaid": lambda case, _: over(case) > 0,
    "levy-refund-unpaid": lambda case, _: refund_left(case) > 0,
    "levy-refund-open": _refund_open,
    "levy-complete": _is_complete,
    "levy-decided": has(LevyDecided),
    "levy-ended-by-decision": _ended_by_decision,
    "levy-to-publish": lambda case, _: LevyDecided in case.happened and case.revocation is None,
}
"""By the name that the law data use."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "levy": {
        "assessment": ("levy-ended-by-decision", "levy-assessed"),
        "notice": ("levy-was-large", "levy-notice-served"),
        "legal-review": ("levy-was-large", "levy-was-reviewed"),
        "decision": ("levy-ended-by-decision", "decided"),
        "service": ("levy-ended-by-decision", "decision-served"),
        "disclosure": ("levy-to-publish", "disclosed"),
        "execution": ("levy-ended-by-decision", "levy-settled"),
    }
}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""
