"""Levies and fees: what a command alone shows wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from records.course.checking import Check
from records.course.shapes import Command, is_money
from records.levy.commands import (
    AdjustLevy,
    AssessLevy,
    DecideLevy,
    DecideLevyRelief,
    DecideRefund,
    GiveLevyNotice,
    ImposeLateFee,
    IssuePaymentNotice,
    PayRefund,
    ReconcileLevy,
    RecordLevyPayment,
    RecordLevyStatement,
)

Wrong = list[tuple[str, str]]

_MONEY: Final = "金额应为正数，最多两位小数，单位为元"
_RATE: Final = "应为正数，并且小于一万亿"


def _amounts(command: Command, *names: str) -> Wrong:
    values = ((name, getattr(command, name)) for name in names)
    return [(f"$.{name}", _MONEY) for name, value in values if value is not None and not is_money(value)]


def _unsaid(command: Command, *names: str) -> Wrong:
    return [(f"$.{name}", "请填写内容，不能只有空格") for name in names if not getattr(command, name).strip()]


def _is_quantity(value: Decimal) -> bool:
    return value.is_finite() and 0 < value < 10**12


def _blank(items: Iterable[str], path: str) -> Wrong:
    return [(f"{path}[{index}]", "请填写内容，不能只有空格") for index, one in enumerate(items) if not one.strip()]


def _assess(command: AssessLevy) -> Wrong:
    found = _amounts(command, "amount_yuan")
    for index, one in enumerate(command.charges):
        path = f"$.charges[{index}]"
        found += [(f"{path}.{name}", _RATE) for name in ("base", "rate_yuan") if not _is_quantity(getattr(one, name))]
        found += [] if is_money(one.amount_yuan) else [(f"{path}.amount_yuan", _MONEY)]
        found += [(f"{path}.{name}", "请填写") for name in ("name", "unit") if not getattr(one, name).strip()]
    if command.period_from and command.period_to and command.period_to < command.period_from:
        found.append(("$.period_to", "所属期的终止日期早于起始日期"))
    return found


def _statement(command: RecordLevyStatement) -> Wrong:
    if command.waived:
        return [("$.points", "当事人放弃陈述的，不填写意见")] if command.points else []
    return _blank(command.points, "$.points") if command.points else [("$.points", "请填写当事人的意见")]


def _decide(command: DecideLevy) -> Wrong:
    found = _amounts(command, "amount_yuan")
    rate = command.late_fee_permyriad
    if rate is not None and not _is_quantity(rate):
        found.append(("$.late_fee_permyriad", _RATE))
    if rate is None and command.late_fee_basis.strip():
        found.append(("$.late_fee_permyriad", "写明了滞纳金依据的，请填写每日加收的比例"))
    return found


def _late_fee(command: ImposeLateFee) -> Wrong:
    if command.amount_yuan is not None and command.entry is None:
        return [("$.amount_yuan", "滞纳金由系统计算，只有补录时填写纸质文书上的金额")]
    return _amounts(command, "amount_yuan")


def _relief(command: DecideLevyRelief) -> Wrong:
    found = _amounts(command, "amount_yuan")
    if not command.granted and (command.amount_yuan is not None or command.defer_until is not None):
        found.append(("$.granted", "不予批准的，不填写减征的金额和缓至的日期"))
    return found


def _refund(command: DecideRefund) -> Wrong:
    found = _amounts(command, "amount_yuan", "interest_yuan")
    if (command.interest_yuan is None) == bool(command.interest_basis.strip()):
        found.append(("$.interest_basis", "退还利息的，应当同时填写利息的金额和依据；没有利息的，两项都留空"))
    return found


CHECKS: Final[Mapping[type[Command], Check]] = {
    AssessLevy: _assess,
    GiveLevyNotice: lambda command: _amounts(command, "amount_yuan"),
    RecordLevyStatement: _statement,
    DecideLevy: _decide,
    IssuePaymentNotice: lambda command: _amounts(command, "amount_yuan"),
    RecordLevyPayment: lambda command: _amounts(command, "amount_yuan") + _unsaid(command, "receipt"),
    ImposeLateFee: _late_fee,
    DecideLevyRelief: _relief,
    AdjustLevy: lambda command: _amounts(command, "amount_yuan"),
    ReconcileLevy: lambda command: _amounts(command, "amount_yuan") + _blank(command.receipts, "$.receipts"),
    DecideRefund: _refund,
    PayRefund: lambda command: _amounts(command, "amount_yuan") + _unsaid(command, "receipt"),
}
"""By the type of the command."""
