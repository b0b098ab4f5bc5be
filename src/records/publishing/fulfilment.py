"""履行情况: how far a public decision is fulfilled (信息公示制度 第七条第三项)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from records.catalogue.listed import FULFILMENT, require_in_catalogue
from records.course.case import Case
from records.course.disclosure import involved
from records.course.facts import FACTS
from records.course.judging import begin, stated
from records.event import Event
from records.judgement import Context
from records.penalty.events import DeferralDecided, DisclosureReviewed
from records.penalty.money import NOTHING, imposed, is_paid, owed, paid
from records.publishing.commands import PublishFulfilment
from records.publishing.events import FulfilmentPublished, FulfilmentState


def publish_fulfilment(command: PublishFulfilment, case: Case, context: Context) -> list[Event]:
    """Somebody who had no other part in the case publishes it, as the record shows it; it is public with this step."""
    judgement = begin(command, case, context, case.first_at(DisclosureReviewed))
    reviewer = context.person_acting
    judgement.require_now(bool(reviewer) and reviewer not in involved(case), "reviewer-is-handler")
    judgement.require_now(command.state in states(case, context), "fulfilment-differs")
    require_in_catalogue(judgement, FULFILMENT, case.agency, context)
    return [stated(FulfilmentPublished, command, judgement, context, **_amounts(case))]


def states(case: Case, context: Context) -> tuple[FulfilmentState, ...]:
    """What may be said of it by the record, the likeliest first; of what is no penalty the record shows little."""
    if case.decision is None:
        closed: tuple[FulfilmentState, ...] = ("closed",) if FACTS["closed"](case, context) else ()
        return ("performed", "partly", "overdue", "enforced", *closed)
    found: list[FulfilmentState] = []
    asked = sum(owed(case).values(), NOTHING)
    came_in = sum((paid(case, purpose) for purpose in owed(case)), NOTHING)
    over = FACTS["payment-over"](case, context)
    if is_paid(case):
        found += ["paid", "enforced"] if asked else ["performed"]
    elif over:
        found += ["overdue", "enforced"]
    elif any(one.granted for one in case.every(DeferralDecided)):
        found += ["instalments"]
    if not is_paid(case) and NOTHING < came_in < asked:
        found += ["partly-paid"]
    if FACTS["closed"](case, context):
        found += ["closed"]
    return tuple(found)


def _amounts(case: Case) -> dict[str, Any]:
    """Asked and paid in yuan, unless the amounts of the page are masked."""
    page = case.disclosure
    asked = owed(case)
    if not asked or (page is not None and "amounts" in page.masked):
        return {}
    came_in = {purpose: min(paid(case, purpose), amount) for purpose, amount in asked.items()}
    total: Decimal = sum(asked.values(), NOTHING)
    return {
        "asked_yuan": total,
        "paid_yuan": sum(came_in.values(), NOTHING),
        "surcharge_yuan": imposed(case) or None,
    }
