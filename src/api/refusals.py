"""The refusal codes with their articles, in Chinese and in English: for the OpenAPI description and `docs/refusals.md`.

The Chinese sentence is the law data's own. The English one is for developers who don't read Chinese, and judges
nothing: so it stands beside the code (`refusals_en.toml`), and no ledger adopts it.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from records.course.steps import EVERY_PROCEDURE, PROCEDURES
from records.law.data import in_force
from records.law.entries import Rule

_PENALTIES: Final = frozenset(one for one in PROCEDURES if one.startswith("penalty-"))


@cache
def english() -> Mapping[str, str]:
    """By code the sentence in English."""
    return tomllib.loads(Path(__file__).with_name("refusals_en.toml").read_text(encoding="utf-8"))


def general(texts: Mapping[str, str], on: date) -> Mapping[str, Rule]:
    """By code the rule for every procedure that has none of its own."""
    return in_force(texts, on, "").rules


def own(texts: Mapping[str, str], on: date) -> Mapping[str, Mapping[str, Rule]]:
    """By code the rules that procedures have of their own, by procedure."""
    found: defaultdict[str, dict[str, Rule]] = defaultdict(dict)
    for procedure in EVERY_PROCEDURE:
        for code, rule in in_force(texts, on, procedure).rules.items():
            if procedure in rule.procedures:
                found[code][procedure] = rule
    return found


def table(texts: Mapping[str, str], on: date) -> Iterator[str]:
    """Lines of a Markdown table: a row per code, with the further articles after the names of their procedures."""
    others = own(texts, on)
    yield "| code | 条款 article | 说明 | in English |"
    yield "|---|---|---|---|"
    for code, rule in sorted(general(texts, on).items()):
        articles = "<br>".join((rule.article, *_further(rule, others.get(code, {}))))
        yield f"| `{code}` | {articles} | {rule.text} | {english().get(code, '')} |"


def _further(rule: Rule, others: Mapping[str, Rule]) -> Iterator[str]:
    """The articles of the procedures that have another one, each article once."""
    named: defaultdict[str, list[str]] = defaultdict(list)
    for procedure, one in others.items():
        if one.article != rule.article:
            named[one.article].append(procedure)
    rest = _rest(named)
    for article, procedures in sorted(named.items(), key=lambda one: one[0] == rest):
        yield f"{'其他程序' if article == rest else '、'.join(EVERY_PROCEDURE[one] for one in procedures)}：{article}"


def _rest(named: Mapping[str, list[str]]) -> str:
    """The article of most procedures, when none but the penalties has the general one; the others are then named."""
    everywhere = {one for some in named.values() for one in some} >= PROCEDURES.keys() - _PENALTIES
    most = max(named, key=lambda one: len(named[one]), default="")
    return most if everywhere and not _PENALTIES.intersection(named[most]) else ""


def page(texts: Mapping[str, str], on: date) -> str:
    """`docs/refusals.md`."""
    head = (
        "# 未予办理的代码 · Refusal codes\n\n"
        "依法不能办理的步骤以 409 `application/problem+json` 答复，`code`、`article`、`detail` 如下；"
        "补录的步骤照常记录，违反的规则作为缺陷写在旁边。条款因程序而不同的，写在程序的名称之后；没有列出的程序适用第一个"
        "条款，“其他程序”是指行政处罚以外没有列出的程序。本页由 `mingjing law refusals` 生成。\n\n"
        "A step that the law does not allow is answered with 409 and one of these codes; a back-entered one is\n"
        "recorded, with each rule that it breaks as a defect beside it. `mingjing law refusals` makes this page.\n\n"
        "Where procedures have other articles, their names stand before them; 其他程序: the others but penalties.\n\n"
    )
    return head + "\n".join(table(texts, on)) + "\n"
