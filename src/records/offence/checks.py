"""An act that is punished: what a command alone shows wrong."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from records.course.checking import Check
from records.course.shapes import Command, is_money
from records.offence.commands import (
    CheckJurisdiction,
    CompareRules,
    HandInProceeds,
    RecordJudgment,
    SettleConfiscated,
)
from records.regions import is_region

_MONEY: Final = "金额应为正数，最多两位小数，单位为元"


def _jurisdiction(command: CheckJurisdiction) -> list[tuple[str, str]]:
    found = []
    if not is_region(command.region):
        found.append(("$.region", "行政区划代码不正确：县级以上六位，乡镇九位，村十二位，半角数字"))
    if command.ground != "place" and not command.basis.strip():
        found.append(("$.basis", "不是以违法行为发生地确定管辖的，请写明规定、协议或者指定管辖的文号"))
    if command.ground == "designated" and not command.body.strip():
        found.append(("$.body", "请写明指定管辖的机关"))
    return found


def _rules(command: CompareRules) -> list[tuple[str, str]]:
    found = []
    for index, rule in enumerate(command.rules):
        if not rule.basis.strip():
            found.append((f"$.rules[{index}].basis", "请写明规定的名称和条款"))
        if not (rule.from_yuan == Decimal(0) or is_money(rule.from_yuan)):
            found.append((f"$.rules[{index}].from_yuan", _MONEY))
        if not is_money(rule.to_yuan):
            found.append((f"$.rules[{index}].to_yuan", _MONEY))
        elif rule.from_yuan.is_finite() and rule.from_yuan > rule.to_yuan:
            found.append((f"$.rules[{index}].to_yuan", "罚款的最高数额低于最低数额"))
    return found


def _judgment(command: RecordJudgment) -> list[tuple[str, str]]:
    found = _amounts(command, "fine_yuan", "set_off_yuan")
    if found or command.set_off_yuan is None:
        return found
    if command.fine_yuan is None or command.set_off_yuan > command.fine_yuan:
        return [("$.set_off_yuan", "折抵的数额不能超过人民法院判处的罚金")]
    return []


def _settling(command: SettleConfiscated) -> list[tuple[str, str]]:
    found = _amounts(command, "proceeds_yuan")
    if (command.fate == "auctioned") != (command.proceeds_yuan is not None):
        said = "请填写拍卖所得的款项" if command.fate == "auctioned" else "只有拍卖才填写款项"
        found.append(("$.proceeds_yuan", said))
    if command.fate != "destroyed" and not command.to.strip():
        found.append(("$.to", "请填写拍卖机构或者接收单位"))
    return found


def _amounts(command: Command, *names: str) -> list[tuple[str, str]]:
    given: list[tuple[str, Any]] = [(name, getattr(command, name)) for name in names]
    return [(f"$.{name}", _MONEY) for name, amount in given if amount is not None and not is_money(amount)]


CHECKS: Final[Mapping[type[Command], Check]] = {
    CheckJurisdiction: _jurisdiction,
    CompareRules: _rules,
    RecordJudgment: _judgment,
    SettleConfiscated: _settling,
    HandInProceeds: lambda command: _amounts(command, "amount_yuan"),
}
"""By the type of the command."""
