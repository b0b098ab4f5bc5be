"""What a file of law data may change when it is adopted: nothing that holds already, nothing of a day that is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from records.errors import Corrupt
from records.law.data import (
    AnyEntry,
    Bar,
    Document,
    Duty,
    Limit,
    Question,
    Rule,
    Stage,
    Step,
    Task,
    Threshold,
    Value,
    Void,
    parse,
)
from records.register.events import RulesAdopted
from records.register.fold import Register

_KINDS: Final[dict[type[AnyEntry], str]] = {
    Rule: "规则",
    Limit: "期限",
    Stage: "阶段",
    Value: "数值",
    Step: "步骤",
    Bar: "禁止",
    Document: "文书",
    Duty: "记录义务",
    Threshold: "适用标准",
    Question: "审核要素",
    Task: "待办",
    Void: "无效情形",
}


class Key(NamedTuple):
    """What tells a piece of law data from all others."""

    kind: type[AnyEntry]
    key: str
    since: date

    def __str__(self) -> str:
        return f"{_KINDS[self.kind]} {self.key}（自 {self.since} 起）"


def check_rules(adopted: RulesAdopted, register: Register, today: date) -> Iterator[tuple[str, str]]:
    """Every entry by which the adoption would rewrite what steps were judged by up to today."""
    try:
        parse(adopted.name, adopted.text)
    except Corrupt as error:
        yield "$.text", f"不是有效的法规数据：{error}"
        return
    before = entries_of(register.texts)
    after = entries_of({**register.texts, adopted.name: adopted.text})
    for key in sorted(before.keys() | after.keys(), key=str):
        if detail := _offence(key, before.get(key, []), after.get(key, []), today):
            yield "$.text", f"{key}：{detail}"


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
            alike = found[Key(type(entry), entry.key, entry.since)]
            if entry not in alike:
                alike.append(entry)
    return dict(found)
