"""What bad input gets over HTTP: the right status, a problem with a stable type, and nothing changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route

from api.app import build
from api.deployment import install
from api.settings import Settings
from http_town import REAL, SAMPLE, START, Site, Town, site

NOBODY = "0198f3a2-7e5b-7c1d-8a9f-1234567890ab"
PROBLEM = "urn:mingjing:problem:"


@pytest.fixture(scope="module")
def place(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found


@pytest.fixture
def town(place: Site) -> Town:
    return place.town


def is_problem(answer: httpx.Response, status: int, kind: str) -> Any:
    """The members of a problem with that status and type."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["type"], problem["status"]) == (PROBLEM + kind, status)
    assert problem["title"]
    return problem


def wrong(answer: httpx.Response) -> list[str]:
    """The paths of the wrong fields."""
    problem = is_problem(answer, 422, "invalid")
    assert all(error["detail"] for error in problem["errors"])
    return [error["path"] for error in problem["errors"]]


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


def test_a_field_that_only_a_nested_type_does_not_know_is_named(town: Town) -> None:
    case = town.signed()
    revoking = town.revoking()
    revoking["instrument"]["colour"] = "red"
    assert wrong(town.post("qian", f"cases/{case}/steps", revoking)) == ["$.instrument.colour"]
    assert town.version(case) == 2


@pytest.mark.parametrize("tag", ["file-case", "decision-signed/1", "", None, 3, [], {}])
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


def test_rules_that_steps_are_judged_by_can_not_be_dropped(town: Town) -> None:
    rules = {"type": "rules-adopted/1", "name": "refusals.toml", "text": ""}
    answer = town.post("registrar", "registers/entries", rules)
    assert wrong(answer) == ["$.text"]
    assert "two-officers" in answer.json()["errors"][0]["detail"]
    added = '[[value]]\nid = "own"\ntitle = "自定"\narticle = "无"\nnumber = 3\nsince = 2020-01-01'
    town.enter({"type": "rules-adopted/1", "name": "own.toml", "text": added})
    assert "own" in {rule.get("id") for rule in town.get("sun", "registers/rules")}


def test_a_parameter_that_is_no_date_is_named(town: Town) -> None:
    assert wrong(town.send("sun", "GET", "registers/matters", params={"on": "tomorrow"})) == ["on"]
    assert town.get("sun", "registers/matters", on="2019-12-31") == []
    assert len(town.get("sun", "registers/matters", on="2020-01-01")) == 1


@pytest.mark.parametrize("headers", [{"If-Match": "abc"}, {"If-Match": '"1", "2"'}, {"If-Match": "9" * 5000}])
def test_an_if_match_that_is_no_version_is_named(town: Town, headers: dict[str, str]) -> None:
    answer = town.send("zhao", "POST", f"cases/{town.file()}/steps", json=town.signing(), headers=headers)
    assert wrong(answer) == ["If-Match"]


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


# ---- 412 ----


def test_a_stale_version_is_412_with_the_current_etag(town: Town) -> None:
    case = town.signed()
    for stale in ('"1"', "1", '"3"'):
        answer = town.post("wang", f"cases/{case}/steps", town.serving(), If_Match=stale)
        assert is_problem(answer, 412, "stale")["version"] == 2
        assert answer.headers["ETag"] == '"2"'
    assert town.post("wang", f"cases/{case}/steps", town.serving(), If_Match='"2"').headers["ETag"] == '"3"'


def test_a_stale_version_of_a_register_is_412(town: Town) -> None:
    answer = town.post("registrar", "registers/entries", town.certificate("chen"), If_Match='"7"')
    assert is_problem(answer, 412, "stale")["version"] == int(answer.headers["ETag"].strip('"'))


def test_of_two_who_saw_the_same_version_one_is_first(town: Town) -> None:
    case = town.signed()

    def send(_: int) -> int:
        return town.post("wang", f"cases/{case}/steps", town.serving(), If_Match='"2"').status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == [201, 412, 412, 412]
    assert town.version(case) == 3


# ---- Idempotency-Key ----


