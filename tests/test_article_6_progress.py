"""信息公示制度 第六条 through HTTP: what the party sees by the query code, and what who guesses one learns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final

import pytest

from api.deployment import open_ledgers
from api.query_codes import code_at
from api.settings import Settings
from http_town import SAMPLE, Town, site
from penal import COURSES
from records.penalty.commands import LinkRecording, RecordInspection
from records.spot.commands import DecideSpot

pytestmark = pytest.mark.article("信息公示制度 第六条")


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("var")
    with site(module_database, folder) as found:
        _PLACE[found.town] = Settings(var=folder, database=module_database, port=0, documents="asked")
        yield found.town
        del _PLACE[found.town]


_PLACE: Final[dict[Town, Settings]] = {}
"""Where a town's ledgers are, for the code that only its papers say."""


def code(town: Town, case: str) -> str:
    """The code of a case as its papers bear it."""
    with open_ledgers(_PLACE[town]) as ledgers:
        ledger = ledgers.get(SAMPLE)
        return code_at(ledger, ledger.history(f"case:{case}")[0].position)


def progress(town: Town, case: str) -> dict[str, Any]:
    answer = town.http.post(f"/public/{SAMPLE}/progress", json={"code": code(town, case)})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def spot(town: Town, **decision: Any) -> str:
    """A case on the spot up to its decision, which is handed over."""
    _, opening, given = COURSES["penalty-simple"][0]
    found = {"acted_on": town.now.date().isoformat(), "place": f"监漳镇东街{next(_PLACES)}号"}
    case = str(town.made("wang", "cases", town.saying(opening, **(given | found)))["case"])
    for _, kind, given in COURSES["penalty-simple"][1:]:
        town.take(case, kind, **(given | (decision if kind is DecideSpot else {})))
        if kind is DecideSpot:
            return case
    raise AssertionError("no decision")


_PLACES = count(1)


def test_certificates_are_shown_before_the_inspection_and_the_party_sees_who_how_and_the_recording(town: Town) -> None:
    case = town.file()
    unshown = town.saying(RecordInspection, certificates_shown=False)
    answer = town.post("wang", f"cases/{case}/steps", unshown)
    assert (answer.status_code, answer.json()["code"]) == (409, "certificate-not-shown")
    town.take(case, RecordInspection)
    digest = town.upload(b"a recording of the visit")
    town.step("wang", case, town.saying(LinkRecording, object=digest, stage="inspection"))
    (visit,) = progress(town, case)["visits"]
    assert visit["certificates_shown"]
    assert {one["name"] for one in visit["officers"]} == {"wang", "li"}
    assert all(one["certificate"].startswith("140429") for one in visit["officers"])
    assert visit["recording"] == "有音像记录"


def test_each_paper_shows_how_it_was_served_and_who_signed(town: Town) -> None:
    case = town.signed()
    before = next(one for one in progress(town, case)["documents"] if one["title"] == "行政处罚决定书")
    assert "served_on" not in before or before["served_on"] is None
    town.step("wang", case, town.serving())
    served = next(one for one in progress(town, case)["documents"] if one["title"] == "行政处罚决定书")
    assert (served["method"], served["recipient"], served["signature"]) == ("直接送达", "张某（本人）", "签收")


def test_a_refusal_that_is_noted_on_a_decision_on_the_spot_is_no_failed_service(town: Town) -> None:
    unnoted = {"refused": True, "refusal_note": ""}
    with pytest.raises(AssertionError, match="refusal-not-noted"):
        spot(town, **unnoted)
    case = spot(town, refused=True, refusal_note="当事人拒绝签收，已经注明。")
    served = next(one for one in progress(town, case)["documents"] if one["served_on"])
    assert served["signature"].startswith("拒绝签收，已经注明")


