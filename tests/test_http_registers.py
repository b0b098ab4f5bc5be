"""Registers over HTTP: what they hold never contradicts itself, and never rewrites what steps were judged by."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any, get_args

import httpx
import pytest

from api.register_checks import CHECKS
from api.register_entries import Entry
from api.rule_checks import entries_of
from http_problems import wrong
from http_town import OTHER_AGENCY, Site, Town, site
from records.law.file import seed_texts
from town import AGENCY, MATTER

NOBODY = "0198f3a2-7e5b-7c1d-8a9f-1234567890ab"
UNKNOWN_AGENCY = "11140429012345903E"
SINCE = {"valid_from": "2025-01-01"}


@pytest.fixture(scope="module")
def place(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found


@pytest.fixture
def town(place: Site) -> Town:
    return place.town


def enter(town: Town, tag: str, /, **fields: Any) -> httpx.Response:
    return town.post("registrar", "registers/entries", {"type": f"{tag}/1", **fields})


def grant(town: Town, name: str, subject: str, *roles: str, **more: str) -> httpx.Response:
    given = {"principal": name, "subject": subject, "roles": roles, **more}
    return town.post("registrar", "registers/access", given)


def agency(**changes: Any) -> dict[str, Any]:
    known = {"code": OTHER_AGENCY, "name": "武乡县市场监督管理局", "short": "武市监", "kind": "agency"}
    return {**known, "region": "140429", **SINCE, **changes}


def matter(**changes: Any) -> dict[str, Any]:
    basis = [{"law": "某某条例", "article": "第十条"}]
    known = {"code": "M9", "name": "某事项", "agency": AGENCY, "basis": basis, "power": "law", "kinds": ["警告"]}
    return {**known, **SINCE, **changes}


def certificate(town: Town, **changes: Any) -> dict[str, Any]:
    return {name: value for name, value in (town.certificate("chen") | changes).items() if name != "type"}


# ---- Law data ----


def adopt(town: Town, name: str, text: str) -> list[str]:
    """Why a file is not adopted, entry by entry."""
    answer = enter(town, "rules-adopted", name=name, text=text)
    assert set(wrong(answer)) == {"$.text"}
    return [error["detail"] for error in answer.json()["errors"]]


def in_force_today(town: Town, name: str) -> int:
    """How many entries of a file hold by now, each once for every procedure that it names."""
    return sum(key.since <= town.now.date() for key in entries_of({name: seed_texts()[name]}))


def due(town: Town) -> set[str]:
    town.projected()
    return {term["limit_id"] for term in town.get("sun", "supervision/due")["items"]}


def test_one_adopted_term_can_not_rewrite_the_past_and_drop_the_others(town: Town) -> None:
    town.signed()
    before, rules = due(town), town.get("sun", "registers/rules")
    entries = seed_texts()["limits.toml"].split("[[limit]]")[1:]
    (decision,) = (one for one in entries if 'id = "decision"' in one)
    told = adopt(town, "limits.toml", "[[limit]]" + decision.replace("length = 90", "length = 9000"))
    assert len(told) == in_force_today(town, "limits.toml")
    assert [
        one
        for one in told
        if one.startswith("期限 decision（行政处罚（普通程序），自 2021-07-15 起）：现行的条目不得更改")
    ]
    assert [one for one in told if one.startswith("期限 service（各类程序，自 2021-07-15 起）：缺少现行的条目")]
    assert (due(town), town.get("sun", "registers/rules")) == (before, rules)


@pytest.mark.parametrize(("name", "lost"), [("refusals.toml", "two-officers"), ("penalty_ordinary.toml", "阶段 ")])
def test_what_steps_are_judged_by_can_not_be_dropped(town: Town, name: str, lost: str) -> None:
    told = adopt(town, name, "")
    assert len(told) == in_force_today(town, name)
    assert [one for one in told if lost in one and "缺少现行的条目" in one]


def test_a_new_value_holds_from_today_at_the_earliest(town: Town) -> None:
    today, policy = town.now.date(), seed_texts()["policy.toml"]
    entry = '\n[[value]]\nid = "own"\ntitle = "自定"\narticle = "某规定 第一条"\nnumber = {}\nsince = {}\n'
    (told,) = adopt(town, "policy.toml", policy + entry.format(3, today - timedelta(days=1)))
    assert "数值 own" in told
    town.enter({"type": "rules-adopted/1", "name": "policy.toml", "text": policy + entry.format(3, today)})
    assert "own" in {rule.get("id") for rule in town.get("sun", "registers/rules")}
    (told,) = adopt(town, "policy.toml", policy + entry.format(4, today))
    assert "不得更改" in told
    (told,) = adopt(town, "own.toml", entry.format(4, today))
    assert "数值 own" in told
    later = entry.format(3, today) + entry.format(4, today + timedelta(days=9))
    town.enter({"type": "rules-adopted/1", "name": "policy.toml", "text": policy + later})
    town.enter({"type": "rules-adopted/1", "name": "policy.toml", "text": policy + later.replace("= 4", "= 5")})


def test_a_rule_of_one_procedure_is_adopted_beside_the_general_one_and_kept_like_it(town: Town) -> None:
    today = town.now.date()
    entry = (
        '[[rule]]\ncode = "case-closed"\nprocedures = ["measure"]\narticle = "某规定 第一条"\ntext = "{}"\nsince = {}\n'
    )
    (told,) = adopt(town, "own.toml", entry.format("不得", today - timedelta(days=1)))
    assert told.startswith("规则 case-closed（行政强制措施，自 ")
    town.enter({"type": "rules-adopted/1", "name": "own.toml", "text": entry.format("不得", today)})
    assert "某规定 第一条" in {rule["article"] for rule in town.get("sun", "registers/rules")}
    (told,) = adopt(town, "own.toml", entry.format("可以", today))
    assert "不得更改" in told


def test_an_entry_moves_to_another_file_without_ever_being_away(town: Town) -> None:
    limits = seed_texts()["limits.toml"]
    first, *others = limits.split("[[limit]]")[1:]
    town.enter({"type": "rules-adopted/1", "name": "moved.toml", "text": f"[[limit]]{first}"})
    rest = "".join(f"[[limit]]{one}" for one in others)
    town.enter({"type": "rules-adopted/1", "name": "limits.toml", "text": rest})
    (told,) = adopt(town, "moved.toml", "")
    assert "期限 lead" in told


# ---- What an entry names has to be there ----


def test_every_kind_of_entry_is_looked_at_before_it_is_recorded() -> None:
    assert set(CHECKS) == set(get_args(Entry))
    assert all(CHECKS.values())


def test_an_entry_of_an_unknown_agency_person_matter_or_account_is_refused(town: Town) -> None:
    assert wrong(enter(town, "head-appointed", agency=UNKNOWN_AGENCY, person=NOBODY, **SINCE)) == [
        "$.agency",
        "$.person",
    ]
    officer = certificate(town, agency=UNKNOWN_AGENCY, person="nobody")
    assert wrong(enter(town, "officer-registered", **officer)) == ["$.agency", "$.person"]
    assert wrong(enter(town, "matter-registered", **matter(agency=UNKNOWN_AGENCY))) == ["$.agency"]
    device = {"device": "cam", "agency": UNKNOWN_AGENCY, "model": "M", "serial": "1"}
    assert wrong(enter(town, "device-registered", **device)) == ["$.agency"]
    assert wrong(enter(town, "matter-withdrawn", code="none", last_day="2025-03-03", reason="收回")) == ["$.code"]
    ended = {"person": town.people["wang"], "certificate": "none", "last_day": "2025-03-03", "reason": "调离"}
    assert wrong(enter(town, "officer-ended", **ended)) == ["$.certificate"]
    assert wrong(enter(town, "access-revoked", principal="nobody", reason="调离")) == ["$.principal"]


def test_a_series_is_not_continued_where_nothing_was_lost(town: Town) -> None:
    series = {"agency": AGENCY, "kind": "罚决", "year": 2025, "next": 7, "reason": "核对"}
    assert wrong(enter(town, "series-continued", **series)) == ["$.type"]
    assert wrong(enter(town, "series-continued", **(series | {"kind": "没有", "agency": UNKNOWN_AGENCY}))) == [
        "$.agency",
        "$.kind",
        "$.type",
    ]


def test_an_entry_without_its_texts_is_refused_field_by_field(town: Town) -> None:
    assert wrong(enter(town, "agency-registered", **agency(name="", short=" ", region="zzz"))) == [
        "$.name",
        "$.region",
        "$.short",
    ]
    assert wrong(enter(town, "matter-registered", **matter(name=" ", basis=[], kinds=[]))) == ["$.basis", "$.name"]
    half = matter(basis=[{"law": "", "article": " "}], kinds=["警告", ""])
    assert wrong(enter(town, "matter-registered", **half)) == ["$.basis[0].article", "$.basis[0].law", "$.kinds[1]"]
    assert wrong(enter(town, "officer-registered", **certificate(town, name=" ", certificate=""))) == [
        "$.certificate",
        "$.name",
    ]
    assert wrong(enter(town, "access-revoked", principal="wang", reason="")) == ["$.reason"]
    person = {"kind": "natural", "name": " ", "number": "140429199001010014"}
    assert wrong(town.post("registrar", "registers/persons", person)) == ["$.name", "$.number"]


def test_a_matter_of_licences_has_no_kind_of_penalty_and_one_of_penalties_keeps_its_own(town: Town) -> None:
    without = matter(code="M8", kinds=[])
    assert enter(town, "matter-registered", **without).status_code == 201
    listed = {"matter": "M8", "kind": "ordinary", "materials": ["申请书"], **SINCE}
    assert enter(town, "licence-matter-listed", **listed).status_code == 201
    assert enter(town, "matter-registered", **without).status_code == 201
    assert enter(town, "matter-registered", **matter(code="M7")).status_code == 201
    assert wrong(enter(town, "matter-registered", **matter(code="M7", kinds=[]))) == ["$.kinds"]
    degrees = [{"degree": "一般", "from_yuan": 0, "to_yuan": 100}]
    benchmark = {"matter": "M8", "title": "基准", "ranges": degrees, **SINCE}
    assert enter(town, "benchmark-published", **benchmark).status_code == 201
    assert wrong(enter(town, "matter-registered", **without)) == ["$.kinds"]


def test_a_term_that_ends_before_it_begins_is_refused(town: Town) -> None:
    ended = {"valid_to": "2024-12-31"}
    head = {"agency": AGENCY, "person": town.people["zhao"], **SINCE, **ended}
    assert wrong(enter(town, "head-appointed", **head)) == ["$.valid_to"]
    assert wrong(enter(town, "matter-registered", **matter(**ended))) == ["$.valid_to"]


def test_a_unit_head_and_a_reviewer_are_persons_of_an_agency(town: Town) -> None:
    nobody = {"agency": UNKNOWN_AGENCY, "person": NOBODY, **SINCE}
    assert wrong(enter(town, "unit-head-appointed", **nobody)) == ["$.agency", "$.person"]
    reviewer = {**nobody, "qualification": " ", "name": ""}
    assert wrong(enter(town, "reviewer-registered", **reviewer)) == [
        "$.agency",
        "$.name",
        "$.person",
        "$.qualification",
    ]
    known = {"agency": AGENCY, "person": town.people["chen"], **SINCE}
    assert wrong(enter(town, "unit-head-appointed", **known, valid_to="2019-12-31")) == ["$.valid_to"]
    assert enter(town, "unit-head-appointed", **known).status_code == 201
    assert enter(town, "reviewer-registered", **known, qualification="A2014140429", name="陈").status_code == 201


def test_a_benchmark_has_a_range_for_each_degree_of_a_listed_matter(town: Town) -> None:
    def published(*ranges: tuple[str, int, int], matter: str = MATTER) -> httpx.Response:
        given = [{"degree": degree, "from_yuan": least, "to_yuan": most} for degree, least, most in ranges]
        return enter(town, "benchmark-published", matter=matter, title="占道经营裁量基准", ranges=given, **SINCE)

    assert wrong(published(("一般", 50, 200), matter="none")) == ["$.matter"]
    assert wrong(published()) == ["$.ranges"]
    assert wrong(published(("", 50, 200), ("一般", -1, 20), ("一般", 200, 50))) == [
        "$.ranges[0].degree",
        "$.ranges[1].from_yuan",
        "$.ranges[2].degree",
        "$.ranges[2].to_yuan",
    ]
    assert published(("较轻", 50, 200), ("一般", 200, 500)).status_code == 201


def test_the_days_of_a_calendar_lie_in_its_year(town: Town) -> None:
    days = {"off": ["2027-01-01", "2026-12-31"], "working": ["2028-01-01", "2027-01-01"]}
    answer = enter(town, "calendar-adopted", year=2027, notice="国办发明电〔2026〕1号", **days)
    assert wrong(answer) == ["$.off[1]", "$.working[0]", "$.working[1]"]
    assert 2027 not in {calendar["year"] for calendar in town.get("sun", "registers/calendars")}


def test_two_agencies_can_not_issue_the_same_number(town: Town) -> None:
    taken = enter(town, "agency-registered", **agency(short="监漳"))
    assert wrong(taken) == ["$.short"]
    assert AGENCY in taken.json()["errors"][0]["detail"]
    town.enter({"type": "agency-registered/1", **agency()})
    town.enter({"type": "agency-registered/1", **agency(short="武监管", valid_from="2025-02-01")})
    third = agency(code=UNKNOWN_AGENCY, name="武乡县司法局")
    assert wrong(enter(town, "agency-registered", **third)) == ["$.short"], "held once, though no longer"
    town.enter({"type": "agency-registered/1", **agency(valid_from="2025-03-01")})


# ---- Access ----


def test_nobody_has_no_account(town: Town) -> None:
    assert wrong(grant(town, "ghost", "person:nobody", "officer")) == ["$.subject"]
    assert wrong(grant(town, "ghost", f"person:{NOBODY}", "officer")) == ["$.subject"]
    assert wrong(grant(town, "ghost", "device:nothing", "device")) == ["$.subject"]
    assert wrong(grant(town, "ghost", f"person:{town.people['li']}\n", "officer")) == ["$.subject"]


def test_an_account_keeps_its_person_also_after_it_was_revoked(town: Town) -> None:
    mine, yours = (f"person:{town.people[name]}" for name in ("li", "chen"))
    town.grant("kept", mine, "supervisor")
    assert wrong(grant(town, "kept", yours, "supervisor")) == ["$.principal"]
    town.enter({"type": "access-revoked/1", "principal": "kept", "reason": "调离"})
    assert wrong(grant(town, "kept", yours, "supervisor")) == ["$.principal"]
    assert wrong(enter(town, "access-revoked", principal="kept", reason="调离")) == ["$.principal"]
    assert grant(town, "kept", mine, "supervisor").status_code == 201


def test_of_two_who_ask_for_the_same_account_at_once_one_gets_it(town: Town) -> None:
    people = [town.people[name] for name in ("li", "chen")] * 4
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(grant, town, "wanted", f"person:{one}", "supervisor") for one in people]
    statuses = sorted(one.result().status_code for one in asked)
    assert statuses == [201] * 4 + [422] * 4


def test_a_device_is_no_supervisor_and_a_person_no_device(town: Town) -> None:
    assert wrong(grant(town, "camera", "device:recorder", "device", "supervisor")) == ["$.roles"]
    assert wrong(grant(town, "camera", f"person:{town.people['li']}", "device", agency="none")) == [
        "$.agency",
        "$.roles",
    ]


# ---- Answers ----


def test_an_entry_is_answered_with_its_stream(town: Town) -> None:
    answer = town.enter({"type": "matter-registered/1", **matter()})
    assert (answer["stream"], answer["version"], "case" in answer) == ("matter:M9", 1, False)


def test_an_entry_that_no_longer_could_be_made_is_answered_as_it_was(town: Town) -> None:
    town.grant("leaving", f"person:{town.people['chen']}", "supervisor")
    revoking = {"type": "access-revoked/1", "principal": "leaving", "reason": "调离"}
    first, again = (town.post("registrar", "registers/entries", revoking, Idempotency_Key="leaving") for _ in range(2))
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)


def test_a_withdrawn_matter_and_an_ended_certificate_are_those_of_the_register(town: Town) -> None:
    last = {"last_day": str(date(2030, 1, 1)), "reason": "收回"}
    assert town.enter({"type": "matter-withdrawn/1", "code": MATTER, **last})["stream"] == f"matter:{MATTER}"
    held = town.certificate("sun")
    town.enter(held)
    ended = {"person": town.people["sun"], "certificate": held["certificate"], **last}
    assert town.enter({"type": "officer-ended/1", **ended})["stream"] == f"officer:{town.people['sun']}"
