"""执行回转: what goes back once a decision is undone or changed (行政强制法 第四十一条; 行政复议法 第六十三条).

What stands is what the decision, changed where an instrument changed it, asks for. What was paid above it is owed to
the party by purpose, also when a surcharge was voided that had been paid; confiscated goods of a decision that is gone
are to be returned, or made good where they are gone too. A case is not closed before.
"""

from __future__ import annotations

from records.course.case import Case
from records.course.judging import begin, stated
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.penalty.commands import MakeRepayment, ReturnGoods
from records.penalty.events import DecisionRevoked, GoodsReturned, PaymentRecorded, RepaymentMade
from records.penalty.money import NOTHING, payments, repayable
from records.penalty.relief_facts import goods_to_return


def make_repayment(command: MakeRepayment, case: Case, context: Context) -> list[Event]:
    """Money went back by a receipt of its own, never more than is owed; a part is enough.

    Raises Invalid for what can't have been paid back so.
    """
    judgement = begin(command, case, context, case.first_at(DecisionRevoked) or case.at(PaymentRecorded))
    _require_possible(command, case, context)
    return [stated(RepaymentMade, command, judgement, context)]


def _require_possible(command: MakeRepayment, case: Case, context: Context) -> None:
    found = []
    if command.paid_on > context.occurred_at.day:
        found.append(("$.paid_on", "退还日期不得晚于记录之日"))
    paid_on = [one.paid_on for one in payments(case)]
    if paid_on and command.paid_on < min(paid_on):
        found.append(("$.paid_on", "退还日期早于缴款日期，请核对"))
    if command.receipt.strip() in {one.receipt.strip() for one in case.every(RepaymentMade)}:
        found.append(("$.receipt", "这一退款凭证号码已经在本案中登记过，请核对凭证"))
    owed = repayable(case)
    # A paper says what was paid back, whatever the record so far knows of what was owed.
    if context.entry is None and owed and command.amount_yuan > (left := owed.get(command.purpose, NOTHING)):
        found.append(("$.amount_yuan", f"超过应当退还的数额（{left}元），请核对金额或者款项"))
    if found:
        raise Invalid(found)


def return_goods(command: ReturnGoods, case: Case, context: Context) -> list[Event]:
    """A confiscated item went back, or its worth did. Raises Invalid for an item that is not to be returned."""
    judgement = begin(command, case, context, case.first_at(DecisionRevoked))
    waiting = goods_to_return(as_of(case, context.occurred_at))
    if waiting and command.item not in waiting:
        raise Invalid([("$.item", f"这件物品不在应当返还的物品之中，应当返还的有：{'、'.join(waiting)}")])
    return [stated(GoodsReturned, command, judgement, context)]
