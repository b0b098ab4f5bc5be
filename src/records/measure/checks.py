"""Compulsory measures: what a command alone shows wrong."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from records.course.checking import Check
from records.course.shapes import Command, is_money
from records.measure import commands as c
from records.moment import Moment

Wrong = list[tuple[str, str]]

_MONEY: Final = "应为大于 0 的金额，最多两位小数"
_TIME: Final = "应为带时区的时间，如 2026-01-05T09:30:00+08:00"
_SAY: Final = "请填写内容，不能只有空格"


def _blank(command: Command, *names: str) -> Wrong:
    return [(f"$.{name}", _SAY) for name in names if not getattr(command, name).strip()]


def _money(command: Command, *names: str) -> Wrong:
    given: list[tuple[str, Decimal | None]] = [(name, getattr(command, name)) for name in names]
    return [(f"$.{name}", _MONEY) for name, amount in given if amount is not None and not is_money(amount)]


def _request(command: c.RequestMeasure) -> Wrong:
    found = _blank(command, "facts", "reasons") + _money(command, "value_yuan")
    if command.party is None:
        found.append(("$.party", "请填写当事人"))
    if command.measure == "freeze" and command.value_yuan is None:
        found.append(("$.value_yuan", "冻结的，请填写违法行为涉及的金额"))
    if command.premises and command.measure != "seal":
        found.append(("$.premises", "只有查封才涉及经营、生产场所"))
    if command.urgency.strip() and not command.urgent:
        found.append(("$.urgency", "情况紧急、需要当场实施的才填写"))
    return found


def _decide(command: c.DecideMeasure) -> Wrong:
    return _money(command, "amount_yuan")


def _carry_out(command: c.CarryOutMeasure) -> Wrong:
    found = _blank(command, "place", "findings")
    if len(set(command.officers)) < len(command.officers):
        found.append(("$.officers", "同一执法人员填写了两次"))
    nameless = (index for index, one in enumerate(command.witnesses) if not one.name.strip())
    found += [(f"$.witnesses[{index}].name", _SAY) for index in nameless]
    for index, line in enumerate(command.items):
        path = f"$.items[{index}]"
        found += [(f"{path}.name", _SAY)] if not line.name.strip() else []
        if line.amount_yuan is not None and not is_money(line.amount_yuan):
            found.append((f"{path}.amount_yuan", _MONEY))
        if line.kind == "account" and not line.account.strip():
            found.append((f"{path}.account", "请填写账号"))
        if line.kind != "account" and (line.account.strip() or line.amount_yuan is not None):
            found.append((f"{path}.account", "只有存款、汇款才填写账号和金额"))
    return found + _times(command)


def _times(command: c.CarryOutMeasure) -> Wrong:
    named = {name: getattr(command, name) for name in ("begun_at", "ended_at")}
    named |= {name: given for name in ("returned_at", "ends_at") if (given := getattr(command, name))}
    times = {name: _moment(text) for name, text in named.items()}
    if wrong := [name for name, at in times.items() if at is None]:
        return [(f"$.{name}", _TIME) for name in wrong]
    begun, ended, back = times["begun_at"], times["ended_at"], times.get("returned_at")
    assert begun is not None
    assert ended is not None
    if begun.micros > ended.micros:
        return [("$.ended_at", "结束时间早于开始时间")]
    return [("$.returned_at", "返回的时间早于结束时间")] if back is not None and back.micros < ended.micros else []


def _moment(text: str) -> Moment | None:
    """The instant that an RFC 3339 text names, None when it is none."""
    try:
        found = Moment.parse(text)
    except (ValueError, OverflowError):
        return None
    return None if found.dated else found


def _examination(command: c.SetExamination) -> Wrong:
    return _money(command, "cost_yuan")


def _custody(command: c.ArrangeCustody) -> Wrong:
    return _blank(command, "keeper", "place") + _money(command, "cost_yuan")


def _harm(command: c.ReportHarm) -> Wrong:
    return _blank(command, "facts") + _money(command, "amount_yuan")


def _sale(command: c.SellItem) -> Wrong:
    return _blank(command, "reason", "receipt") + _money(command, "proceeds_yuan", "market_yuan")


def _settle(command: c.SettleItem) -> Wrong:
    found = _blank(command, "reason") + _money(command, "amount_yuan", "fee_yuan")
    if command.fate == "transferred" and not command.to.strip():
        found.append(("$.to", "请填写接收的机关"))
    if command.fate != "returned" and command.amount_yuan is not None:
        found.append(("$.amount_yuan", "退还变卖所得款项的才填写"))
    return found


def _compensation(command: c.CompensateParty) -> Wrong:
    return _blank(command, "receipt") + _money(command, "amount_yuan")


CHECKS: Final[Mapping[type[Command], Check]] = {
    c.RequestMeasure: _request,
    c.AnswerMeasureRequest: lambda command: _blank(command, "reason"),
    c.DecideMeasure: _decide,
    c.CarryOutMeasure: _carry_out,
    c.ArrangeCustody: _custody,
    c.ReportHarm: _harm,
    c.SetExamination: _examination,
    c.EndExamination: lambda command: _blank(command, "result"),
    c.NoteGroundGone: lambda command: _blank(command, "facts"),
    c.SellItem: _sale,
    c.SettleItem: _settle,
    c.CompensateParty: _compensation,
}
"""By the type of the command."""
