"""Who may do what over HTTP: no token, the wrong role, another ledger, a cookie."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import httpx
import pytest
from fastapi import FastAPI

from api.app import build
from api.deployment import install
from api.settings import Settings
from app_routes import CLOSED, walk
from http_problems import is_problem
from http_town import OTHER_AGENCY, REAL, SAMPLE, Site, Town, site

NOBODY = "0198f3a2-7e5b-7c1d-8a9f-1234567890ab"


@pytest.fixture(scope="module")
def place(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found


@pytest.fixture
def town(place: Site) -> Town:
    return place.town


# ---- 401, 403 ----


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    settings = Settings(var=tmp_path_factory.mktemp("routes"))
    install(settings)
    return build(settings)


OPEN = (
    "/public/",
    "/feeds/",
    "/static/",
    "/log",
    "/log/",
    "/login",
    "/logout",
    "/openapi.json",
    "/healthz",
    "/readyz",
    "/metrics",
)
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
            led = answer.headers.get("Location", "").partition("?")[0]
            assert (answer.status_code, led) == (303, "/login"), (method, address)
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
    return town.post(who, f"cases/{town.cleared()}/steps", town.reviewing())


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


def test_the_cases_of_another_agency_are_not_there_for_officers_and_are_for_supervisors(place: Site) -> None:
    town = place.town
    case, blake3 = town.file(title="别家案"), town.upload(b"pictures of another agency")
    town.step("wang", case, {"type": "link-recording", "object": blake3, "stage": "inspection"})
    town.grant("wu-2", f"person:{town.people['chen']}", "supervisor", agency=OTHER_AGENCY)
    town.projected()
    paths = [f"/api/{SAMPLE}/cases/{case}", f"/api/{SAMPLE}/cases/{case}/timeline"]
    paths += [f"/staff/{SAMPLE}/cases/{case}", f"/objects/{blake3}?purpose=enforcement-supervision"]
    for who, status in (("wang", 200), ("chen", 200), ("wu", 404), ("wu-2", 200)):
        headers = {"Authorization": f"Bearer {town.tokens[who]}"}
        assert [town.http.get(path, headers=headers).status_code for path in paths] == [status] * 4, who
        listed = [one["case_id"] for one in town.get(who, "cases")["items"]]
        assert ((case in listed), bool(listed)) == (status == 200, status == 200)
        front = town.http.get(f"/staff/{SAMPLE}/", headers=headers)
        assert ("别家案" in front.text) == (status == 200)
    problem = is_problem(town.post("wu", f"cases/{case}/steps", town.signing()), 409, "refused")
    assert problem["code"] == "other-agency"


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
    paper = town.on_paper()
    filing = town.filing(occurred_at="2025-01-06") | {"acted_on": "2025-01-06", "discovered_on": "2025-01-06"}
    filing["entry"] = paper
    is_problem(town.post("li", "cases", filing), 403, "forbidden")
    case = town.made("wang", "cases", filing)["case"]
    signing = town.signing() | {"entry": paper, "occurred_at": "2025-01-08"}
    is_problem(town.post("zhao", f"cases/{case}/steps", signing), 403, "forbidden")
    assert town.version(case) == 1
