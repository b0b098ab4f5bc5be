"""Events of money that officers take themselves, after whichever decision (行政处罚法 第六十八条至第七十一条)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from records.event import CaseEvent

CollectionGround = Literal["small", "hard-later", "remote"]
"""第六十八条第一项 (一百元以下), 第二项 (不当场收缴事后难以执行), 第六十九条 (边远、水上、交通不便地区)."""


class FineCollected(CaseEvent, frozen=True, kw_only=True, tag="fine-collected/1"):
    """An officer took a fine, or a part of it, against a receipt of the finance department; it is paid with that."""

    ground: CollectionGround
    amount_yuan: Decimal
    receipt: str
    """Number of the receipt (财政票据), which the ledger knows once."""
    finance_receipt: bool
    """Whether it is one that a finance department issues for all (第七十条)."""
    place: str
    reason: str = ""
    """Why it would be hard to enforce later (第六十八条第二项)."""
    request: str = ""
    """What the party asked for, and why it can't well pay elsewhere (第六十九条)."""
    on_water: bool = False
    """Whether it was taken on water: the term to hand it in runs from landing (第七十一条)."""


class OfficersLanded(CaseEvent, frozen=True, kw_only=True, tag="officers-landed/1"):
    """The officers are back on land with what they took on water."""

    place: str
    receipts: tuple[str, ...]
    """Of the money that they had with them."""


class FinesHandedIn(CaseEvent, frozen=True, kw_only=True, tag="fines-handed-in/1"):
    """Officers hand what they took in to the agency (第七十一条)."""

    receipts: tuple[str, ...]
    amount_yuan: Decimal
    voucher: str
    """Number of the paper by which the agency took it."""


class FinesDeposited(CaseEvent, frozen=True, kw_only=True, tag="fines-deposited/1"):
    """The agency pays it in at the bank (第七十一条)."""

    receipts: tuple[str, ...]
    amount_yuan: Decimal
    bank: str
    voucher: str
    """Number of the bank's paper."""
