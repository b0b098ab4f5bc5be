"""What bad input gets over HTTP: the right status, a problem with a stable type, and nothing changed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from api.app import build
from api.deployment import install
from api.settings import Settings
from http_problems import is_problem, wrong
from http_town import REAL, START, Site, Town, site

NOBODY = "0198f3a2-7e5b-7c1d-8a9f-1234567890ab"


@pytest.fixture(scope="module")
def place(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found


@pytest.fixture
def town(place: Site) -> Town:
    return place.town


# ---- 400: no JSON ----


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b'{"type": "file-case",}', b"NaN", b"{} {}", b"\xef\xbb\xbf{}", b'"\\ud800"', b"type=file-case"],
)
def test_a_malformed_body_is_400(town: Town, content: bytes) -> None:
    assert is_problem(town.send("wang", "POST", "cases", content=content), 400, "malformed")["detail"]


@pytest.mark.parametrize("content", [b'{"title": "\xff\xfe"}', json.dumps({"title": "占道"}).encode("utf-16")])
def test_a_body_that_is_not_utf_8_is_400(town: Town, content: bytes) -> None:
    is_problem(town.send("wang", "POST", "cases", content=content), 400, "malformed")


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"party":' * 50_000, b"[" * 100_000 + b"]" * 100_000])
def test_a_body_that_is_nested_too_deeply_is_400(town: Town, content: bytes) -> None:
    is_problem(town.send("wang", "POST", "cases", content=content), 400, "malformed")


def test_a_body_over_a_mebibyte_is_413(town: Town) -> None:
    within = town.filing(facts="字" * 20_000)
    assert town.post("wang", "cases", within).status_code == 201
    over = json.dumps(within).encode().ljust((1 << 20) + 1)
    is_problem(town.send("wang", "POST", "cases", content=over), 413, "too-large")
    chunked = iter([over[:500_000], over[500_000:]])
    is_problem(town.send("wang", "POST", "cases", content=chunked), 413, "too-large")


# ---- 422: each wrong field by its path ----


def test_every_missing_field_is_named(town: Town) -> None:
    paths = wrong(town.post("wang", "cases", {"type": "file-case"}))
    fields = "acted_on agency approved_by discovered_on facts handlers matter party place title"
    assert paths == [f"$.{field}" for field in fields.split()]


def test_several_wrong_fields_are_named_at_once_nested_ones_too(town: Town) -> None:
    filing = town.filing(title="", facts="字" * 20_001)
    filing |= {"acted_on": "2025-02-30", "handlers": [7, "li", None], "colour": "red", "entry": {"reason": 1, "x": 2}}
    filing["party"] |= {"kind": "ghost", "name": 3, "height": 4}
    assert wrong(town.post("wang", "cases", filing)) == [
        "$.acted_on",
        "$.colour",
        "$.entry.reason",
        "$.entry.scan",
        "$.entry.x",
        "$.facts",
        "$.handlers[0]",
        "$.handlers[2]",
        "$.party.height",
        "$.party.kind",
        "$.party.name",
        "$.title",
    ]


def test_no_text_is_longer_than_its_place_on_paper(town: Town) -> None:
    filing, long = town.filing(), "字" * 201
    filing["party"] |= {"address": long, "representative": long, "number": long}
    paths = ["$.party.address", "$.party.number", "$.party.representative"]
    assert wrong(town.post("wang", "cases", filing)) == paths
    case = town.file()
    signing = town.signing() | {"number": long, "evidence": ["字" * 2_001], "basis": ["字"] * 101}
    assert wrong(town.post("zhao", f"cases/{case}/steps", signing)) == ["$.basis", "$.evidence[0]", "$.number"]
    serving = town.serving(witness=long, proof=long)
    assert wrong(town.post("wang", f"cases/{case}/steps", serving)) == ["$.proof", "$.witness"]
    person = {"kind": "natural", "name": "张三", "address": long}
    assert wrong(town.post("registrar", "registers/persons", person)) == ["$.address"]


def test_a_field_that_only_a_nested_type_does_not_know_is_named(town: Town) -> None:
    case = town.signed()
    version, revoking = town.version(case), town.revoking()
    revoking["instrument"]["colour"] = "red"
    assert wrong(town.post("qian", f"cases/{case}/steps", revoking)) == ["$.instrument.colour"]
    assert town.version(case) == version


@pytest.mark.parametrize("tag", ["register-lead", "decision-signed/1", "", None, 3, [], {}])
def test_a_wrong_tag_is_named(town: Town, tag: object) -> None:
    case = town.file()
    assert wrong(town.post("wang", f"cases/{case}/steps", {"type": tag, "number": 3})) == ["$.type"]


def test_a_step_does_not_open_a_case(town: Town) -> None:
    assert wrong(town.post("wang", "cases", town.filing() | {"type": "sign-decision"})) == ["$.type"]


@pytest.mark.parametrize("content", ["[]", "3", "null", '"text"', "true"])
def test_a_body_that_is_no_object_is_wrong_as_a_whole(town: Town, content: str) -> None:
    assert wrong(town.send("wang", "POST", "cases", content=content)) == ["$"]


@pytest.mark.parametrize(
    ("party", "path"),
    [
        ({"kind": "natural", "number": "140429199001010014"}, "number"),  # check digit
        ({"kind": "natural", "number": "140429199002300018"}, "number"),  # no such day
        ({"kind": "natural", "number": "14042919900101001"}, "number"),
        ({"kind": "natural"}, "born_on"),
        ({"kind": "natural", "number": "140429199001010013", "born_on": "1990-01-02"}, "born_on"),
        ({"kind": "organisation", "number": "11140429012345671F"}, "number"),  # check character
        ({"kind": "organisation", "number": "11140429012345681E"}, "number"),  # of the organisation code inside
        ({"kind": "organisation", "number": "11140429O12345671E"}, "number"),
        ({"kind": "individual-business"}, "number"),
    ],
)
def test_a_partys_number_is_refused_by_its_check_digit(town: Town, party: dict[str, str], path: str) -> None:
    filing = town.filing() | {"party": {"name": "张三", **party}}
    assert wrong(town.post("wang", "cases", filing)) == [f"$.party.{path}"]


def test_numbers_in_registers_are_checked_too(town: Town) -> None:
    agency = {"type": "agency-registered/1", "name": "某局", "short": "某", "kind": "agency", "region": "140429"}
    entry = {**agency, "code": "11140429012345671F", "valid_from": "2025-01-01"}
    assert wrong(town.post("registrar", "registers/entries", entry)) == ["$.code"]
    person = {"kind": "natural", "name": "张三", "number": "140429199001010014"}
    assert wrong(town.post("registrar", "registers/persons", person)) == ["$.number"]


@pytest.mark.parametrize(
    ("amount", "kinds"),
    [
        ("-1", ["罚款"]),
        ("0", ["罚款"]),
        ("0.001", ["罚款"]),
        ("2E+2", ["罚款"]),
        ("NaN", ["罚款"]),
        ("Infinity", ["罚款"]),
        ("1e400", ["罚款"]),
        ("1" * 40, ["罚款"]),
        ("1e99999999999999999999", ["罚款"]),
        ("二百", ["罚款"]),
        (None, ["罚款"]),
        ("200", ["警告"]),
    ],
)
def test_an_amount_that_can_not_be_is_named(town: Town, amount: str | None, kinds: list[str]) -> None:
    signing = town.signing() | {"fine_yuan": amount, "kinds": kinds}
    assert wrong(town.post("zhao", f"cases/{town.file()}/steps", signing)) == ["$.fine_yuan"]


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1" + "0" * 400])
def test_a_huge_number_is_wrong_where_it_stands(town: Town, number: str) -> None:
    signing = json.dumps(town.signing(fine_yuan=None)).replace('"fine_yuan": null', f'"fine_yuan": {number}')
    answer = town.send("zhao", "POST", f"cases/{town.file()}/steps", content=signing)
    assert wrong(answer) == ["$.fine_yuan"]


def test_a_number_of_five_thousand_digits_is_wrong(town: Town) -> None:
    content = f'{{"type": "calendar-adopted/1", "year": {"9" * 5000}, "notice": "", "off": [], "working": []}}'
    assert wrong(town.send("registrar", "POST", "registers/entries", content=content)) == ["$"]


@pytest.mark.parametrize("day", ["0000-01-01", "10000-01-01", "2025-13-01", "2025-2-3", "20250203", "", 20250203])
def test_a_date_out_of_range_is_named(town: Town, day: object) -> None:
    filing = town.filing() | {"acted_on": day, "discovered_on": day}
    assert wrong(town.post("wang", "cases", filing)) == ["$.acted_on", "$.discovered_on"]


@pytest.mark.parametrize(
    "moment",
    ["2025-03-03T09:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "yesterday", "2025-02-30", "1e9"],
)
def test_a_time_that_names_no_instant_is_wrong(town: Town, moment: str) -> None:
    assert wrong(town.post("wang", "cases", town.filing() | {"occurred_at": moment})) == ["$.occurred_at"]
    for name in ("at", "known_at"):
        answer = town.send("sun", "GET", f"cases/{town.file()}/timeline", params={name: moment})
        assert wrong(answer) == [name]


@pytest.mark.parametrize("character", ["\0", "\x01", "\x1b", "\x7f", "\ufffe"])
def test_a_control_character_is_refused_where_it_stands(town: Town, character: str) -> None:
    filing = town.filing(title=f"占道{character}经营", handlers=(town.people["wang"], f"li{character}"))
    assert wrong(town.post("wang", "cases", filing)) == ["$.handlers[1]", "$.title"]


def test_line_breaks_are_no_control_characters(town: Town) -> None:
    assert town.post("wang", "cases", town.filing(facts="一。\r\n二。\t三。")).status_code == 201


def test_what_a_schema_can_not_say_is_named_too(town: Town) -> None:
    filing = town.filing(discovered_on=START.date() - timedelta(days=1), handlers=(town.people["wang"],) * 2)
    filing["entry"] = {"reason": " ", "scan": "0"}
    paths = wrong(town.post("wang", "cases", filing))
    assert set(paths) == {"$.discovered_on", "$.handlers", "$.entry.reason", "$.entry.scan"}


def test_rules_that_can_not_be_read_are_not_adopted(town: Town) -> None:
    rules = {"type": "rules-adopted/1", "name": "refusals.toml", "text": "[[rule]]\ncode = 3"}
    assert wrong(town.post("registrar", "registers/entries", rules)) == ["$.text"]


def test_a_parameter_that_is_no_date_is_named(town: Town) -> None:
    assert wrong(town.send("sun", "GET", "registers/matters", params={"on": "tomorrow"})) == ["on"]
    assert town.get("sun", "registers/matters", on="2019-12-31") == []
    assert len(town.get("sun", "registers/matters", on="2020-01-01")) == 1


@pytest.mark.parametrize("headers", [{"If-Match": "abc"}, {"If-Match": '"1", "2"'}, {"If-Match": "9" * 5000}])
def test_an_if_match_that_is_no_version_is_named(town: Town, headers: dict[str, str]) -> None:
    answer = town.send("zhao", "POST", f"cases/{town.file()}/steps", json=town.signing(), headers=headers)
    assert wrong(answer) == ["If-Match"]


@pytest.mark.parametrize("version", ['W/"1"', 'W/"2"', 'W/""'])
def test_a_weak_if_match_matches_no_version(town: Town, version: str) -> None:
    case = town.file()
    answer = town.post("zhao", f"cases/{case}/steps", town.signing(), If_Match=version)
    assert is_problem(answer, 412, "stale")["version"] == town.version(case) == 1
    certificate = town.certificate("chen")
    is_problem(town.post("registrar", "registers/entries", certificate, If_Match=version), 412, "stale")


@pytest.mark.parametrize("wait", ["wait=", "wait=projection", "wait=checkpoint&wait=checkpoint"])
def test_nothing_but_a_checkpoint_can_be_waited_for(town: Town, wait: str) -> None:
    case = town.file()
    assert wrong(town.send("wang", "POST", f"cases?{wait}", json=town.filing())) == ["?wait"]
    answer = town.send("zhao", "POST", f"cases/{case}/steps?{wait}", json=town.signing())
    assert wrong(answer) == ["?wait"]
    assert town.version(case) == 1


def test_a_line_break_behind_a_value_is_not_overlooked(town: Town) -> None:
    assert wrong(town.send("sun", "GET", "statistics", params={"first_month": "2025-01\n"})) == ["first_month"]
    for path in ("/feeds/disclosures/archive/2025-01-01%0a.atom", f"/public/jianzhang/disclosures/{NOBODY}%0a"):
        is_problem(town.http.get(path), 404, "not-found")


@pytest.mark.parametrize("key", ["k" * 201, "record:1"])
def test_an_idempotency_key_that_is_not_the_clients_is_named(town: Town, key: str) -> None:
    assert wrong(town.post("wang", "cases", town.filing(), Idempotency_Key=key)) == ["Idempotency-Key"]


# ---- 404 ----


@pytest.mark.parametrize("case", [NOBODY, NOBODY.upper(), "none", "%00", "%ff", "x" * 5000])
def test_an_unknown_case_is_404(town: Town, case: str) -> None:
    is_problem(town.send("sun", "GET", f"cases/{case}"), 404, "not-found")
    is_problem(town.send("sun", "GET", f"cases/{case}/timeline"), 404, "not-found")
    is_problem(town.post("wang", f"cases/{case}/steps", town.serving()), 404, "not-found")


@pytest.mark.parametrize("ledger", ["nowhere", "JIANZHANG", "%00", "jianzhang%0a", "jianzhang-public"])
def test_an_unknown_ledger_is_404(place: Site, ledger: str) -> None:
    token = {"Authorization": f"Bearer {place.town.tokens['wang']}"}
    for path in (f"/api/{ledger}/cases/{NOBODY}", f"/api/{ledger}/registers/officers"):
        is_problem(place.http.get(path, headers=token), 404, "not-found")
    is_problem(place.http.post(f"/api/{ledger}/cases", headers=token, json={}), 404, "not-found")


def test_an_unknown_register_or_address_is_404(town: Town) -> None:
    is_problem(town.send("sun", "GET", "registers/secrets"), 404, "not-found")
    is_problem(town.send("sun", "GET", "no/such/thing/at/all"), 404, "http-404")
    is_problem(town.send("sun", "DELETE", f"cases/{NOBODY}"), 405, "http-405")


def test_an_unknown_object_is_404(town: Town) -> None:
    case, digest = town.file(), "ab" * 32
    linking = {"type": "link-recording", "object": digest, "stage": "evidence"}
    is_problem(town.post("wang", f"cases/{case}/steps", linking), 404, "not-found")
    assert town.version(case) == 1
    token = {"Authorization": f"Bearer {town.tokens['sun']}"}
    for name in (digest, "none", "%00"):
        is_problem(town.http.get(f"/objects/{name}", headers=token), 404, "no-object")


def test_a_recording_that_no_case_has_can_not_be_read(town: Town) -> None:
    digest = town.upload(b"not linked")
    token = {"Authorization": f"Bearer {town.tokens['sun']}"}
    is_problem(town.http.get(f"/objects/{digest}", headers=token), 404, "no-object")


# ---- The clock ----


def test_a_ledger_of_real_time_has_no_clock(place: Site) -> None:
    headers = {"Authorization": f"Bearer {place.real}"}
    answer = place.http.post(f"/api/{REAL}/clock", headers=headers, json={"to": "2025-03-03T09:00:00+08:00"})
    is_problem(answer, 404, "not-found")


def test_a_samples_clock_only_goes_forwards_and_not_past_real_time(town: Town) -> None:
    for to in (town.now - timedelta(seconds=1), town.now.replace(year=9999)):
        assert wrong(town.post("registrar", "clock", {"to": to.isoformat()})) == ["$.to"]
    assert wrong(town.post("registrar", "clock", {"to": "2025-03-03T09:00:00"})) == ["$.to"]
    assert wrong(town.post("registrar", "clock", {})) == ["$.to"]


# ---- 500 ----


def test_a_failure_of_ours_is_a_problem_too(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path)
    install(settings)
    app = build(settings)

    async def fail() -> None:
        raise ZeroDivisionError

    app.add_api_route("/healthz/fail", fail)
    app.router.routes.insert(0, app.router.routes.pop())
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get("/healthz/fail")

    problem = is_problem(asyncio.run(ask()), 500, "internal")
    assert "ZeroDivisionError" not in problem.values()
