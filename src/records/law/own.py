"""An agency's own rules: what it may set otherwise than the law data that all agencies share, and what it may not.

A policy default (P) is the agency's to set. What law fixes is a floor: a term that binds the agency may become
shorter and never longer. A term of the party, of police or court, and one whose end gives or takes a right
(staleness, a public notice) keeps its length. A document may ask for more and never for less. Whatever the file says
beyond that is refused with the article of the entry that it would change; should the shared data become stricter
afterwards, the agency's entry gives way by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, Final

import msgspec

from records.law.data import Law, in_force, latest
from records.law.entries import AnyEntry, Carrier, Document, Duty, Limit, Material, Task, Threshold, Value, belongs
from records.law.file import parse

_OWN: Final[dict[type[AnyEntry], str]] = {
    Limit: "limits",
    Value: "values",
    Document: "documents",
    Duty: "duties",
    Threshold: "thresholds",
    Task: "tasks",
    Material: "materials",
    Carrier: "carriers",
}
"""Kinds of entries that an agency may have of its own, and where a law has them."""

_ADDED: Final = (Duty, Threshold, Task, Material)
"""Kinds that may be added: they ask for more than the shared data do."""

_BOUND: Final = ("agency", "reviewer")
"""Whose terms are the agency's own to keep."""

_FREE: Final = frozenset({"article", "since", "verified", "policy", "procedures", "title"})
"""What an entry says of itself, which may always be other words."""


def refusals(name: str, text: str, shared: Mapping[str, str], on: date) -> Iterator[tuple[str, str]]:
    """Key and reason, with the article, of each entry that the agency may not set. Raises Corrupt for no law data."""
    own = parse(name, text)
    for entry in own.entries:
        for procedure in own.procedures_of(entry):
            if reason := _refused(entry, _shared(entry, shared, max(on, entry.since), procedure)):
                yield entry.key, reason
                break


def law_of(shared: Mapping[str, str], own: Mapping[str, str], on: date, procedure: str) -> Law:
    """The law data in force on a day in a procedure, with those of the agency's `own` entries that the shared ones
    allow.
    """
    key = (id(shared), id(own), on, procedure)
    kept = _KEPT.get(key)
    if kept is not None and kept[0] is shared and kept[1] is own:
        return kept[2]
    law = in_force(shared, on, procedure)
    law = _with_own(law, own, on, procedure) if own else law
    if len(_KEPT) >= _AT_MOST:
        _KEPT.clear()
    _KEPT[key] = (shared, own, law)
    return law


_AT_MOST: Final = 4096
_KEPT: Final[dict[tuple[int, int, date, str], tuple[Mapping[str, str], Mapping[str, str], Law]]] = {}
"""Laws by the very texts that a register holds, which are never changed: a step asks some fifty times, and to hash
all texts each time would cost more than to decide it. Each entry keeps its texts, so that no id is used again.
"""


def _with_own(law: Law, own: Mapping[str, str], on: date, procedure: str) -> Law:
    files = [parse(name, text) for name, text in sorted(own.items())]
    digest = sha256(law.digest + b"".join(sha256(text.encode()).digest() for _, text in sorted(own.items()))).digest()
    changed: dict[str, Any] = {"digest": digest}
    for kind, where in _OWN.items():
        entries: list[Any] = [
            one
            for file in files
            for one in file.entries
            if isinstance(one, kind) and belongs(one, file.procedures_of(one), procedure)
        ]
        base = getattr(law, where)
        allowed = {key: one for key, one in latest(entries, on).items() if not _refused(one, base.get(key))}
        changed[where] = type(base)({**base, **allowed})
    return msgspec.structs.replace(law, **changed)


def _shared(entry: AnyEntry, shared: Mapping[str, str], on: date, procedure: str) -> AnyEntry | None:
    where = _OWN.get(type(entry))
    return getattr(in_force(shared, on, procedure), where).get(entry.key) if where else None


def _refused(own: AnyEntry, base: AnyEntry | None) -> str:
    """Why the agency may not set the entry; empty when it may."""
    if type(own) not in _OWN:
        return "机关只能自行规定期限、数值、文书要素、记录义务、审核标准和待办"
    if base is None:
        return "" if isinstance(own, _ADDED) else "共用的法规数据中没有这一条，机关不能另设"
    if isinstance(own, Document) and isinstance(base, Document):
        if lacking := [one for one in base.must if one not in own.must]:
            return f"文书的法定要素不能减少（{base.article}）：{'、'.join(lacking)}"
        return "" if base.policy else _others(own, base, "must")
    if base.policy:
        return ""
    match own, base:
        case Limit(), Limit():
            return _beyond(own, base)
        case _:
            return f"这一条是法律、法规、规章规定的（{base.article}），机关不能更改"


def _beyond(own: Limit, base: Limit) -> str:
    """A term of law may only become shorter, and only one that is the agency's own to keep."""
    not_its_own = base.fixed or base.right or base.bound not in _BOUND
    if not_its_own and own.length != base.length:
        return f"这一期限的长短由法律规定，机关不能另定（{base.article}）"
    if reason := _others(own, base, "length"):
        return reason
    if own.length > base.length:
        return f"法定期限不能延长（{base.article}）"
    return ""


def _others(own: AnyEntry, base: AnyEntry, *may_differ: str) -> str:
    """What else the entry would change."""
    names = (name for name in base.__struct_fields__ if name not in _FREE and name not in may_differ)
    differing = [name for name in names if getattr(own, name) != getattr(base, name)]
    return f"法定内容不能更改（{base.article}）：{'、'.join(differing)}" if differing else ""
