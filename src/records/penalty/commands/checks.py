"""What is wrong with a command that a schema can't say: pairs of JSON path and a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from records.basics.checks import CHECKS as BASICS
from records.beside.checks import CHECKS as BESIDE
from records.catalogue.checks import CHECKS as CATALOGUE
from records.correction.checks import CHECKS as CORRECTION
from records.course.checking import Check
from records.course.documents import DOCUMENTS
from records.course.opened import Open
from records.course.shapes import PartyGiven, is_money
from records.court.checks import CHECKS as COURT
from records.enforcement.checks import CHECKS as ENFORCEMENT
from records.evaluation.checks import CHECKS as EVALUATION
from records.event import BackEntry
from records.identifiers import birth_date, is_citizen_number, is_credit_code, written_otherwise
from records.inspection.checks import CHECKS as INSPECTION
from records.levy.checks import CHECKS as LEVY
from records.licence.checks import CHECKS as LICENCE
from records.measure.checks import CHECKS as MEASURE
from records.moment import Moment
from records.offence.checks import CHECKS as OFFENCE
from records.oversight.checks import CHECKS as OVERSIGHT
from records.penalty.commands import (
    ArrangeHearing,
    Command,
    FileCase,
    GiveNotice,
    RequestHearing,
    ReviewCase,
    ReviewDefence,
    ReviewDisclosure,
    SignDecision,
    SubmitOpinion,
    SubmitReview,
)
from records.penalty.commands.date_checks import check_dates
from records.penalty.commands.evidence_checks import check_evidence
from records.penalty.commands.performance_checks import check_performance
from records.penalty.commands.relief_checks import check_relief
from records.penalty.events import Draft
from records.petition.checks import CHECKS as PETITION
from records.publishing.checks import CHECKS as PUBLISHING
from records.reviewing.checks import CHECKS as REVIEWING
from records.spot.checks import CHECKS as SPOT
from records.spot.commands import DecideSpot, TellSpot

_DIGEST: Final = re.compile("[0-9a-f]{64}")

KINDS_WITH_AMOUNT: dict[Literal["罚款", "没收违法所得"], str] = {
    "罚款": "fine_yuan",
    "没收违法所得": "confiscated_yuan",
}


_WRITTEN: Final = "请以半角大写字母和数字填写，不带空格、连字符"
_NO_CITIZEN: Final = "居民身份证号码不正确，请核对（校验码或者出生日期不符）"
_NO_CODE: Final = "统一社会信用代码不正确，请核对（校验码不符）"

_CHECKS: Final[Mapping[type[Command], Check]] = {
    **SPOT,
    **MEASURE,
    **ENFORCEMENT,
    **COURT,
    **LICENCE,
    **INSPECTION,
    **LEVY,
    **PETITION,
    **OFFENCE,
    **BESIDE,
    **CATALOGUE,
    **BASICS,
    **CORRECTION,
    **OVERSIGHT,
    **EVALUATION,
    **PUBLISHING,
    **REVIEWING,
}


def check(command: Command) -> list[tuple[str, str]]:
    """Pairs of JSON path and what is wrong, for what a schema can't say. Empty when the command can be right."""
    found = _check_time(command) + _check_entry(command.entry) + _check_number(command)
    found += check_dates(command) + check_evidence(command) + check_performance(command) + check_relief(command)
    found += _CHECKS[type(command)](command) if type(command) in _CHECKS else []
    match command:
        case Open():
            found += _check_party(command.party) if command.party else []
            if len(set(command.handlers)) < len(command.handlers):
                found.append(("$.handlers", "同一承办人填写了两次"))
        case FileCase():
            found += _check_party(command.party)
            born = _born_on(command.party)
            if born is not None and born > command.acted_on:
                found.append(("$.acted_on", "违法行为日期早于当事人的出生日期"))
            if command.discovered_on < command.acted_on:
                found.append(("$.discovered_on", "发现日期早于违法行为日期"))
            if len(set(command.handlers)) < len(command.handlers):
                found.append(("$.handlers", "同一承办人填写了两次"))
        case SubmitOpinion():
            found += _check_opinion(command)
        case SignDecision():
            found += _check_amounts(command) + _check_gains(command)
        case GiveNotice() | TellSpot() | DecideSpot():
            found += _check_amounts(command)
        case ReviewDefence():
            blank = [index for index, point in enumerate(command.points) if not point.reason.strip()]
            found += [(f"$.points[{index}].reason", "每一点复核意见都应当写明理由") for index in blank]
        case RequestHearing():
            if command.posted_on is not None and command.form != "written":
                found.append(("$.posted_on", "口头申请没有邮戳日期"))
        case ArrangeHearing():
            if command.public and command.closed_reason.strip():
                found.append(("$.closed_reason", "公开举行的听证不填写不公开的理由"))
        case SubmitReview():
            found += _check_amounts(command.draft, "$.draft")
            if not command.draft.kinds:
                found.append(("$.draft.kinds", "请选择拟作出的处罚种类"))
        case ReviewDisclosure():
            if command.outcome != "redacted" and command.masked:
                found.append(("$.masked", "只有部分公示时才能选择遮盖的内容"))
            if command.outcome == "redacted" and not command.masked:
                found.append(("$.masked", "部分公示应当选择遮盖的内容"))
            shown = bool(command.party_shown.strip())
            if command.outcome != "withheld" and "party" not in command.masked and not shown:
                found.append(("$.party_shown", "请填写公示的当事人名称"))
        case _:
            pass
    return found


