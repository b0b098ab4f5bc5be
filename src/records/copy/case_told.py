"""Holds the opened events of a case, as people read them, against what the log has proven: field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from records.copy.case_proofs import Proved

_ERASED: Final = {"type": "erased"}
_VOIDED: Final = "version"
"""Of an entry that voids another one, where that says which."""
_HEADER: Final = {
    "version": "@version",
    "occurred_at": "@occurred_at",
    "recorded_at": "@recorded_at",
    "rules": "@rules",
    "registers_to": "@registers_to",
}
"""Members of a step, and the slots that say the same."""


def differing(steps: Sequence[Mapping[str, Any]], events: Sequence[Proved]) -> Iterator[str]:
    """A sentence for each step that isn't the proven one; `steps` as the timeline of a case tells them."""
    proven = {one.index + 1: one for one in events}
    told = [step.get("position") for step in steps]
    for position in proven.keys() - set(told):
        yield f"缺少第 {position} 号记录"
    if len(set(told)) != len(told):
        yield "有重复的记录"
    for step in steps:
        found = proven.get(step.get("position", 0))
        if found is None:
            yield f"第 {step.get('position')} 号记录没有证明"
        elif wrong := "、".join(_wrong(step, found)):
            yield f"第 {found.index + 1} 号记录的 {wrong} 与证明不符"


def _wrong(step: Mapping[str, Any], proven: Proved) -> Iterator[str]:
    values = proven.values
    yield from (name for name, path in _HEADER.items() if not _same(step.get(name), values[path]))
    if step.get("actor", {}).get("id") != values["@actor"]:
        yield "actor"
    if not _is_form_of(step.get("type"), proven.tag):
        yield "type"
    if step.get("type") == proven.tag:  # of an older form the reading is told, and the proof has the original
        event = step.get("event", {})
        fields = {path.partition("/")[0] for path in values if not path.startswith("@")}
        told = {name: value for name, value in event.items() if name != "type"}
        yield from sorted(fields - told.keys())
        yield from (name for name, value in told.items() if not _is_proven(value, name, values))


def _is_form_of(told: object, tag: str) -> bool:
    """Whether it is the type that the log has, or a later form of it, in which an old event is told."""
    name, _, version = str(told).partition("/")
    mine, _, number = tag.partition("/")
    return name == mine and version.isascii() and version.isdigit() and int(version) >= int(number)


def _is_proven(value: Any, path: str, values: Mapping[str, Any]) -> bool:
    """Whether the log says the same there; what was erased is shown by neither."""
    if path in values and not (isinstance(value, list) and isinstance(values[path], int)):
        return _same(values[path], value)
    if value == _ERASED:
        return True
    if isinstance(value, list):
        inner = (_is_proven(one, f"{path}/{index}", values) for index, one in enumerate(value))
        return values.get(path) == len(value) and all(inner)
    return isinstance(value, dict) and all(_is_proven(one, f"{path}/{name}", values) for name, one in value.items())


def _same(one: Any, other: Any) -> bool:
    """Whether they are the same JSON: to Python true is 1."""
    return msgspec.json.encode(one, order="deterministic") == msgspec.json.encode(other, order="deterministic")


def files_of(events: Sequence[Proved]) -> dict[str, str]:
    """The recordings and documents that the case has: folder of the package by SHA-256. Mistaken entries bring none."""
    voided = {one.values[_VOIDED] for one in events if one.tag.startswith("entry-voided/")}
    found = {}
    for one in events:
        if one.tag.startswith("recording-linked/") and one.values["@version"] not in voided:
            found[str(one.values["sha256"])] = "data/recordings/"
        elif one.tag.startswith("document-rendered/"):
            found |= {str(one.values[name]): "data/documents/" for name in ("sha256", "text_sha256")}
    return found


def misplaced(payload: Mapping[str, str], events: Sequence[Proved]) -> Iterator[str]:
    """A sentence for each recording or document that the log names and the package lacks, or the other way round."""
    wanted = files_of(events)
    there = {digest: path for path, digest in payload.items()}
    for digest, folder in wanted.items():
        if not there.get(digest, "").startswith(folder):
            yield f"{folder} 中缺少日志记载的文件（SHA-256 {digest}）"
    for path, digest in payload.items():
        if path.startswith(("data/recordings/", "data/documents/")) and digest not in wanted:
            yield f"{path} 不是日志记载的文件"
