"""What a recorded event says, field by field in plain words: labels and words are those of the forms."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec

from api.form_labels import LABELS, Key
from api.wording import STEPS, WORDS, day, moment, personal, size, word, yuan
from records.course.drafted_fields import decider_of, value_of
from records.course.drafting import Drafted
from records.course.steps import COMMANDS
from records.event import CaseEvent, Erased
from records.law.data import Law
from records.register.fold import Register

_APART: Final = frozenset({"case", "entry", "defects", "disclosure"})
"""Fields that a page shows in a place of their own, or that are ids of pages."""

LABEL: Final[Mapping[str, str]] = {
    **LABELS.added,
    **LABELS.label,
    "add-evidence.item": "证据编号",
    "age": "年龄段",
    "agency_code": "机关代码",
    "benchmark": "适用的裁量基准（第三十七条）",
    "blake3": "BLAKE3 摘要",
    "copy": "公示文本",
    "decided_on": "决定日期",
    "declaration": "宣布突发事件的文书",
    "declared_by": "宣布机关",
    "digest": "草案摘要（SHA-256）",
    "first_day": "加处罚款起算",
    "link-redo.digest": "原决定事实和理由的摘要（SHA-256）",
    "supersedes": "原案件编号",
    "supplement-evidence.item": "补充证据编号",
    "gaps": "案卷缺少的材料",
    "hit": "应当法制审核的情形",
    "impose-surcharge.amount_yuan": "加处罚款金额",
    "impose-surcharge.days": "加处罚款计算的天数",
    "issued_on": "发出公告的日期",
    "lapse-preservation.due_on": "登记保存届满日期",
    "matter_name": "事项名称",
    "mark-emergency.digest": "宣布文书的 BLAKE3 摘要",
    "mark-emergency.instrument": "宣布文书的文号",
    "media_type": "格式",
    "next_review_on": "下次复审日期",
    "number": "文号",
    "party_kind": "当事人类型",
    "receipts": "票据号码",
    "recipients": "签收人",
    "reviewer": "审核人员",
    "licence": "原许可决定书文号",
    "deem-renewal.valid_until": "延续后的有效期截止日期",
    "grant-licence.kind": "许可类别",
    "change-licence.kind": "许可类别",
    "in_time": "是否在届满三十日前申请延续",
    "safety": "是否直接关系公共安全、人身健康、生命财产安全",
    "sha256": "SHA-256 摘要",
    "size": "大小",
    "started_at": "开始记录的时间（设备时钟）",
    "version_id": "存储版本号",
    "voided": "作废的记录",
}
"""By field, as in `form_labels.toml`; an event has some that no form asks for."""

_WORDS: Final[Mapping[str, str]] = {
    **LABELS.words,
    "party_kind": "party_kind",
    "benchmark": "benchmark",
    "grade": "oversight_grade",
    "Hit.part": "evaluation_part",
    "way": "way",
    "grant-licence.kind": "licence_kind",
    "change-licence.kind": "licence_kind",
    "re-review-disclosure.former": "outcome",
    "override-list-mismatch.list": "list_kind",
    "end-publication.ground": "publication_end",
    "publish-test.outcome": "test_outcome",
}
_AGES: Final = {"under-14": "未满十四周岁", "14-17": "十四周岁以上未满十八周岁", "adult": "十八周岁以上"}
_GIVEN: Final = {"Party": "PartyGiven", "Somebody": "SomebodyGiven", "Held": "HeldGiven"}
"""Structs of events by the name that the same thing has in a command."""

_PEOPLE: Final = frozenset({"officers", "heads", "leaders", "staff", "recusals", "supervisors"})
_TIMES: Final = frozenset({"begun_at", "ended_at", "started_at"})


class Shown(msgspec.Struct, frozen=True):
    """A field that says something."""

    label: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[Shown, ...], ...] = ()
    """Of a field with parts: for each of them its fields."""


class Names(msgspec.Struct, frozen=True):
    """What ids and codes stand for on the day of the event."""

    person: Callable[[str], str]
    register: Register
    law: Law
    on: date
    agency: str
    """Code of the agency whose case it is."""

    def matter(self, code: str) -> str:
        """A matter with its code."""
        found = self.register.matter(code, self.agency, self.on)
        return f"{found.name}（{code}）" if found else code

    def called_agency(self, code: str) -> str:
        """An agency by its name."""
        found = self.register.agency(code, self.on)
        return found.name if found else code

    def question(self, code: str) -> str:
        """An element of the legal review."""
        return self.law.questions[code].title if code in self.law.questions else code

    def threshold(self, code: str) -> str:
        """Why a review is due."""
        return self.law.thresholds[code].title if code in self.law.thresholds else code


def shown(event: CaseEvent, names: Names, apart: Collection[str] = ()) -> tuple[Shown, ...]:
    """The fields of the event that say something, in the order in which it declares them; `apart` are left out."""
    command = COMMANDS[type(event)]
    key = Key(str(command.__struct_config__.tag), (), command.__name__)
    return tuple(_fields(event, key, names, apart))


def _fields(struct: Any, key: Key, names: Names, apart: Collection[str] = ()) -> Iterator[Shown]:
    for name in struct.__struct_fields__:
        value = getattr(struct, name)
        if isinstance(struct, Drafted) and name == "more":
            yield from _drafted(struct, names)
        elif value not in (None, "", ()) and name not in apart and not _is_apart(struct, name):
            yield _field(value, Key(key.command, (*key.path, name), key.struct), names)


def _drafted(draft: Drafted, names: Names) -> Iterator[Shown]:
    """What the draft says beside what all say, in the words of the decision."""
    for one in draft.more:
        kind = decider_of(draft.document, one)
        if kind is not None:
            yield _field(value_of(kind, one), Key(str(kind.__struct_config__.tag), (one.name,), kind.__name__), names)


def _is_apart(struct: Any, name: str) -> bool:
    """Whether a field is none of the document: a third person's id is a random one, which names nobody."""
    return name in _APART if isinstance(struct, CaseEvent) else name == "person"


