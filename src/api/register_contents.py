"""What is wrong with the fields that only one kind of entry has."""

from __future__ import annotations

import re
from typing import Final

from api.number_checks import wrong_code
from api.register_fields import BLANK, Found, blank, inside, unless
from records.identifiers import is_credit_code
from records.licence.listed import LicenceMatterListed
from records.regions import is_region, lies_in
from records.register.events import (
    AccessRevoked,
    AgencyRegistered,
    BenchmarkPublished,
    CalendarAdopted,
    EmergencyDeclared,
    MatterRegistered,
    MatterWithdrawn,
    MeasureProvided,
    OfficerEnded,
    OfficerRegistered,
    ReviewerRegistered,
    SeriesContinued,
    StalenessProvided,
)
from records.register.fold import Register
from records.store.ledger import Ledger

_SHORT: Final = re.compile(r"\w{1,20}")
_DIGEST: Final = re.compile("[0-9a-f]{64}")
_NO_DIGEST: Final = "应为宣布文书扫描件的 BLAKE3 摘要（64 位小写十六进制）"
_LONGEST: Final = 1_200
"""Months of a term of discovery at most: a hundred years."""


def wrong_registration(entry: AgencyRegistered, ledger: Ledger) -> Found:
    """Code, region and 代字 of an agency."""
    register = ledger.register()
    yield from wrong_code("$.code", entry.code, is_credit_code, "统一社会信用代码不正确，请核对（校验码不符）")
    yield from _wrong_region(entry.region, register)
    right = _SHORT.fullmatch(entry.short) is not None
    yield from unless(right, "$.short", "代字应为二十个以内的汉字、字母或者数字")
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


def wrong_name(entry: OfficerRegistered | ReviewerRegistered, _: Ledger) -> Found:
    """An officer without a name."""
    yield from unless(isinstance(entry.name, str) and bool(entry.name.strip()), "$.name", "请填写姓名")


def wrong_certificate(entry: OfficerEnded, ledger: Ledger) -> Found:
    """The end of a certificate that the officer does not have."""
    held = {one.certificate for one in ledger.register().officers.get(entry.person, ())}
    yield from unless(entry.certificate in held, "$.certificate", "该人员没有这个执法证")


def wrong_basis(entry: MatterRegistered, ledger: Ledger) -> Found:
    """Basis of a matter, and kinds of penalty of one in which somebody may be punished."""
    yield from unless(bool(entry.basis), "$.basis", "请至少填写一项依据")
    for at, one in enumerate(entry.basis):
        yield from inside(f"$.basis[{at}]", blank(one))
    punishes = _is_punished(entry, ledger.register())
    yield from unless(bool(entry.kinds) or not punishes, "$.kinds", "该事项是处罚事项，请至少填写一种处罚种类")
    for at, kind in enumerate(entry.kinds):
        yield from unless(bool(kind.strip()), f"$.kinds[{at}]", BLANK)


def _is_punished(entry: MatterRegistered, register: Register) -> bool:
    """Whether the registers have what only a matter of penalties has on the first day of the entry: kinds in the entry
    that it replaces, a benchmark, a term of discovery. A matter of licences, levies or payments has none of these.
    """
    code, day = entry.code, entry.valid_from
    before = register.matter(code, entry.agency, day)
    if before is not None and before.kinds:
        return True
    return register.benchmark(code, day) is not None or register.own_staleness(code, day) is not None


def wrong_withdrawn(entry: MatterWithdrawn, ledger: Ledger) -> Found:
    """The end of a matter that is not listed."""
    yield from unless(entry.code in ledger.register().matters, "$.code", "没有这个事项")


def wrong_materials(entry: LicenceMatterListed, _: Ledger) -> Found:
    """What a licence asks of the applicant, and how many there may be."""
    for at, one in enumerate(entry.materials):
        yield from unless(bool(one.strip()), f"$.materials[{at}]", BLANK)
        yield from unless(one not in entry.materials[:at], f"$.materials[{at}]", "同一材料填写了两次")
    limit = entry.number_limit
    yield from unless(limit is None or limit > 0, "$.number_limit", "数量限制应为正整数；没有限制的留空")


def wrong_ranges(entry: BenchmarkPublished, _: Ledger) -> Found:
    """The ranges of a benchmark: one for each degree, from less to more."""
    yield from unless(bool(entry.ranges), "$.ranges", "请至少填写一档裁量幅度")
    degrees = [one.degree for one in entry.ranges]
    for at, one in enumerate(entry.ranges):
        yield from inside(f"$.ranges[{at}]", blank(one))
        yield from unless(one.degree not in degrees[:at], f"$.ranges[{at}].degree", "同一情节填写了两次")
        yield from unless(one.from_yuan >= 0, f"$.ranges[{at}].from_yuan", "下限不能小于 0 元")
        yield from unless(one.to_yuan >= one.from_yuan, f"$.ranges[{at}].to_yuan", "上限不能小于下限")


def wrong_months(entry: StalenessProvided, _: Ledger) -> Found:
    """How long an act can be discovered."""
    yield from unless(0 < entry.months <= _LONGEST, "$.months", f"应为 1 至 {_LONGEST} 个月")


def wrong_measure(entry: MeasureProvided, _: Ledger) -> Found:
    """Basis and terms of a measure."""
    yield from inside("$.basis", blank(entry.basis))
    for name in ("days", "extension_days", "hours"):
        yield from unless(0 <= getattr(entry, name) <= _LONGEST, f"$.{name}", f"应为 0 至 {_LONGEST}")
    restricts = entry.measure == "liberty"
    yield from unless(restricts == bool(entry.hours), "$.hours", "限制公民人身自由的应当写明最长时限，其他措施不填写")


def wrong_digest(entry: EmergencyDeclared, _: Ledger) -> Found:
    """What names the paper that declares an emergency."""
    yield from unless(_DIGEST.fullmatch(entry.digest) is not None, "$.digest", _NO_DIGEST)


def wrong_days(entry: CalendarAdopted, _: Ledger) -> Found:
    """The days of a calendar: of its year, and each either off or working."""
    for name, days in (("off", entry.off), ("working", entry.working)):
        for at, day in enumerate(days):
            yield from unless(day.year == entry.year, f"$.{name}[{at}]", f"{day} 不在 {entry.year} 年内")
    for at, day in enumerate(entry.working):
        yield from unless(day not in entry.off, f"$.working[{at}]", f"{day} 不能既放假又上班")


def wrong_account(entry: AccessRevoked, ledger: Ledger) -> Found:
    """The end of an account that nobody has."""
    known = any(one.principal == entry.principal for one in ledger.register().access.values())
    yield from unless(known, "$.principal", "没有这个账号，或者已经撤销")


def wrong_series(entry: SeriesContinued, ledger: Ledger) -> Found:
    """A series that needs no word of a person, or a number that was given out before."""
    lost = ledger.last_lost() is not None
    yield from unless(lost, "$.type", "账本没有丢失记录，编号由系统连续给出，不需要核定")
    known = {one.series for one in ledger.register().law(ledger.now().day, "").documents.values()}
    yield from unless(entry.kind in known, "$.kind", "没有这个文书代字")
    next_free = ledger.series(entry.stream)[0].next
    yield from unless(entry.next >= next_free, "$.next", f"不能小于 {next_free}：前面的编号已经用过")
