"""From what a form sends to what a command takes: values of JSON, and a plain sentence for each that is none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import parse_qsl

import msgspec

from api.forms import Field
from records.moment import SHANGHAI

Form = Mapping[str, Sequence[str]]
"""Values by name, as they came; nothing of them is ever thrown away."""

ROWS: Final = 100
"""Rows of a group at most; those beyond are shown again, and not recorded."""
FIELDS: Final = 5_000
"""Values of a form at most."""

EMPTY: Final = "请填写"
UNCHOSEN: Final = "请选择"
FULL: Final = f"最多 {ROWS} 行"
_INDEX: Final = re.compile("[0-9]{1,4}")


def parsed(body: bytes) -> dict[str, list[str]]:
    """The values of a form as a browser sends it. Raises DecodeError for what no form sends."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELDS, errors="strict")
    except (ValueError, UnicodeDecodeError):
        raise msgspec.DecodeError("the body is no form") from None
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return form


def first(form: Form, name: str) -> str:
    """The first value of a field, empty when the form does not have it."""
    return next(iter(form.get(name, ())), "")


def rows(form: Form, name: str) -> list[int]:
    """The rows of a group that the form has, by number."""
    return _numbered(form, name)


def _numbered(names: Iterable[str], group: str) -> list[int]:
    heads = (one[len(group) + 1 :].partition(".")[0] for one in names if one.startswith(f"{group}."))
    return sorted({int(head) for head in heads if _INDEX.fullmatch(head)})


class Reading:
    """Reads a form field by field; `wrong` says what is wrong, by the name of the input."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self.wrong: dict[str, str] = {}
        self._kept: dict[str, list[int]] = {}  # rows that say something, by group

    def values(self, fields: Iterable[Field], prefix: str = "") -> dict[str, Any]:
        """The values of the fields by their own names; what is left empty and has a default is left out."""
        found: dict[str, Any] = {}
        for field in fields:
            value = self._value(field, prefix + field.name)
            if value is not None:
                found[field.own] = value
        return found

    def name(self, path: str) -> str:
        """The name of the input for a JSON path as errors give it: `$.items[0].name` becomes `items.2.name`."""
        name = ""
        for part in re.findall(r"[^.\[\]$]+", path):
            kept = self._kept.get(name)
            if part.isdigit() and kept is None:
                return name  # one of several texts: they share an input
            at = str(kept[int(part)]) if kept is not None and part.isdigit() and int(part) < len(kept) else part
            name = f"{name}.{at}" if name else at
        return name

    def _value(self, field: Field, name: str) -> Any:
        match field.kind:
            case "struct":
                return self._struct(field, name)
            case "rows":
                return self._rows(field, name)
            case "flag":
                return True if self._text(name) else None
            case "choices" | "picks":
                return self._several(field, name, [one for one in self._form.get(name, ()) if one])
            case "lines":
                lines = [one.strip() for one in self._text(name).split("\n")]
                return self._several(field, name, [one for one in lines if one])
            case _:
                return self._single(field, name)

    def _struct(self, field: Field, name: str) -> Any:
        prefix = name.removesuffix(field.name)  # parts carry the whole path already
        if not field.required and not self._is_filled(name):
            return None
        return self.values(field.parts, prefix)

    def _is_filled(self, name: str) -> bool:
        """Whether anything was typed or chosen within."""
        within = (texts for key, texts in self._form.items() if key.startswith(f"{name}."))
        return any(text.strip() for texts in within for text in texts)

    def _rows(self, field: Field, name: str) -> Any:
        kept = self._kept[name] = self._said(name)
        if len(kept) > ROWS:
            self.wrong[name] = f"{FULL}，现在有 {len(kept)} 行"
            return None
        if not kept and field.required:
            self.wrong[name] = "请至少填写一行"
        found = [self.values(field.parts, f"{name}.{row}.") for row in kept]
        return found if found or field.required else None

    def _said(self, name: str) -> list[int]:
        """The rows into which anything was put; a row that the form itself made counts always."""
        return _numbered((one for one, values in self._form.items() if any(map(str.strip, values))), name)

    def _several(self, field: Field, name: str, given: list[str]) -> Any:
        if not given and field.required and not field.may_be_empty:
            self.wrong[name] = EMPTY if field.kind == "lines" else UNCHOSEN
        longest = field.longest
        if longest and any(len(one) > longest for one in given):
            self.wrong[name] = f"每行最多 {longest} 个字"
        return given if given or field.required else None

    def _single(self, field: Field, name: str) -> Any:
        text = self._text(name)
        if field.kind not in ("line", "text"):
            text = text.strip()
        if not text.strip():
            return self._nothing(field, name)
        if field.longest and len(text) > field.longest:
            self.wrong[name] = f"最多 {field.longest} 个字，现在有 {len(text)} 个字"
        try:
            return _number(text) if field.whole else _READ.get(field.kind, str)(text)
        except (ValueError, InvalidOperation, OverflowError):
            self.wrong[name] = _SAID[field.kind]
            return None

    def _nothing(self, field: Field, name: str) -> Any:
        if not field.required:
            return None
        if field.may_be_empty:
            return ""
        self.wrong[name] = UNCHOSEN if field.kind in ("choice", "pick", "answer", "fixed") else EMPTY
        return None

    def _text(self, name: str) -> str:
        return first(self._form, name)


def occurred_at(form: Form) -> str:
    """When the step happened: a day and perhaps an hour of Shanghai, empty for now. ValueError for what is neither."""
    day, hour = (first(form, f"occurred_at.{part}").strip() for part in ("day", "hour"))
    if not day:
        if hour:
            msg = "an hour without a day"
            raise ValueError(msg)
        return ""
    return _time(f"{day}T{hour}") if hour else _date(day)


def _number(text: str) -> int:
    return int(unicodedata.normalize("NFKC", text).replace(",", ""))


def _money(text: str) -> str:
    """As the command takes it: digits with at most a point, whatever separates thousands."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").removesuffix("元").strip()
    amount = Decimal(plain)
    if not amount.is_finite():
        raise ValueError(text)
    return plain


def _date(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _time(text: str) -> str:
    value = datetime.fromisoformat(text)
    return (value if value.tzinfo else value.replace(tzinfo=SHANGHAI)).isoformat()


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(text)
    return text == "yes"


_READ: Final[Mapping[str, Any]] = {
    "number": _number,
    "money": _money,
    "date": _date,
    "time": _time,
    "answer": _yes,
}
_SAID: Final[Mapping[str, str]] = {
    "number": "请填写整数",
    "money": "请填写金额，如 200.00",
    "date": "请填写日期，如 2026-01-05",
    "time": "请填写日期和时间，如 2026-01-05 09:30",
    "answer": UNCHOSEN,
    "pick": UNCHOSEN,
}
