"""What is wrong with files of law data, beyond what reading them refuses: file, key and reason of each finding."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple, Self

import msgspec

from records.errors import Corrupt
from records.law.data import (
    AnyEntry,
    Bar,
    Document,
    Duty,
    File,
    Limit,
    Rule,
    Stage,
    Step,
    Task,
    Threshold,
    Void,
    parse,
)

Item = AnyEntry

_CITED: Final = re.compile(r"第[零一二三四五六七八九十百]+条|〔[0-9]{4}〕|制度 [一二三四]")
_EARLIEST: Final = date(1949, 10, 1)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """The names that law data may use, as the software has them."""

    events: Collection[str]
    commands: Collection[str]
    facts: Collection[str]
    moments: Collection[str]


class Finding(msgspec.Struct, frozen=True):
    """Something that keeps an entry from being relied on."""

    file: str
    key: str
    reason: str
    """In Chinese."""


def check(texts: Mapping[str, str], known: Known) -> list[Finding]:
    """All findings, in the order of files; an unreadable file is one finding. Empty when the data can be adopted."""
    found: list[Finding] = []
    entries: list[tuple[str, Item]] = []
    for name, text in sorted(texts.items()):
        try:
            parsed = parse(name, text)
        except Corrupt as error:
            found.append(Finding(name, "", str(error)))
        else:
            entries += [(name, item) for item in items(parsed)]
    named = _Named.of([item for _, item in entries])
    bars = [item for _, item in entries if isinstance(item, Bar)]
    for name, item in entries:
        reasons = (*_wrong(item), *_barred(item, bars), *_unknown(item, known, named))
        found += [Finding(name, item.key, reason) for reason in reasons]
    return found + list(_twice(entries))


def unverified(texts: Mapping[str, str]) -> int:
    """How many entries nobody has compared with the text of the law, policy defaults left out."""
    found = [item for name, text in texts.items() for item in items(parse(name, text))]
    return sum(not item.verified and not item.policy for item in found)


def items(file: File) -> tuple[Item, ...]:
    """All entries of a file."""
    return file.entries


def _wrong(item: Item) -> Iterator[str]:
    if not _CITED.search(item.article):
        yield f"没有写明条款：{item.article}"
    if item.since < _EARLIEST:
        yield f"起始日期 {item.since} 不可能"
    if isinstance(item, Limit) and item.starts in item.kept_by:
        yield "期限的起点和终点是同一事项"
    if isinstance(item, Limit) and item.emergency is not None:
        own = item.policy and item.bound in {"agency", "reviewer"}
        if not own or item.emergency >= item.length:
            yield "突发事件中只能缩短机关自行确定的期限，当事人的期限和法定期限不得改变"
    if isinstance(item, Void) and not (item.when or item.unless):
        yield "无效情形应当写明事实"
    if isinstance(item, Stage) and item.checked and not item.events:
        yield "已核查的阶段应当写明事件"
    if isinstance(item, Step):
        yield from (f"事实 {fact} 既是条件又是禁止" for fact in item.needs.keys() & item.bars.keys())


def _barred(item: Item, bars: Iterable[Bar]) -> Iterator[str]:
    """A step that needs a state in which no step is taken but those that are spared could never be taken."""
    if isinstance(item, Step):
        held = (bar.id for bar in bars if bar.id in item.needs and item.id not in bar.spares)
        yield from (f"事实 {fact} 既是条件又是禁止" for fact in dict.fromkeys(held))


class _Named(NamedTuple):
    """Keys of entries that others refer to."""

    rules: frozenset[str]
    stages: frozenset[str]
    limits: frozenset[str]

    @classmethod
    def of(cls, items: Iterable[Item]) -> Self:
        found = list(items)
        kinds: tuple[type[Rule | Stage | Limit], ...] = (Rule, Stage, Limit)
        return cls(*(frozenset(one.key for one in found if isinstance(one, kind)) for kind in kinds))


def _unknown(item: Item, known: Known, named: _Named) -> Iterator[str]:
    """What an entry names and nobody has."""
    for what, names, there in _references(item, known, named):
        yield from (f"没有{what} {name}" for name in names if name not in there)


def _references(item: Item, known: Known, named: _Named) -> Iterator[tuple[str, Iterable[str], Collection[str]]]:
    match item:
        case Stage():
            yield "事件类型", item.events, known.events
        case Limit():
            yield "时点", (item.starts, *item.kept_by, *item.lapses_by, *filter(None, [item.only_if])), known.moments
            yield "步骤", filter(None, [item.then]), known.commands
        case Step():
            yield "步骤", (item.id,), known.commands
            yield "阶段", (item.stage,), named.stages
            yield "事实", (*item.needs, *item.bars), known.facts
            yield "规则", (*item.needs.values(), *item.bars.values()), named.rules
        case Bar():
            yield "事实", (item.id,), known.facts
            yield "规则", (item.code,), named.rules
            yield "步骤", item.spares, known.commands
        case Task():
            yield "步骤", (item.step,), known.commands
            yield "事实", (*item.when, *item.unless), known.facts
            yield "期限", filter(None, [item.limit]), named.limits
        case Void():
            yield "事实", (*item.when, *item.unless), known.facts
        case Document():
            yield "阶段", (item.stage,), named.stages
        case Duty():
            yield "事实", (item.fact,), known.facts
        case Threshold():
            yield "事实", filter(None, [item.fact]), known.facts
        case _:
            return


def _twice(entries: Iterable[tuple[str, Item]]) -> Iterator[Finding]:
    """Two entries of one kind, key and day contradict each other, even in different files."""
    seen: dict[tuple[str, str, date], str] = {}
    for name, item in entries:
        mark = (type(item).__name__, item.key, item.since)
        if mark in seen:
            yield Finding(name, item.key, f"同一日期起的条目已在 {seen[mark]} 中")
        seen.setdefault(mark, name)
