"""Events about an act that is punished (行政处罚法 第二十二条, 第二十五条, 第二十九条, 第三十五条, 第七十四条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from records.event import CaseEvent

JurisdictionGround = Literal["place", "provided", "agreed", "designated"]
"""违法行为发生地, 法律、行政法规、部门规章另有规定, 协商确定, 共同的上一级机关指定."""

GoodsEnd = Literal["destroyed", "auctioned", "transferred"]
"""销毁, 公开拍卖, 按照国家有关规定移交处理."""


class JurisdictionChecked(CaseEvent, frozen=True, kw_only=True, tag="jurisdiction-checked/1"):
    """By what the agency is competent: the region of the act, or what goes before it (第二十二条, 第二十五条)."""

    region: str
    """Code of the region in which the act happened (GB/T 2260, GB/T 10114)."""
    ground: JurisdictionGround
    basis: str = ""
    """The provision, the agreement, or the number of the decision that designates the agency."""
    body: str = ""
    """Who designated it."""
    distinct: str = ""
    """Why an earlier case of another agency is about another act."""
    first_in: str = ""
    """That case, empty when the ledger has none."""


class FineRule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that the act breaks, with the fine that it provides."""

    basis: str
    """As the decision cites it, as `城市道路管理条例 第四十二条`."""
    from_yuan: Decimal
    to_yuan: Decimal


class RulesCompared(CaseEvent, frozen=True, kw_only=True, tag="rules-compared/1"):
    """The rules that one act breaks, of which the one with the higher fine is applied (第二十九条)."""

    rules: tuple[FineRule, ...]
    reasons: str


class CourtJudged(CaseEvent, frozen=True, kw_only=True, tag="court-judged/1"):
    """A criminal court has punished the act: what the agency imposed before is set off (第三十五条)."""

    court: str
    instrument: str
    judged_on: date
    crime: str
    fine_yuan: Decimal | None = None
    """罚金 of the court."""
    set_off_yuan: Decimal | None = None
    """The part of the agency's fine that counts into it."""
    set_off_days: int | None = None
    """Days of detention that count into the court's."""
    released_yuan: Decimal | None = None
    """What of it had not been paid, and is owed no more."""


class ConfiscatedSettled(CaseEvent, frozen=True, kw_only=True, tag="confiscated-settled/1"):
    """The end of a confiscated item (第七十四条第一款)."""

    item: str
    """`NUMBER#1`, as its preservation, sealing or seizure called it."""
    related_case: str = ""
    """Id of the case of the measure by which it was held."""
    fate: GoodsEnd
    basis: str = ""
    """Of a destruction or a transfer the provision that says so."""
    to: str = ""
    """Auction house, or who took it."""
    proceeds_yuan: Decimal | None = None
    receipt: str
    """What shows it: record of the destruction, confirmation of the sale, list of the transfer."""


class ProceedsHandedIn(CaseEvent, frozen=True, kw_only=True, tag="proceeds-handed-in/1"):
    """What an auction brought went to the treasury (第七十四条第二款)."""

    amount_yuan: Decimal
    paid_on: date
    receipt: str
