"""无效核查: decisions that may be void, as a list for supervision, on the form of the decision and in the case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import select

from http_problems import wrong
from http_town import Town, site
from penal import AGENCY, HANDLERS, MATTER, SCAN
from projections import schema
from projections.follower import Follower
from projections.rebuild import rebuild
from projections.voidness import VoidRow, count_void, void_list, void_row
from records.errors import Invalid
from records.law.file import seed_texts
from records.penalty import commands as c
from records.register.events import OfficerEnded, RulesAdopted
from staff_forms import Clerk
from town import Town as Ledger
from town import town as ledger_town

WITHOUT: Final = {name: text for name, text in seed_texts().items() if name != "void.toml"}
"""The law data of a ledger that has not adopted the conditions."""


LATER: Final = date(2026, 3, 20)
"""When papers are entered."""


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with its projections, and nothing in it yet."""
    with ledger_town(database, tmp_path, start="2026-03-02 09:00") as found:
        schema.install(found.ledgers.engine)
        yield found


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The town over HTTP."""
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def listed(place: Ledger, **filters: Any) -> tuple[VoidRow, ...]:
    Follower(place.ledgers).catch_up(place.name)
    with place.ledgers.engine.connect() as connection:
        return void_list(connection, place.name, **filters).items


def met(row: VoidRow) -> set[str]:
    return {one.id for one in row.conditions}


def untold(place: Ledger, **changes: Any) -> str:
    """A decision on paper of which nobody has told the party."""
    case = place.file()
    place.take(case, c.ApproveFiling)
    if place.ledger.now().day < LATER:
        place.at(f"{LATER} 09:00")
    place.sign(case, occurred_at="2026-03-10", entry=SCAN, **changes)
    return case


# ---- The list ----


def test_a_decision_of_which_nobody_was_told_is_on_the_list(place: Ledger) -> None:
    case = untold(place)
    (row,) = listed(place)
    assert (row.case_id, row.verdict, row.agency, row.case_title) == (case, "void", AGENCY, "占道经营案")
    assert row.number.startswith("监漳罚决〔2026〕")
    assert met(row) == {"party-not-told"}


def test_a_lawful_decision_is_not_on_it(place: Ledger) -> None:
    place.sign(place.file())
    assert listed(place) == ()


def test_papers_that_are_entered_later_take_a_decision_off_the_list(place: Ledger) -> None:
    case = untold(place)
    for kind, on in ((c.SubmitOpinion, "2026-03-03"), (c.EndorseOpinion, "2026-03-03"), (c.GiveNotice, "2026-03-04")):
        place.take(case, kind, by=HANDLERS[0], occurred_at=on, entry=SCAN)
    assert [met(one) for one in listed(place)] == [{"party-not-told"}]
    place.take(case, c.ServeDocument, document="notice", occurred_at="2026-03-04", entry=SCAN)
    assert [(met(one), one.verdict) for one in listed(place)] == [({"party-not-heard"}, "doubtful")]
    place.take(case, c.WaiveDefence, occurred_at="2026-03-05", entry=SCAN)
    assert listed(place) == ()


def test_a_decision_that_is_gone_is_not_on_the_list_any_more(place: Ledger) -> None:
    case = untold(place)
    assert len(listed(place)) == 1
    place.revoke(case)
    assert listed(place) == ()


def test_what_the_registers_learn_shows_with_the_next_step_of_the_case(place: Ledger) -> None:
    case = place.file()
    place.sign(case)
    ended = OfficerEnded(
        person=HANDLERS[0], certificate="14042900", last_day=place.ledger.now().day.replace(day=1), reason="调离"
    )
    place.enter(ended)
    assert listed(place) == ()
    place.link(case, occurred_at="2026-03-02", entry=SCAN)
    assert [met(one) for one in listed(place)] == [{"officers-not-certified"}]


def test_the_list_is_chosen_by_verdict_and_agency(place: Ledger) -> None:
    void, doubtful = untold(place), place.file()
    place.prepare(doubtful)
    place.sign(doubtful, occurred_at="2026-03-20", entry=SCAN, decided_by=HANDLERS[1])
    assert [one.case_id for one in listed(place)] == [doubtful, void]  # the latest decision first
    assert [one.case_id for one in listed(place, verdict="void")] == [void]
    assert [one.case_id for one in listed(place, verdict="doubtful")] == [doubtful]
    assert listed(place, agency="elsewhere") == ()
    with place.ledgers.engine.connect() as connection:
        assert count_void(connection, place.name) == {"void": 1, "doubtful": 1}
        first = void_list(connection, place.name, limit=1)
        second = void_list(connection, place.name, limit=1, after=first.next)
        assert [one.case_id for page in (first, second) for one in page.items] == [doubtful, void]
        assert second.next is None
        with pytest.raises(Invalid):
            void_list(connection, place.name, after="nowhere")


def test_cases_are_checked_when_the_conditions_are_adopted(database: str, tmp_path: Path) -> None:
    with ledger_town(database, tmp_path, start="2026-03-02 09:00", law=WITHOUT) as place:
        schema.install(place.ledgers.engine)
        case, open_case = untold(place), place.file()
        assert listed(place) == ()
        place.enter(RulesAdopted(name="void.toml", text=seed_texts()["void.toml"]))
        assert [one.case_id for one in listed(place)] == [case]
        place.take(open_case, c.ApproveFiling)
        assert rows(place) == _rebuilt(place)


def rows(place: Ledger) -> list[Any]:
    Follower(place.ledgers).catch_up(place.name)
    with place.ledgers.engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(select(void_row)))


def _rebuilt(place: Ledger) -> list[Any]:
    rebuild(place.ledgers, ["voidness"])
    return rows(place)


def test_a_rebuild_gives_the_same_rows_however_the_events_were_read(place: Ledger) -> None:
    untold(place)
    Follower(place.ledgers).catch_up(place.name)
    case = untold(place, decided_by=HANDLERS[1])
    Follower(place.ledgers).catch_up(place.name)
    place.revoke(case)
    untold(place, kinds=("行政拘留",), fine_yuan=None)
    before = rows(place)
    assert len(before) == 2
    assert _rebuilt(place) == before


# ---- Over HTTP ----


def void_on_paper(town: Town) -> str:
    """A decision that was signed on paper and that nobody was told of."""
    case = town.file(acted_on=town.now.date().isoformat(), discovered_on=town.now.date().isoformat())
    town.take(case, c.ApproveFiling)
    content = town.signing(occurred_at=town.now.isoformat(), entry=town.on_paper())
    town.step("wang", case, content)
    return case


def test_supervisors_get_the_list_and_the_case_says_why(town: Town) -> None:
    case = void_on_paper(town)
    town.projected()
    found = {one["case_id"]: one for one in town.get("sun", "supervision/void", verdict="void")["items"]}
    assert [one["id"] for one in found[case]["conditions"]] == ["party-not-told"]
    check = town.get("sun", f"cases/{case}")["void"]
    assert (check["decided"], check["verdict"]) == (True, "void")
    assert [one["id"] for one in check["conditions"] if one["met"]] == ["party-not-told"]
    assert town.send("wang", "GET", "supervision/void").status_code == 403
    assert town.send("sun", "GET", "supervision/void", params={"verdict": "x"}).status_code == 422


def test_the_page_of_the_list_leads_to_the_case(town: Town) -> None:
    case = void_on_paper(town)
    town.projected()
    for path in ("void", "void?verdict=void"):
        answer = Clerk(town, "sun").get(f"/staff/jianzhang/{path}")
        assert answer.status_code == 200
        assert f"/staff/jianzhang/cases/{case}#void" in answer.text
        assert "没有告知当事人" in answer.text
    assert case not in Clerk(town, "sun").get("/staff/jianzhang/void?verdict=doubtful").text
    page = Clerk(town, "sun").open(f"cases/{case}")
    assert "无效核查" in page.text
    assert "没有告知当事人" in page.text


def test_the_form_of_the_decision_says_what_it_would_be_void_by(town: Town) -> None:
    case = town.file()
    town.take(case, c.ApproveFiling)
    early = Clerk(town, "zhao").open(f"cases/{case}/steps/sign-decision")
    assert "没有告知当事人" in early.text
    town.prepare(second := town.file(place="无效核查街"))
    assert "没有发现使处罚无效的情形" in Clerk(town, "zhao").open(f"cases/{second}/steps/sign-decision").text
    assert "无效核查" not in Clerk(town, "wang").open(f"cases/{second}/steps/submit-opinion").text


def test_form_preview_and_case_show_the_rules_of_both_days(town: Town) -> None:
    today = town.now.date()
    old = {"degree": "一般", "from_yuan": 100, "to_yuan": 600}
    new = {"degree": "一般", "from_yuan": 50, "to_yuan": 300}
    entry = {"type": "benchmark-published/1", "matter": MATTER}
    town.enter({**entry, "title": "旧基准", "ranges": [old], "valid_from": "2024-01-01"})
    town.enter({**entry, "title": "新基准", "ranges": [new], "valid_from": today.isoformat()})
    case = town.prepared(acted_on="2025-01-06", discovered_on="2025-01-06", place="新旧基准街")
    clerk = Clerk(town, "zhao")
    for page in (clerk.open(f"cases/{case}/steps/sign-decision"), clerk.open(f"cases/{case}")):
        assert "旧基准" in page.text
        assert "新基准" in page.text
        assert "作出决定之日的规定处罚较轻" in page.text
    given = {"degree": "一般", "bank": "监漳支行", "performance": "十五日内缴纳", "relief": "六十日内申请复议"}
    given |= {"evidence": "现场笔录"}
    tried = clerk.send(f"cases/{case}/steps/sign-decision", "preview", **given).text
    assert "作出决定之日的裁量基准（处罚较轻）" in tried
    assert "按试办的内容" in tried
    clerk.took(case, "sign-decision", **given)
    view = town.get("sun", f"cases/{case}")
    assert (view["decision"]["benchmark"], view["decision"]["degree"]) == ("decision-day", "一般")
    assert view["old_and_new"]["applied"] == "decision-day"
    assert [one["to_yuan"] for one in view["old_and_new"]["act"]["ranges"]] == [600]
    assert [one["to_yuan"] for one in view["old_and_new"]["decision"]["ranges"]] == [300]


def test_a_case_of_an_emergency_says_so(town: Town) -> None:
    declared = {"number": "武政发〔2025〕3号", "title": "启动应急响应的决定", "body": "武乡县人民政府"}
    entry = {"type": "emergency-declared/1", **declared, "digest": "e" * 64, "valid_from": "2024-12-01"}
    town.enter(entry)
    case = town.file(place="应急街")
    clerk = Clerk(town, "zhao")
    clerk.took(case, "mark-emergency", instrument=declared["number"], measure="拒不执行封闭管理。")
    assert "启动应急响应的决定" in clerk.open(f"cases/{case}").text
    assert town.get("sun", f"cases/{case}")["emergency"]["declared_by"] == "武乡县人民政府"


def test_the_registers_show_what_other_laws_say_of_a_matter_and_which_emergency_goes_on(town: Town) -> None:
    town.enter(
        {
            "type": "staleness-provided/1",
            "matter": MATTER,
            "months": 60,
            "article": "某法 第一条",
            "valid_from": "2024-01-01",
            "valid_to": "2024-06-30",
        }
    )
    ended = {"type": "emergency-declared/1", "number": "武政发〔2024〕1号", "title": "防汛应急响应", "body": "县政府"}
    town.enter({**ended, "digest": "d" * 64, "valid_from": "2024-06-01", "valid_to": "2024-06-10"})
    (matter,) = town.get("sun", "registers/matters", on="2024-06-05")
    assert (matter["code"], matter["staleness"]["months"], matter["offence_dropped"]) == (MATTER, 60, None)
    (later,) = town.get("sun", "registers/matters", on="2024-07-01")
    assert later["staleness"] is None
    assert [one["title"] for one in town.get("sun", "registers/emergencies", on="2024-06-10")] == ["防汛应急响应"]
    assert town.get("sun", "registers/emergencies", on="2024-06-11") == []
    assert town.get("sun", "registers/benchmarks", on="2019-01-01") == []


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"type": "offence-dropped/1", "matter": "x", "instrument": "公告", "article": "第一条"}, ["$.matter"]),
        ({"type": "staleness-provided/1", "matter": "x", "months": 0, "article": "第一条"}, ["$.matter", "$.months"]),
        ({"type": "emergency-declared/1", "number": "1", "title": "a", "body": "b", "digest": "x"}, ["$.digest"]),
    ],
)
def test_an_entry_that_cannot_be_right_is_refused(town: Town, entry: dict[str, Any], expected: list[str]) -> None:
    assert wrong(town.post("registrar", "registers/entries", {**entry, "valid_from": "2026-01-01"})) == expected