def test_the_same_key_again_gets_the_first_answer_once(town: Town) -> None:
    case, serving = town.signed(), town.serving()
    first = town.post("wang", f"cases/{case}/steps", serving, Idempotency_Key="once")
    town.step("qian", case, town.reviewing())
    for headers in ({}, {"If_Match": '"2"'}):
        again = town.post("wang", f"cases/{case}/steps", serving, Idempotency_Key="once", **headers)
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["ETag"] == first.headers["ETag"] == '"3"'
    assert town.version(case) == 4


def test_the_same_key_again_opens_one_case(town: Town) -> None:
    filing = town.filing(title="只立一次")

    def send(_: int) -> httpx.Response:
        return town.post("wang", "cases", filing, Idempotency_Key="open once")

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert len({answer.content for answer in answers}) == 1


def test_a_refusal_is_not_the_first_answer(town: Town) -> None:
    case, serving = town.file(), town.serving()
    steps = f"cases/{case}/steps"
    assert town.post("wang", steps, serving, Idempotency_Key="later").status_code == 409
    town.step("zhao", case, town.signing())
    first = town.post("wang", steps, serving, Idempotency_Key="later")
    again = town.post("wang", steps, serving, Idempotency_Key="later")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content


def test_a_repetition_that_would_be_refused_by_now_gets_the_first_answer(town: Town) -> None:
    case, signing = town.file(), town.signing()
    first = town.post("zhao", f"cases/{case}/steps", signing, Idempotency_Key="sign")
    town.step("qian", case, town.revoking())
    again = town.post("zhao", f"cases/{case}/steps", signing, Idempotency_Key="sign")
    assert (again.status_code, again.content) == (201, first.content)


def test_the_same_key_with_another_body_or_case_is_422(town: Town) -> None:
    case, other, serving = town.signed(), town.signed(), town.serving()
    assert town.post("wang", f"cases/{case}/steps", serving, Idempotency_Key="served").status_code == 201
    for path, asked in (
        (f"cases/{case}/steps", town.serving(recipient="他人")),
        (f"cases/{other}/steps", serving),
        ("cases", town.filing()),
    ):
        is_problem(town.post("wang", path, asked, Idempotency_Key="served"), 422, "key-reused")
    assert town.version(other) == 2


def test_the_same_key_of_another_principal_is_another_key(town: Town) -> None:
    case, other = town.signed(), town.signed()
    mine = town.post("wang", f"cases/{case}/steps", town.serving(), Idempotency_Key="shared")
    yours = town.post("li", f"cases/{other}/steps", town.serving(), Idempotency_Key="shared")
    assert (mine.status_code, yours.status_code) == (201, 201)
    assert mine.json()["case"] != yours.json()["case"]


def test_an_entry_of_a_register_counts_once(town: Town) -> None:
    entry = town.certificate("sun") | {"valid_to": "2021-01-01"}
    first = town.post("registrar", "registers/entries", entry, Idempotency_Key="certificate")
    again = town.post("registrar", "registers/entries", entry, Idempotency_Key="certificate")
    assert (first.status_code, again.content) == (201, first.content)


@pytest.mark.parametrize("number", ["", "140429198506150017"])
def test_a_person_is_registered_once(town: Town, number: str) -> None:
    person = {"kind": "natural", "name": "赵六", "number": number}
    first = town.post("registrar", "registers/persons", person, Idempotency_Key=f"person-{number}")
    again = town.post("registrar", "registers/persons", person, Idempotency_Key=f"person-{number}")
    assert first.json()["known"] is False
    assert (again.status_code, again.content) == (201, first.content)
    other = town.post("registrar", "registers/persons", person).json()
    assert other["known"] is bool(number)
    assert (other["person"] == first.json()["person"]) is bool(number)


def test_a_token_is_told_once(town: Town) -> None:
    given = {"principal": "once", "subject": f"person:{town.people['sun']}", "roles": ["supervisor"]}
    first = town.post("registrar", "registers/access", given, Idempotency_Key="grant")
    assert first.json()["token"].startswith(f"{SAMPLE}.")
    is_problem(town.post("registrar", "registers/access", given, Idempotency_Key="grant"), 409, "conflict")


