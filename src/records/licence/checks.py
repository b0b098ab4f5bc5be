"""Licences: what a command alone shows wrong."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from records.course.checking import Check
from records.course.shapes import Command, is_money
from records.licence.commands import (
    ApplyLicence,
    ChargeLicenceFee,
    HearInterested,
    OpenLicenceAction,
    PayLicenceCompensation,
    RefuseAcceptance,
    RevokeLicence,
    TellInterested,
    WithdrawLicence,
)

_Found = list[tuple[str, str]]
_MONEY: Final = "金额应为正数，最多两位小数，单位为元"


def _opening(command: ApplyLicence | OpenLicenceAction) -> _Found:
    found: _Found = []
    if command.party is None:
        found.append(("$.party", "请填写申请人或者被许可人"))
    begun, ended = command.licence_from, command.licence_until
    if begun is not None and ended is not None and ended < begun:
        found.append(("$.licence_until", "原许可的截止日期早于起始日期"))
    if command.related_case and command.licence:
        found.append(("$.licence", "已经填写原许可案件的，不填写纸质许可的文号"))
    return found


def _applying(command: ApplyLicence) -> _Found:
    found, named = _opening(command), bool(command.related_case or command.licence)
    if command.application == "new" and named:
        found.append(("$.related_case", "新申请没有原许可"))
    if command.application != "new" and not named:
        found.append(("$.related_case", "变更或者延续，应当写明原许可的案件，或者纸质许可的文号"))
    if command.application == "renewal" and command.licence and command.licence_until is None:
        found.append(("$.licence_until", "延续纸质许可的，应当写明其有效期截止日期"))
    return found


def _acting(command: OpenLicenceAction) -> _Found:
    found = _opening(command)
    if not command.related_case and not command.licence:
        found.append(("$.related_case", "请写明原许可的案件，或者纸质许可的文号"))
    return found


def _told(command: TellInterested) -> _Found:
    third = command.to == "interested"
    if third and not command.interested:
        return [("$.interested", "告知利害关系人的，请写明是谁")]
    return [("$.interested", "告知申请人或者被许可人的，不填写利害关系人")] if command.interested and not third else []


def _heard(command: HearInterested) -> _Found:
    blank = [index for index, point in enumerate(command.points) if not point.strip()]
    return [(f"$.points[{index}]", "请填写意见") for index in blank]


def _not_accepted(command: RefuseAcceptance) -> _Found:
    if command.ground != "not-ours" and command.competent.strip():
        return [("$.competent", "只有不属于本机关职权的，才填写有权机关")]
    return []


def _money(name: str, amount: Decimal | None) -> _Found:
    return [(f"$.{name}", _MONEY)] if amount is not None and not is_money(amount) else []


CHECKS: Final[Mapping[type[Command], Check]] = {
    ApplyLicence: _applying,
    OpenLicenceAction: _acting,
    TellInterested: _told,
    HearInterested: _heard,
    RefuseAcceptance: _not_accepted,
    ChargeLicenceFee: lambda command: _money("amount_yuan", command.amount_yuan),
    PayLicenceCompensation: lambda command: _money("amount_yuan", command.amount_yuan),
    WithdrawLicence: lambda command: _money("compensation_yuan", command.compensation_yuan),
    RevokeLicence: lambda command: _money("compensation_yuan", command.compensation_yuan),
}
"""By the type of the command."""
