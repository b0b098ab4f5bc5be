"""缴款、滞纳金、对账: decision and cashier are apart, receipts are numbered and held against the bank's statement."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, stated
from records.course.officers import ever_handlers
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.levy.commands import ImposeLateFee, ReconcileLevy, RecordLevyPayment
from records.levy.events import LateFeeImposed, LevyDecided, LevyPaid, LevyReconciled
from records.levy.money import NOTHING, after, late_fee, late_fees, over, settled, standing
from records.register.events import ReceiptUsed
from records.spot.holding import has_receipt, receipt_key


def record_levy_payment(command: RecordLevyPayment, case: Case, context: Context) -> list[Event]:
    """Money came in. Nobody who assessed or decided the levy takes or enters it."""
    judgement = begin(command, case, context, case.signed_at)
    _require_possible(command, case, context)
    judgement.require(command.channel != "officer", "levy-cashier-apart")
    decided = case.decided
    deciding = ever_handlers(case) | ({decided.decided_by} if decided else set())
    # On paper the receipt shows who took the money; who enters it is somebody else.
    judgement.require(context.entry is not None or context.person_acting not in deciding, "levy-cashier-is-decider")
    judgement.require(not context.receipt_in, "levy-receipt-used", context.receipt_in)
    event = stated(LevyPaid, command, judgement, context, settles=False, over_yuan=NOTHING)
    then = after(case, event, context)
    used = ReceiptUsed(number=receipt_key(command.receipt), case=context.case)
    return [msgspec.structs.replace(event, settles=settled(then), over_yuan=over(then)), used]


def _require_possible(command: RecordLevyPayment, case: Case, context: Context) -> None:
    """Raises Invalid for a payment that can't have been made so."""
    found = []
    if command.paid_on > context.occurred_at.day:
        found.append(("$.paid_on", "缴款日期不得晚于记录缴款之日"))
    if case.signed_at is not None and command.paid_on < case.signed_at.day:
        found.append(("$.paid_on", "缴款日期早于作出征收决定之日，请核对"))
    if has_receipt(case, receipt_key(command.receipt)):
        found.append(("$.receipt", "这一票据号码已经在本案中登记过，请核对票据"))
    if found:
        raise Invalid(found)


def impose_late_fee(command: ImposeLateFee, case: Case, context: Context) -> list[Event]:
    """Adds what the law says for each late day, never above the levy (行政强制法 第四十五条)."""
    judgement = begin(command, case, context, case.served_at)
    if command.last_day > context.occurred_at.day:
        raise Invalid([("$.last_day", "滞纳金计算的最后一日不得晚于加收之日")])
    decided = case.last(LevyDecided)
    told = decided is None or decided.late_fee_permyriad is not None
    judgement.require(told, "late-fee-not-told")
    added = late_fee(case, command.last_day, context)
    amount = _amount(command, added.amount_yuan)
    judgement.require(not told or amount > 0, "levy-nothing-overdue")
    judgement.require(late_fees(case) + amount <= standing(case), "late-fee-above-amount")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    more = {"number": number, "first_day": added.first_day, "days": added.days, "amount_yuan": amount}
    return [stated(LateFeeImposed, command, judgement, context, **more), *taken]


def _amount(command: ImposeLateFee, counted: Decimal) -> Decimal:
    """What the paper says, else what is counted."""
    return counted if command.amount_yuan is None else command.amount_yuan


def reconcile_levy(command: ReconcileLevy, case: Case, context: Context) -> list[Event]:
    """Every receipt of the case is in the statement, with the same sum, and no other."""
    judgement = begin(command, case, context, cause(case, context, LevyPaid))
    payments = case.every(LevyPaid)
    recorded = {one.receipt.strip() for one in payments}
    total = sum((one.amount_yuan for one in payments), NOTHING)
    same = {one.strip() for one in command.receipts} == recorded and command.amount_yuan == total
    judgement.require(same, "levy-receipts-differ", f"已登记票据{len(recorded)}张，合计{total}元")
    return [stated(LevyReconciled, command, judgement, context)]
