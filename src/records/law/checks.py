"""What is wrong with files of law data, beyond what reading them refuses: file, key and reason of each finding."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

import msgspec

from records.errors import Corrupt
from records.law.entries import (
    EVERY,
    AnyEntry,
    Bar,
    Carrier,
    Credit,
    Document,
    Duty,
    Information,
    Limit,
    Looked,
    Material,
    Outcome,
    Particular,
    Rule,
    Stage,
    Step,
    Task,
    Threshold,
    Value,
    Void,
    belongs,
)
from records.law.file import File, parse

Item = AnyEntry

_CITED: Final = re.compile(r"第[零一二三四五六七八九十百]+条|〔[0-9]{4}〕|制度 [一二三四]")
_EARLIEST: Final = date(1949, 10, 1)


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """The names that law data may use, as the software has them."""

    events: Collection[str]
    commands: Collection[str]
    facts: Collection[str]
    moments: Collection[str]
    procedures: Collection[str]
    codes: Collection[str]
    """Codes of rules that deciders name."""
    recordings: Collection[str]
    """Stages that a recording can bear."""


class Finding(msgspec.Struct, frozen=True):
    """Something that keeps an entry from being relied on."""

    file: str
    key: str
    reason: str
    """In Chinese."""


def check(texts: Mapping[str, str], known: Known) -> list[Finding]:
    """All findings, in the order of files; an unreadable file is one finding. Empty when the data can be adopted."""
    found, entries, scopes = _read(texts)
    found += _standing(entries, scopes, known)
    return found + list(_ungeneral(entries, scopes)) + list(_unused(entries, known)) + list(_twice(entries, scopes))


def check_beside(name: str, text: str, others: Mapping[str, str], known: Known) -> list[Finding]:
    """What is wrong with the entries of one file beside those of `others`, in whose place they may stand."""
    found, entries, scopes = _read({**others, name: text})
    return [one for one in (*found, *_standing(entries, scopes, known)) if one.file == name]


def _read(texts: Mapping[str, str]) -> tuple[list[Finding], list[tuple[str, Item]], list[frozenset[str]]]:
    """What can't be read; all entries, each with the name of its file; and the procedures of each."""
    found: list[Finding] = []
    entries: list[tuple[str, Item]] = []
    scopes: list[frozenset[str]] = []
    for name, text in sorted(texts.items()):
        try:
            parsed = parse(name, text)
        except Corrupt as error:
            found.append(Finding(name, "", str(error)))
        else:
            entries += [(name, item) for item in items(parsed)]
            scopes += [_scope(parsed, item) for item in items(parsed)]
    return found, entries, scopes


def _standing(entries: list[tuple[str, Item]], scopes: list[frozenset[str]], known: Known) -> list[Finding]:
    """What is wrong with each entry by itself, and in each procedure that it belongs to."""
    found: list[Finding] = []
    for name, item in entries:
        found += [Finding(name, item.key, reason) for reason in (*_wrong(item), *_unknown(item, known))]
    for (name, item), scope in zip(entries, scopes, strict=True):
        found += [Finding(name, item.key, f"没有程序 {one}") for one in sorted(scope - {EVERY, *known.procedures})]
    for procedure in known.procedures:
        found += [one for one in _within(procedure, entries, scopes) if one not in found]
    return found


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
    if isinstance(item, Limit) and not _is_extension_whole(item):
        yield "延长后的期限应当写明条件，并且长于原期限"
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
    if isinstance(item, Task | Void):
        yield from (f"事实 {fact} 既应成立又不应成立" for fact in sorted({*item.when} & {*item.unless}))


def _unknown(item: Item, known: Known) -> Iterator[str]:
    """What an entry names and the software does not have."""
    for what, names, there in _references(item, known):
        yield from (f"没有{what} {name}" for name in names if name not in there)


def _references(item: Item, known: Known) -> Iterator[tuple[str, Iterable[str], Collection[str]]]:
    match item:
        case Stage():
            yield "事件类型", item.events, known.events
        case Limit():
            others = filter(None, (item.only_if, item.extended_if, item.lengthened_by))
            yield "时点", (item.starts, *item.kept_by, *item.lapses_by, *others), known.moments
            yield "步骤", filter(None, [item.then]), known.commands
        case Step():
            yield "步骤", (item.id,), known.commands
            yield "事实", (*item.needs, *item.bars), known.facts
        case Bar():
            yield "事实", (item.id,), known.facts
            yield "步骤", item.spares, known.commands
        case Task():
            yield "步骤", (item.step,), known.commands
            yield "事实", (*item.when, *item.unless), known.facts
        case Void():
            yield "事实", (*item.when, *item.unless), known.facts
        case Duty():
            yield "音像记录环节", (item.id,), known.recordings
            yield "事实", (item.fact,), known.facts
            yield "步骤", item.steps, known.commands
        case Threshold() | Material():
            yield "事实", filter(None, [item.fact]), known.facts
        case Outcome():
            yield "事实", filter(None, [item.needs]), known.facts
            yield "步骤", item.steps, known.commands
        case Information():
            yield "程序", item.decides, known.procedures
        case Looked():
            yield "事实", item.facts, known.facts
        case _:
            return


