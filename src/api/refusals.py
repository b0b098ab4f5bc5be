"""The refusal codes with their articles, in Chinese and in English: for the OpenAPI description and `docs/refusals.md`.

The Chinese sentence is the law data's own. The English one is for developers who don't read Chinese, and judges
nothing: so it stands beside the code (`refusals_en.toml`), and no ledger adopts it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from records.law.data import Rule


@cache
def english() -> Mapping[str, str]:
    """By code the sentence in English."""
    return tomllib.loads(Path(__file__).with_name("refusals_en.toml").read_text(encoding="utf-8"))


def table(rules: Iterable[Rule]) -> Iterator[str]:
    """Lines of a Markdown table."""
    yield "| code | 条款 article | 说明 | in English |"
    yield "|---|---|---|---|"
    for rule in sorted(rules, key=lambda one: one.code):
        yield f"| `{rule.code}` | {rule.article} | {rule.text} | {english().get(rule.code, '')} |"


def page(rules: Iterable[Rule]) -> str:
    """`docs/refusals.md`."""
    head = (
        "# 未予办理的代码 · Refusal codes\n\n"
        "依法不能办理的步骤以 409 `application/problem+json` 答复，`code`、`article`、`detail` 如下；"
        "补录的步骤照常记录，违反的规则作为缺陷写在旁边。本页由 `mingjing law refusals` 生成。\n\n"
        "A step that the law does not allow is answered with 409 and one of these codes; a back-entered one is\n"
        "recorded, with each rule that it breaks as a defect beside it. `mingjing law refusals` makes this page.\n\n"
    )
    return head + "\n".join(table(rules)) + "\n"
