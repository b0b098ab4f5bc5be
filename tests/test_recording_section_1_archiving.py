"""全过程记录制度 一: an archived file has cover, index, page numbers and note, is locked, and numbers have no gaps."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from http_town import SAMPLE, Site, Town, site
from penal import PLAIN
from records.penalty.commands import AddEvidence, ArchiveCase, LinkRecording, RecordInspection, ReopenArchive

pytestmark = [pytest.mark.article("全过程记录制度 一")]


@pytest.fixture(scope="module")
def place(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(module_database, tmp_path_factory.mktemp("var"), documents="all") as found:
        yield found


@pytest.fixture(scope="module")
def town(place: Site) -> Town:
    return place.town


@pytest.fixture(scope="module")
def case(town: Town) -> str:
    """A plain case in the archive, with an exhibit and a recording in its file."""
    found = town.file()
    for _, kind, given in PLAIN[1:]:
        town.take(found, kind, **given)
        if kind is RecordInspection:
            town.take(found, AddEvidence, title="摊位照片", object=town.upload(b"a photo"))
            town.take(found, LinkRecording, object=town.upload(b"a recording of the inspection"))
    return found


def documents(town: Town, case: str) -> list[dict[str, Any]]:
    """The documents of the case, once all are rendered."""
    deadline = time.monotonic() + 60
    while True:
        found: list[dict[str, Any]] = town.get("wang", f"cases/{case}/documents")
        if all(one["editions"] for one in found):
            town.projected()
            return found
        assert time.monotonic() < deadline, [one["problem"] for one in found]
        time.sleep(0.1)


def fetch(town: Town, path: str) -> httpx.Response:
    return town.http.get(path, headers={"Authorization": f"Bearer {town.tokens['wang']}"})


def text_of(town: Town, document: dict[str, Any]) -> str:
    return fetch(town, document["editions"][0]["text"]).content.decode()


def pages_of(town: Town, document: dict[str, Any]) -> int:
    return len(PdfReader(io.BytesIO(fetch(town, document["editions"][0]["pdf"]).content)).pages)


def index_of(text: str) -> list[list[str]]:
    """The lines of an index: number, title, document number, day, pages."""
    lines = [line.split("\t") for line in text.splitlines() if "\t" in line]
    return lines[1:]


def of(found: list[dict[str, Any]], paper: str) -> list[dict[str, Any]]:
    return [one for one in found if one["paper"] == paper]


def test_an_archived_file_has_a_cover_an_index_and_a_note(town: Town, case: str) -> None:
    found = documents(town, case)
    titles = [one["title"] for one in found[-3:]]
    assert titles == ["行政执法案卷封面", "卷内目录", "卷内备考表"]
    cover = text_of(town, found[-3])
    assert "2026-罚-001" in cover
    assert "占道经营案" in cover
    assert "38页" in cover


def test_the_index_has_every_document_exhibit_and_recording_in_order_with_page_numbers(town: Town, case: str) -> None:
    found = documents(town, case)
    lines = index_of(text_of(town, of(found, "file-index")[0]))
    assert [one[0] for one in lines] == [str(at) for at in range(1, len(lines) + 1)]
    papers = [one for one in lines if not one[4].startswith(("附件", "音像"))]
    assert [one[1] for one in papers] == [one["title"] for one in found[:-3]]
    at = 1
    for line, document in zip(papers, found, strict=False):
        last = at + pages_of(town, document) - 1
        assert line[4] == (str(at) if last == at else f"{at}—{last}"), line
        at = last + 1
    beside = [(one[1], one[4]) for one in lines if one not in papers]
    assert ("摊位照片", "附件1") in beside
    assert any(pages == "音像1" for _, pages in beside)


def test_the_note_counts_what_lies_in_the_file_and_names_what_is_missing(town: Town, case: str) -> None:
    found = documents(town, case)
    note = text_of(town, of(found, "file-note")[0])
    pages = sum(pages_of(town, one) for one in found[:-3])
    assert f"文书{len(found) - 3}件，共{pages}页；证据材料1件；音像记录1件" in note
    assert "缺少的材料：无" in note
    assert "没有电子文本的文书：无" in note


def test_nothing_is_added_to_an_archived_file_but_through_a_recorded_reopening(town: Town) -> None:
    case = town.file()
    for _, kind, given in PLAIN[1:]:
        town.take(case, kind, **given)
    evidence = town.saying(AddEvidence, object=town.upload(b"a photo that came late"))
    refused = town.post("wang", f"cases/{case}/steps", evidence)
    assert (refused.status_code, refused.json()["code"]) == (409, "file-archived"), refused.text
    assert refused.json()["article"]
    town.take(case, ReopenArchive, reason="补充摊位照片")
    town.step("feng", case, town.saying(ArchiveCase))
    found = documents(town, case)
    notes = of(found, "file-note")
    assert len(notes) == 2
    assert "补充摊位照片" not in text_of(town, notes[0])
    assert "补充摊位照片" in text_of(town, notes[1])
    again = index_of(text_of(town, of(found, "file-index")[1]))
    assert {"行政执法案卷封面", "卷内目录", "卷内备考表"}.isdisjoint(one[1] for one in again)


def test_a_reprint_is_a_new_version_and_the_former_one_stays(town: Town, case: str) -> None:
    found = of(documents(town, case), "decision")[0]
    asked = {"step": found["step"], "paper": "decision", "reason": "当事人遗失"}
    made = town.made("wang", f"cases/{case}/documents", asked)
    assert made["edition"] == 2
    again = of(documents(town, case), "decision")[0]
    assert [one["edition"] for one in again["editions"]] == [2, 1]
    assert fetch(town, again["editions"][1]["pdf"]).status_code == 200


def test_two_decisions_never_share_a_number_and_a_revoked_one_keeps_its_own(town: Town) -> None:
    cases = [town.signed() for _ in range(3)]
    numbers = [sequence(town, one) for one in cases]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    town.step("qian", cases[1], town.revoking())
    assert sequence(town, cases[1]) == numbers[1]
    assert town.get("sun", f"cases/{cases[1]}")["revocation"]["effect"] == "revoked"
    assert sequence(town, town.signed()) == numbers[2] + 1


def sequence(town: Town, case: str) -> int:
    """The number of the case's decision within its series: full-width brackets, no zero in front."""
    number = town.get("sun", f"cases/{case}")["decided"]["number"]
    head, _, rest = number.partition("〔2025〕")
    assert head == "监漳罚决", number
    assert not rest.startswith("0"), number
    return int(rest.removesuffix("号"))