# ---- Within one procedure ----


def _within(procedure: str, entries: Iterable[tuple[str, Item]], scopes: Iterable[frozenset[str]]) -> Iterator[Finding]:
    """What the entries that hold in a procedure name and it does not have, and where they contradict each other."""
    pairs = list(zip(entries, scopes, strict=True))
    own = {(type(item), item.key) for (_, item), scope in pairs if procedure in scope}
    mine = [
        (name, item)
        for (name, item), scope in pairs
        if not scope or procedure in scope or (belongs(item, scope, procedure) and (type(item), item.key) not in own)
    ]
    kinds: tuple[type[Item], ...] = (Rule, Stage, Step, Limit)
    held = {kind: {item.key for _, item in mine if type(item) is kind} for kind in kinds}
    bars = [item for _, item in mine if isinstance(item, Bar)]
    for name, item in mine:
        reasons = (*_lacking(item, held), *_barred(item, bars))
        yield from (Finding(name, item.key, f"{procedure}：{reason}") for reason in reasons)
    if not held[Step] and any(isinstance(item, Step) for (_, item), _ in pairs):
        yield Finding("", procedure, "这一程序没有任何步骤")


def _lacking(item: Item, held: Mapping[type[Item], Collection[str]]) -> Iterator[str]:
    for what, kind, names in _named(item):
        if kind is Step and not held[Step]:
            continue  # a file that is checked by itself has no steps
        yield from (f"没有{what} {name}" for name in names if name not in held[kind])


def _named(item: Item) -> Iterator[tuple[str, type[Item], Iterable[str]]]:
    """What an entry names of other entries of its procedure."""
    match item:
        case Step():
            yield "阶段", Stage, (item.stage,)
            yield "规则", Rule, (*item.needs.values(), *item.bars.values())
        case Bar():
            yield "规则", Rule, (item.code,)
        case Task():
            yield "步骤", Step, (item.step,)
            yield "期限", Limit, filter(None, [item.limit])
        case Document():
            yield "阶段", Stage, (item.stage,)
        case Limit():
            yield "步骤", Step, filter(None, [item.then])
        case Looked():
            yield "规则", Rule, (code for code in item.defects if code != "*")
        case _:
            return


def _is_extension_whole(limit: Limit) -> bool:
    if limit.extended is None or limit.extended_if is None:
        return limit.extended is None and limit.extended_if is None
    return limit.extended > limit.length


def _barred(item: Item, bars: Iterable[Bar]) -> Iterator[str]:
    """A step that needs a state in which no step is taken but those that are spared could never be taken."""
    if isinstance(item, Step):
        held = (bar.id for bar in bars if bar.id in item.needs and item.id not in bar.spares)
        yield from (f"事实 {fact} 既是条件又是禁止" for fact in dict.fromkeys(held))


# ---- Across all of them ----


def _unused(entries: Iterable[tuple[str, Item]], known: Known) -> Iterator[Finding]:
    """Rules that neither a step or a bar nor a decider names: nobody is ever refused by them."""
    found = list(entries)
    named = {code for _, item in found for code in _codes(item)} | set(known.codes)
    unused = {item.key: name for name, item in found if isinstance(item, Rule) and item.key not in named}
    yield from (Finding(name, code, "没有步骤用到这一规则") for code, name in unused.items())


def _ungeneral(entries: Iterable[tuple[str, Item]], scopes: Iterable[frozenset[str]]) -> Iterator[Finding]:
    """Rules that some procedures have of their own and that there is not for every one: another would lack the code."""
    rules = [(name, item, scope) for (name, item), scope in zip(entries, scopes, strict=True) if isinstance(item, Rule)]
    general = {item.key for _, item, scope in rules if EVERY in scope}
    lacking = {item.key: name for name, item, _ in rules if item.key not in general}
    yield from (Finding(name, code, "没有适用于各类程序的同一规则") for code, name in lacking.items())


def _codes(item: Item) -> Iterator[str]:
    if isinstance(item, Step):
        yield from (*item.needs.values(), *item.bars.values())
    elif isinstance(item, Bar):
        yield item.code


def _scope(file: File, item: Item) -> frozenset[str]:
    """The procedures of an entry; values hold in all of them."""
    return (
        frozenset()
        if isinstance(item, Value | Information | Particular | Carrier | Credit)
        else frozenset(file.procedures_of(item))
    )


def _twice(entries: Iterable[tuple[str, Item]], scopes: Iterable[frozenset[str]]) -> Iterator[Finding]:
    """Two entries of one kind, key and day in one procedure contradict each other, even in different files.

    What a procedure has of its own stands in the place of what every procedure has, and contradicts nothing.
    """
    seen: dict[tuple[str, str, date, str], str] = {}
    for (name, item), scope in zip(entries, scopes, strict=True):
        marks = [(type(item).__name__, item.key, item.since, procedure) for procedure in scope or {""}]
        if before := next((seen[mark] for mark in marks if mark in seen), None):
            yield Finding(name, item.key, f"同一日期起的条目已在 {before} 中")
        for mark in marks:
            seen.setdefault(mark, name)
