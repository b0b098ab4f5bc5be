"""What is wrong with a command that a schema can't say: pairs of JSON path and a sentence."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from records.event import BackEntry
from records.identifiers import birth_date, is_citizen_number, is_credit_code
from records.moment import Moment
from records.penalty.commands import (
    FileCase,
    Penal,
    ReviewDisclosure,
    ServeDocument,
    SignDecision,
)
from records.penalty.commands.shapes import PartyGiven

_DIGEST: Final = re.compile("[0-9a-f]{64}")

KINDS_WITH_AMOUNT: dict[Literal["罚款", "没收违法所得"], str] = {
    "罚款": "fine_yuan",
    "没收违法所得": "confiscated_yuan",
}


def check(command: Penal) -> list[tuple[str, str]]:
    """Pairs of JSON path and what is wrong, for what a schema can't say. Empty when the command can be right."""
    found = _check_time(command) + _check_entry(command.entry)
    match command:
        case FileCase():
            found += _check_party(command.party)
            born = _born_on(command.party)
            if born is not None and born > command.acted_on:
                found.append(("$.acted_on", "违法行为日期早于当事人的出生日期"))
            if command.discovered_on < command.acted_on:
                found.append(("$.discovered_on", "发现日期早于违法行为日期"))
            if len(set(command.handlers)) < len(command.handlers):
                found.append(("$.handlers", "同一承办人填写了两次"))
        case SignDecision():
            found += _check_amounts(command)
            if command.number and command.entry is None:
                found.append(("$.number", "文书编号由系统给出，只有补录时填写纸质文书上的编号"))
        case ReviewDisclosure():
            if command.outcome != "redacted" and command.masked:
                found.append(("$.masked", "只有部分公示时才能选择遮盖的内容"))
            if command.outcome == "redacted" and not command.masked:
                found.append(("$.masked", "部分公示应当选择遮盖的内容"))
            shown = bool(command.party_shown.strip())
            if command.outcome != "withheld" and "party" not in command.masked and not shown:
                found.append(("$.party_shown", "请填写公示的当事人名称"))
        case ServeDocument():
            by_notice = command.method == "public-notice"
            if by_notice and command.noticed_on is None:
                found.append(("$.noticed_on", "公告送达应当填写发出公告的日期"))
            if not by_notice and command.noticed_on is not None:
                found.append(("$.noticed_on", "只有公告送达时填写发出公告的日期"))
        case _:
            pass
    return found


def _check_time(command: Penal) -> list[tuple[str, str]]:
    if not command.occurred_at:
        return []
    try:
        Moment.parse(command.occurred_at)
    except (ValueError, OverflowError):
        return [("$.occurred_at", "应为带时区的时间（如 2026-01-05T09:30:00+08:00）或者日期（如 2026-01-05）")]
    return []


def _check_entry(entry: BackEntry | None) -> list[tuple[str, str]]:
    if entry is None:
        return []
    found = []
    if not entry.reason.strip():
        found.append(("$.entry.reason", "补录应当写明原因"))
    if not _DIGEST.fullmatch(entry.scan):
        found.append(("$.entry.scan", "应为纸质材料扫描件的 BLAKE3 摘要（64 位小写十六进制）"))
    return found


def _born_on(party: PartyGiven) -> date | None:
    if party.kind != "natural":
        return None
    return birth_date(party.number) if is_citizen_number(party.number) else party.born_on


def _check_party(party: PartyGiven) -> list[tuple[str, str]]:
    if party.kind == "natural":
        if party.number and not is_citizen_number(party.number):
            return [("$.party.number", "居民身份证号码不正确，请核对（校验码或者出生日期不符）")]
        if not party.number and party.born_on is None:
            return [("$.party.born_on", "没有身份证号码时，请填写出生日期")]
        born = birth_date(party.number) if party.number else None
        if born and party.born_on and born != party.born_on:
            return [("$.party.born_on", "出生日期与身份证号码不一致")]
    elif not is_credit_code(party.number):
        return [("$.party.number", "统一社会信用代码不正确，请核对（校验码不符）")]
    return []


def _check_amounts(command: SignDecision) -> list[tuple[str, str]]:
    found = []
    if len(set(command.kinds)) < len(command.kinds):
        found.append(("$.kinds", "同一处罚种类填写了两次"))
    for kind, field in KINDS_WITH_AMOUNT.items():
        amount: Decimal | None = getattr(command, field)
        if amount is None and kind == "罚款" and kind in command.kinds:
            found.append((f"$.{field}", "处以罚款的，应当填写金额"))
        if amount is not None and kind not in command.kinds:
            found.append((f"$.{field}", f"处罚种类中没有“{kind}”，不应填写金额"))
        if amount is not None and not _is_money(amount):
            found.append((f"$.{field}", "金额应为正数，最多两位小数，单位为元"))
    return found


def _is_money(amount: Decimal) -> bool:
    if not amount.is_finite() or not 0 < amount < 10**13:
        return False
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and -2 <= exponent <= 0  # 2E+2 is a number, but not how money is written
