"""What an entry of a register can't be, though its schema allows it: every wrong field is named at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, assert_never

import msgspec

from api.delegation_checks import wrong_delegation, wrong_end
from api.number_checks import wrong_code, wrong_form, wrong_number
from api.papers.trial import wrong_template
from api.register_entries import Entry, GrantAccess, RegisterPerson
from api.rule_checks import check_own_rules, check_rules
from records.errors import Invalid
from records.identifiers import is_citizen_number, is_credit_code
from records.licence.listed import LicenceMatterListed
from records.paper.events import TemplateAdopted
from records.regions import is_region, lies_in
from records.register.events import (
    AccessGranted,
    AccessRevoked,
    AgencyRegistered,
    AgencyRulesAdopted,
    BenchmarkPublished,
    CalendarAdopted,
    DelegationEnded,
    DelegationGranted,
    DeviceRegistered,
    EmergencyDeclared,
    HeadAppointed,
    MatterRegistered,
    MatterWithdrawn,
    MeasureProvided,
    NumberFormSet,
    OffenceDropped,
    OfficerEnded,
    OfficerRegistered,
    ReviewerRegistered,
    RulesAdopted,
    SeriesContinued,
    StalenessProvided,
    UnitHeadAppointed,
)
from records.register.fold import Register
from records.store.ledger import Ledger

Found = Iterator[tuple[str, str]]

_SHORT: Final = re.compile(r"\w{1,20}")
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_NO_DIGEST: Final = "应为宣布文书扫描件的 BLAKE3 摘要（64 位小写十六进制）"
_LONGEST: Final = 1_200
"""Months of a term of discovery at most: a hundred years."""
_EMPTY: Final = "请填写"
_WRONG_NUMBER: Final = "号码不正确，请核对（校验码不符）"


def check(entry: Entry, ledger: Ledger) -> None:
    """Refuses an entry that names what isn't there, or that would make the registers contradict themselves."""
    _refuse([*_blank(entry), *_wrong(entry, ledger)])


def check_person(given: RegisterPerson) -> None:
    """Refuses a number that isn't right by its check digit."""
    right = is_citizen_number if given.kind == "natural" else is_credit_code
    wrong = wrong_code("$.number", given.number, right, _WRONG_NUMBER) if given.number else ()
    _refuse([*_blank(given), *wrong])


def check_grant(given: GrantAccess, ledger: Ledger) -> None:
    """Refuses an account of nobody, of somebody else than before, or with the roles of another kind of holder."""
    _refuse([*_blank(given), *_wrong_grant(given, ledger)])


def _refuse(found: Iterable[tuple[str, str]]) -> None:
    """Raises Invalid; where a field is empty, that is all that is said of it, but of a file each entry."""
    lines = list(dict.fromkeys(found))
    empty = {path for path, detail in lines if detail == _EMPTY}
    if lines:
        raise Invalid(sorted((path, detail) for path, detail in lines if detail == _EMPTY or path not in empty))


def _blank(given: msgspec.Struct) -> Found:
    """Required texts without any text; of a file of law data, the text is looked at by its own check."""
    for field in msgspec.structs.fields(given):
        value = getattr(given, field.name)
        if field.required and field.name != "text" and isinstance(value, str) and not value.strip():
            yield f"$.{field.name}", _EMPTY


