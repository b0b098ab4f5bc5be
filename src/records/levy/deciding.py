"""征收决定 and 缴款通知: as assessed, in words that tell how and by when to pay, and what lateness costs."""

from __future__ import annotations

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, stated
from records.course.signing import begin_signing, signed
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.levy.assessment import require_listed
from records.levy.commands import DecideLevy, IssuePaymentNotice
from records.levy.events import LevyAssessed, LevyDecided, PaymentNoticeIssued
from records.levy.money import assessed, left


def decide_levy(command: DecideLevy, case: Case, context: Context) -> list[Event]:
    """The head decides what was assessed; a late fee only where a law says so, and told (行政强制法 第四十五条)."""
    judgement = begin_signing(command, case, context, cause(case, context, LevyAssessed))
    if command.pay_by <= context.occurred_at.day:
        raise Invalid([("$.pay_by", "缴款期限应当晚于作出决定之日")])
    require_listed(judgement, case, context)
    judgement.require(command.amount_yuan == assessed(case), "levy-beyond-assessment", f"{assessed(case)}元")
    by_law = command.late_fee_permyriad is None or bool(command.late_fee_basis.strip())
    judgement.require(by_law, "late-fee-without-law")
    return signed(LevyDecided, command, judgement, case, context)


def issue_payment_notice(command: IssuePaymentNotice, case: Case, context: Context) -> list[Event]:
    """Says what is to be paid where, with the decision or again when its day has passed."""
    judgement = begin(command, case, context, cause(case, context, LevyDecided))
    if command.amount_yuan > left(case) and context.entry is None:
        raise Invalid([("$.amount_yuan", f"超过应缴未缴的数额（{left(case)}元），请核对")])
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(PaymentNoticeIssued, command, judgement, context, number=number), *taken]
