"""What a file of law data may change when it is adopted: nothing that holds already, nothing of a day that is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from api.law_kinds import KINDS
from records.course.names import known
from records.course.steps import EVERY_PROCEDURE
from records.errors import Corrupt
from records.law.checks import check_beside
from records.law.entries import (
    AnyEntry,
    Carrier,
    Credit,
    Information,
    Particular,
    Rule,
    Value,
    Waiver,
)
from records.law.file import parse
from records.law.own import refusals
from records.register.events import AgencyRulesAdopted, RulesAdopted
from records.register.fold import Register


class Key(NamedTuple):
    """What tells a piece of law data from all others."""

    kind: type[AnyEntry]
    key: str
    since: date
    procedure: str = ""
    """Id of the procedure that it belongs to; empty for values, and for rules that name none, which belong to all."""

    def __str__(self) -> str:
        called = EVERY_PROCEDURE.get(self.procedure, "各类程序" if self.procedure else "")
        return f"{KINDS[self.kind]} {self.key}（{called and called + '，'}自 {self.since} 起）"


def check_rules(adopted: RulesAdopted, register: Register, today: date) -> Iterator[tuple[str, str]]:
    """Every entry by which the adoption would rewrite what steps were judged by up to today."""
    try:
        parse(adopted.name, adopted.text)
    except Corrupt as error:
        yield "$.text", f"不是有效的法规数据：{error}"
        return
    # What is adopted stays for good: an entry that names what nobody knows would stop every case.
    others = {name: text for name, text in register.texts.items() if name != adopted.name}
    known_before = check_beside(adopted.name, register.texts.get(adopted.name, ""), others, known())
    for one in check_beside(adopted.name, adopted.text, others, known()):
        if one not in known_before:
            yield "$.text", f"{one.key}：{one.reason}"
    before = entries_of(register.texts)
    after = entries_of({**register.texts, adopted.name: adopted.text})
    for key in sorted(before.keys() | after.keys(), key=str):
        if detail := _offence(key, before.get(key, []), after.get(key, []), today):
            yield "$.text", f"{key}：{detail}"


def check_own_rules(adopted: AgencyRulesAdopted, register: Register, today: date) -> Iterator[tuple[str, str]]:
    """Every entry of an agency's own rules that it may not set, with the article; and what would change the past."""
    if register.agency(adopted.agency, today) is None:
        yield "$.agency", "没有登记这个机关"
    try:
        own = parse(adopted.name, adopted.text)
        refused = list(refusals(adopted.name, adopted.text, register.texts, today))
    except Corrupt as error:
        yield "$.text", f"不是有效的法规数据：{error}"
        return
    yield from (("$.text", f"{key}：{reason}") for key, reason in refused)
    # An entry stays for good: one that names what nobody knows would stop every case of the agency.
    here = f"{adopted.agency}/{adopted.name}"
    wrong = check_beside(here, adopted.text, register.texts, known())
    yield from (("$.text", f"{one.key}：{one.reason}") for one in wrong)
    before = parse(adopted.name, register.own_texts.get(adopted.agency, {}).get(adopted.name, ""))
    kept = [one for one in before.entries if one.since <= today]
    if lacking := [one.key for one in kept if one not in own.entries]:
        yield "$.text", f"缺少或者更改了现行的条目：{'、'.join(lacking)}；新的内容应当另立条目、自今日或者以后施行"
    early = [one.key for one in own.entries if one not in before.entries and one.since < today]
    if early:
        yield "$.text", f"新的条目应当自今日（{today}）或者以后施行：{'、'.join(early)}"


def _offence(key: Key, before: list[AnyEntry], after: list[AnyEntry], today: date) -> str:
    if before and key.since <= today and before != after:
        return "缺少现行的条目" if not after else "现行的条目不得更改，新的内容应当另立条目、自今日或者以后施行"
    if not before and key.since < today:
        return f"新的条目应当自今日（{today}）或者以后施行"
    return "有两个不同的条目" if len(after) > 1 else ""


def entries_of(texts: Mapping[str, str]) -> dict[Key, list[AnyEntry]]:
    """All entries of all files: one that two files have alike counts once, so that it can move from file to file."""
    found: defaultdict[Key, list[AnyEntry]] = defaultdict(list)
    for name, text in texts.items():
        file = parse(name, text)
        for entry in file.entries:
            of_all = isinstance(entry, Value | Information | Particular | Carrier | Credit | Waiver) or (
                isinstance(entry, Rule) and not entry.procedures
            )
            for procedure in ("",) if of_all else file.procedures_of(entry):
                alike = found[Key(type(entry), entry.key, entry.since, procedure)]
                if entry not in alike:
                    alike.append(entry)
    return dict(found)
