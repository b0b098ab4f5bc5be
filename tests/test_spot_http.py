"""A penalty on the spot through HTTP and on the pages, from the visit to the archive, with its documents."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any, Final

import pytest
from pypdf import PdfReader

from api.form_filling import filled
from api.forms import fields_of
from http_town import _NAMES as NAMES
from http_town import SAMPLE, Town, site
from penal import COURSES, sender_of
from records.course.shapes import Command
from records.penalty.commands import ReviewDisclosure
from records.spot.commands import (
    CollectFine,
    DecideSpot,
    DepositFines,
    HandInFines,
    HearSpot,
    OpenSpot,
    ReportSpot,
    TellSpot,
    TurnSpot,
)
from records.spot.events import SIMPLE
from staff_forms import Clerk

PAPERS: Final = [
    ("当场查处告知及陈述申辩笔录", ("张三丰", "占用盲道", "当事人没有陈述、申辩", "wang")),
    (
        "当场行政处罚决定书",
        ("监漳当罚决〔2025〕", "张三丰", "伍拾元整", "先向武乡县人民政府", "监漳镇中心街"),
    ),
    ("送达回证", ("当场行政处罚决定书", "直接送达")),
    ("当场行政处罚备案表", ("专用票据存根", "监漳当罚决〔2025〕")),
    ("当场收缴罚款交款单", ("伍拾元整", "监漳收0001")),
    ("当场收缴罚款缴付银行登记单", ("武乡农商银行监漳支行", "农商回单0001")),
    ("行政执法决定公示单", ("监漳当罚决〔2025〕",)),
    ("结案报告", ("罚款已当场收缴并缴付银行。",)),
    ("行政执法案卷封面", ("2026-当罚-001", "6页")),
    ("卷内目录", ("当场行政处罚决定书", "监漳当罚决〔2025〕")),
    ("卷内备考表", ("2026-当罚-001", "归档时清点的总页数为6页")),
]
"""Documents of a plain case in the order of its steps, and what each says."""

_RECEIPTS = count(1)


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var"), documents="all") as found:
        yield found.town


def opened(town: Town, **changes: Any) -> str:
    """A case on the spot at a place where no other is."""
    place = f"监漳镇西街{next(_RECEIPTS)}号"
    given = {"acted_on": town.now.date().isoformat(), "place": place} | changes
    return str(town.made("wang", "cases", town.saying(OpenSpot, **given))["case"])


def taken(town: Town, case: str, until: str, receipt: str = "") -> str:
    """The plain case from its opening on up to a stage, with a receipt of its own; returns that."""
    receipt = receipt or f"晋财罚{next(_RECEIPTS):05}"
    for name, kind, given in COURSES[SIMPLE][1:]:
        own: dict[str, Any] = {"receipt": receipt} if kind is CollectFine else {}
        own |= {"receipts": (receipt,)} if kind in (HandInFines, DepositFines) else {}
        town.take(case, kind, **(given | own))
        if name == until:
            return receipt
    raise KeyError(until)


def events(town: Town, case: str) -> list[str]:
    return [one["type"].partition("/")[0] for one in town.get("sun", f"cases/{case}/timeline")["steps"]]


def test_a_case_goes_from_the_visit_to_the_archive(town: Town) -> None:
    case = opened(town, title="当场处罚全程案")
    taken(town, case, "archive")
    view = town.get("sun", f"cases/{case}")
    done = {one["id"] for one in view["stages"] if one["status"] == "done"}
    assert done == {
        *("filing", "notice", "defence", "decision", "service", "report"),
        *("disclosure", "execution", "closing", "archive"),
    }
    assert events(town, case) == [
        "spot-opened",
        "spot-told",
        "spot-heard",
        "spot-decided",
        "document-served",
        "fine-collected",
        "spot-reported",
        "fines-handed-in",
        "fines-deposited",
        "secrecy-reviewed",
        "disclosure-reviewed",
        "fulfilment-published",
        "case-closed",
        "case-archived",
    ]
    assert view["decision"]["number"].startswith("监漳当罚决〔2025〕")
    assert (view["waiting"], view["defects"], view["repayments"]) == ([], [], {})
    assert (view["void"]["decided"], view["void"]["verdict"]) == (True, "clear")
    town.projected()
    text = Clerk(town, "wang").open(f"cases/{case}").text
    for said in ("当场处罚全程案", "当场作出处罚决定监漳当罚决", "当场收缴罚款50.00元", "报本机关备案", "缴付银行"):
        assert said in text, said


def test_the_documents_of_a_case_are_there_as_pdf(town: Town) -> None:
    case = opened(town, place="监漳镇中心街")
    taken(town, case, "archive")
    deadline, found = time.monotonic() + 60, list[dict[str, Any]]()
    while sum(bool(one["editions"]) for one in found) < len(PAPERS):
        assert time.monotonic() < deadline, [(one["title"], one["problem"]) for one in found]
        found = town.get("wang", f"cases/{case}/documents")
        time.sleep(0.1)
    assert [one["title"] for one in found] == [title for title, _ in PAPERS]
    town.projected()
    for one, (title, said) in zip(found, PAPERS, strict=True):
        headers = {"Authorization": f"Bearer {town.tokens['wang']}"}
        pages = PdfReader(io.BytesIO(town.http.get(one["editions"][0]["pdf"], headers=headers).content)).pages
        text = "".join("".join(page.extract_text().split()) for page in pages)
        for words in (title, *said):
            assert "".join(words.split()) in text, (title, words)


def test_a_published_decision_shows_its_kinds_and_amounts_and_no_full_name(town: Town) -> None:
    case = opened(town)
    taken(town, case, "disclosure")
    town.projected()
    disclosure = town.get("sun", f"cases/{case}")["disclosure"]["disclosure"]
    page = town.http.get(f"/public/{SAMPLE}/disclosures/{disclosure}").json()["page"]["disclosure"]["copy"]
    assert (page["party"], page["kinds"], page["fine_yuan"]) == ("张某某", ["罚款"], "50.00")
    assert page["content"] == "罚款50元"


def test_what_the_law_forbids_on_the_spot_is_refused_with_the_article_and_changes_nothing(town: Town) -> None:
    case = opened(town)
    taken(town, case, "heard")
    version = town.version(case)
    refused = town.post("wang", f"cases/{case}/steps", town.saying(DecideSpot, relief="可以直接向人民法院起诉。"))
    assert (refused.status_code, refused.json()["code"]) == (409, "relief-order")
    assert refused.json()["article"] == "行政复议法 第二十三条"
    assert town.version(case) == version


def test_one_receipt_is_taken_by_one_case_even_at_the_same_time(town: Town) -> None:
    cases = [opened(town) for _ in range(4)]
    for case in cases:
        taken(town, case, "decision")
    body = town.saying(CollectFine, receipt="晋财罚９９９９９")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda case: town.post("wang", f"cases/{case}/steps", body), cases))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    assert {one.json().get("code") for one in answers} == {None, "receipt-used"}


def test_a_case_that_turned_names_the_one_that_took_it_up(town: Town) -> None:
    case = opened(town)
    taken(town, case, "heard")
    nowhere = town.post("wang", f"cases/{case}/steps", town.saying(TurnSpot))
    assert nowhere.status_code == 404
    ordinary = town.file()
    town.take(case, TurnSpot, related_case=ordinary)
    later = town.post("wang", f"cases/{case}/steps", town.saying(DecideSpot))
    assert later.json()["code"] == "turned-ordinary"


# ---- On the pages ----


def typed(town: Town, kind: type[Command], **changes: Any) -> dict[str, Any]:
    """What a clerk fills in for a step of a plain case."""
    form = filled(fields_of(kind), town.saying(kind, **changes))
    return {name.replace(".", "__"): value for name, value in form.items()}


def test_a_clerk_takes_a_case_on_pages_alone(town: Town) -> None:
    clerks = {name: Clerk(town, name) for name in set(NAMES.values())}
    wang, receipt, today = clerks["wang"], f"晋财罚{next(_RECEIPTS):05}", town.now.date().isoformat()
    case = wang.opened("open-spot", **typed(town, OpenSpot, acted_on=today, place="监漳镇东街一号"))
    told = wang.open(f"cases/{case}/steps/tell-spot").form
    assert told["facts"] == ["在中心街人行道上摆摊，占用盲道。"]
    wang.took(case, "tell-spot", **typed(town, TellSpot))
    wang.took(case, "hear-spot", **typed(town, HearSpot))
    page = wang.open(f"cases/{case}/steps/decide-spot")
    assert (page.form["content"], page.form["fine_yuan"]) == (["罚款50元"], ["50.00"])
    assert "申请行政复议" in page.form["relief"][0]
    assert page.form["decided_by"] == [town.people["wang"]]
    given = typed(town, DecideSpot) | {"relief": page.form["relief"], "place": page.form["place"]}
    wang.took(case, "decide-spot", **given)
    assert wang.open(f"cases/{case}/steps/collect-fine").form["amount_yuan"] == ["50.00"]
    wang.took(case, "collect-fine", **typed(town, CollectFine, receipt=receipt))
    wang.took(case, "report-spot", **typed(town, ReportSpot))
    handing = wang.open(f"cases/{case}/steps/hand-in-fines").form
    assert (handing["receipts"], handing["amount_yuan"]) == ([receipt], ["50.00"])
    wang.took(case, "hand-in-fines", **typed(town, HandInFines, receipts=(receipt,)))
    assert "当场收缴的罚款还没有" in _refused(clerks["zhao"], case)
    wang.took(case, "deposit-fines", **typed(town, DepositFines, receipts=(receipt,)))
    rest = COURSES[SIMPLE][[name for name, _, _ in COURSES[SIMPLE]].index("secrecy") :]
    for _, kind, changes in rest:
        who = NAMES[sender_of(kind)]
        clerks[who].took(case, str(kind.__struct_config__.tag), **typed(town, kind, **changes))
    assert ReviewDisclosure in {kind for _, kind, _ in rest}
    town.projected()
    assert "归档（2026-当罚-001）" in wang.open(f"cases/{case}").text


def _refused(clerk: Clerk, case: str) -> str:
    """What the head reads who would close the case now."""
    return clerk.send(f"cases/{case}/steps/close-case", ground="performed", report="已经缴清。").text
