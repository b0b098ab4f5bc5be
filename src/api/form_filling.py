"""A form as a page shows it: what was typed or is known, what is wrong, and what can be chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from api.choices import Options
from api.form_reading import Form, first, rows
from api.forms import Field, Option
from records.moment import SHANGHAI

FEW: Final = 5
"""Options up to which all are shown at once."""


def filled(fields: Iterable[Field], values: Mapping[str, Any], prefix: str = "") -> dict[str, list[str]]:
    """Values of a command as its form has them, by the name of the input."""
    form: dict[str, list[str]] = {}
    for field in fields:
        value = values.get(field.own)
        if value is None:
            continue
        name = prefix + field.name
        if field.kind == "struct":
            form |= filled(field.parts, value, prefix)
        elif field.kind == "rows":
            for row, one in enumerate(value):
                form |= {f"{name}.{row}.kept": ["1"], **filled(field.parts, one, f"{name}.{row}.")}
        else:
            form[name] = _typed(field, value)
    return form


def _typed(field: Field, value: Any) -> list[str]:
    match field.kind:
        case "choices" | "picks":
            return [str(one) for one in value]
        case "lines":
            return ["\n".join(value)]
        case "flag":
            return ["yes"] if value else []
        case "answer":
            return ["yes" if value else "no"]
        case "time":
            return [f"{datetime.fromisoformat(value).astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"]
        case _:
            return [str(value)]


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What the template asks while it draws the fields."""

    form: Form
    wrong: Mapping[str, str] = {}
    """What is wrong, by the name of the input."""
    choices: Mapping[str, Options] = {}
    titles: Mapping[str, Sequence[str]] = {}
    """Headings of rows that stand for something of the case: none is added, none left out."""
    more: str = ""
    """The group that shall have a row more."""

    def text(self, name: str) -> str:
        """What stands in the input."""
        return first(self.form, name)

    def has(self, name: str, value: str) -> bool:
        """Whether the value is chosen; where nothing is, an empty one is."""
        return value in self.form.get(name, ()) if value else not self.text(name)

    def rows(self, name: str) -> list[int]:
        """The rows to draw: those that there are, one at least, and one more when it was asked for."""
        there = rows(self.form, name)
        if name in self.titles:
            return there or list(range(len(self.titles[name])))
        if not there or self.more == name:
            return [*there, max(there, default=-1) + 1]
        return there

    def options(self, field: Field, name: str) -> Options:
        """What can be chosen, with what was chosen already, if it isn't there any more."""
        known = self._known(field)
        chosen = self.form.get(name, ())
        values = {one.value for one in known}
        return (*known, *(Option(one, f"{one}（已不在名单中）") for one in chosen if one and one not in values))

    def _known(self, field: Field) -> Options:
        """The words of its values; of those that the case narrows down, what it leaves, unless that is nothing."""
        offered = self.choices.get(field.source, ())
        if not field.options:
            return offered
        left = {one.value for one in offered}
        return tuple(one for one in field.options if one.value in left) or field.options

    def shows_all(self, field: Field, name: str) -> bool:
        """Whether the options stand side by side, not in a list that opens: not where each case has its own."""
        return field.kind == "choice" and not field.source and len(self.options(field, name)) <= FEW

    def title(self, name: str, row: int) -> str:
        """The heading of a row."""
        given = self.titles.get(name, ())
        return given[row] if row < len(given) else f"第 {row + 1} 行"


def label_of(fields: Iterable[Field], name: str) -> str:
    """What the input of that name is called, within its group; empty for what has none."""
    plain = [part for part in name.split(".") if not part.isdigit()]
    for field in fields:
        own = field.name.split(".")
        if own == plain or name == field.name:
            return field.label
        inner = label_of(field.parts, name) or _within(field, name)
        if inner:
            return inner
    return ""


def _within(field: Field, name: str) -> str:
    """The same for an input of a row."""
    group, _, rest = name.removeprefix(field.name + ".").partition(".")
    if field.kind != "rows" or not name.startswith(field.name + ".") or not group.isdigit():
        return ""
    inner = label_of(field.parts, rest)
    return f"{field.label}第 {int(group) + 1} 行：{inner}" if inner else ""
