"""执法主体 (信息公示制度 第一条、第三条): an agency that is not registered can do nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from http_problems import is_problem, wrong
from http_town import Town, site
from penal import AGENCY, MATTER
from records.course.opened import Open
from records.course.shapes import Command
from records.course.steps import OPENING_TYPES
from records.penalty.commands import FileCase

pytestmark = [pytest.mark.article("信息公示制度 第一条"), pytest.mark.article("信息公示制度 第三条")]

NOBODY = "12140429012346017W"
"""A code that is right by its check digit, and that no agency has."""

OPENINGS = [one for one in OPENING_TYPES if one is FileCase or issubclass(one, Open)]


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


ALL_ROLES = (
    "officer",
    "unit-head",
    "decider",
    "disclosure-officer",
    "legal-reviewer",
    "archivist",
    "recording-officer",
    "supervisor",
)


@pytest.mark.parametrize("kind", OPENINGS, ids=lambda one: str(one.__struct_config__.tag))
def test_no_case_of_any_procedure_begins_in_the_name_of_an_unregistered_agency(town: Town, kind: type[Command]) -> None:
    if "everything" not in town.tokens:
        town.grant("everything", f"person:{town.people['wang']}", *ALL_ROLES, agency=AGENCY)
    known = {"received_on", "discovered_on", "acted_on"} & set(kind.__struct_fields__)
    today = dict.fromkeys(known, town.now.date().isoformat())
    answer = town.post("everything", "cases", town.saying(kind, **today) | {"agency": NOBODY})
    problem = is_problem(answer, 409, "refused")
    assert problem["code"] == "agency-not-registered"
    assert problem["article"]


def test_nothing_is_registered_for_an_agency_that_is_not_there(town: Town) -> None:
    since, day = {"valid_from": "2025-01-01"}, "2030-12-31"
    person = {"person": town.people["wang"]}
    basis, listed = [{"law": "某某条例", "article": "第十条"}], [{"matter": MATTER, "wording": "甲"}]
    for entry in (
        {"type": "head-appointed/1", **person, **since},
        {"type": "unit-head-appointed/1", **person, **since},
        {"type": "reviewer-registered/1", **person, "qualification": "A2", "name": "wang", **since},
        {"type": "officer-registered/1", **person, "certificate": "9", "category": "综合", "name": "wang", **since}
        | {"valid_to": day},
        {"type": "matter-registered/1", "code": "x", "name": "某事项", "power": "law", "basis": basis, **since}
        | {"kinds": ["罚款"]},
        {
            "type": "list-published/1",
            "kind": "power",
            "version": 1,
            "items": listed,
            **since,
        },
        {"type": "device-registered/1", "device": "d", "model": "m", "serial": "s"},
    ):
        answer = town.post("registrar", "registers/entries", entry | {"agency": NOBODY})
        assert "$.agency" in wrong(answer), entry["type"]
    account = {
        "principal": "nobody",
        "subject": f"person:{town.people['wang']}",
        "roles": ["officer"],
        "agency": NOBODY,
    }
    assert wrong(town.post("registrar", "registers/access", account)) == ["$.agency"]


def test_an_agency_opens_no_case_before_its_registration_holds_and_none_after_it_ended(town: Town) -> None:
    registered = {"type": "agency-registered/1", "code": NOBODY, "name": "某中心", "short": "某中"}
    kind = {"kind": "authorised", "region": "140429"}
    today = town.now.date()
    term = {"valid_from": (today + timedelta(days=1)).isoformat(), "valid_to": (today + timedelta(days=3)).isoformat()}
    town.enter({**registered, **kind, **term})
    town.grant("zhongxin", f"person:{town.people['chen']}", "officer", agency=NOBODY)
    assert opening(town) == "agency-not-registered", "from tomorrow"
    town.later(days=1)
    assert opening(town) != "agency-not-registered", "other rules refuse it: it has no matter and no officers"
    town.later(days=3)
    assert opening(town) == "agency-not-registered", "the day after its last one"


def opening(town: Town) -> str:
    """Why the agency does not file a case today."""
    answer = town.post("zhongxin", "cases", town.filing(agency=NOBODY))
    return str(is_problem(answer, 409, "refused")["code"])


def test_the_public_register_of_agencies_answers_for_any_day(town: Town) -> None:
    names: list[Any] = [one["code"] for one in town.get("sun", "registers/agencies")]
    assert AGENCY in names
    assert AGENCY not in [one["code"] for one in town.get("sun", "registers/agencies", on="2019-12-31")]
