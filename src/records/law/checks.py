"""What is wrong with files of law data, beyond what reading them refuses: file, key and reason of each finding."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import msgspec

from records.errors import Corrupt
from records.law.data import AnyEntry, File, Limit, Stage, parse

Item = AnyEntry

_CITED: Final = re.compile(r"第[零一二三四五六七八九十百]+条|〔[0-9]{4}〕|制度 [一二三四]")
_EARLIEST: Final = date(1949, 10, 1)


class Finding(msgspec.Struct, frozen=True):
    """Something that keeps an entry from being relied on."""

    file: str
    key: str
    reason: str
    """In Chinese."""


def check(texts: Mapping[str, str], known_events: Iterable[str]) -> list[Finding]:
    """All findings, in the order of files; an unreadable file is one finding. Empty when the data can be adopted."""
    tags, found = frozenset(known_events), []
    entries: list[tuple[str, Item]] = []
    for name, text in sorted(texts.items()):
        try:
            parsed = parse(name, text)
        except Corrupt as error:
            found.append(Finding(name, "", str(error)))
        else:
            entries += [(name, item) for item in items(parsed)]
    for name, item in entries:
        found += [Finding(name, item.key, reason) for reason in _wrong(item, tags)]
    return found + list(_twice(entries))


def unverified(texts: Mapping[str, str]) -> int:
    """How many entries nobody has compared with the text of the law, policy defaults left out."""
    found = [item for name, text in texts.items() for item in items(parse(name, text))]
    return sum(not item.verified and not item.policy for item in found)


def items(file: File) -> tuple[Item, ...]:
    """All entries of a file."""
    return file.entries


def _wrong(item: Item, tags: frozenset[str]) -> Iterator[str]:
    if not _CITED.search(item.article):
        yield f"没有写明条款：{item.article}"
    if item.since < _EARLIEST:
        yield f"起始日期 {item.since} 不可能"
    if isinstance(item, Limit) and item.starts in item.kept_by:
        yield "期限的起点和终点是同一事项"
    if isinstance(item, Stage):
        yield from (f"没有事件类型 {tag}" for tag in item.events if tag not in tags)
        if item.checked and not item.events:
            yield "已核查的阶段应当写明事件"


def _twice(entries: Iterable[tuple[str, Item]]) -> Iterator[Finding]:
    """Two entries of one kind, key and day contradict each other, even in different files."""
    seen: dict[tuple[str, str, date], str] = {}
    for name, item in entries:
        mark = (type(item).__name__, item.key, item.since)
        if mark in seen:
            yield Finding(name, item.key, f"同一日期起的条目已在 {seen[mark]} 中")
        seen.setdefault(mark, name)