@pytest.mark.parametrize("proof", [{"witness": "王二"}, {"proof": "送达现场照片"}, {"proof": "送达录像"}])
def test_a_paper_is_left_with_a_witness_a_photo_or_a_video(town: Town, proof: dict[str, str]) -> None:
    case = town.signed()
    left = town.serving(method="left", recipient="", relation="")
    answer = town.post("wang", f"cases/{case}/steps", left)
    assert (answer.status_code, answer.json()["code"]) == (409, "refusal-needs-witness")
    town.step("wang", case, left | proof)
    served = next(one for one in progress(town, case)["documents"] if one["title"] == "行政处罚决定书")
    assert served["signature"].startswith("留置")
    assert ("见证人王某" in served["signature"]) == ("witness" in proof)


def test_the_page_shows_no_name_but_the_surname_and_nothing_of_the_evidence(town: Town) -> None:
    case = town.published()
    text = town.http.post(
        f"/{SAMPLE}/progress",
        files=[("code", (None, code(town, case).encode()))],
    ).text
    assert "办理环节" in text
    for hidden in ("张三丰", "140429199001010013", "监漳村12号"):
        assert hidden not in text


@pytest.mark.parametrize("written", ["lower", "spaces", "wide"])
def test_a_code_is_read_however_it_is_written(town: Town, written: str) -> None:
    right: str = code(town, town.file())
    wide = "".join(chr(ord(one) + 0xFEE0) if one.isalnum() else one for one in right)
    ways = {"lower": right.lower(), "spaces": right.replace("-", "- "), "wide": wide}
    answer = town.http.post(f"/public/{SAMPLE}/progress", json={"code": ways[written]})
    assert answer.status_code == 200


def decided_of(document: dict[str, Any]) -> dict[str, Any]:
    return {"step": document["step"], "paper": document["paper"]}


def test_the_served_paper_bears_the_code(town: Town) -> None:
    case = town.signed()
    documents = town.get("wang", f"cases/{case}/documents")
    decided = next(one for one in documents if one["title"] == "行政处罚决定书")
    town.made("wang", f"cases/{case}/documents", {**decided_of(decided), "reason": "送达"})
    town.projected()
    documents = town.get("wang", f"cases/{case}/documents")
    (edition,) = next(one for one in documents if one["title"] == "行政处罚决定书")["editions"]
    body = town.http.get(edition["text"], headers={"Authorization": f"Bearer {town.tokens['wang']}"}).text
    assert f"查询码 {code(town, case)}" in body


# ---- Guessing ----


def test_a_guessed_code_learns_nothing_and_is_slowed_down(tmp_path: Path) -> None:
    with site(f"sqlite:///{tmp_path}/own.sqlite3", tmp_path / "var") as found:
        town = found.town
        case = town.file()
        _PLACE[town] = Settings(var=tmp_path / "var", database=f"sqlite:///{tmp_path}/own.sqlite3", port=0)
        right = code(town, case)
        del _PLACE[town]
        there, none = right[:-1] + ("0" if right[-1] != "0" else "1"), "999999-0000-0000-0000-0000"
        guesses = [there, none, "abc", "", right.partition("-")[0], "1-0000-0000-0000-0000"]
        answers = [town.http.post(f"/public/{SAMPLE}/progress", json={"code": one}) for one in guesses]
        assert {one.status_code for one in answers} == {404}
        assert len({one.content for one in answers}) == 1
        last = [town.http.post(f"/public/{SAMPLE}/progress", json={"code": there}).status_code for _ in range(5)]
        assert last == [404] * 4 + [429]
        page = town.http.post(f"/{SAMPLE}/progress", files=[("code", (None, right.encode()))])
        assert (page.status_code, right in page.text) == (429, True)
        late = town.http.post(f"/public/{SAMPLE}/progress", json={"code": right})
        assert late.status_code == 429
        assert int(late.headers["retry-after"]) > 0


def test_the_page_says_days_and_times_as_documents_do(town: Town) -> None:
    case = town.file()
    town.take(case, RecordInspection)
    shown = town.http.post(f"/{SAMPLE}/progress", files=[("code", (None, code(town, case).encode()))]).text
    assert "已出示执法证件" in shown
    assert not re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", shown.partition("<form")[0])