# ---- 401, 403 ----


def walk(routes: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Method and path of every route of the application, those that OpenAPI doesn't show too."""
    for route in routes:
        if inner := getattr(route, "original_router", None):
            yield from walk(inner.routes, prefix)
        elif isinstance(route, APIRoute | Route):
            yield from ((method, prefix + route.path) for method in sorted(route.methods or ()))
        else:
            assert isinstance(route, Mount)
            yield "GET", f"{prefix}{route.path}/"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    settings = Settings(var=tmp_path_factory.mktemp("routes"))
    install(settings)
    return build(settings)


CLOSED = ("/api/", "/uploads", "/objects", "/staff")
OPEN = ("/public/", "/feeds/", "/static/", "/login", "/logout", "/openapi.json", "/healthz", "/readyz", "/metrics")
PORTAL = ("/about", "/{ledger}")


def test_nothing_but_the_public_part_is_open_without_a_token(place: Site, app: FastAPI) -> None:
    seen = set()
    for method, path in walk(app.routes):
        seen.add(path)
        if not path.startswith(CLOSED):
            continue
        address = path.replace("{ledger}", SAMPLE).replace("{case}", NOBODY).replace("{", "").replace("}", "")
        answer = place.http.request(method, address, content=b"{}" if method == "POST" else None)
        if path.startswith("/staff"):  # pages: a person is led to where they can log in
            assert (answer.status_code, answer.headers["Location"].partition("?")[0]) == (303, "/login")
            continue
        assert answer.status_code == 401, (method, address, answer.text)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert len(seen) > 30
    assert not {path for path in seen - {"/"} if not path.startswith((*CLOSED, *OPEN, *PORTAL))}


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer jianzhang.", "Bearer jianzhang.no", "Bearer nowhere.no", "Basic d2FuZzo=", "wang"],
)
def test_without_a_token_that_holds_it_is_401(town: Town, authorization: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    for method, path in (("POST", f"/api/{SAMPLE}/cases"), ("GET", f"/api/{SAMPLE}/cases/{NOBODY}")):
        answer = town.http.request(method, path, headers=headers)
        is_problem(answer, 401, "unauthorised")
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="mingjing"'


def _file(town: Town, who: str) -> httpx.Response:
    return town.post(who, "cases", town.filing())


def _read(town: Town, who: str) -> httpx.Response:
    return town.send(who, "GET", f"cases/{NOBODY}")


def _enter(town: Town, who: str) -> httpx.Response:
    return town.post(who, "registers/entries", town.certificate("chen"))


def _move(town: Town, who: str) -> httpx.Response:
    return town.post(who, "clock", {"to": town.now.isoformat()})


def _review(town: Town, who: str) -> httpx.Response:
    return town.post(who, f"cases/{town.signed()}/steps", town.reviewing())


def _sign(town: Town, who: str) -> httpx.Response:
    return town.post(who, f"cases/{town.file()}/steps", town.signing())


def _upload(town: Town, who: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {town.tokens[who]}", "Tus-Resumable": "1.0.0", "Upload-Length": "3"}
    return town.http.post("/uploads", headers=headers)


FORBIDDEN: list[tuple[Callable[[Town, str], httpx.Response], str]] = [
    *((_file, who) for who in ("registrar", "sun", "qian", "recorder")),
    *((_read, who) for who in ("registrar", "recorder")),
    *((_enter, who) for who in ("wang", "sun", "qian", "recorder")),
    *((_move, who) for who in ("wang", "sun")),
    *((_review, who) for who in ("wang", "sun", "registrar")),
    *((_sign, who) for who in ("qian", "sun", "recorder")),
    *((_upload, who) for who in ("sun", "registrar", "qian")),
]


@pytest.mark.parametrize(("ask", "who"), FORBIDDEN, ids=lambda value: getattr(value, "__name__", value))
def test_with_the_wrong_role_it_is_403(town: Town, ask: Callable[[Town, str], httpx.Response], who: str) -> None:
    assert is_problem(ask(town, who), 403, "forbidden")["detail"]


def test_with_another_ledgers_token_it_is_403(place: Site) -> None:
    for name, token in ((SAMPLE, place.real), (REAL, place.town.tokens["registrar"])):
        headers = {"Authorization": f"Bearer {token}"}
        is_problem(place.http.get(f"/api/{name}/registers/officers", headers=headers), 403, "forbidden")
        person = {"kind": "natural", "name": "张三"}
        answer = place.http.post(f"/api/{name}/registers/persons", headers=headers, json=person)
        is_problem(answer, 403, "forbidden")


def test_a_revoked_token_is_401_all_of_the_account(town: Town) -> None:
    tokens = [town.grant("leaving", f"person:{town.people['chen']}", "supervisor") for _ in range(2)]
    assert town.send("leaving", "GET", "registers/officers").status_code == 200
    town.enter({"type": "access-revoked/1", "principal": "leaving", "reason": "调离"})
    for town.tokens["leaving"] in tokens:
        is_problem(town.send("leaving", "GET", "registers/officers"), 401, "unauthorised")


def test_a_token_expires_by_real_time_also_in_a_sample(town: Town) -> None:
    today = date.today()  # noqa: DTZ011  # the test's machine and the server's are one
    for days, status in ((-2, 401), (2, 200)):
        last = (today + timedelta(days=days)).isoformat()
        town.grant("visiting", f"person:{town.people['chen']}", "supervisor", valid_to=last)
        assert town.send("visiting", "GET", "registers/officers").status_code == status


def test_a_cookie_reads_and_never_writes(town: Town) -> None:
    case = town.file()
    cookie = {"Cookie": f"mingjing_token={town.tokens['wang']}"}
    address = f"/api/{SAMPLE}/cases/{case}"
    assert town.http.get(address, headers=cookie).status_code == 200
    answer = town.http.post(f"{address}/steps", headers=cookie, json=town.serving())
    is_problem(answer, 401, "unauthorised")
    is_problem(town.http.post(f"/api/{SAMPLE}/cases", headers=cookie, json=town.filing()), 401, "unauthorised")
    tus = {"Tus-Resumable": "1.0.0", "Upload-Length": "3"}
    is_problem(town.http.post("/uploads", headers={**cookie, **tus}), 401, "unauthorised")
    assert town.version(case) == 1


@pytest.mark.parametrize("value", ["none", ".", "\\000.x", '"a\\000b.c"', "jianzhang.\\377"])
def test_a_cookie_that_is_no_token_is_401(town: Town, value: str) -> None:
    headers = {"Cookie": f"mingjing_token={value}"}
    is_problem(town.http.get(f"/api/{SAMPLE}/cases/{NOBODY}", headers=headers), 401, "unauthorised")


def test_back_entry_without_the_permission_is_403(town: Town) -> None:
    paper = {"reason": "系统上线前的纸质案卷", "scan": "0" * 64}
    filing = town.filing(occurred_at="2025-01-06") | {"acted_on": "2025-01-06", "discovered_on": "2025-01-06"}
    filing["entry"] = paper
    is_problem(town.post("li", "cases", filing), 403, "forbidden")
    case = town.made("wang", "cases", filing)["case"]
    signing = town.signing() | {"entry": paper, "occurred_at": "2025-01-08"}
    is_problem(town.post("zhao", f"cases/{case}/steps", signing), 403, "forbidden")
    assert town.version(case) == 1


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


def test_moving_the_clock_counts_once(town: Town) -> None:
    to = (town.now + timedelta(minutes=5)).isoformat()
    first = town.post("registrar", "clock", {"to": to}, Idempotency_Key="move")
    town.later(minutes=10)
    again = town.post("registrar", "clock", {"to": to}, Idempotency_Key="move")
    assert (again.status_code, again.content) == (201, first.content)
    assert town.file()


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

    import asyncio

    problem = is_problem(asyncio.run(ask()), 500, "internal")
    assert "ZeroDivisionError" not in problem.values()
