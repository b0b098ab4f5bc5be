"""Letters of delegation and forms of numbers in the registers: what holds on which day, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
import msgspec
import pytest

from http_problems import wrong
from http_town import OTHER_AGENCY, Site, Town, site
from records.register.events import (
    AgencyRegistered,
    DelegationEnded,
    DelegationGranted,
    LegalBasis,
    NumberFormSet,
    RegisterEvent,
)
from records.register.fold import Register, fold
from town import AGENCY, MATTER

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
LETTER = DelegationGranted(
    number="监漳委〔2025〕1号",
    delegator="a",
    delegate="b",
    kind="penalty",
    basis=(LegalBasis("某某条例", "第十条"),),
    matters=("m", "n"),
    scope="监漳镇辖区",
    fitness="事业单位，有四名取得资格的人员",
    digest="e" * 64,
    announced="政府网站",
    valid_from=FIRST,
    valid_to=LAST,
)


def register(*events: RegisterEvent) -> Register:
    return fold(Register(), enumerate(events, 1))


def changed(event: RegisterEvent, **changes: Any) -> Any:
    return msgspec.structs.replace(event, **changes)


# ---- As of a day ----


def test_a_delegation_holds_from_its_first_day_to_its_last_in_its_matters_alone() -> None:
    found = register(LETTER)
    days = (date(2024, 12, 31), FIRST, LAST, date(2026, 1, 1))
    assert [found.delegation("a", "m", day) is not None for day in days] == [False, True, True, False]
    assert found.delegation("a", "o", FIRST) is None
    assert found.delegation("b", "m", FIRST) is None
    assert found.delegation("a", "n", FIRST, "b") == LETTER
    assert found.delegation("a", "n", FIRST, "c") is None
    assert found.delegated_to("b", LAST) == (LETTER,)
    assert found.delegated_to("a", LAST) == ()


def test_a_delegation_that_is_ended_ends_earlier_and_never_later() -> None:
    ended = DelegationEnded(number=LETTER.number, last_day=date(2025, 6, 30), reason="提前终止")
    found = register(LETTER, ended)
    assert found.delegation("a", "m", date(2025, 6, 30))
    assert found.delegation("a", "m", date(2025, 7, 1)) is None
    assert found.has_delegated("a", "b")
    longer = register(LETTER, changed(ended, last_day=date(2026, 6, 30)))
    assert longer.delegation("a", "m", date(2026, 1, 1)) is None


def test_a_letter_that_is_written_again_replaces_the_earlier_one_from_its_first_day() -> None:
    narrower = changed(LETTER, matters=("m",), valid_from=date(2025, 7, 1))
    found = register(LETTER, narrower)
    assert found.delegation("a", "n", date(2025, 6, 30))
    assert found.delegation("a", "n", date(2025, 7, 1)) is None


def test_two_letters_let_two_bodies_act_in_one_matter() -> None:
    found = register(LETTER, changed(LETTER, number="二", delegate="c"))
    assert {one.delegate for one in found.delegations_of("a", FIRST)} == {"b", "c"}
    assert found.delegation("a", "m", FIRST, "c")


TOWN_AGENCY = AgencyRegistered(
    code="a", name="镇", short="镇", kind="agency", region="140429102", valid_from=date(2020, 1, 1)
)


def form(scope: str, text: str, **changes: Any) -> NumberFormSet:
    given: dict[str, Any] = {"kind": "certificate", "source": "通知", "valid_from": FIRST} | changes
    return NumberFormSet(scope=scope, form=text, **given)


def test_the_forms_of_the_nearest_scope_count_the_agency_before_county_and_province() -> None:
    province, county, own = form("140000", "04#########"), form("140429", "0429###"), form("a", "镇###")
    found = [
        register(TOWN_AGENCY, *some).forms("certificate", "a", FIRST)
        for some in ([], [province], [province, county], [own, county])
    ]
    assert found == [(), (province.form,), (county.form,), (own.form,)]
    assert register(TOWN_AGENCY, form("150000", "05###")).forms("certificate", "a", FIRST) == ()
    assert register(TOWN_AGENCY, province).forms("qualification", "a", FIRST) == ()


def test_old_and_new_forms_hold_side_by_side_until_one_is_ended() -> None:
    old, new = form("a", "旧###"), form("a", "新###", valid_from=date(2025, 7, 1))
    found = register(TOWN_AGENCY, old, new, changed(old, valid_to=LAST))
    assert found.forms("certificate", "a", date(2025, 6, 30)) == ("旧###",)
    assert found.forms("certificate", "a", LAST) == ("旧###", "新###")
    assert found.forms("certificate", "a", date(2026, 1, 1)) == ("新###",)


# ---- Over HTTP ----

ENTRUSTED = "12140429012345700N"


@pytest.fixture(scope="module")
def place(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        found.town.enter(agency(ENTRUSTED, "监漳镇综合便民服务中心", "监漳便民", kind="entrusted"))
        yield found


@pytest.fixture
def town(place: Site) -> Town:
    return place.town


def agency(code: str, name: str, short: str, **changes: str) -> dict[str, Any]:
    known = {"type": "agency-registered/1", "code": code, "name": name, "short": short, "kind": "agency"}
    return {**known, "region": "140429", "valid_from": "2020-01-01", **changes}


def letter(**changes: Any) -> dict[str, Any]:
    known = msgspec.to_builtins(LETTER) | {"delegator": AGENCY, "delegate": ENTRUSTED, "matters": [MATTER]}
    return {**known, **changes}


def enter(town: Town, entry: dict[str, Any]) -> httpx.Response:
    return town.post("registrar", "registers/entries", entry)


def test_a_letter_is_registered_read_and_ended(town: Town) -> None:
    given = letter(number="登记", valid_from="2020-01-01", valid_to="2024-12-31")
    assert town.enter(given)["stream"] == "delegation:登记"
    on = {"on": "2024-06-01"}
    assert [one["number"] for one in town.get("sun", "registers/delegations", **on)] == ["登记"]
    town.enter({"type": "delegation-ended/1", "number": "登记", "last_day": "2024-05-31", "reason": "终止"})
    assert town.get("sun", "registers/delegations", **on) == []


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"delegator": "11140429012345903E"}, ["$.delegator", "$.matters[0]"]),
        ({"delegator": ENTRUSTED, "delegate": OTHER_AGENCY}, ["$.delegator", "$.matters[0]"]),
        ({"delegate": "11140429012345903E"}, ["$.delegate"]),
        ({"delegate": AGENCY}, ["$.delegate"]),
        ({"kind": "licence"}, ["$.delegate"]),
        ({"matters": []}, ["$.matters"]),
        ({"matters": ["没有的事项"]}, ["$.matters[0]"]),
        ({"matters": [MATTER, MATTER]}, ["$.matters[1]"]),
        ({"basis": []}, ["$.basis"]),
        ({"basis": [{"law": "某某条例", "article": " "}]}, ["$.basis[0]"]),
        ({"digest": "委托书"}, ["$.digest"]),
        ({"valid_to": "2024-12-31"}, ["$.valid_to"]),
        ({"announced": "", "scope": " ", "fitness": ""}, ["$.announced", "$.fitness", "$.scope"]),
        ({"kind": "compulsion"}, ["$.kind"]),
        ({"valid_to": None}, ["$.valid_to"]),
    ],
)
def test_a_letter_that_no_law_allows_or_that_names_nobody_is_refused(
    town: Town, changes: dict[str, Any], fields: list[str]
) -> None:
    assert wrong(enter(town, letter(**changes))) == fields


def test_a_licence_is_delegated_to_another_administrative_agency_alone(town: Town) -> None:
    town.enter(letter(number="许可", kind="licence", delegate=OTHER_AGENCY))
    answer = enter(town, letter(number="许可二", kind="licence"))
    assert "行政许可法 第二十四条" in answer.json()["errors"][0]["detail"]


def test_what_came_by_delegation_is_not_delegated_again(town: Town) -> None:
    listed = {"type": "matter-registered/1", "code": "委托来的", "name": "受委托的事项", "agency": OTHER_AGENCY}
    more = {"basis": [{"law": "某某条例", "article": "第十条"}], "power": "delegation", "kinds": ["警告"]}
    town.enter({**listed, **more, "valid_from": "2020-01-01"})
    again = letter(number="再委托", delegator=OTHER_AGENCY, matters=["委托来的"])
    answer = enter(town, again)
    assert wrong(answer) == ["$.matters[0]"]
    assert "不得再委托" in answer.json()["errors"][0]["detail"]


def test_the_number_of_a_letter_is_that_of_one_agency(town: Town) -> None:
    town.enter(letter(number="文号"))
    listed = {"type": "matter-registered/1", "code": "它的", "name": "它的事项", "agency": OTHER_AGENCY, "power": "law"}
    basis = [{"law": "某某条例", "article": "第十条"}]
    town.enter({**listed, "basis": basis, "kinds": ["警告"], "valid_from": "2020-01-01"})
    assert wrong(enter(town, letter(number="文号", delegator=OTHER_AGENCY, matters=["它的"]))) == ["$.number"]
    assert wrong(
        enter(town, {"type": "delegation-ended/1", "number": "没有", "last_day": "2025-01-01", "reason": "终止"})
    ) == ["$.number"]


# ---- Numbers ----


def test_a_certificate_has_the_form_that_its_agency_gives_out(town: Town) -> None:
    set_form = {
        "type": "number-form-set/1",
        "kind": "certificate",
        "scope": ENTRUSTED,
        "form": "JZ-####",
        "source": "通知",
    }
    town.enter({**set_form, "valid_from": "2020-01-01"})
    held = town.certificate("zheng") | {"agency": ENTRUSTED, "certificate": "JZ-001"}
    answer = enter(town, held)
    assert wrong(answer) == ["$.certificate"]
    assert "JZ-####" in answer.json()["errors"][0]["detail"]
    assert enter(town, held | {"certificate": "JZ-0001"}).status_code == 201
    forms = [one for one in town.get("sun", "registers/number-forms") if one["agency"] == ENTRUSTED]
    assert forms == [{"agency": ENTRUSTED, "kind": "certificate", "forms": ["JZ-####"]}]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"form": "[a]"}, ["$.form"]),
        ({"form": "# #"}, ["$.form"]),
        ({"scope": "149999999"}, []),
        ({"scope": "x"}, ["$.scope"]),
    ],
)
def test_a_form_is_one_that_can_be_read_of_an_agency_or_a_region(
    town: Town, changes: dict[str, str], fields: list[str]
) -> None:
    given = {"type": "number-form-set/1", "kind": "qualification", "scope": "140000", "form": "A##", "source": "通知"}
    answer = enter(town, {**given, "valid_from": "2035-01-01", **changes})
    assert (wrong(answer) if fields else answer.status_code) == (fields or 201)


def test_one_certificate_and_one_qualification_are_one_persons(town: Town) -> None:
    held = town.certificate("li")
    town.enter(held)
    town.enter(held)
    answer = enter(town, held | {"person": town.people["chen"]})
    assert wrong(answer) == ["$.certificate"]
    assert "另一人员名下" in answer.json()["errors"][0]["detail"]
    reviewer = {"type": "reviewer-registered/1", "agency": AGENCY, "qualification": "A20141404290001", "name": "陈"}
    assert wrong(enter(town, {**reviewer, "person": town.people["chen"], "valid_from": "2025-01-01"})) == [
        "$.qualification"
    ]


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("14042", "六位"),
        ("140029", "六位"),
        ("140428", "隶属"),
        ("150000", "隶属"),
        ("140429102", ""),
        ("140400", ""),
        ("140000", ""),
    ],
)
def test_an_agency_is_of_the_ledgers_region_or_of_one_around_it_or_in_it(town: Town, region: str, said: str) -> None:
    answer = enter(town, agency(OTHER_AGENCY, "武乡县市场监督管理局", "武市监", region=region))
    if said:
        assert wrong(answer) == ["$.region"]
        assert said in answer.json()["errors"][0]["detail"]
    else:
        assert answer.status_code == 201


def test_a_number_that_is_written_otherwise_is_refused_and_told_how_to_write_it(town: Town) -> None:
    answer = enter(town, agency("11140429012345903e", "某局", "某局"))
    assert wrong(answer) == ["$.code"]
    assert "半角大写" in answer.json()["errors"][0]["detail"]
    person = {"kind": "natural", "name": "某人", "number": "14042919900101001３"}
    answer = town.post("registrar", "registers/persons", person)
    assert wrong(answer) == ["$.number"]
    assert "半角大写" in answer.json()["errors"][0]["detail"]
