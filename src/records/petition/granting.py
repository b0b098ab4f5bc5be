"""给付、奖励的发放, their end and what comes back when the condition has fallen away."""

from __future__ import annotations

from decimal import Decimal

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, somebodies, stated
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.penalty.powers import require_decider
from records.petition.amounts import NOTHING, granted_yuan, paid_yuan, to_recover
from records.petition.commands import RecordGrant, RecordRecovery, StopGrant
from records.petition.events import GrantPaid, GrantRecovered, GrantStopped, PetitionDecided
from records.spot.holding import receipt_key


def record_grant(command: RecordGrant, case: Case, context: Context) -> list[Event]:
    """Paid or handed over by a receipt, as decided and no more, and nothing for the time after it was stopped."""
    judgement = begin(command, case, context, case.signed_at)
    _require_possible(command, case, context)
    _require_as_decided(judgement, command, case)
    stopped = case.last(GrantStopped)
    judgement.require(stopped is None or command.paid_on < stopped.from_on, "grant-stopped-already")
    recipients = somebodies(command.recipients, context, "recipient")
    return [stated(GrantPaid, command, judgement, context, recipients=recipients)]


def _require_possible(command: RecordGrant, case: Case, context: Context) -> None:
    found = []
    if command.paid_on > context.occurred_at.day:
        found.append(("$.paid_on", "发放日期不得晚于记录之日"))
    if case.signed_at is not None and command.paid_on < case.signed_at.day:
        found.append(("$.paid_on", "发放日期早于作出决定之日，请核对"))
    if receipt_key(command.receipt) in {receipt_key(one.receipt) for one in case.every(GrantPaid)}:
        found.append(("$.receipt", "这一凭证号码已经在本案中登记过，请核对凭证"))
    if found:
        raise Invalid(found)


def _require_as_decided(judgement: Judgement, command: RecordGrant, case: Case) -> None:
    decided = case.last(PetitionDecided)
    amount = command.amount_yuan or NOTHING
    each = decided.each_yuan if decided else None
    most = granted_yuan(case)
    period = command.period.strip()
    before = (one.amount_yuan or NOTHING for one in case.every(GrantPaid) if period and one.period.strip() == period)
    within = (each is None or sum(before, amount) <= each) and (most is None or paid_yuan(case) + amount <= most)
    judgement.require(decided is None or within, "grant-beyond-decision")


def stop_grant(command: StopGrant, case: Case, context: Context) -> list[Event]:
    """The head ends it, and orders back what was paid for the time after its ground had gone, and no more."""
    judgement = begin(command, case, context, cause(case, context, PetitionDecided))
    require_decider(judgement, command.decided_by, case, context)
    asked: Decimal = command.recover_yuan or NOTHING
    judgement.require(asked <= paid_yuan(case, since=command.from_on), "recovery-too-much")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(GrantStopped, command, judgement, context, number=number), *taken]


def record_recovery(command: RecordRecovery, case: Case, context: Context) -> list[Event]:
    """Money came back by a receipt; a part is enough."""
    judgement = begin(command, case, context, cause(case, context, GrantStopped))
    found = []
    if command.paid_on > context.occurred_at.day:
        found.append(("$.paid_on", "追回日期不得晚于记录之日"))
    if receipt_key(command.receipt) in {receipt_key(one.receipt) for one in case.every(GrantRecovered)}:
        found.append(("$.receipt", "这一票据号码已经在本案中登记过，请核对票据"))
    if context.entry is None and to_recover(case) and command.amount_yuan > to_recover(case):
        found.append(("$.amount_yuan", f"超过应当追回而未追回的数额（{to_recover(case)}元），请核对"))
    if found:
        raise Invalid(found)
    return [stated(GrantRecovered, command, judgement, context)]
