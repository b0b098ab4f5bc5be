"""信息公示制度 第十条 through HTTP: open to anybody, for people and programs, and a complaint without a login."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import Request

from api.limiter import address_of
from http_town import OTHER_AGENCY, SAMPLE, Town, site
from penal import AGENCY, MATTER

pytestmark = pytest.mark.article("信息公示制度 第十条")


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        found.town.published()
        found.town.projected()
        yield found.town


def page_of(town: Town) -> dict[str, Any]:
    found: dict[str, Any] = town.http.get(f"/public/{SAMPLE}/disclosures").json()["items"][0]["disclosure"]
    return found


def complaint(town: Town, **given: Any) -> httpx.Response:
    return town.http.post(f"/public/{SAMPLE}/complaints", json=given)


OPEN = (
    f"/{SAMPLE}/",
    f"/{SAMPLE}/corrections",
    f"/{SAMPLE}/progress",
    f"/{SAMPLE}/complaint",
    f"/public/{SAMPLE}/disclosures",
    f"/public/{SAMPLE}/withdrawals",
    f"/public/{SAMPLE}/corrections",
    f"/public/{SAMPLE}/withheld",
    f"/public/{SAMPLE}/statistics",
    *(f"/feeds/{SAMPLE}/{kind}.{form}" for kind in ("disclosures", "withdrawals") for form in ("json", "atom", "csv")),
)


@pytest.mark.parametrize("path", OPEN)
def test_what_is_public_is_read_without_a_login_a_cookie_or_a_script(town: Town, path: str) -> None:
    answer = town.http.get(path)
    assert answer.status_code == 200, answer.text
    assert "set-cookie" not in answer.headers
    assert "<script" not in answer.text


def test_the_search_finds_a_decision_by_its_words(town: Town) -> None:
    page = page_of(town)
    found = town.http.get(f"/public/{SAMPLE}/disclosures", params={"q": page["number"]}).json()["items"]
    assert page["id"] in {one["disclosure"]["id"] for one in found}
    assert town.http.get(f"/public/{SAMPLE}/disclosures", params={"q": "没有这样的词"}).json()["items"] == []


def test_a_complaint_that_names_a_page_goes_to_its_case_and_nobody_has_to_say_who_they_are(town: Town) -> None:
    case = town.published()
    town.projected()
    page = page_of(town)
    answer = complaint(town, page=page["id"], summary="认为处罚过重。")
    assert answer.status_code == 201, answer.text
    step = town.get("sun", f"cases/{case}/timeline")["steps"][-1]
    assert step["type"].startswith("complaint-received")
    assert (step["event"]["summary"], step["event"].get("complainants", [])) == ("认为处罚过重。", [])
    assert step["actor"]["id"] == "system"
    town.projected()
    waiting = town.get("wang", "queues/handler")["items"]
    assert ("answer-complaint", case) in {(one["task"], one["case_id"]) for one in waiting}


def test_a_complaint_that_names_no_page_stands_in_the_register_until_it_is_settled(town: Town) -> None:
    answer = complaint(town, agency=AGENCY, summary="有人无证经营。", name="赵六", contact="13900000000")
    assert answer.status_code == 201, answer.text
    (entered,) = [one for one in town.get("wang", "complaints")["items"] if one["summary"] == "有人无证经营。"]
    assert (entered["name"], entered["answer"]) == ("赵六", "")
    assert town.get("wu", "complaints")["items"] == []
    settled = town.post("wang", f"complaints/{entered['item']}", {"answer": "已经登记线索。"})
    assert settled.status_code == 201, settled.text
    again = town.post("wang", f"complaints/{entered['item']}", {"answer": "再来一次。"})
    assert again.status_code == 422
    assert town.http.get(f"/api/{SAMPLE}/complaints").status_code == 401


def test_a_complaint_is_settled_once_however_many_settle_it_at_a_time(town: Town) -> None:
    assert complaint(town, agency=AGENCY, summary="两人同时处理。").status_code == 201
    [entered] = [one for one in town.get("wang", "complaints")["items"] if one["summary"] == "两人同时处理。"]
    path = f"complaints/{entered['item']}"
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda number: town.post("wang", path, {"answer": f"答复{number}"}), range(4)))
    assert sorted(one.status_code for one in answers) == [201, 422, 422, 422]


def ended_agency(town: Town, code: str, name: str) -> dict[str, Any]:
    """An agency with a matter of its own; returns its entry."""
    entry = {"type": "agency-registered/1", "code": code, "name": name, "short": name[:2], "kind": "agency"}
    known = {**entry, "region": "140429", "valid_from": "2020-01-01"}
    town.enter(known)
    return known


def matter_of(town: Town, agency: str, code: str, since: str) -> None:
    given = {"code": code, "name": "对某行为的处罚", "agency": agency, "power": "law", "kinds": ["罚款"]}
    basis = [{"law": "某条例", "article": "第十条"}]
    town.enter({"type": "matter-registered/1", **given, "basis": basis, "valid_from": since})


def test_a_complaint_of_an_agency_that_has_ended_names_who_is_competent_now(town: Town) -> None:
    known = ended_agency(town, "11140429000010102C", "原监漳镇城管办公室")
    code, today = str(known["code"]), town.now.date()
    matter_of(town, code, "140429-cf-801", "2020-01-01")
    town.projected()
    assert complaint(town, agency=code, summary="结束前的投诉。").status_code == 201
    town.enter({**known, "valid_to": (today - timedelta(days=1)).isoformat()})
    town.projected()
    nobody = complaint(town, agency=code, summary="没有人承接。")
    assert nobody.status_code == 422
    assert "没有登记承接其事项的机关" in nobody.json()["errors"][0]["detail"]
    matter_of(town, AGENCY, "140429-cf-801", today.isoformat())
    town.projected()
    said = complaint(town, agency=code, summary="有人承接。").json()["errors"][0]
    assert said["path"] == "$.agency"
    assert "现由监漳镇人民政府负责，请向监漳镇人民政府投诉、举报" in said["detail"]
    typed = form(town, "complaint", [("summary", "写了很多。"), ("agency", code)])
    assert typed.status_code == 422
    assert "请向监漳镇人民政府投诉、举报" in typed.text
    [open_one] = [one for one in town.get("wang", "complaints")["items"] if one["summary"] == "结束前的投诉。"]
    assert open_one["agency"] == code, "what is open of it waits for the one that has its matters"
    assert town.get("wu", "complaints")["items"] == []
    assert town.post("wang", f"complaints/{open_one['item']}", {"answer": "已经处理。"}).status_code == 201


def test_a_complaint_about_a_page_of_an_agency_that_has_ended_goes_to_its_successor(tmp_path: Path) -> None:
    with site(f"sqlite:///{tmp_path}/own.sqlite3", tmp_path / "var") as found:
        town = found.town
        case = town.published()
        town.projected()
        page, today = page_of(town), town.now.date()
        [known] = [one for one in town.get("registrar", "registers/agencies") if one["code"] == AGENCY]
        last = (today - timedelta(days=1)).isoformat()
        town.enter({"type": "agency-registered/1", **known, "valid_to": last})
        town.projected()
        nobody = complaint(town, page=page["id"], summary="向谁投诉？")
        assert nobody.status_code == 422
        assert "没有登记承接其事项的机关" in nobody.json()["errors"][0]["detail"]
        matter_of(town, OTHER_AGENCY, MATTER, today.isoformat())
        town.projected()
        assert complaint(town, page=page["id"], summary="处罚过重。").status_code == 201
        assert not town.get("sun", f"cases/{case}/timeline")["steps"][-1]["type"].startswith("complaint")
        [entered] = [one for one in town.get("wu", "complaints")["items"] if "处罚过重。" in one["summary"]]
        assert entered["agency"] == OTHER_AGENCY
        assert page["number"] in entered["summary"]
        assert "原机关：监漳镇人民政府" in entered["summary"]


def test_a_wrong_complaint_is_answered_with_a_sentence_and_keeps_what_was_typed(town: Town) -> None:
    assert complaint(town, summary="没有机关。").status_code == 422
    assert complaint(town, page="x", summary="没有这一页。").status_code == 422
    parts = [("summary", (None, "写了很多。".encode())), ("agency", (None, b""))]
    answer = town.http.post(f"/{SAMPLE}/complaint", files=parts)
    assert answer.status_code == 422
    assert "请选择投诉、举报涉及的机关" in answer.text
    assert "写了很多。" in answer.text
    page = page_of(town)["id"]
    sent = town.http.post(f"/{SAMPLE}/disclosures/{page}/complaint", files=[("summary", (None, b"ok"))])
    assert sent.status_code == 201
    assert "已经收到" in sent.text


def test_who_complains_too_often_is_slowed_down_and_never_asked_to_log_in(tmp_path: Path) -> None:
    with site(f"sqlite:///{tmp_path}/own.sqlite3", tmp_path / "var") as found:
        town = found.town
        answers = [complaint(town, agency=AGENCY, summary="意见。").status_code for _ in range(11)]
        assert answers == [201] * 10 + [429]
        late = town.http.post(
            f"/{SAMPLE}/complaint", files=[("summary", (None, "还有。".encode())), ("agency", (None, AGENCY.encode()))]
        )
        assert late.status_code == 429
        assert "还有。" in late.text


def test_nobody_who_complains_is_shown_to_the_public(town: Town) -> None:
    page = page_of(town)["id"]
    assert complaint(town, page=page, summary="绝密的意见", name="钱七七", contact="13911111111").status_code == 201
    town.projected()
    for path in OPEN:
        text = town.http.get(path).text
        for hidden in ("钱七七", "13911111111", "绝密的意见"):
            assert hidden not in text


def form(town: Town, where: str, parts: list[tuple[str, str]]) -> httpx.Response:
    return town.http.post(f"/{SAMPLE}/{where}", files=[(name, (None, said.encode())) for name, said in parts])


@pytest.mark.parametrize(("parts", "status"), [(50, 422), (51, 400), (400, 400)])
def test_a_form_of_more_parts_than_any_page_has_is_refused(town: Town, parts: int, status: int) -> None:
    answer = form(town, "complaint", [("agency", "没有这个机关")] + [("summary", "意见。")] * (parts - 1))
    assert answer.status_code == status, answer.text


def test_a_complaint_that_is_far_too_long_is_answered_with_a_sentence(town: Town) -> None:
    answer = form(town, "complaint", [("agency", AGENCY), ("summary", "长" * 30_000)])
    assert answer.status_code == 413
    assert "请缩短以后再提交" in answer.text


def test_a_form_without_its_end_or_without_a_part_is_none(town: Town) -> None:
    kind = {"content-type": "multipart/form-data; boundary=b"}
    part = b'--b\r\nContent-Disposition: form-data; name="summary"\r\n\r\nx'
    for body in (b"", b"--b", part, part + b"\r\n--b"):
        answer = town.http.post(f"/{SAMPLE}/complaint", content=body, headers=kind)
        assert answer.status_code == 400, body
    whole = town.http.post(f"/{SAMPLE}/complaint", content=b"before\r\n" + part + b"\r\n--b--\r\n", headers=kind)
    assert whole.status_code == 422


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8:0:0:ffff::2", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_counts_by_its_network(host: str, counted: str) -> None:
    assert address_of(Request({"type": "http", "client": (host, 1), "headers": []})) == counted
