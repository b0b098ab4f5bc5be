"""Publication beside any decision (公示): what happened."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Final, Literal

from records.event import CaseEvent
from records.penalty.events import DisclosureReviewed, Instrument, Outcome

CarrierKind = Literal["portal", "notice-board", "gazette", "website", "broadcast"]
"""载体 (信息公示制度 第九条): 公示平台, 办公场所公告栏, 公报, 政府及部门网站, 广播电视."""

FulfilmentState = Literal["paid", "partly-paid", "instalments", "overdue", "enforced", "performed", "partly", "closed"]
"""履行情况 (第七条第三项): 已缴清, 部分缴纳, 分期缴纳, 逾期未履行, 已强制执行, 已履行, 部分履行, 已结案."""

CreditClass = Literal["minor", "ordinary", "serious"]
"""轻微, 一般, 严重 (信用修复管理办法)."""


class DisclosureReReviewed(DisclosureReviewed, frozen=True, kw_only=True, tag="disclosure-re-reviewed/1"):
    """What was kept back is reviewed again (第八条; 政府信息公开条例 第十八条): it stays so, or more becomes public.

    It stands among the reviews of the page: the last one says what is public.
    """

    former: Outcome
    """What the review before had come to."""
    reason: str


class CarrierRecorded(CaseEvent, frozen=True, kw_only=True, tag="carrier-recorded/1"):
    """The publication stands on a carrier, with its proof (第九条)."""

    carrier: CarrierKind
    place: str
    """Which one: the board's place, the site's or the paper's name."""
    item: str
    """By which it is recalled: 载体1, 载体2, …"""
    url: str = ""
    digest: str = ""
    """SHA-256 in hex of what stands there."""
    object: str = ""
    """BLAKE3 of a photo or a recording of it."""
    from_on: date
    to_on: date | None = None
    """Last day on which it is shown, where that is known."""


class CarrierFailed(CaseEvent, frozen=True, kw_only=True, tag="carrier-failed/1"):
    """The publication did not come onto a carrier: it is tried again until it does."""

    carrier: CarrierKind
    place: str
    reason: str


class CarrierRecalled(CaseEvent, frozen=True, kw_only=True, tag="carrier-recalled/1"):
    """What was no longer to be public is gone from a carrier (第十四条)."""

    item: str
    url: str = ""
    """Where it is to be seen that it is gone."""
    object: str = ""
    note: str = ""


class TestPublished(CaseEvent, frozen=True, kw_only=True, tag="test-published/1"):
    """The result of a test (检验检测) that came in after the page is public with this event (第七条第一项)."""

    __test__: ClassVar[bool] = False
    """It is no test of this software."""

    report: str
    """Its number."""
    outcome: Literal["qualified", "unqualified"]


class FulfilmentPublished(CaseEvent, frozen=True, kw_only=True, tag="fulfilment-published/1"):
    """How far the decision is fulfilled is public with this event (第七条第三项)."""

    state: FulfilmentState
    asked_yuan: Decimal | None = None
    """What had to be paid in all, surcharges included; None where there is no such amount or it is masked."""
    paid_yuan: Decimal | None = None
    surcharge_yuan: Decimal | None = None
    """The part of `asked_yuan` that was added for delay."""


class ListMismatchOverridden(CaseEvent, frozen=True, kw_only=True, tag="list-mismatch-overridden/1"):
    """The head lets the decision be published though the list says otherwise; that is public too (第十一条)."""

    list: Literal["power", "responsibility", "inspection"]
    version: int
    """Of the list."""
    mismatches: tuple[str, ...]
    """In Chinese."""
    reason: str


class CreditRepaired(CaseEvent, frozen=True, kw_only=True, tag="credit-repaired/1"):
    """The credit of the party is repaired: the penalty is shown no longer (信用修复管理办法)."""

    instrument: Instrument


class PublicationHeld(CaseEvent, frozen=True, kw_only=True, tag="publication-held/1"):
    """The longest term of publication is over, and the fault or a duty is still open: the page stays, flagged."""

    open: tuple[str, ...]
    """What is open, in Chinese."""


class PublicationEnded(CaseEvent, frozen=True, kw_only=True, tag="publication-ended/1"):
    """The page leaves the public view: its term is over, or the credit was repaired."""

    ground: Literal["term", "credit-repaired"]


PUBLIC: Final[tuple[type[CaseEvent], ...]] = (
    DisclosureReReviewed,
    TestPublished,
    FulfilmentPublished,
    ListMismatchOverridden,
    CreditRepaired,
    PublicationHeld,
    PublicationEnded,
)
"""What is public with the step, and is followed by another one where it was wrong: it is never voided."""