def _wrong(entry: Entry, ledger: Ledger) -> Found:  # noqa: PLR0915  # a table of contents
    register = ledger.register()
    match entry:
        case AgencyRegistered():
            yield from (*_wrong_agency(entry, register), *_term(entry))
        case HeadAppointed() | UnitHeadAppointed():
            yield from (*_agency(entry.agency, register), *_person(entry.person, ledger), *_term(entry))
        case OfficerRegistered() | ReviewerRegistered():
            yield from _unless(isinstance(entry.name, str) and bool(entry.name.strip()), "$.name", "请填写姓名")
            yield from (*_agency(entry.agency, register), *_person(entry.person, ledger), *_term(entry))
            yield from wrong_number(entry, register)
        case OfficerEnded():
            held = {one.certificate for one in register.officers.get(entry.person, ())}
            yield from _unless(entry.certificate in held, "$.certificate", "该人员没有这个执法证")
        case MatterRegistered():
            yield from (*_agency(entry.agency, register), *_wrong_matter(entry), *_term(entry))
        case MatterWithdrawn():
            yield from _unless(entry.code in register.matters, "$.code", "没有这个事项")
        case LicenceMatterListed():
            yield from _unless(entry.matter in register.matters, "$.matter", "没有这个事项")
            yield from (*_wrong_licence_matter(entry), *_term(entry))
        case NumberFormSet():
            yield from (*wrong_form(entry, register), *_term(entry))
        case DelegationGranted():
            yield from (*wrong_delegation(entry, register), *_term(entry))
        case DelegationEnded():
            yield from wrong_end(entry, register)
        case BenchmarkPublished():
            yield from _unless(entry.matter in register.matters, "$.matter", "没有这个事项")
            yield from (*_wrong_benchmark(entry), *_term(entry))
        case OffenceDropped():
            yield from (*_unless(entry.matter in register.matters, "$.matter", "没有这个事项"), *_term(entry))
        case StalenessProvided():
            yield from _unless(entry.matter in register.matters, "$.matter", "没有这个事项")
            yield from _unless(0 < entry.months <= _LONGEST, "$.months", f"应为 1 至 {_LONGEST} 个月")
            yield from _term(entry)
        case MeasureProvided():
            yield from (*_wrong_measure(entry, register), *_term(entry))
        case EmergencyDeclared():
            yield from _unless(_DIGEST.fullmatch(entry.digest) is not None, "$.digest", _NO_DIGEST)
            yield from _term(entry)
        case CalendarAdopted():
            yield from _wrong_calendar(entry)
        case RulesAdopted():
            yield from check_rules(entry, register, ledger.now().day)
        case AgencyRulesAdopted():
            yield from check_own_rules(entry, register, ledger.now().day)
        case TemplateAdopted():
            yield from (*_agency(entry.agency, register), *wrong_template(entry, ledger.now().day), *_term(entry))
        case DeviceRegistered():
            yield from _agency(entry.agency, register)
        case AccessRevoked():
            known = any(one.principal == entry.principal for one in register.access.values())
            yield from _unless(known, "$.principal", "没有这个账号，或者已经撤销")
        case SeriesContinued():
            yield from (*_agency(entry.agency, register), *_wrong_series(entry, ledger))
        case _:
            assert_never(entry)


def _wrong_agency(entry: AgencyRegistered, register: Register) -> Found:
    yield from wrong_code("$.code", entry.code, is_credit_code, "统一社会信用代码不正确，请核对（校验码不符）")
    yield from _wrong_region(entry.region, register)
    right = _SHORT.fullmatch(entry.short) is not None
    yield from _unless(right, "$.short", "代字应为二十个以内的汉字、字母或者数字")
    others = (one for code, entries in register.agencies.items() if code != entry.code for one in entries)
    holder = next((one for one in others if one.short == entry.short), None)
    if holder is not None:  # its numbers would be given out a second time
        yield "$.short", f"代字已由{holder.name}（{holder.code}）使用，文书编号会重复"


def _wrong_region(region: str, register: Register) -> Found:
    """An agency is of the ledger's region, of one inside of it, or of one around it, as the county of a town."""
    own = register.opened.region if register.opened else region
    if not is_region(region):
        yield "$.region", "应为六位行政区划代码，乡镇为九位或者十二位（GB/T 2260）"
    elif not (lies_in(region, own) or lies_in(own, region)):
        yield "$.region", f"与本账本的行政区划（{own}）没有隶属关系，请核对"


def _wrong_matter(entry: MatterRegistered) -> Found:
    yield from _unless(bool(entry.basis), "$.basis", "请至少填写一项依据")
    for at, one in enumerate(entry.basis):
        yield from ((path.replace("$", f"$.basis[{at}]"), detail) for path, detail in _blank(one))
    yield from _unless(bool(entry.kinds), "$.kinds", "请至少填写一种处罚种类")
    for at, kind in enumerate(entry.kinds):
        yield from _unless(bool(kind.strip()), f"$.kinds[{at}]", _EMPTY)


def _wrong_licence_matter(entry: LicenceMatterListed) -> Found:
    for at, one in enumerate(entry.materials):
        yield from _unless(bool(one.strip()), f"$.materials[{at}]", _EMPTY)
        yield from _unless(one not in entry.materials[:at], f"$.materials[{at}]", "同一材料填写了两次")
    limit = entry.number_limit
    yield from _unless(limit is None or limit > 0, "$.number_limit", "数量限制应为正整数；没有限制的留空")