def _check_time(command: Command) -> list[tuple[str, str]]:
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


def _check_number(command: Command) -> list[tuple[str, str]]:
    number: str = getattr(command, "number", "")
    if number and type(command) in DOCUMENTS and command.entry is None:
        return [("$.number", "文书编号由系统给出，只有补录时填写纸质文书上的编号")]
    if isinstance(command, ReviewCase) and command.reviewer and command.entry is None:
        return [("$.reviewer", "审核人就是办理本步骤的人员，只有补录时填写纸质文书上的审核人")]
    return []


def _born_on(party: PartyGiven) -> date | None:
    if party.kind != "natural":
        return None
    return birth_date(party.number) if is_citizen_number(party.number) else party.born_on


def _check_party(party: PartyGiven) -> list[tuple[str, str]]:
    if party.kind == "natural":
        if party.number and not is_citizen_number(party.number):
            said = _WRITTEN if written_otherwise(party.number, is_citizen_number) else _NO_CITIZEN
            return [("$.party.number", said)]
        if not party.number and party.born_on is None:
            return [("$.party.born_on", "没有身份证号码时，请填写出生日期")]
        born = birth_date(party.number) if party.number else None
        if born and party.born_on and born != party.born_on:
            return [("$.party.born_on", "出生日期与身份证号码不一致")]
    elif not is_credit_code(party.number):
        return [("$.party.number", _WRITTEN if written_otherwise(party.number, is_credit_code) else _NO_CODE)]
    return []


def _check_opinion(command: SubmitOpinion) -> list[tuple[str, str]]:
    found = _check_amounts(command)
    if command.proposal == "penalty" and not command.kinds:
        found.append(("$.kinds", "拟予以处罚的，应当选择处罚种类"))
    if command.proposal != "penalty" and command.kinds:
        found.append(("$.kinds", "不是拟予以处罚的，不应选择处罚种类"))
    if command.proposal != "penalty" and command.mitigation:
        found.append(("$.mitigation", "不是拟予以处罚的，没有从轻、减轻或者从重"))
    if not command.mitigation and command.mitigation_ground.strip():
        found.append(("$.mitigation_ground", "填写了情形的，应当选择从轻、减轻或者从重"))
    return found


def _check_amounts(
    given: SubmitOpinion | GiveNotice | TellSpot | SignDecision | DecideSpot | Draft, at: str = "$"
) -> list[tuple[str, str]]:
    found = []
    if len(set(given.kinds)) < len(given.kinds):
        found.append((f"{at}.kinds", "同一处罚种类填写了两次"))
    for kind, field in KINDS_WITH_AMOUNT.items():
        amount: Decimal | None = getattr(given, field)
        if amount is None and kind == "罚款" and kind in given.kinds:
            found.append((f"{at}.{field}", "处以罚款的，应当填写金额"))
        if amount is not None and kind not in given.kinds:
            found.append((f"{at}.{field}", f"处罚种类中没有“{kind}”，不应填写金额"))
        if amount is not None and not is_money(amount):
            found.append((f"{at}.{field}", "金额应为正数，最多两位小数，单位为元"))
    return found


def _check_gains(command: SignDecision) -> list[tuple[str, str]]:
    """Illegal gains, and what of them went back (行政处罚法 第二十八条第二款)."""
    gains, returned, found = command.gains_yuan, command.returned_yuan, []
    for field, amount in (("gains_yuan", gains), ("returned_yuan", returned)):
        if amount is not None and not is_money(amount):
            found.append((f"$.{field}", "金额应为正数，最多两位小数，单位为元"))
    if returned is not None and not command.returned_proof.strip():
        found.append(("$.returned_proof", "已经退赔的，请写明凭证"))
    if returned is None and command.returned_proof.strip():
        found.append(("$.returned_yuan", "有退赔凭证的，请填写退赔金额"))
    if gains is not None and returned is not None and returned > gains:
        found.append(("$.returned_yuan", "退赔的金额多于违法所得"))
    return found