def test_the_catalogue_of_documents_is_open_to_all_with_numbering_fields_stage_and_article(town: Town) -> None:
    town.projected()
    found = town.http.get(f"/public/{SAMPLE}/document-catalogue").json()
    procedures = {one["procedure"]: one["documents"] for one in found["procedures"]}
    decision = next(one for one in procedures["penalty-ordinary"] if one["id"] == "decision")
    assert (decision["title"], decision["numbering"]) == ("行政处罚决定书", "罚决〔2025〕1号")
    assert "reasons" in decision["fields"]
    assert len(decision["field_names"]) == len(decision["fields"])
    assert (decision["stage"], decision["article"]) == ("decision", "行政处罚法 第五十九条")
    assert all(one["title"] and one["stage_title"] and one["article"] for some in procedures.values() for one in some)
    assert {"licence", "measure", "inspection", "file-evaluation"} <= set(procedures)
    one = town.http.get(f"/public/{SAMPLE}/document-catalogue/licence").json()["procedures"]
    assert {each["procedure"] for each in one} == {"licence"}
    assert town.http.get(f"/public/{SAMPLE}/document-catalogue/song").status_code == 404
    page = town.http.get(f"/{SAMPLE}/document-catalogue")
    assert page.status_code == 200
    assert "行政处罚决定书" in page.text
    assert "必须载明" in page.text
