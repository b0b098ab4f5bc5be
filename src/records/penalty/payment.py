"""缴纳: what is paid, when it may wait, and what is added when it is late (行政处罚法 第六十六条至第七十二条)."""

from __future__ import annotations

from decimal import Decimal

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, stated
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.law.data import Law
from records.penalty.commands import DecideDeferral, ImposeSurcharge, RecordPayment, RequestDeferral
from records.penalty.events import (
    DeferralDecided,
    DeferralRequested,
    PaymentRecorded,
    SurchargeImposed,
)
from records.penalty.money import NOTHING, asked, paid, surcharge, unpaid_fine


def record_payment(command: RecordPayment, case: Case, context: Context) -> list[Event]:
    """Money of the party reached the bank; never more than is owed.

    What an officer took has a step of its own, by which it is handed in and reconciled (`records.spot.collection`).
    """
    judgement = begin(command, case, context, case.signed_at)
    _require_possible(command, case, context)
    judgement.require(command.channel != "on-the-spot", "officer-takes-no-money")
    return [stated(PaymentRecorded, command, judgement, context)]


def request_deferral(command: RequestDeferral, case: Case, context: Context) -> list[Event]:
    """The party asks to pay what is left of a fine later, or in parts, for hardship (第六十六条第二款)."""
    judgement = begin(command, case, context, case.signed_at)
    judgement.require(unpaid_fine(case, context.occurred_at.day) > 0, "nothing-to-pay")
    return [stated(DeferralRequested, command, judgement, context)]


def decide_deferral(command: DecideDeferral, case: Case, context: Context) -> list[Event]:
    """The head answers: a plan of parts that make up what is unpaid of the fine, or none."""
    judgement = begin(command, case, context, cause(case, context, DeferralRequested))
    if command.granted:
        _require_plan(command, case, context)
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(DeferralDecided, command, judgement, context, number=number), *taken]


def impose_surcharge(command: ImposeSurcharge, case: Case, context: Context) -> list[Event]:
    """Adds 3 % a day of what is due and unpaid, where the decision says so, never above the fine (第七十二条)."""
    judgement = begin(command, case, context, case.served_at)
    if command.last_day > context.occurred_at.day:
        raise Invalid([("$.last_day", "加处罚款计算的最后一日不得晚于作出加处罚款决定之日")])
    judgement.require(case.decision is None or case.decision.surcharge, "surcharge-not-in-decision")
    added = surcharge(case, command.last_day, context.register.calendar, _law_of_payment(case, context))
    judgement.require(added.amount_yuan > 0, "nothing-to-pay")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(SurchargeImposed, command, judgement, context, number=number, **added._asdict()), *taken]


def _law_of_payment(case: Case, context: Context) -> Law:
    """The law of the day of service, from which the term runs; where the data begin later, that of the step's day."""
    law = context.law_on(case.served_at.day) if case.served_at else context.law
    return law if "payment" in law.limits else context.law


def _require_possible(command: RecordPayment, case: Case, context: Context) -> None:
    """Raises Invalid for a payment that can't have been made so."""
    found = []
    if command.paid_on > context.occurred_at.day:
        found.append(("$.paid_on", "缴款日期不得晚于记录缴款之日"))
    if case.signed_at is not None and command.paid_on < case.signed_at.day:
        found.append(("$.paid_on", "缴款日期早于作出处罚决定之日，请核对"))
    if command.receipt.strip() in {one.receipt.strip() for one in case.every(PaymentRecorded)}:
        found.append(("$.receipt", "这一票据号码已经在本案中登记过，请核对票据"))
    # A paper says what was paid, whatever the record so far knows of what was owed.
    left = left_to_pay(command.purpose, case) if context.entry is None else None
    if left is not None and command.amount_yuan > left:
        found.append(("$.amount_yuan", f"超过应缴未缴的数额（{left}元），请核对金额或者款项用途"))
    if found:
        raise Invalid(found)


def left_to_pay(purpose: str, case: Case) -> Decimal | None:
    """What is left of a purpose; None before any decision is on file.

    It counts when the decision was undone since, too: the money came in, and is to be paid back.
    """
    if case.decision is None:
        return None
    return max(NOTHING, asked(case).get(purpose, NOTHING) - paid(case, purpose))


def _require_plan(command: DecideDeferral, case: Case, context: Context) -> None:
    """Raises Invalid for a plan that leaves a part out, or is due before it was granted."""
    found, day = [], context.occurred_at.day
    left, planned = unpaid_fine(case, day), sum((one.amount_yuan for one in command.plan), NOTHING)
    if planned != left and context.entry is None:  # what a paper granted is granted
        found.append(("$.plan", f"各期金额之和（{planned}元）应当等于尚未缴纳的罚款（{left}元）"))
    found += [
        (f"$.plan[{index}].due_on", "缴款日期应当晚于批准之日")
        for index, one in enumerate(command.plan)
        if one.due_on <= day
    ]
    if found:
        raise Invalid(found)
