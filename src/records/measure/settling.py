"""处理: each item ends in return, confiscation, destruction, sale or transfer.

Carries out 行政强制法 第二十一条, 第二十六条 to 第二十八条 and 第三十三条.
"""

from __future__ import annotations

from typing import Final

from records.course.case import Case
from records.course.judging import begin, cause, seen_by, stated
from records.course.officers import require_officers
from records.course.sequence import as_of
from records.errors import Invalid, NotFound
from records.event import Event
from records.judgement import Context, Judgement
from records.measure.commands import CompensateParty, SellItem, SettleItem
from records.measure.events import CompensationPaid, HeldSettled, ItemSold, MeasureCarriedOut
from records.measure.facts import FACTS
from records.measure.holding import held, is_over, item, owed, sold, to_give_back
from records.penalty.events import PenaltyKind

_UNKNOWN: Final = "本案没有查封、扣押、冻结这件物品，请填写“决定书文号#序号”，如“监漳强措〔2026〕1号#1”"
_GOODS: Final[PenaltyKind] = "没收非法财物"


def sell_item(command: SellItem, case: Case, context: Context) -> list[Event]:
    """Fresh goods and what would not keep are sold while they are held; the money takes their place."""
    judgement = begin(command, case, context, cause(case, context, MeasureCarriedOut))
    was = as_of(case, context.occurred_at)
    line = item(case, command.item)
    if line is None:
        raise Invalid([("$.item", _UNKNOWN)])
    if line.kind != "goods":
        raise Invalid([("$.item", "只有鲜活物品或者其他不易保管的财物可以先行拍卖、变卖")])
    if command.item not in held(was) or sold(was, command.item) is not None:
        raise Invalid([("$.item", "该物品已经处理、解除或者变卖，不能再次处理")])
    judgement.require(not is_over(was, command.item, context), "measure-over")
    require_officers(judgement, was.handlers, case.agency, context)
    return [stated(ItemSold, command, judgement, context)]


def settle_item(command: SettleItem, case: Case, context: Context) -> list[Event]:
    """An item gets its one end. After its day, once it was freed, and while a reason to free it is noted, it goes back
    and nothing else.

    Raises NotFound when the store does not have the scan of a decision.
    """
    judgement = begin(command, case, context, cause(case, context, MeasureCarriedOut))
    if command.object and context.object is None:
        raise NotFound("object", command.object)
    was = as_of(case, context.occurred_at)
    if item(case, command.item) is None:
        raise Invalid([("$.item", _UNKNOWN)])
    held_still, goes_back = held(was), to_give_back(was)
    settled = any(one.item == command.item for one in case.every(HeldSettled))
    if settled or command.item not in (*held_still, *goes_back):
        raise Invalid([("$.item", "该物品已经处理，不能再次处理")])
    over = command.item in goes_back or is_over(was, command.item, context)
    judgement.require(not over or command.fate == "returned", "held-beyond-term")
    gone = any(FACTS["measure-ground-gone"](one, context) for one in seen_by(case, context))
    judgement.require(over or not gone or command.fate == "returned", "ground-gone-return-only")
    match command.fate:
        case "returned":
            judgement.require(over, "release-first")
            _require_back(judgement, command, was)
        case "confiscated":
            judgement.require(_is_confiscated(command, case, context), "confiscation-undecided")
        case "destroyed":
            judgement.require(bool(command.basis.strip()), "destruction-needs-basis")
        case "transferred":
            judgement.require(command.party_told, "party-not-told")
    judgement.require(not command.fee_yuan, "cost-not-borne")
    return [stated(HeldSettled, command, judgement, context)]


def _require_back(judgement: Judgement, command: SettleItem, case: Case) -> None:
    """Against a receipt; of what was sold all that the sale brought (第二十八条第二款)."""
    judgement.require(bool(command.receipt.strip()), "return-needs-receipt")
    sale = sold(case, command.item)
    judgement.require(sale is None or command.amount_yuan == sale.proceeds_yuan, "proceeds-in-full")


def _is_confiscated(command: SettleItem, case: Case, context: Context) -> bool:
    """Whether a decision that stands confiscates goods of the party: one of the ledger, or on paper with its scan
    (第二十七条).
    """
    related: Case | None = context.related
    if related is not None:
        same = related.party is None or case.party is None or related.party.person == case.party.person
        return _GOODS in related.kinds and not related.undone and same
    return bool(command.instrument.strip() and command.object)


def compensate_party(command: CompensateParty, case: Case, context: Context) -> list[Event]:
    """The party gets what it lost by the measure; never more than is owed for the item."""
    judgement = begin(command, case, context, cause(case, context, MeasureCarriedOut))
    left = owed(case, context.law).get(command.item)
    if left is None or command.amount_yuan > left:
        said = "该物品没有应当赔偿、补偿的款项" if left is None else f"超过应当赔偿、补偿的数额（{left}元）"
        raise Invalid([("$.item" if left is None else "$.amount_yuan", said)])
    if command.paid_on > context.occurred_at.day:
        raise Invalid([("$.paid_on", "支付日期晚于步骤发生的日期")])
    return [stated(CompensationPaid, command, judgement, context)]
