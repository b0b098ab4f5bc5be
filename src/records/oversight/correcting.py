"""责令改正、整改、验收、处分建议、移送: what follows from a violation (信息公示制度 第十六条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.facts import FACTS
from records.course.judging import begin, somebodies, stated
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.oversight.commands import (
    OrderDisclosureCorrection,
    ProposeSanction,
    RecordRectification,
    ReferOversight,
    VerifyRectification,
)
from records.oversight.events import (
    DisclosureCorrectionOrdered,
    OversightConcluded,
    OversightOpened,
    OversightReferred,
    RectificationRecorded,
    RectificationVerified,
    SanctionProposed,
)
from records.oversight.facts import open_order
from records.oversight.scoring import sample
from records.penalty.powers import require_decider


def order_disclosure_correction(command: OrderDisclosureCorrection, case: Case, context: Context) -> list[Event]:
    """The head orders what was found to be put right by a day."""
    if command.due_on is not None and command.due_on <= context.occurred_at.day:
        raise Invalid([("$.due_on", "改正的期限应当晚于责令改正之日")])
    judgement = begin(command, case, context, case.at(OversightConcluded))
    require_decider(judgement, command.ordered_by, case, context)
    judgement.require(command.due_on is not None, "oversight-order-needs-term")
    judgement.require(set(command.items) <= {one.key for one in sample(case)}, "item-not-sampled")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(DisclosureCorrectionOrdered, command, judgement, context, number=number), *taken]


def record_rectification(command: RecordRectification, case: Case, context: Context) -> list[Event]:
    """The inspected agency says what it put right: nobody says it for it, on paper neither."""
    inspected = _inspected(case)
    judgement = begin(command, case, context, case.at(DisclosureCorrectionOrdered), also=(context.person_acting,))
    judgement.require_now(inspected in context.agencies, "rectification-by-inspected")
    if command.rectified_on > context.occurred_at.day:
        raise Invalid([("$.rectified_on", "改正日期晚于填报之日")])
    return [stated(RectificationRecorded, command, judgement, context, order=_order(case, context))]


def verify_rectification(command: VerifyRectification, case: Case, context: Context) -> list[Event]:
    """The supervisor looks again, by somebody who is not of the inspected agency."""
    judgement = begin(command, case, context, case.at(DisclosureCorrectionOrdered))
    of = context.register.agencies_of(command.verified_by, context.occurred_at.day)
    judgement.require(_inspected(case) not in of, "verified-by-inspected")
    own = command.verified_by == context.person_acting  # who acts has an account
    known = context.entry is not None and context.register.holds_office(command.verified_by, context.occurred_at.day)
    judgement.require(own or known, "verified-by-other")
    recorded = FACTS["oversight-rectified"](as_of(case, context.occurred_at), context)
    judgement.require(recorded or not command.accepted, "nothing-rectified")
    return [stated(RectificationVerified, command, judgement, context, order=_order(case, context))]


def propose_sanction(command: ProposeSanction, case: Case, context: Context) -> list[Event]:
    """What was not put right, or is grave, goes to the body that may discipline who answers for it."""
    judgement = begin(command, case, context, case.at(OversightConcluded))
    require_decider(judgement, command.proposed_by, case, context)
    was = as_of(case, context.occurred_at)
    fact = "oversight-escalated" if command.ground == "not-rectified" else "oversight-violation"
    judgement.require(FACTS[fact](was, context), "sanction-without-ground")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    people = somebodies(command.people, context, "answerable")
    return [stated(SanctionProposed, command, judgement, context, number=number, people=people), *taken]


def refer_oversight(command: ReferOversight, case: Case, context: Context) -> list[Event]:
    """What may be a crime is passed on."""
    judgement = begin(command, case, context, case.at(OversightConcluded))
    require_decider(judgement, command.referred_by, case, context)
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(OversightReferred, command, judgement, context, number=number), *taken]


def _inspected(case: Case) -> str:
    opened = case.last(OversightOpened)
    return opened.inspected if opened else ""


def _order(case: Case, context: Context) -> str:
    """Number of the order that the step is about; of a paper that comes before it, the open one of today."""
    order = open_order(as_of(case, context.occurred_at)) or open_order(case)
    return order.number if order else ""
