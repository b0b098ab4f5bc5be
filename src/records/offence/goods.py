"""没收的物品: which have found no end yet, and what of their proceeds is not handed in (行政处罚法 第七十四条)."""

from __future__ import annotations

from decimal import Decimal

from records.course.case import Case
from records.offence.events import ConfiscatedSettled, ProceedsHandedIn
from records.penalty.events import GoodsReturned, ItemDisposed
from records.penalty.money import NOTHING
from records.penalty.relief_facts import confiscation_is_gone


def confiscated(case: Case) -> tuple[str, ...]:
    """The preserved items that the decision confiscated; none once it stands no more."""
    if case.decision is None or confiscation_is_gone(case):
        return ()
    return tuple(dict.fromkeys(one.item for one in case.every(ItemDisposed) if one.fate == "confiscated"))


def unsettled(case: Case) -> tuple[str, ...]:
    """Those that have found no end yet."""
    ended = {one.item for one in case.every(ConfiscatedSettled)} | {one.item for one in case.every(GoodsReturned)}
    return tuple(one for one in confiscated(case) if one not in ended)


def proceeds_held(case: Case) -> Decimal:
    """What the auctions brought and the treasury has not got."""
    brought = sum((one.proceeds_yuan or NOTHING for one in case.every(ConfiscatedSettled)), NOTHING)
    return brought - sum((one.amount_yuan for one in case.every(ProceedsHandedIn)), NOTHING)
