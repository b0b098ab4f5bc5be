"""Public forms while the ledger can't take them: a sentence, and all that was typed (信息公示制度 第十条, 第十三条)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from api.deployment import open_ledgers
from api.settings import Settings
from http_town import SAMPLE, Town, site
from penal import AGENCY
from records.application import Sender, record_entry
from records.event import case_stream
from records.register.events import RulesAdopted
from records.store.engine import connect, writing
from test_article_6_progress import _PLACE, code
from test_article_13_correction import PDF, asked, form, published

TYPED: Final = {"source": "citizen", "name": "郑小山", "contact": "监漳村30号", "claim": "事实<b>写错了</b>。"}
LATER: Final = "系统暂时不能收下内容，没有收下，请过几分钟重新提交；您填写的内容还在下面"


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[tuple[Town, Settings]]:
    """A town whose law data, and whose tables, a test may take away."""
    with site(database, tmp_path / "var") as found:
        yield found.town, Settings(var=tmp_path / "var", database=database, port=0, documents="asked")


def lose_law(settings: Settings, *names: str) -> None:
    """Has the ledger adopt empty files: it then lacks what a release needs, as before `mingjing law adopt`."""
    with open_ledgers(settings) as ledgers:
        for name in names:
            sender = Sender("system", "system", str(uuid4()), bytes(32))
            record_entry(ledgers.get(SAMPLE), RulesAdopted(name=name, text=""), sender)


def damage(database: str, case: str) -> None:
    """Changes what is stored of a case, so that nobody can read it any more."""
    engine = connect(database)
    with writing(engine) as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER event_is_never_updated"))
        stream = {"stream": case_stream(case), "sealed": b"damaged"}
        connection.execute(text("UPDATE event SET sealed = :sealed WHERE stream = :stream"), stream)
    engine.dispose()


def sent(town: Town, path: str, **fields: str) -> httpx.Response:
    parts = [(name, (None, value.encode())) for name, value in fields.items()]
    return town.http.post(f"/{SAMPLE}/{path}", files=parts)


@pytest.mark.article("信息公示制度 第十三条")
def test_a_request_for_a_correction_waits_for_the_law_data_and_nothing_typed_is_lost(
    place: tuple[Town, Settings],
) -> None:
    town, settings = place
    _, page = published(town)
    lose_law(settings, "correction.toml")
    shown = form(town, page["id"], TYPED, ("决定书.pdf", PDF, "application/pdf"))
    assert shown.status_code == 503, shown.text
    assert int(shown.headers["retry-after"]) > 0
    assert f"{LATER}，证据文件请重新选择。" in shown.text
    for kept in ("郑小山", "监漳村30号", "事实&lt;b&gt;写错了&lt;/b&gt;。"):
        assert kept in shown.text
    program = asked(town, page["id"])
    assert (program.status_code, program.json()["title"][:15]) == (503, "账本还没有采用本版本的法规数据"), program.text
    assert int(program.headers["retry-after"]) > 0


@pytest.mark.article("信息公示制度 第十三条")
def test_what_was_refused_so_is_not_counted_as_evidence(place: tuple[Town, Settings]) -> None:
    town, settings = place
    _, page = published(town)
    lose_law(settings, "correction.toml")
    assert form(town, page["id"], TYPED, ("决定书.pdf", PDF, "application/pdf")).status_code == 503
    engine = connect(settings.database_url)
    with engine.connect() as connection:
        assert not connection.scalar(text("SELECT sum(used) FROM public_use WHERE what = 'evidence'"))
    engine.dispose()


@pytest.mark.article("信息公示制度 第十条")
def test_a_complaint_comes_back_while_nobody_can_write(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'own.sqlite3'}"
    with site(database, tmp_path / "var") as found:
        engine = connect(database)
        with writing(engine):  # SQLite has one writer at a time
            shown = sent(found.town, "complaint", agency=AGENCY, summary="摊位<没>清理。", name="", contact="街口")
        engine.dispose()
        assert shown.status_code == 503, shown.text
        assert int(shown.headers["retry-after"]) > 0
        assert f"{LATER}。" in shown.text
        for kept in ("摊位&lt;没&gt;清理。", "街口", f'value="{AGENCY}" selected'):
            assert kept in shown.text
        assert sent(found.town, "complaint", agency=AGENCY, summary="摊位没清理。").status_code == 201


@pytest.mark.article("信息公示制度 第十条")
def test_a_complaint_about_a_page_comes_back_while_the_law_data_are_missing(place: tuple[Town, Settings]) -> None:
    town, settings = place
    _, page = published(town)
    lose_law(settings, "beside.toml")
    shown = sent(town, f"disclosures/{page['id']}/complaint", summary="罚得太重。")
    assert (shown.status_code, "罚得太重。" in shown.text, LATER in shown.text) == (503, True, True), shown.text


@pytest.mark.article("信息公示制度 第六条")
def test_a_query_code_comes_back_while_the_ledger_can_not_be_read(place: tuple[Town, Settings]) -> None:
    town, settings = place
    case = town.file()
    _PLACE[town] = settings
    right = code(town, case)
    del _PLACE[town]
    assert sent(town, "progress", code=right).status_code == 200
    damage(settings.database_url, case)
    shown = sent(town, "progress", code=right)
    assert shown.status_code == 503, shown.text
    assert int(shown.headers["retry-after"]) > 0
    assert "系统暂时不能查询，请过几分钟再查；您填写的查询码还在下面。" in shown.text
    assert f'value="{right}"' in shown.text
