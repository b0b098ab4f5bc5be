"""Entries of the registers with marks: what of an agency, its people, lists and letters everybody reads, and what not.

The law data themselves, calendars and what other laws provide are public by nature, and have no marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import inspect

from marked_commands import Say, placeless
from marked_town import Filling
from needles import unique
from penal import AGENCY
from records.application import Sender, record_entry
from records.event import Event
from records.licence.listed import LicenceMatterListed
from records.paper.events import TemplateAdopted
from records.register import events as r

MARKED: Final = "11140429012347970J"
"""Code of the agency that these are of; it has no case."""
_MATTER: Final = "140429-bm-001"
_PERSON, _REVIEWER, _FORMER = "person-bm-1", "person-bm-2", "person-bm-3"
_SINCE: Final = date(2020, 1, 1)

_KEPT: Final = frozenset(
    {
        # who, what and where by its code; what has a form of its own
        *("type", "code", "agency", "delegator", "delegate", "person", "matter", "matters", "device", "region"),
        *("number", "kind", "item", "digest", "principal", "subject", "token", "case", "form", "certificate"),
        # when
        *("lent_at", "returned_at", "checked_at"),
    }
)


class Entry(NamedTuple):
    """An entry, and which of its texts are public in the end."""

    entry: r.RegisterEvent
    shown: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    """Fields of it that have no mark, beside those of all."""


def _shown(*paths: str) -> frozenset[str]:
    return frozenset(paths)


ENTRIES: Final = (
    Entry(
        r.AgencyRegistered(
            code=MARKED, name="某机关", short="某", kind="agency", region="140429", valid_from=_SINCE,
            address="某街1号", phone="0355-6380000",
        ),
        _shown("name", "short", "address", "phone"),  # 第三条: 执法主体
    ),
    Entry(
        r.OfficerRegistered(
            person=_PERSON, agency=MARKED, certificate="14042990001", category="综合执法", valid_from=_SINCE,
            valid_to=date(2030, 12, 31), name="某人",
        ),
        _shown("category", "name"),  # 第三条: 执法人员
    ),
    Entry(
        r.OfficerRegistered(
            person=_FORMER, agency=MARKED, certificate="14042990002", category="综合执法", valid_from=_SINCE,
            valid_to=date(2030, 12, 31), name="某人",
        ),
        _shown("category", "name"),  # the registers are read of any day
    ),
    Entry(r.OfficerEnded(person=_FORMER, certificate="14042990002", last_day=date(2025, 12, 31), reason="调离")),
    Entry(
        r.ReviewerRegistered(person=_REVIEWER, agency=MARKED, qualification="A1", valid_from=_SINCE, name="某人"),
        _shown("name"),  # 法制审核人员; the number of the qualification is the person's own
    ),
    Entry(r.TrainingRecorded(person=_REVIEWER, hours=8, subject="行政处罚法", on=date(2026, 3, 2))),
    Entry(
        r.MatterRegistered(
            code=_MATTER, name="某事项", agency=MARKED, power="law", instrument="某决定", kinds=("警告",),
            basis=(r.LegalBasis(law="某法", article="第一条", summary="摘要"),), valid_from=_SINCE,
        ),
        _shown("name", "basis.law", "basis.article", "basis.summary", "instrument", "kinds"),  # 第三条: 执法依据
    ),
    Entry(
        r.MatterRegistered(
            code="140429-bm-002", name="某事项", agency=MARKED, power="law", instrument="某决定", kinds=("警告",),
            basis=(r.LegalBasis(law="某法", article="第一条", summary="摘要"),), valid_from=_SINCE,
        ),
        _shown("name", "basis.law", "basis.article", "basis.summary", "instrument", "kinds"),
    ),
    Entry(r.MatterWithdrawn(code="140429-bm-002", last_day=date(2025, 12, 31), reason="取消")),
    Entry(
        r.BenchmarkPublished(
            matter=_MATTER, title="某基准", ranges=(r.Range(degree="一般", from_yuan=1, to_yuan=2),), valid_from=_SINCE
        ),
        _shown("title", "ranges.degree"),  # 第五条: 裁量基准
    ),
    Entry(
        r.ListPublished(
            agency=MARKED, kind="responsibility", version=1, instrument="某通知", valid_from=_SINCE,
            items=(r.ListedMatter(matter=_MATTER, wording="某责任"),),
        ),
        _shown("items.wording", "instrument"),  # 第三条: 清单
    ),
    Entry(
        r.DelegationGranted(
            number="某委〔2026〕1号", delegator=MARKED, delegate=AGENCY, kind="other", matters=(_MATTER,), scope="某地",
            basis=(r.LegalBasis(law="某法", article="第一条", summary="摘要"),), fitness="某条件", digest="e" * 64,
            announced="公告栏", valid_from=_SINCE, valid_to=date(2030, 12, 31),
        ),
        _shown("basis.law", "basis.article", "basis.summary", "scope", "fitness", "announced"),  # 处罚法 第二十条
    ),
    Entry(r.DelegationAnnounced(number="某委〔2026〕1号", agency=MARKED, where="某网站", valid_from=_SINCE)),
    Entry(
        r.DelegationGranted(
            number="某委〔2020〕1号", delegator=MARKED, delegate=AGENCY, kind="other", matters=(_MATTER,), scope="某地",
            basis=(r.LegalBasis(law="某法", article="第一条", summary="摘要"),), fitness="某条件", digest="e" * 64,
            announced="公告栏", valid_from=_SINCE, valid_to=date(2030, 12, 31),
        ),
        _shown("basis.law", "basis.article", "basis.summary", "scope", "fitness", "announced"),
    ),
    Entry(r.DelegationEnded(number="某委〔2020〕1号", last_day=date(2025, 12, 31), reason="终止")),
    Entry(r.DeviceRegistered(device="recorder-bm", agency=MARKED, model="DSJ", serial="0001")),
    Entry(r.DeviceLent(device="recorder-bm", person=_PERSON, lent_at="2026-03-02T09:00:00+08:00", unit="某队")),
    Entry(r.DeviceReturned(device="recorder-bm", returned_at="2026-03-02T19:00:00+08:00", condition="屏幕有裂纹")),
    Entry(r.DeviceEnded(device="recorder-bm", last_day=date(2026, 3, 31), reason="报废")),
    Entry(r.AccessRevoked(principal="nobody", reason="离职")),
    Entry(
        r.NumberFormSet(kind="qualification", scope=MARKED, form="A#", source="某办法", valid_from=_SINCE),
        kept=frozenset({"scope"}),
    ),
    Entry(r.SeriesContinued(agency=MARKED, kind="某罚决", year=2026, next=1, reason="核对了纸质文书")),
    Entry(
        r.ComplaintEntered(
            item="complaint-bm", agency=MARKED, received_on=date(2026, 3, 2), summary="某投诉", person="complaint-bm",
            name="某人", contact="某处",
        )
    ),
    Entry(r.ComplaintSettled(item="complaint-bm", agency=MARKED, answer="某答复")),
    Entry(
        r.PersonRegistered(
            person="person-bm-4", kind="natural", name="某人", number="140429199001010013", address="某处"
        )
    ),
)  # fmt: skip
"""One of each type that people write in; of what may end, one that is over as well."""

WITHOUT_MARKS: Final[dict[type[Event], str]] = {
    **dict.fromkeys((r.HeadAppointed, r.UnitHeadAppointed, r.DeviceClockChecked), "ids and numbers alone"),
    **dict.fromkeys((r.RulesAdopted, r.AgencyRulesAdopted, r.CalendarAdopted, TemplateAdopted), "law, or its form"),
    **dict.fromkeys((r.OffenceDropped, r.StalenessProvided, r.MeasureProvided, r.EmergencyDeclared), "other law"),
    **dict.fromkeys((r.BasisRepealed, r.BasisChanged), "what became of a law"),
    LicenceMatterListed: "what anybody who wants a licence is told",
}
"""Entries that have none, with the reason."""


def fill_registers(filling: Filling) -> None:
    """All of them."""
    for number, one in enumerate(ENTRIES):
        tag = str(type(one.entry).__struct_config__.tag)
        given = dict(_marked(filling, f"entry {number}, {tag}", one))
        entry: r.RegisterEvent = msgspec.convert(given, type(one.entry), strict=False)
        record_entry(filling.ledger, entry, Sender("system", "system", f"marked-{number}", bytes(32)))


def _marked(filling: Filling, what: str, one: Entry) -> Iterator[tuple[str, Any]]:
    def say(path: str) -> str:
        where = f"{what}, {path}"
        if placeless(path) not in one.shown:
            return filling.needles.mark(where)
        filling.shown[unique(where)] = where
        return unique(where)

    given = msgspec.to_builtins(one.entry)
    yield "type", given["type"]
    for field in msgspec.structs.fields(one.entry):
        kept = field.name in _KEPT | one.kept
        yield (
            field.name,
            given[field.name] if kept else _said(inspect.type_info(field.type), given[field.name], field.name, say),
        )


def _said(kind: inspect.Type, given: Any, path: str, say: Say) -> Any:
    """A value with a mark in the place of each text that says something."""
    match kind:
        case inspect.VarTupleType():
            return [_said(kind.item_type, one, f"{path}[{at}]", say) for at, one in enumerate(given)]
        case inspect.StructType():
            return {
                one.encode_name: _said(one.type, given[one.encode_name], f"{path}.{one.encode_name}", say)
                if one.encode_name not in _KEPT
                else given[one.encode_name]
                for one in kind.fields
            }
        case inspect.StrType() | inspect.UnionType() if isinstance(given, str) and given and not _is_dated(given):
            return say(path)
        case _:
            return given


def _is_dated(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
