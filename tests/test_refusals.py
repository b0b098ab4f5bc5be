"""The list of refusal codes: every rule of today, in both languages, in the docs as the law data have it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from api.refusals import english, page
from records.law.data import in_force, seed_texts
from records.moment import SHANGHAI

DOCS: Final = Path(__file__).parent.parent / "docs" / "refusals.md"
RULES: Final = in_force(seed_texts(), datetime.now(SHANGHAI).date()).rules


def test_every_code_has_an_english_sentence_and_no_sentence_is_of_another() -> None:
    assert english().keys() == RULES.keys()
    assert [code for code, text in english().items() if not text.strip() or not text.isascii()] == []


def test_no_two_codes_say_the_same() -> None:
    texts = list(english().values())
    assert sorted({text for text in texts if texts.count(text) > 1}) == []


def test_the_page_of_the_docs_is_what_the_law_data_say() -> None:
    assert DOCS.read_text(encoding="utf-8") == page(RULES.values())
