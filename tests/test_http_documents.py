"""Documents over HTTP: steps are taken, documents appear, and who may read the case reads them as PDF and as text."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any, Final

import httpx
import pytest
from pypdf import PdfReader

from http_problems import is_problem
from http_town import SAMPLE, Site, Town, site
from penal import AGENCY, PLAIN
from records.penalty import commands as c

OWN: Final = '#import "/common.typ": *\n#show: sheet\n自有模板\n#titled()\n#flow(paper.blocks)\n#closing()\n'

PAPERS: Final = [
    ("行政处罚立案审批表", ("占道经营案", "张三丰", "在中心街人行道上摆摊")),
    ("行政处罚立案审批表", ("在系统中确认", "zhao")),
    ("现场检查（勘验）笔录", ("人行道上有摊位一处。", "已经出示", "wang")),
    ("案件处理意见书", ("予以处罚", "贰佰元整")),
    ("案件处理意见书", ("同意承办人意见",)),
    ("行政处罚事先告知书", ("监漳罚告〔2025〕", "陈述和申辩")),
    ("送达回证", ("行政处罚事先告知书", "直接送达")),
    ("行政处罚决定书", ("监漳罚决〔2025〕", "张三丰", "贰佰元整", "武乡农商银行", "二〇二五年三月")),
    ("送达回证", ("行政处罚决定书",)),
    ("行政执法决定公示单", ("监漳罚决〔2025〕", "张某某")),
    ("结案报告", ("履行完毕", "罚款已缴清。")),
    ("行政执法案卷封面", ("2026-罚-001", "占道经营案", "38页")),
    ("卷内目录", ("2026-罚-001", "行政处罚决定书", "监漳罚决〔2025〕")),
    ("卷内备考表", ("文书11件", "音像记录0件", "重新开启")),
]
"""Documents of a plain case in the order of its steps, and what each says."""


@pytest.fixture(scope="module")
def place(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(module_database, tmp_path_factory.mktemp("var"), documents="all") as found:
        yield found


@pytest.fixture(scope="module")
def town(place: Site) -> Town:
    return place.town


@pytest.fixture(scope="module")
def case(town: Town) -> str:
    """A plain case from its filing to its archive, with the documents that came by themselves."""
    found = town.file()
    for _, kind, given in PLAIN[1:]:
        town.take(found, kind, **given)
    return found


def documents(town: Town, case: str, count: int) -> list[dict[str, Any]]:
    """The documents of the case, once that many are rendered."""
    deadline = time.monotonic() + 60
    while True:
        found: list[dict[str, Any]] = town.get("wang", f"cases/{case}/documents")
        if sum(bool(one["editions"]) for one in found) >= count:
            return found
        assert time.monotonic() < deadline, [one["problem"] for one in found]
        time.sleep(0.1)


def fetch(town: Town, who: str, path: str, **headers: str) -> httpx.Response:
    return town.http.get(path, headers={"Authorization": f"Bearer {town.tokens[who]}", **headers})


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_every_step_s_document_is_there_as_pdf_and_as_text(town: Town, case: str) -> None:
    version = town.version(case)
    found = documents(town, case, len(PAPERS))
    assert [one["title"] for one in found] == [title for title, _ in PAPERS]
    town.projected()
    for one, (title, said) in zip(found, PAPERS, strict=True):
        edition = one["editions"][0]
        answer = fetch(town, "wang", edition["pdf"])
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
        assert len(answer.content) == edition["size"]
        set_text, plain = text_of(answer.content), fetch(town, "wang", edition["text"]).content.decode()
        for text in (title, *said):
            assert "".join(text.split()) in set_text, (title, text)
            assert text in plain, (title, text)
    assert town.version(case) == version


def test_a_document_is_read_in_ranges_by_who_reads_the_case(town: Town, case: str) -> None:
    edition = documents(town, case, len(PAPERS))[0]["editions"][0]
    town.projected()
    whole = fetch(town, "sun", edition["pdf"]).content
    part = fetch(town, "wang", edition["pdf"], Range="bytes=5-14")
    assert (part.status_code, part.content) == (206, whole[5:15])
    assert fetch(town, "wu", edition["pdf"]).status_code == 404  # of another agency
    assert fetch(town, "qian", edition["pdf"]).status_code == 403
    assert town.http.get(edition["pdf"]).status_code == 401
    is_problem(town.send("wu", "GET", f"cases/{case}/documents"), 404, "not-found")


def test_the_page_of_the_case_leads_to_each_document(town: Town, case: str) -> None:
    found = documents(town, case, len(PAPERS))
    page = town.http.get(
        f"/staff/{SAMPLE}/cases/{case}", headers={"Cookie": f"mingjing_token={town.tokens['wang']}"}
    ).text
    assert all(edition["pdf"] in page and edition["text"] in page for one in found for edition in one["editions"])


def test_a_reprint_is_asked_for_with_a_reason_and_is_a_new_edition(town: Town, case: str) -> None:
    found = next(one for one in documents(town, case, len(PAPERS)) if one["paper"] == "filing")
    asked = {"step": found["step"], "paper": "filing", "reason": "原件遗失"}
    version = town.version(case)
    made = town.made("wang", f"cases/{case}/documents", asked)
    assert (made["edition"], made["reason"], made["blake3"]) == (2, "原件遗失", found["editions"][0]["blake3"])
    again = next(one for one in documents(town, case, len(PAPERS)) if one["step"] == found["step"])
    assert [one["edition"] for one in again["editions"]] == [2, 1]
    assert town.version(case) == version
    is_problem(town.post("sun", f"cases/{case}/documents", asked), 403, "forbidden")
    is_problem(town.post("wang", f"cases/{case}/documents", asked | {"paper": "poem"}), 404, "not-found")
    is_problem(town.post("wang", f"cases/{case}/documents", asked | {"reason": ""}), 422, "invalid")


def test_the_same_request_for_a_reprint_makes_one_edition(town: Town, case: str) -> None:
    found = next(one for one in documents(town, case, len(PAPERS)) if one["paper"] == "notice")
    asked = {"step": found["step"], "paper": "notice", "reason": "原件遗失"}
    answers = [town.post("wang", f"cases/{case}/documents", asked, Idempotency_Key="again") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["edition"] == 2


def test_the_page_says_of_a_document_that_its_entry_was_voided_and_no_reprint_is_made(town: Town) -> None:
    case = town.file()
    for _, kind, given in PLAIN[1:4]:
        town.take(case, kind, **given)
    documents(town, case, 3)
    version = town.version(case)
    town.take(case, c.VoidEntry, version=version)
    town.take(case, c.RecordInspection)
    town.take(case, c.VoidEntry, version=town.version(case))
    found = [one for one in documents(town, case, 3) if one["paper"] == "inspection-record"]
    assert [one["voided"] for one in found] == [True, True]
    assert found[0]["editions"]
    page = town.http.get(
        f"/staff/{SAMPLE}/cases/{case}", headers={"Cookie": f"mingjing_token={town.tokens['wang']}"}
    ).text
    assert "下面的文书是作废前生成的，不再使用。" in page
    assert page.count('<span class="tag">已作废</span>') == 2
    asked = {"step": version, "paper": "inspection-record", "reason": "原件遗失"}
    is_problem(town.post("wang", f"cases/{case}/documents", asked), 409, "entry-void")


def test_a_registrar_adopts_an_agency_s_template_once_it_was_tried(town: Town) -> None:
    day = town.now.date().isoformat()
    entry = {"type": "template-adopted/1", "agency": AGENCY, "paper": "no-penalty-decision", "valid_from": day}
    refused = town.post("registrar", "registers/entries", {**entry, "text": '#import "@preview/a:1.0.0"'})
    is_problem(refused, 422, "invalid")
    assert "只能引入 /common.typ" in refused.text
    town.enter({**entry, "text": OWN})
    case = town.file()
    for name, kind, given in PLAIN[1:]:
        if name == "opinion":
            town.take(case, kind, **(given | {"proposal": "no-penalty", "kinds": (), "fine_yuan": None}))
            town.take(case, c.EndorseOpinion)
            town.take(case, c.DeclinePenalty)
            break
        town.take(case, kind, **given)
    found = documents(town, case, 6)
    declined = next(one for one in found if one["paper"] == "no-penalty-decision")
    town.projected()
    assert "自有模板" in text_of(fetch(town, "wang", declined["editions"][0]["pdf"]).content)


def test_a_party_s_name_that_looks_like_markup_is_printed_as_it_is(town: Town) -> None:
    name = "#import 公司 $x$ @a `b` \\ [c]"
    about = {"number": "91140429MA0K12348Q", "address": "䶮㼆村", "representative": "𠮷某"}
    party = {"kind": "organisation", "name": name, **about}
    case = town.file(party=party)
    found = documents(town, case, 1)[0]
    town.projected()
    edition = found["editions"][0]
    text = text_of(fetch(town, "wang", edition["pdf"]).content)
    assert "".join(name.split()) in text
    assert "䶮㼆村" in text
    assert "〔U+20BB7〕某" in text
    assert edition["lacking"] == ["𠮷"]
    assert "𠮷某" in fetch(town, "wang", edition["text"]).content.decode()
