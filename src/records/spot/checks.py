"""A penalty on the spot: what a command alone shows wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from records.course.checking import Check, names_law
from records.course.shapes import Command, is_money
from records.identifiers import birth_date, is_citizen_number
from records.spot.commands import CollectFine, DecideSpot, DepositFines, HandInFines, HearSpot, OpenSpot

_MONEY: Final = "金额应为正数，最多两位小数，单位为元"


def _opening(command: OpenSpot) -> list[tuple[str, str]]:
    party = command.party
    if party.kind != "natural":
        return []
    born = birth_date(party.number) if is_citizen_number(party.number) else party.born_on
    is_wrong = born is not None and born > command.acted_on
    return [("$.acted_on", "违法行为日期早于当事人的出生日期")] if is_wrong else []


def _hearing(command: HearSpot) -> list[tuple[str, str]]:
    if len(command.points) != len(command.answers):
        return [("$.answers", "当事人提出的意见应当逐点答复，意见和答复的条数应当相同")]
    blank = [index for index, one in enumerate(command.points) if not one.strip()]
    silent = [index for index, one in enumerate(command.answers) if not one.reason.strip()]
    return [
        *((f"$.points[{index}]", "请填写当事人的意见，不能只有空格") for index in blank),
        *((f"$.answers[{index}].reason", "每一点答复都应当写明理由") for index in silent),
    ]


def _deciding(command: DecideSpot) -> list[tuple[str, str]]:
    found = []
    if command.handed_over and not command.recipient.strip():
        found.append(("$.recipient", "请填写接收或者拒绝签收决定书的人的姓名"))
    if command.refused and not command.handed_over:
        found.append(("$.refused", "当场交付时当事人拒绝签收的，也是当场交付，请选择当场交付"))
    if not command.refused and command.refusal_note.strip():
        found.append(("$.refusal_note", "当事人没有拒绝签收的，不填写拒绝签收的注明"))
    if command.collect_now and command.fine_yuan is None:
        found.append(("$.collect_now", "没有罚款的，不当场收缴"))
    if not names_law(command.provision):
        found.append(("$.provision", "只有法律可以另作规定（行政处罚法 第五十一条），填写的依据不是法律，请核对"))
    if not command.mitigation and command.mitigation_ground.strip():
        found.append(("$.mitigation_ground", "填写了情形的，应当选择从轻、减轻或者从重"))
    return found


def _collecting(command: CollectFine) -> list[tuple[str, str]]:
    found = [] if is_money(command.amount_yuan) else [("$.amount_yuan", _MONEY)]
    if command.ground != "remote" and command.request.strip():
        found.append(("$.request", "只有边远、水上、交通不便地区的，才填写当事人的请求"))
    if command.ground != "remote" and command.on_water:
        found.append(("$.on_water", "在水上当场收缴的，收缴的情形应当选择边远、水上、交通不便地区"))
    return found


def _passing_on(command: Any) -> list[tuple[str, str]]:
    """Of what is handed in, and of what is paid in."""
    found = [] if is_money(command.amount_yuan) else [("$.amount_yuan", _MONEY)]
    numbers = [one.strip() for one in command.receipts]
    if len(set(numbers)) < len(numbers) or not all(numbers):
        found.append(("$.receipts", "每一票据号码填写一次，不能只有空格"))
    return found


CHECKS: Final[Mapping[type[Command], Check]] = {
    OpenSpot: _opening,
    HearSpot: _hearing,
    DecideSpot: _deciding,
    CollectFine: _collecting,
    HandInFines: _passing_on,
    DepositFines: _passing_on,
}
"""By the type of the command."""