def _field(value: Any, key: Key, names: Names) -> Shown:
    label = key.find(LABEL) or key.path[-1]
    values = value if isinstance(value, tuple) else (value,)
    if isinstance(values[0], msgspec.Struct) and not isinstance(values[0], Erased):
        return Shown(label, rows=tuple(tuple(_fields(one, _within(one, key), names)) for one in values))
    return Shown(label, tuple(_said(one, key, names) for one in values))


def _within(struct: msgspec.Struct, key: Key) -> Key:
    name = type(struct).__name__
    return Key(key.command, key.path, _GIVEN.get(name, name))


def _said(value: Any, key: Key, names: Names) -> str:
    """One value as people read it."""
    match value:
        case bool():
            return "是" if value else "否"
        case date():
            return day(value)
        case Decimal():
            return yuan(value)
        case int():
            return size(value) if key.path[-1] == "size" else str(value)
        case Erased():
            return personal(value)
        case _:
            return _text(value, key, names)


def _text(value: str, key: Key, names: Names) -> str:
    """A text, or the word, the name or the time that it stands for."""
    name, source = key.path[-1], key.find(LABELS.source)
    kind = key.find(_WORDS)
    if kind and value in WORDS[kind]:
        return word(value, kind)
    if source in _PEOPLE or name == "reviewer":
        return names.person(value) or "（姓名不可读）"
    if name in _TIMES:
        with suppress(ValueError, OverflowError):
            return moment(value)
    if source == "review-steps":
        return STEPS.get(value, value)
    read = _read(names).get("Element.id" if (key.struct, name) == ("Element", "id") else name)
    return read(value) if read else value


def _read(names: Names) -> Mapping[str, Callable[[str], str]]:
    """Codes whose names are in the registers or in the law data."""
    return {
        "agency": names.called_agency,
        "inspected": names.called_agency,
        "evaluated": names.called_agency,
        "unit": names.called_agency,
        "involved": names.person,
        "county": names.called_agency,
        "matter": names.matter,
        "hit": names.threshold,
        "Element.id": names.question,
        "age": lambda value: _AGES.get(value, value),
        "voided": _voided,
    }


def _voided(tag: str) -> str:
    """The step that was a mistake, by the tag of its event."""
    return STEPS.get(_COMMAND_OF.get(tag, ""), tag)


_COMMAND_OF: Final[Mapping[str, str]] = {
    str(event.__struct_config__.tag): str(command.__struct_config__.tag) for event, command in COMMANDS.items()
}
