"""Petitions (裁决、给付、确认、奖励): what a command alone shows wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from records.course.checking import Check
from records.course.shapes import Command, is_money
from records.petition.commands import (
    AcceptPetition,
    DecidePetition,
    DisplayList,
    ExaminePetition,
    ProposeReward,
    ReceivePetition,
    RecordGrant,
    RecordPetitionStatement,
    RecordRecovery,
    StopGrant,
)

Wrong = list[tuple[str, str]]

_MONEY: Final = "金额应为正数，最多两位小数，单位为元"


def _amounts(command: Command, *names: str) -> Wrong:
    values = ((name, getattr(command, name)) for name in names)
    return [(f"$.{name}", _MONEY) for name, value in values if value is not None and not is_money(value)]


def _blank(items: Iterable[str], path: str) -> Wrong:
    return [(f"{path}[{index}]", "请填写内容，不能只有空格") for index, one in enumerate(items) if not one.strip()]


def _receive(command: ReceivePetition) -> Wrong:
    found = _amounts(command, "amount_yuan") + _blank(command.materials, "$.materials")
    if command.party is None:
        found.append(("$.party", "请填写申请人"))
    if command.kind == "ruling" and not command.respondents:
        found.append(("$.respondents", "申请行政裁决的，请填写被申请人"))
    if command.kind != "ruling" and command.respondents:
        found.append(("$.respondents", "只有行政裁决填写被申请人"))
    return found


def _accept(command: AcceptPetition) -> Wrong:
    if (command.decide_by is None) == bool(command.term_basis.strip()):
        return [("$.term_basis", "另有办理期限的，应当同时填写期限和依据；没有的，两项都留空")]
    return []


def _statement(command: RecordPetitionStatement) -> Wrong:
    found = _blank(command.points, "$.points")
    if (command.by == "applicant") == bool(command.people):
        found.append(("$.people", "申请人以外的人陈述意见的，请填写姓名；申请人自己陈述的留空"))
    return found


def _examine(command: ExaminePetition) -> Wrong:
    blank = [index for index, one in enumerate(command.criteria) if not one.condition.strip()]
    found = [(f"$.criteria[{index}].condition", "请填写条件") for index in blank]
    return found + _amounts(command, "amount_yuan")


def _display(command: DisplayList) -> Wrong:
    amounts = ((index, one.amount_yuan) for index, one in enumerate(command.entries))
    wrong = [index for index, amount in amounts if amount is not None and not is_money(amount)]
    nameless = [(f"$.entries[{at}].shown", "请填写") for at, one in enumerate(command.entries) if not one.shown.strip()]
    money = [(f"$.entries[{index}].amount_yuan", _MONEY) for index in wrong]
    return nameless + money + _blank(command.carriers, "$.carriers")


def _decide(command: DecidePetition) -> Wrong:
    found = _amounts(command, "amount_yuan", "each_yuan")
    given = command.amount_yuan is not None or command.each_yuan is not None
    if command.outcome == "refused" and given:
        found.append(("$.amount_yuan", "不予支持的，不填写金额"))
    if command.pay_from and command.pay_to and command.pay_to < command.pay_from:
        found.append(("$.pay_to", "终止日期早于起始日期"))
    return found


def _grant(command: RecordGrant) -> Wrong:
    if command.amount_yuan is None and command.means != "handed-over":
        return [("$.amount_yuan", "发放款项的，请填写金额")]
    return _amounts(command, "amount_yuan")


CHECKS: Final[Mapping[type[Command], Check]] = {
    ReceivePetition: _receive,
    AcceptPetition: _accept,
    RecordPetitionStatement: _statement,
    ExaminePetition: _examine,
    ProposeReward: lambda command: _amounts(command, "amount_yuan"),
    DisplayList: _display,
    DecidePetition: _decide,
    RecordGrant: _grant,
    StopGrant: lambda command: _amounts(command, "recover_yuan"),
    RecordRecovery: lambda command: _amounts(command, "amount_yuan"),
}
"""By the type of the command."""
