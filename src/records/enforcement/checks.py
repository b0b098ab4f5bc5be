"""Compulsory enforcement by the agency: what a command alone shows wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from records.course.checking import Check, names_law
from records.course.shapes import Command, is_money
from records.enforcement import acting_commands as a
from records.enforcement import commands as c
from records.enforcement.basis import OpenOnDecision

Wrong = list[tuple[str, str]]

_MONEY: Final = "金额应为正数，最多两位小数，单位为元"


def check_opening(command: OpenOnDecision) -> Wrong:
    """What is wrong with the opening of a case that enforces a decision."""
    found = amounts(command, "amount_yuan", "paid_yuan")
    if command.duty != "money":
        named = (name for name in ("amount_yuan", "paid_yuan") if getattr(command, name) is not None)
        found += [(f"$.{name}", "不是金钱给付义务的，不填写金额") for name in named]
    elif command.amount_yuan is None and not command.related_case.strip():
        found.append(("$.amount_yuan", "金钱给付义务应当填写决定的金额"))
    if command.amount_yuan is not None and command.paid_yuan is not None and command.paid_yuan >= command.amount_yuan:
        found.append(("$.paid_yuan", "已经履行的金额应当小于决定的金额"))
    if command.party is None:
        found.append(("$.party", "请填写当事人"))
    return found


def amounts(command: Any, *names: str) -> Wrong:
    """The fields of those names that are no amount of money."""
    given: Iterable[tuple[str, Decimal | None]] = ((name, getattr(command, name)) for name in names)
    return [(f"$.{name}", _MONEY) for name, amount in given if amount is not None and not is_money(amount)]


def _opening(command: c.OpenEnforcement) -> Wrong:
    found = check_opening(command)
    if command.power in {"law", "art-46"} and not names_law(command.power_basis):
        found.append(("$.power_basis", "行政强制执行只能由法律设定，填写的依据不是法律，请核对"))
    if (command.power == "art-46") != bool(command.seizure.strip()):
        found.append(("$.seizure", "依第四十六条第三款执行的，填写查封、扣押决定文号；其他的留空"))
    if command.surcharge_told and command.surcharge_from is None:
        found.append(("$.surcharge_from", "已经告知加处罚款或者滞纳金的，请填写起算日期"))
    return found


def _decision(command: c.DecideEnforcement) -> Wrong:
    found = amounts(command, "amount_yuan", "surcharge_yuan")
    if not names_law(command.deposit_basis):
        found.append(("$.deposit_basis", "划拨存款、汇款只能由法律规定，填写的依据不是法律，请核对"))
    if not command.immediate and command.hiding_proof.strip():
        found.append(("$.hiding_proof", "只有立即强制执行的填写"))
    return found


def _visit(command: a.RecordAct | c.ClearAtOnce) -> Wrong:
    """Begin and end are times with a zone, in their order."""
    times = {name: _time(getattr(command, name)) for name in ("begun_at", "ended_at")}
    wrong = [name for name, at in times.items() if at is None]
    if wrong:
        return [(f"$.{name}", "应为带时区的时间（如 2026-01-05T09:30:00+08:00）") for name in wrong]
    begun, ended = times["begun_at"], times["ended_at"]
    return [("$.ended_at", "结束时间早于开始时间，请核对")] if begun and ended and ended < begun else []


def _time(text: str) -> datetime | None:
    """A time with a zone, None for anything else."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _act(command: a.RecordAct) -> Wrong:
    found = _visit(command) + amounts(command, "amount_yuan", "cost_yuan")
    if command.amount_yuan is not None and not command.receipt.strip():
        found.append(("$.receipt", "执行所得应当填写票据号码"))
    if command.amount_yuan is None and command.destination:
        found.append(("$.destination", "没有执行所得的，不填写上缴去向"))
    if command.cost_yuan is not None and command.method != "substitute":
        found.append(("$.cost_yuan", "只有代履行填写费用"))
    return found


def _agreement(command: a.MakeAgreement) -> Wrong:
    found = amounts(command, "waived_yuan")
    wrong = (
        index
        for index, one in enumerate(command.stages)
        if one.amount_yuan is not None and not is_money(one.amount_yuan)
    )
    found += [(f"$.stages[{index}].amount_yuan", _MONEY) for index in wrong]
    blank = (index for index, one in enumerate(command.stages) if not one.content.strip())
    return found + [(f"$.stages[{index}].content", "请填写这一阶段履行的内容") for index in blank]


def _fulfilment(command: a.RecordFulfilment) -> Wrong:
    found = amounts(command, "amount_yuan")
    if command.amount_yuan is not None and not command.receipt.strip():
        found.append(("$.receipt", "缴纳款项的，请填写票据号码"))
    return found


def _reversal(command: a.NoteReversal) -> Wrong:
    found = amounts(command, "amount_yuan")
    if command.ground == "basis-revoked" and command.amount_yuan is not None:
        found.append(("$.amount_yuan", "据以执行的决定被撤销的，执行所得全部退还，不填写金额"))
    if command.ground == "wrong" and command.amount_yuan is None and not command.items:
        found.append(("$.items", "请填写应当退还的金额或者财物"))
    return found


def _restoring(command: a.RestoreProperty) -> Wrong:
    found = amounts(command, "amount_yuan")
    if not command.item and command.amount_yuan is None:
        found.append(("$.amount_yuan", "请填写退还的金额，或者选择返还的财物"))
    return found


def _substitution(command: c.DecideSubstitution) -> Wrong:
    return amounts(command, "budget_yuan")


def _clearing(command: c.ClearAtOnce) -> Wrong:
    return _visit(command) + amounts(command, "cost_yuan")


CHECKS: Final[Mapping[type[Command], Check]] = {
    c.OpenEnforcement: _opening,
    c.IssueDemand: lambda command: amounts(command, "amount_yuan", "surcharge_yuan"),
    c.DecideEnforcement: _decision,
    c.DecideSubstitution: _substitution,
    c.ClearAtOnce: _clearing,
    a.RecordAct: _act,
    a.MakeAgreement: _agreement,
    a.RecordFulfilment: _fulfilment,
    a.NoteReversal: _reversal,
    a.RestoreProperty: _restoring,
}
"""By the type of the command."""
