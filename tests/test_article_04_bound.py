"""公示目录 (信息公示制度 第四条) binds what is published: kinds, fields, carriers, and days fewer than the law's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from http_problems import is_problem
from http_town import Town, site
from penal import AGENCY, MATTER
from plain_basics import INFORMATION
from records.basics import commands as b
from records.catalogue.commands import CheckLegality, CheckSecrecy
from records.law.data import in_force
from records.law.deadline import Calendar, add_working_days
from records.law.file import seed_calendars, seed_texts
from records.penalty.commands import ReviewSecrecy
from records.penalty.events import PublicCopy
from records.register.events.information import BasicInformation
from test_article_04_catalogue import entries, published

pytestmark = pytest.mark.article("信息公示制度 第四条")

LAW = in_force(seed_texts(), date(2026, 6, 1), "")
KINDS = tuple(LAW.informations)


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


@pytest.fixture(autouse=True)
def whole(town: Town) -> Iterator[None]:
    """Each test leaves a catalogue of everything in force."""
    yield
    published(town)


def without(*kinds: str) -> list[Any]:
    return entries(*(one for one in KINDS if one not in kinds))


def changed(kind: str, **changes: Any) -> list[Any]:
    return [*without(kind), entries(kind)[0] | changes]


def refused(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = is_problem(answer, 409, "refused")
    return found


def website(town: Town, **changes: Any) -> dict[str, Any]:
    given = {"carrier": "website", "place": "县政府网站", "url": "https://www.example.gov.cn/1.html"}
    known = {"digest": "f" * 64, "from_on": town.now.date().isoformat()}
    return {"type": "record-carrier", **given, **known, **changes}


def a_list(version: int) -> dict[str, Any]:
    items = [{"matter": MATTER, "wording": "对占道经营的处罚"}]
    given = {"agency": AGENCY, "kind": "responsibility", "version": version, "items": items}
    return {"type": "list-published/1", **given, "valid_from": "2025-01-01"}


# ---- Kinds ----


def test_a_list_of_a_kind_that_the_catalogue_does_not_have_is_refused_and_supervision_sees_it(town: Town) -> None:
    published(town, entries=without("lists"))
    problem = refused(town.post("registrar", "registers/entries", a_list(70)))
    assert (problem["code"], problem["article"]) == ("information-not-in-catalogue", "信息公示制度 第四条")
    town.projected()
    seen = town.get("sun", "supervision/refusals")["items"]
    assert ("list-published/1", "information-not-in-catalogue") in {(one["step"], one["code"]) for one in seen}
    published(town)
    town.enter(a_list(70))


def test_officers_agencies_and_letters_of_a_kind_outside_the_catalogue_are_refused(town: Town) -> None:
    published(town, entries=without("officers", "agencies", "delegations"))
    officer = town.certificate("wang")
    [agency] = [one for one in town.get("registrar", "registers/agencies") if one["code"] == AGENCY]
    renamed = {"type": "agency-registered/1", **agency, "name": "监漳镇人民政府（新）", "valid_from": "2025-01-01"}
    for entry in (officer, renamed):
        problem = refused(town.post("registrar", "registers/entries", entry))
        assert problem["code"] == "information-not-in-catalogue"
    published(town)
    town.enter(officer)


def test_the_end_of_an_agency_is_entered_whatever_its_catalogue_says(town: Town) -> None:
    published(town, entries=without("agencies"))
    [agency] = [one for one in town.get("registrar", "registers/agencies") if one["code"] == AGENCY]
    town.enter({"type": "agency-registered/1", **agency, "valid_from": "2025-01-01", "valid_to": "2099-12-31"})


def test_fulfilment_outside_the_catalogue_is_not_published_live_or_as_a_paper(town: Town) -> None:
    case = town.published()
    town.step("wang", case, town.paying("200.00"))
    published(town, entries=without("fulfilment"))
    said = {"type": "publish-fulfilment", "state": "paid"}
    assert refused(town.post("qian", f"cases/{case}/steps", said))["code"] == "information-not-in-catalogue"
    town.grant("qian-p", f"person:{town.people['qian']}", "disclosure-officer", "back-entry", agency=AGENCY)
    paper = said | {"entry": town.on_paper(), "occurred_at": town.now.date().isoformat()}
    assert refused(town.post("qian-p", f"cases/{case}/steps", paper))["code"] == "information-not-in-catalogue"
    published(town)
    town.step("qian", case, said)


# ---- Carriers ----


def test_a_carrier_that_the_catalogue_does_not_name_is_refused_live_and_a_defect_from_paper(town: Town) -> None:
    case = town.published()
    published(town, entries=changed("penalty-decision", carriers=["portal", "notice-board"]))
    problem = refused(town.post("qian", f"cases/{case}/steps", website(town)))
    assert (problem["code"], problem["article"]) == ("carrier-not-in-catalogue", "信息公示制度 第四条、第九条")
    town.grant("qian-c", f"person:{town.people['qian']}", "disclosure-officer", "back-entry", agency=AGENCY)
    paper = {"entry": town.on_paper(), "occurred_at": town.now.date().isoformat()}
    town.step("qian-c", case, website(town, **paper))
    assert "carrier-not-in-catalogue" in [one["code"] for one in town.get("sun", f"cases/{case}")["defects"]]


def test_a_carrier_of_a_kind_that_is_gone_from_the_catalogue_is_refused(town: Town) -> None:
    case = town.published()
    published(town, entries=without("penalty-decision"))
    problem = refused(town.post("qian", f"cases/{case}/steps", website(town)))
    assert problem["code"] == "information-not-in-catalogue"


# ---- Fields ----


def test_a_page_that_lacks_a_field_of_the_catalogue_is_refused(town: Town) -> None:
    town.grant("zhao-p", f"person:{town.people['zhao']}", "decider", "back-entry", agency=AGENCY)
    case, paper = town.prepared(), {"entry": town.on_paper(), "occurred_at": town.now.date().isoformat()}
    town.step("zhao-p", case, town.signing(basis=[], **paper))
    town.take(case, ReviewSecrecy)
    problem = refused(town.post("qian", f"cases/{case}/steps", town.reviewing()))
    assert (problem["code"], problem["article"]) == ("catalogue-field-missing", "信息公示制度 第四条")
    assert "处罚依据" in problem["detail"]


def test_a_field_that_is_masked_by_review_is_not_missing(town: Town) -> None:
    case = town.cleared()
    hidden = {"outcome": "redacted", "masked": ["party", "facts"], "grounds": ["security"], "basis": "某法 第一条"}
    town.step("qian", case, town.reviewing(**hidden))


def test_basic_information_that_lacks_a_field_of_the_catalogue_is_not_published(town: Town) -> None:
    plain: dict[str, Any] = msgspec.to_builtins(INFORMATION)
    given = {"matter": MATTER, "information": plain | {"relief": ""}}
    case = str(town.made("wang", "cases", town.saying(b.DraftBasics, **given))["case"])
    town.take(case, CheckSecrecy)
    town.take(case, CheckLegality)
    town.grant("zhao-b", f"person:{town.people['zhao']}", "decider", "back-entry", agency=AGENCY)
    paper = {"entry": town.on_paper(), "occurred_at": town.now.date().isoformat(), "approver": town.people["zhao"]}
    town.step("zhao-b", case, town.saying(b.ApproveBasics, **paper))
    problem = refused(town.post("qian", f"cases/{case}/steps", town.saying(b.PublishBasics)))
    assert problem["code"] == "catalogue-field-missing"
    assert "监督方式和救济渠道" in problem["detail"]


def test_every_member_that_a_field_is_said_by_is_one_of_what_is_published() -> None:
    for one in LAW.informations.values():
        kind = BasicInformation if one.id == "basic-information" else PublicCopy
        assert set(one.shown) <= set(one.fields), one.id
        assert {name for names in one.shown.values() for name in names} <= set(kind.__struct_fields__), one.id
        assert bool(one.shown) == bool(one.decides or one.id == "basic-information"), one.id


# ---- Days ----


def test_days_that_are_fewer_than_the_laws_are_a_term_of_their_own_and_the_queue_shows_the_earliest(
    town: Town,
) -> None:
    published(town, entries=changed("penalty-decision", days=3))
    case = town.cleared()
    town.projected()
    found = {one["limit_id"]: one for one in town.get("sun", "supervision/due")["items"] if one["case_id"] == case}
    calendar = Calendar()
    for year in seed_calendars():
        calendar = calendar.adopt(year.year, year.off, year.working)
    today = town.now.date()
    assert date.fromisoformat(found["publication.catalogue"]["due_on"]) == add_working_days(today, 3, calendar)
    assert date.fromisoformat(found["publication.regulation"]["due_on"]) == add_working_days(today, 15, calendar)
    assert found["publication.catalogue"]["article"] == "行政执法信息公示制度 第四条、第十二条"
    tasks = town.get("qian", "queues/disclosure-officer", limit="500")["items"]
    [task] = [one for one in tasks if (one["task"], one["case_id"]) == ("review-disclosure", case)]
    assert task["until"] == found["publication.catalogue"]["due_on"]


def test_days_that_are_the_laws_make_no_term_and_a_later_catalogue_changes_none_that_runs(town: Town) -> None:
    before = town.cleared()
    town.later(days=1)
    published(town, entries=changed("penalty-decision", days=2))
    after = town.cleared()
    town.projected()
    terms = {(one["case_id"], one["limit_id"]) for one in town.get("sun", "supervision/due")["items"]}
    assert (before, "publication.regulation") in terms
    assert (before, "publication.catalogue") not in terms
    assert (after, "publication.catalogue") in terms
