"""`docs/law.md`: every article of the three regulations has rules, events, views and tests, and the page says so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from api.law_articles import articles, carried_out, cited, page, unknown_names
from http_town import SAMPLE, site
from records.law.file import seed_texts

TESTS: Final = Path(__file__).parent
DOCS: Final = TESTS.parent / "docs" / "law.md"
CARRIED: Final = {one.article.id: one for one in carried_out(seed_texts(), TESTS)}


def test_the_three_regulations_have_sixteen_four_and_four_articles() -> None:
    laws = [one.id.split()[0] for one in articles()]
    assert {law: laws.count(law) for law in laws} == {"信息公示制度": 16, "全过程记录制度": 4, "法制审核制度": 4}


@pytest.mark.parametrize("article", CARRIED)
def test_no_cell_of_an_article_is_empty(article: str) -> None:
    assert CARRIED[article].empty == ()


def test_every_view_is_a_path_of_the_service(tmp_path: Path) -> None:
    """Of the API by its description, a page of the portal by asking for it."""
    with site("", tmp_path) as found:
        known = [
            re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(path)) for path in found.http.get("/openapi.json").json()["paths"]
        ]
        views = {re.sub(r"\{[^}]*\}", SAMPLE, view) for one in articles() for view in one.views}
        others = [view for view in views if not any(re.fullmatch(path, view) for path in known)]
        assert [view for view in others if found.http.get(view).status_code != 200] == []


def test_marks_and_data_name_only_what_there_is() -> None:
    assert unknown_names(seed_texts(), TESTS) == []


def test_the_page_of_the_docs_is_what_rules_and_tests_say() -> None:
    assert DOCS.read_text(encoding="utf-8") == page(seed_texts(), TESTS)


def test_a_citation_names_each_of_its_articles() -> None:
    text = "信息公示制度 第七条、第十二条；全过程记录制度 二；重大执法决定法制审核制度 三、四；行政处罚法 第一条"
    assert cited(text) == [
        "信息公示制度 第七条",
        "信息公示制度 第十二条",
        "全过程记录制度 二",
        "法制审核制度 三",
        "法制审核制度 四",
    ]
