"""退还: what was taken without ground goes back in full, with interest where a law says so (行政强制法 第四十一条)."""

from __future__ import annotations

import msgspec

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, stated
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.levy.commands import DecideRefund, PayRefund
from records.levy.events import LevyPaid, RefundDecided, RefundPaid
from records.levy.money import NOTHING, after, over, refund_left
from records.penalty.powers import require_decider


def decide_refund(command: DecideRefund, case: Case, context: Context) -> list[Event]:
    """The head decides that all goes back that came in above what stands."""
    judgement = begin(command, case, context, cause(case, context, LevyPaid))
    require_decider(judgement, command.decided_by, case, context)
    judgement.require(command.amount_yuan == over(case), "refund-not-full", f"{over(case)}元")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(RefundDecided, command, judgement, context, number=number), *taken]


def pay_refund(command: PayRefund, case: Case, context: Context) -> list[Event]:
    """Money went back by a receipt of its own; a part is enough, never more than was decided."""
    judgement = begin(command, case, context, cause(case, context, RefundDecided))
    found = []
    if command.paid_on > context.occurred_at.day:
        found.append(("$.paid_on", "退还日期不得晚于记录之日"))
    if command.receipt.strip() in {one.receipt.strip() for one in case.every(RefundPaid)}:
        found.append(("$.receipt", "这一退款凭证号码已经在本案中登记过，请核对凭证"))
    if context.entry is None and refund_left(case) and command.amount_yuan > refund_left(case):
        found.append(("$.amount_yuan", f"超过决定退还而未退还的数额（{refund_left(case)}元），请核对"))
    if found:
        raise Invalid(found)
    event = stated(RefundPaid, command, judgement, context, left_yuan=NOTHING)
    then = after(case, event, context)
    return [msgspec.structs.replace(event, left_yuan=refund_left(then) + over(then))]
