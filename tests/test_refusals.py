"""The list of refusal codes: every rule of today, in both languages, in the docs as the law data have it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from api.refusals import english, general, page, table
from records.course.steps import PROCEDURES
from records.law.file import seed_texts
from records.moment import SHANGHAI

DOCS: Final = Path(__file__).parent.parent / "docs" / "refusals.md"
TODAY: Final = datetime.now(SHANGHAI).date()
RULES: Final = general(seed_texts(), TODAY)


def test_every_code_has_an_english_sentence_and_no_sentence_is_of_another() -> None:
    assert english().keys() == RULES.keys()
    assert [code for code, text in english().items() if not text.strip() or not text.isascii()] == []


def test_no_two_codes_say_the_same() -> None:
    texts = list(english().values())
    assert sorted({text for text in texts if texts.count(text) > 1}) == []


def test_the_page_of_the_docs_is_what_the_law_data_say() -> None:
    assert DOCS.read_text(encoding="utf-8") == page(seed_texts(), TODAY)


RULE: Final = """
[[rule]]
code = "{code}"
{procedures}
article = "{article}"
text = "不得"
since = 2021-07-15
"""
OTHERS: Final = ", ".join(f'"{one}"' for one in PROCEDURES if not one.startswith("penalty-") and one != "licence")


def rule(code: str, article: str, procedures: str = "") -> str:
    return RULE.format(code=code, article=article, procedures=procedures and f"procedures = [{procedures}]")


def test_a_row_names_the_procedures_that_have_another_article() -> None:
    text = rule("x", "某法 第一条") + rule("x", "许可法 第二条", '"licence"') + rule("x", "某法 第一条", '"measure"')
    (row,) = list(table({"a.toml": text}, TODAY))[2:]
    assert row.startswith("| `x` | 某法 第一条<br>行政许可：许可法 第二条 | 不得 |")


def test_the_procedures_beside_the_penalties_are_the_others_once_none_of_them_has_the_article_of_the_penalties() -> (
    None
):
    text = rule("x", "某法 第一条") + rule("x", "某制度 一", OTHERS) + rule("x", "许可法 第二条", '"licence"')
    (row,) = list(table({"a.toml": text}, TODAY))[2:]
    assert row.startswith("| `x` | 某法 第一条<br>行政许可：许可法 第二条<br>其他程序：某制度 一 | 不得 |")
