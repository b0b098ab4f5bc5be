"""Supervision of disclosure (公示监督检查): what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case, Happened
from records.course.fact import Fact, has
from records.course.sequence import came_after, since
from records.judgement import Context
from records.oversight.events import (
    DisclosureCorrectionOrdered,
    OversightApproved,
    OversightConcluded,
    OversightOpened,
    OversightReferred,
    OversightSampleDrawn,
    RectificationRecorded,
    RectificationVerified,
    SanctionProposed,
)
from records.oversight.scoring import sample, unscored


def _approved(case: Case, _: Context) -> bool:
    approved = case.last(OversightApproved)
    return approved is not None and approved.approved


def _rejected(case: Case, _: Context) -> bool:
    approved = case.last(OversightApproved)
    return approved is not None and not approved.approved


def _scored(case: Case, _: Context) -> bool:
    return bool(sample(case)) and not unscored(case)


def _violation(case: Case, _: Context) -> bool:
    """Whether the opinion names something that has to be put right."""
    concluded = case.last(OversightConcluded)
    return concluded is not None and bool(concluded.violations)


def open_order(case: Case) -> DisclosureCorrectionOrdered | None:
    """The last order, while nobody has looked at how it was carried out."""
    ordered = case.last(DisclosureCorrectionOrdered)
    verified = {one.order for one in case.every(RectificationVerified)}
    return ordered if ordered is not None and ordered.number not in verified else None


def _recorded(case: Case, _: Context) -> bool:
    """Whether the agency has said how the open order was carried out."""
    order = open_order(case)
    return order is not None and any(one.order == order.number for one in case.every(RectificationRecorded))


def _to_verify(case: Case, context: Context) -> bool:
    """Whether there is something to look at: what the agency recorded, or that its term has run out."""
    order = open_order(case)
    if order is None:
        return False
    overdue = order.due_on is not None and order.due_on < context.occurred_at.day
    return overdue or _recorded(case, context)


def _last_refused(case: Case) -> Happened | None:
    """The last look that did not accept, unless a later order or look has taken its place."""
    looks = case.happened.get(RectificationVerified, ())
    if not looks or looks[-1].event.accepted:
        return None
    orders = case.happened.get(DisclosureCorrectionOrdered, ())
    return None if orders and came_after(orders[-1], looks[-1]) else looks[-1]


def _escalated(case: Case, _: Context) -> bool:
    """Whether the last look found it not put right."""
    return _last_refused(case) is not None


def _followed(case: Case) -> bool:
    """Whether the escalation led to a proposal or a referral."""
    refused = _last_refused(case)
    return refused is not None and bool(
        since(case, SanctionProposed, refused) or since(case, OversightReferred, refused)
    )


def _escalated_open(case: Case, context: Context) -> bool:
    return _escalated(case, context) and not _followed(case)


def _order_due(case: Case, context: Context) -> bool:
    return _violation(case, context) and DisclosureCorrectionOrdered not in case.happened


def _complete(case: Case, context: Context) -> bool:
    """A plan that was not approved; else an opinion, and all it asks for put right or passed on."""
    if _rejected(case, context):
        return True
    settled = open_order(case) is None and not _escalated_open(case, context)
    return OversightConcluded in case.happened and settled and not _order_due(case, context)


FACTS: Final[Mapping[str, Fact]] = {
    "oversight-planned": has(OversightOpened),
    "oversight-answered": has(OversightApproved),
    "oversight-approved": _approved,
    "oversight-rejected": _rejected,
    "oversight-sample-drawn": has(OversightSampleDrawn),
    "oversight-unscored": lambda case, _: bool(unscored(case)),
    "oversight-scored": _scored,
    "oversight-concluded": has(OversightConcluded),
    "oversight-violation": _violation,
    "oversight-ordered": has(DisclosureCorrectionOrdered),
    "oversight-order-due": _order_due,
    "oversight-order-open": lambda case, _: open_order(case) is not None,
    "oversight-rectified": _recorded,
    "oversight-ever-rectified": has(RectificationRecorded),
    "oversight-to-verify": _to_verify,
    "oversight-verified": has(RectificationVerified),
    "oversight-escalated": _escalated,
    "oversight-escalation-open": _escalated_open,
    "oversight-passed-on": lambda case, _: SanctionProposed in case.happened or OversightReferred in case.happened,
    "disclosure-oversight-complete": _complete,
}
"""By the name that the law data use."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "disclosure-oversight": {
        "approval": ("oversight-planned", "oversight-answered"),
        "sample": ("oversight-approved", "oversight-sample-drawn"),
        "scoring": ("oversight-sample-drawn", "oversight-scored"),
        "decision": ("oversight-approved", "oversight-concluded"),
        "correction": ("oversight-violation", "oversight-ordered"),
        "verification": ("oversight-ordered", "oversight-verified"),
        "escalation": ("oversight-escalated", "oversight-passed-on"),
    }
}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""
