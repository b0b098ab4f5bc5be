"""The same again, and others at the same time: If-Match and Idempotency-Key over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest

from http_problems import is_problem
from http_town import SAMPLE, Site, Town, site
from records.penalty.commands import ReviewSecrecy


@pytest.fixture(scope="module")
def place(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found


@pytest.fixture
def town(place: Site) -> Town:
    return place.town


def etag(version: int) -> str:
    return f'"{version}"'


# ---- 412 ----


def test_a_stale_version_is_412_with_the_current_etag(town: Town) -> None:
    case = town.signed()
    path, version = f"cases/{case}/steps", town.version(case)
    for stale in ('"1"', "1", etag(version + 1)):
        answer = town.post("wang", path, town.serving(), If_Match=stale)
        assert is_problem(answer, 412, "stale")["version"] == version
        assert answer.headers["ETag"] == etag(version)
    served = town.post("wang", path, town.serving(), If_Match=etag(version))
    assert served.headers["ETag"] == etag(version + 1)


def test_a_stale_version_of_a_register_is_412(town: Town) -> None:
    answer = town.post("registrar", "registers/entries", town.certificate("chen"), If_Match='"7"')
    assert is_problem(answer, 412, "stale")["version"] == int(answer.headers["ETag"].strip('"'))


def test_of_two_who_saw_the_same_version_one_is_first(town: Town) -> None:
    case = town.signed()
    version = town.version(case)

    def send(_: int) -> int:
        return town.post("wang", f"cases/{case}/steps", town.serving(), If_Match=etag(version)).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, range(4))) == [201, 412, 412, 412]
    assert town.version(case) == version + 1


# ---- Idempotency-Key ----


def test_the_same_key_again_gets_the_first_answer_once(town: Town) -> None:
    case, serving = town.signed(), town.serving()
    version = town.version(case)
    first = town.post("wang", f"cases/{case}/steps", serving, Idempotency_Key="once")
    town.take(case, ReviewSecrecy)
    town.step("qian", case, town.reviewing())
    for headers in ({}, {"If_Match": etag(version)}):
        again = town.post("wang", f"cases/{case}/steps", serving, Idempotency_Key="once", **headers)
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["ETag"] == first.headers["ETag"] == etag(version + 1)
    assert town.version(case) == version + 3


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
    case, serving = town.prepared(), town.serving()
    steps = f"cases/{case}/steps"
    assert town.post("wang", steps, serving, Idempotency_Key="later").status_code == 409
    town.step("zhao", case, town.signing())
    first = town.post("wang", steps, serving, Idempotency_Key="later")
    again = town.post("wang", steps, serving, Idempotency_Key="later")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content


def test_a_repetition_that_would_be_refused_by_now_gets_the_first_answer(town: Town) -> None:
    case, signing = town.prepared(), town.signing()
    first = town.post("zhao", f"cases/{case}/steps", signing, Idempotency_Key="sign")
    town.step("qian", case, town.revoking())
    again = town.post("zhao", f"cases/{case}/steps", signing, Idempotency_Key="sign")
    assert (again.status_code, again.content) == (201, first.content)


def test_the_same_key_with_another_body_or_case_is_422(town: Town) -> None:
    case, other, serving = town.signed(), town.signed(), town.serving()
    version = town.version(other)
    assert town.post("wang", f"cases/{case}/steps", serving, Idempotency_Key="served").status_code == 201
    for path, asked in (
        (f"cases/{case}/steps", town.serving(recipient="他人")),
        (f"cases/{other}/steps", serving),
        ("cases", town.filing()),
    ):
        is_problem(town.post("wang", path, asked, Idempotency_Key="served"), 422, "key-reused")
    assert town.version(other) == version


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


def test_moving_the_clock_counts_once(town: Town) -> None:
    to = (town.now + timedelta(minutes=5)).isoformat()
    first = town.post("registrar", "clock", {"to": to}, Idempotency_Key="move")
    town.later(minutes=10)
    again = town.post("registrar", "clock", {"to": to}, Idempotency_Key="move")
    assert (again.status_code, again.content) == (201, first.content)
    assert town.file()