def _wrong_benchmark(entry: BenchmarkPublished) -> Found:
    yield from _unless(bool(entry.ranges), "$.ranges", "请至少填写一档裁量幅度")
    degrees = [one.degree for one in entry.ranges]
    for at, one in enumerate(entry.ranges):
        yield from ((path.replace("$", f"$.ranges[{at}]"), detail) for path, detail in _blank(one))
        yield from _unless(one.degree not in degrees[:at], f"$.ranges[{at}].degree", "同一情节填写了两次")
        yield from _unless(one.from_yuan >= 0, f"$.ranges[{at}].from_yuan", "下限不能小于 0 元")
        yield from _unless(one.to_yuan >= one.from_yuan, f"$.ranges[{at}].to_yuan", "上限不能小于下限")


def _wrong_measure(entry: MeasureProvided, register: Register) -> Found:
    yield from _unless(entry.matter in register.matters, "$.matter", "没有这个事项")
    yield from ((path.replace("$", "$.basis"), detail) for path, detail in _blank(entry.basis))
    for name in ("days", "extension_days", "hours"):
        yield from _unless(0 <= getattr(entry, name) <= _LONGEST, f"$.{name}", f"应为 0 至 {_LONGEST}")
    restricts = entry.measure == "liberty"
    yield from _unless(restricts == bool(entry.hours), "$.hours", "限制公民人身自由的应当写明最长时限，其他措施不填写")


def _wrong_calendar(entry: CalendarAdopted) -> Found:
    for name, days in (("off", entry.off), ("working", entry.working)):
        for at, day in enumerate(days):
            yield from _unless(day.year == entry.year, f"$.{name}[{at}]", f"{day} 不在 {entry.year} 年内")
    for at, day in enumerate(entry.working):
        yield from _unless(day not in entry.off, f"$.working[{at}]", f"{day} 不能既放假又上班")


def _wrong_series(entry: SeriesContinued, ledger: Ledger) -> Found:
    lost = ledger.last_lost() is not None
    yield from _unless(lost, "$.type", "账本没有丢失记录，编号由系统连续给出，不需要核定")
    known = {one.series for one in ledger.register().law(ledger.now().day, "").documents.values()}
    yield from _unless(entry.kind in known, "$.kind", "没有这个文书代字")
    next_free = ledger.series(entry.stream)[0].next
    yield from _unless(entry.next >= next_free, "$.next", f"不能小于 {next_free}：前面的编号已经用过")


def _wrong_grant(given: GrantAccess, ledger: Ledger) -> Found:
    kind, _, name = given.subject.partition(":")
    register = ledger.register()
    there = name in register.devices if kind == "device" else _is_known(name, ledger)
    yield from _unless(there, "$.subject", "名录中没有这个人员或者设备，或者其个人信息已经清除")
    if kind == "device":
        yield from _unless(set(given.roles) == {"device"}, "$.roles", "设备只能有 device 角色")
    else:
        yield from _unless("device" not in given.roles, "$.roles", "人员不能有 device 角色")
    if given.agency:
        yield from _agency(given.agency, register)
    yield from _unless(
        _subjects(given.principal, ledger) <= {given.subject}, "$.principal", "该账号已属于另一人员或者设备，请另取名称"
    )


def _subjects(principal: str, ledger: Ledger) -> set[str]:
    """Who has ever had the account: its name stands in the record for whoever acted by it, also once it is revoked."""
    granted = (one.event for one in ledger.history(AccessRevoked(principal=principal, reason="").stream))
    return {one.subject for one in granted if isinstance(one, AccessGranted) and one.principal == principal}


def _agency(code: str, register: Register) -> Found:
    yield from _unless(code in register.agencies, "$.agency", "名录中没有这个机关")


def _person(person: str, ledger: Ledger) -> Found:
    yield from _unless(_is_known(person, ledger), "$.person", "名录中没有这个人员，或者其个人信息已经清除")


def _is_known(person: str, ledger: Ledger) -> bool:
    """Whether the registers have the person: one who was erased gets no entry any more."""
    return ledger.version(f"person:{person}") > 0 and person not in ledger.register().erased


def _term(
    entry: AgencyRegistered
    | HeadAppointed
    | UnitHeadAppointed
    | ReviewerRegistered
    | MatterRegistered
    | BenchmarkPublished
    | OffenceDropped
    | StalenessProvided
    | MeasureProvided
    | EmergencyDeclared
    | TemplateAdopted
    | DelegationGranted
    | NumberFormSet
    | LicenceMatterListed
    | OfficerRegistered,
) -> Found:
    last: date | None = entry.valid_to
    yield from _unless(last is None or last >= entry.valid_from, "$.valid_to", "截止日期早于起始日期")


def _unless(holds: bool, path: str, detail: str) -> Found:
    if not holds:
        yield path, detail
