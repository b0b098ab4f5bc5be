"""Article by article: which rules, events, views and tests carry out the three regulations (`docs/law.md`).

Rules and the events of steps are found by the article that the law data cite; tests by their marks. What no data say
(registers, views, the words about an article) stands in `law_articles.toml`.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from api.law_kinds import KINDS
from records.course.steps import COMMANDS
from records.law.entries import AnyEntry, Rule, Stage, Step
from records.law.file import parse
from records.tags import EVENTS

_CITED: Final = re.compile(
    r"(信息公示制度) ((?:第[一二三四五六七八九十]+条)(?:、第[一二三四五六七八九十]+条)*)"
    r"|(全过程记录制度|法制审核制度) ([一二三四](?:、[一二三四])*)"
)


class Article(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the law data don't say of an article."""

    id: str
    zh: str
    """What the software does, in a sentence."""
    en: str
    rules: tuple[str, ...] = ()
    """Codes of rules that carry it out and cite the law behind it."""
    events: tuple[str, ...] = ()
    """Tags of events of registers, or of steps that cite the law behind it."""
    views: tuple[str, ...] = ()
    """Paths at which it is seen."""


class _Articles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    article: tuple[Article, ...]


class Carried(NamedTuple):
    """An article with everything that carries it out."""

    article: Article
    rules: Mapping[str, tuple[str, ...]]
    """By kind of law data the entries, as id and title."""
    events: tuple[str, ...]
    views: tuple[str, ...]
    tests: tuple[str, ...]

    @property
    def empty(self) -> tuple[str, ...]:
        """What it has nothing of."""
        return tuple(name for name in ("rules", "events", "views", "tests") if not getattr(self, name))


@cache
def articles() -> tuple[Article, ...]:
    """Every article of the three regulations, in their order."""
    text = Path(__file__).with_name("law_articles.toml").read_bytes()
    return msgspec.toml.decode(text, type=_Articles).article


def carried_out(texts: Mapping[str, str], tests: Path) -> tuple[Carried, ...]:
    """All articles with what carries them out; `tests` is the folder of the tests."""
    rules, events = _cited(texts)
    marked = _marked(tests)
    return tuple(
        Carried(
            one,
            _with_named(rules[one.id], one, texts),
            tuple(dict.fromkeys((*one.events, *events[one.id]))),
            one.views,
            tuple(marked[one.id]),
        )
        for one in articles()
    )


def page(texts: Mapping[str, str], tests: Path) -> str:
    """`docs/law.md`."""
    head = (
        "# 逐条落实 · Article by article\n\n"
        "三项制度的每一条：由哪些规则和数据约束，留下哪些事件，在哪里看到，由哪些测试证明。"
        "本页由 `mingjing law articles` 生成。\n\n"
        "Every article of the three regulations: the rules and data that hold it, the events that it leaves, where\n"
        "it is seen, and the tests that show it. `mingjing law articles` makes this page.\n"
    )
    return head + "".join(f"\n{_section(one)}" for one in carried_out(texts, tests))


# ---- What carries an article out ----


def _cited(texts: Mapping[str, str]) -> tuple[dict[str, dict[str, list[str]]], dict[str, list[str]]]:
    """By article the law data that cite it, by kind, and the events of their steps and stages."""
    rules: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    events: dict[str, list[str]] = defaultdict(list)
    for entry in _entries(texts):
        kind = KINDS[type(entry)]
        for article in cited(entry.article):
            if not isinstance(entry, Stage) and (named := _named(entry)) not in rules[article][kind]:
                rules[article][kind].append(named)
            events[article] += [one for one in _events(entry) if one not in events[article]]
    return rules, events


def cited(text: str) -> list[str]:
    """The articles of the three regulations that a citation names."""
    found = []
    for one in _CITED.finditer(text):
        law, places = (one[1], one[2]) if one[1] else (one[3], one[4])
        found += [f"{law} {place}" for place in places.split("、")]
    return found


def _entries(texts: Mapping[str, str]) -> Iterator[AnyEntry]:
    for name, text in sorted(texts.items()):
        yield from parse(name, text).entries


def _named(entry: AnyEntry) -> str:
    said = entry.text if isinstance(entry, Rule) else getattr(entry, "title", "")
    return f"`{entry.key}` {said}".strip()


def _events(entry: AnyEntry) -> Iterable[str]:
    if isinstance(entry, Stage):
        return (one for one in entry.events if one in EVENTS)
    if isinstance(entry, Step):
        return _by_step().get(entry.id, ())
    return ()


@cache
def _by_step() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for event, command in COMMANDS.items():
        step = str(command.__struct_config__.tag)
        found[step] = (*found.get(step, ()), str(event.__struct_config__.tag))
    return found


def _with_named(
    rules: Mapping[str, list[str]], article: Article, texts: Mapping[str, str]
) -> Mapping[str, tuple[str, ...]]:
    """With the rules that the article's own entry names, whichever law they cite."""
    known = _rules(texts)
    more = {KINDS[Rule]: [known[one] for one in article.rules if one in known]}
    found = {kind: tuple(dict.fromkeys((*rules.get(kind, ()), *more.get(kind, ())))) for kind in KINDS.values()}
    return {kind: entries for kind, entries in found.items() if entries}


def _rules(texts: Mapping[str, str]) -> dict[str, str]:
    return {one.key: _named(one) for one in _entries(texts) if isinstance(one, Rule)}


def _marked(tests: Path) -> dict[str, list[str]]:
    """By article the tests with its mark, read from their source."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(tests.glob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        everywhere = [name for node in tree.body if _is_pytestmark(node) for name in _names(node)]
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                for article in dict.fromkeys((*everywhere, *(n for one in node.decorator_list for n in _names(one)))):
                    found[article].append(f"{path.name}::{node.name}")
    return found


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets)


def _names(node: ast.AST) -> Iterator[str]:
    """The articles of the marks in an expression."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "article":
            said = [str(arg.value) for arg in one.args if isinstance(arg, ast.Constant)]
            yield from (article for text in said for article in cited(text) or [text])


# ---- The page ----


def _section(one: Carried) -> str:
    lines = [f"## {one.article.id}", "", one.article.zh, "", one.article.en, ""]
    lines += ["**规则 rules**", ""]
    for kind, entries in one.rules.items():
        lines += [f"- {kind}：", *(f"  - {entry}" for entry in entries)]
    lines += ["", "**事件 events**: " + "、".join(f"`{event}`" for event in one.events), ""]
    lines += ["**视图 views**: " + "、".join(f"`{view}`" for view in one.views), ""]
    lines += ["**测试 tests**", "", *(f"- `{test}`" for test in one.tests)]
    return "\n".join(lines) + "\n"


def unknown_names(texts: Mapping[str, str], tests: Path) -> list[str]:
    """What marks and `law_articles.toml` name and nobody has: articles, rules, events."""
    known = {one.id for one in articles()}
    wrong = [f"{name}: no such article" for name in (*_marked(tests), *_cited(texts)[0]) if name not in known]
    wrong += [f"{code}: no such rule" for one in articles() for code in one.rules if code not in _rules(texts)]
    return wrong + [f"{tag}: no such event" for one in articles() for tag in one.events if tag not in EVENTS]


__all__ = ["Article", "Carried", "articles", "carried_out", "cited", "page", "unknown_names"]
