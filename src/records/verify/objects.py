"""Which recordings, scans and files of evidence a step names, out of its stored bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from records.event import BackEntry
from records.verify.findings import Code
from records.verify.values import Opened


class Linked(NamedTuple):
    """An object that a step names."""

    blake3: str
    size: int | None = None
    """Bytes; None where the step doesn't say."""
    version: str = ""
    """Its version in the object store, empty where the step doesn't say or the store keeps none."""


class Damage(NamedTuple):
    """What is wrong with an object."""

    code: Code
    what: Mapping[str, object]
    """Fills the code's sentence."""


ObjectCheck = Callable[[Linked], Damage | None]
"""Reads an object and says what is wrong with it. It raises what the store raises when it is away."""


def linked(tag: str, opened: Opened) -> Iterator[Linked]:
    """The objects that a step of this tag names, in the order of its fields."""
    values = {slot.path: slot.value for slot in opened.slots}
    if (entry := values.get("entry", b"null")) != b"null":
        yield Linked(msgspec.json.decode(entry, type=BackEntry).scan)
    kind = tag.partition("/")[0]
    if kind == "recording-linked":
        yield Linked(_of(values, "blake3"), _of(values, "size"), _of(values, "version_id"))
    elif kind == "document-rendered":
        yield Linked(_of(values, "blake3"), _of(values, "size"), _of(values, "version_id"))
        yield Linked(_of(values, "text_blake3"), _of(values, "text_size"))
    elif kind == "evidence-added" and values.get("object", b'""') != b'""':
        yield Linked(_of(values, "object"))


def _of(values: Mapping[str, bytes], path: str) -> Any:
    return msgspec.json.decode(values[path])
