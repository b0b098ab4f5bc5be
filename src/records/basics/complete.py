"""Whether the basic information of a matter says all that it has to (信息公示制度 第五条)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from records.law.data import Law
from records.law.entries import Particular
from records.register.events import BasisChanged, BasisRepealed, MatterRegistered
from records.register.events.information import BasicInformation
from records.register.fold import Register

RANGED: Final = "罚款"
"""The kind of penalty that leaves the agency a range."""

_EDITION: Final = "(?:[（(][^（()）》]*[）)])"
"""As in 食品安全法（2021年修正）."""

_BEFORE: Final = "(?:^|(?<=[^一-鿿《])|(?<=[和及与或据照按]))"
_AFTER: Final = "(?=$|第|[^一-鿿]|[和及与或的等])"
"""What stands beside a name without 《》 that is not longer than it: 食品安全法 is not in 食品安全法实施条例."""


def lacking(information: BasicInformation, matter: str, agency: str, on: date, register: Register) -> list[Particular]:
    """What it does not say and has to, by the law data of the day, in their order."""
    law = _law(register, on)
    due = (one for one in law.particulars.values() if _is_due(one, matter, agency, on, register))
    return [one for one in due if not is_said(getattr(information, one.id, ""))]


def _law(register: Register, on: date) -> Law:
    return register.law(on, "basic-information")


def is_said(value: object) -> bool:
    """Whether a member of the information says anything."""
    if isinstance(value, tuple):
        return any(one.strip() for one in value)
    return isinstance(value, str) and bool(value.strip())


def _is_due(one: Particular, matter: str, agency: str, on: date, register: Register) -> bool:
    match one.when:
        case "always":
            return True
        case "delegated":
            return register.delegation(agency, matter, on) is not None
        case "discretion":
            listed = register.matter(matter, agency, on)
            return listed is not None and RANGED in listed.kinds


def said_lacking(missing: list[Particular]) -> str:
    """What is lacking in words, each with its article."""
    return "、".join(f"{one.title}（{one.article}）" for one in missing)


def ended(information: BasicInformation, on: date, register: Register) -> tuple[BasisRepealed, ...]:
    """Repeals that had come by that day of what it cites."""
    repeals = (one for one in register.bases_ended(on) if isinstance(one, BasisRepealed))
    return tuple(one for one in repeals if cites(information.basis, one))


def cites(lines: tuple[str, ...], change: BasisRepealed | BasisChanged) -> bool:
    """Whether one of the lines names that law, and that article where only one ended or changed."""
    law, article = re.escape(_short(change.law)), _plain(change.article)
    named = re.compile(f"《{law}{_EDITION}?》|{_BEFORE}{law}{_AFTER}")
    found = ((line, one) for line in map(_plain, lines) for one in named.finditer(line))
    return any(not article or _names(line[one.end() :].partition("《")[0], article) for line, one in found)


def _names(said: str, article: str) -> bool:
    """Whether the article is said, not as the beginning of another: 第十条 is not in 第十条之一."""
    return re.search(f"{re.escape(article)}(?!之[一二三四五六七八九十])", said) is not None


def _short(law: str) -> str:
    """A name of a law without its marks and the edition after it."""
    return re.sub(f"{_EDITION}$", "", _plain(law).replace("《", "").replace("》", ""))


def _plain(text: str) -> str:
    return "".join(text.split()).replace("中华人民共和国", "")


def lines_of(matter: MatterRegistered) -> tuple[str, ...]:
    """The bases of a matter as lines."""
    return tuple(f"{one.law} {one.article}" for one in matter.basis)


def texts(information: BasicInformation) -> Iterator[str]:
    """All that would become public, but for how the office is reached."""
    for name in BasicInformation.__struct_fields__:
        value = getattr(information, name)
        if name != "contact":
            yield from (value,) if isinstance(value, str) else value
