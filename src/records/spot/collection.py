"""当场收缴: what officers take themselves, and its way to the bank (行政处罚法 第六十八条至第七十一条, 第七十四条).

Decision and cashier are apart (第六十七条): outside the grounds of art 68 and 69 no officer takes a fine.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from records.course.case import Case
from records.course.judging import begin, cause, stated
from records.course.officers import require_officers
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.penalty.money import NOTHING
from records.penalty.payment import left_to_pay
from records.register.events import ReceiptUsed
from records.spot.collecting import FineCollected, FinesDeposited, FinesHandedIn, OfficersLanded
from records.spot.commands import CollectFine, DepositFines, HandInFines, RecordLanding
from records.spot.events import SpotDecided
from records.spot.holding import at_sea, has_receipt, held, receipt_key, undeposited
from records.spot.simple import in_one_visit


def collect_fine(command: CollectFine, case: Case, context: Context) -> list[Event]:
    """Money of the fine came into an officer's hand on a ground of law, against a receipt that nothing else bears.

    Raises Invalid for more than is owed, and for a receipt that the case has already.
    """
    judgement, was = begin(command, case, context, case.signed_at), as_of(case, context.occurred_at)
    require_officers(judgement, was.handlers, case.agency, context)
    _require_possible(command, case, context)
    judgement.require(_may_take(command, was, context), "officer-takes-no-money")
    number = receipt_key(command.receipt)
    judgement.require(command.finance_receipt and bool(number), "receipt-not-of-finance")
    judgement.require(not context.receipt_in, "receipt-used", context.receipt_in)
    collected = stated(FineCollected, command, judgement, context, receipt=command.receipt.strip())
    return [collected, ReceiptUsed(number=number, case=context.case)] if number else [collected]


def _require_possible(command: CollectFine, case: Case, context: Context) -> None:
    found, number = [], receipt_key(command.receipt)
    # A paper says what was paid, whatever the record so far knows of what was owed.
    left = left_to_pay("fine", case) if context.entry is None else None
    if left is not None and command.amount_yuan > left:
        found.append(("$.amount_yuan", f"超过应缴未缴的罚款（{left}元），请核对金额"))
    if number and has_receipt(case, number):
        found.append(("$.receipt", "这一票据号码已经在本案中登记过，请核对票据"))
    if found:
        raise Invalid(found)


def _may_take(command: CollectFine, case: Case, context: Context) -> bool:
    """Art 68 is for decisions on the spot, in the same visit; art 69 for others too, when the party asks for it."""
    decided = case.last(SpotDecided)
    at_once = decided is not None and in_one_visit(case, context)
    match command.ground:
        case "small":
            law = context.law if "spot-collected" in context.law.values else context.law_now
            most = Decimal(law.values["spot-collected"].number)
            return at_once and decided is not None and (decided.fine_yuan or NOTHING) <= most
        case "hard-later":
            return at_once and bool(command.reason.strip())
        case "remote":
            return bool(command.request.strip())


def record_landing(command: RecordLanding, case: Case, context: Context) -> list[Event]:
    """The officers are back on land with what they took on water: from now on they have two working days."""
    judgement = begin(command, case, context, cause(case, context, FineCollected))
    receipts = at_sea(as_of(case, context.occurred_at))
    return [stated(OfficersLanded, command, judgement, context, receipts=receipts)]


def hand_in_fines(command: HandInFines, case: Case, context: Context) -> list[Event]:
    """The officers hand in what they took: the sum of the receipts, neither more nor less."""
    judgement = begin(command, case, context, cause(case, context, FineCollected))
    receipts, there = _stripped(command.receipts), held(as_of(case, context.occurred_at))
    judgement.require(_agrees(receipts, command.amount_yuan, there), "receipts-differ", _told(there))
    return [stated(FinesHandedIn, command, judgement, context, receipts=receipts)]


def deposit_fines(command: DepositFines, case: Case, context: Context) -> list[Event]:
    """The agency pays in at the bank what it was handed: the sum of the receipts, neither more nor less."""
    judgement = begin(command, case, context, cause(case, context, FinesHandedIn))
    receipts, there = _stripped(command.receipts), undeposited(as_of(case, context.occurred_at))
    judgement.require(_agrees(receipts, command.amount_yuan, there), "receipts-differ", _told(there))
    return [stated(FinesDeposited, command, judgement, context, receipts=receipts)]


def _stripped(receipts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one.strip() for one in receipts)


def _agrees(receipts: tuple[str, ...], amount: Decimal, there: Mapping[str, Decimal]) -> bool:
    """Whether each receipt is one of those that are there, and the amount their sum."""
    return set(receipts) <= there.keys() and amount == sum((there[one] for one in receipts), NOTHING)


def _told(there: Mapping[str, Decimal]) -> str:
    """What is there, receipt by receipt."""
    said = "、".join(f"{receipt}（{amount}元）" for receipt, amount in there.items())
    return f"尚未交缴的票据：{said or '没有'}"
