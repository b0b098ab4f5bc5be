"""A measure through HTTP and on the pages, from the request to the archive, on both databases."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from pypdf import PdfReader

from api.form_filling import filled
from api.forms import fields_of
from http_town import _NAMES as NAMES
from http_town import Town, site
from penal import COURSES, MATTER, sender_of
from records.course.shapes import Command
from records.measure import commands as c
from records.penalty.commands import GiveNotice, LinkRecording, ServeDocument
from staff_forms import Clerk


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var"), documents="all") as found:
        yield found.town


def saying(town: Town, kind: type[Command], **changes: Any) -> dict[str, Any]:
    """The body of a plain command, with a picture that was uploaded."""
    said = town.saying(kind, **changes)
    photo = town.upload(b"a picture of the goods")
    said |= {"items": [one | {"photo": photo} for one in said["items"]]} if kind is c.CarryOutMeasure else {}
    if kind is LinkRecording:
        said |= {"object": town.upload(b"moving pictures of " + str(town.now).encode())}
    return said


def opened(town: Town, **changes: Any) -> str:
    return str(town.made("wang", "cases", saying(town, c.RequestMeasure, **changes))["case"])


def taken(town: Town, case: str, kind: type[Command], **changes: Any) -> Any:
    return town.step(NAMES[sender_of(kind)], case, saying(town, kind, **changes))


def number_of(town: Town, case: str) -> str:
    return str(next(one["number"] for one in town.get("sun", f"cases/{case}")["documents"] if one["kind"] == "measure"))


def through(town: Town, case: str, until: str) -> None:
    """The steps of the plain case after its request, up to one."""
    for name, kind, given in COURSES["measure"][1:]:
        town.later(minutes=5)
        item = {"item": f"{number_of(town, case)}#1"} if kind is c.SettleItem else {}
        taken(town, case, kind, **(given | item))
        if name == until:
            return


def events(town: Town, case: str) -> list[str]:
    return [one["type"].partition("/")[0] for one in town.get("sun", f"cases/{case}/timeline")["steps"]]


def identified(person: int) -> dict[str, Any]:
    """A party of its own: what one case holds of somebody, another can't."""
    stem = f"1404291990010{person:04}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    last = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(stem, weights, strict=True)) % 11]
    return {"party": {"kind": "natural", "name": "李四光", "number": stem + last}}


def test_a_measure_goes_from_the_request_to_the_archive(town: Town) -> None:
    case = opened(town, title="扣押三轮车案", **identified(1001))
    through(town, case, "archive")
    view = town.get("sun", f"cases/{case}")
    done = {one["id"] for one in view["stages"] if one["status"] == "done"}
    assert done >= {"request", "approval", "decision", "site", "service", "release", "execution", "disclosure"}
    assert {"closing", "archive"} <= done
    assert events(town, case) == [
        "measure-requested",
        "measure-request-answered",
        "measure-decided",
        "measure-carried-out",
        "document-served",
        "recording-linked",
        "secrecy-reviewed",
        "disclosure-reviewed",
        "measure-released",
        "document-served",
        "held-item-settled",
        "case-closed",
        "case-archived",
    ]
    assert {one["kind"]: bool(one["served_at"]) for one in view["documents"]} == {
        "measure": True,
        "measure-release": True,
    }
    town.projected()
    text = Clerk(town, "wang").open(f"cases/{case}").text
    for said in ("扣押三轮车案", "报告拟采取强制措施：扣押", "实施扣押，执法人员2名，清单1项", "退还"):
        assert said in text


PAPERS: Final = [
    ("行政强制措施审批表", ("扣押三轮车案", "李四光", "防止转移用于违法经营的工具。")),
    ("行政强制措施审批表", ("同意。", "情况属实，同意扣押。")),
    ("查封（扣押、冻结）决定书", ("监漳强措〔2025〕", "李四光", "扣押三轮车一辆。", "第十一条", "起至2025年4月")),
    ("实施行政强制措施现场笔录", ("已经出示执法身份证件", "当事人没有意见。", "已经当场交付")),
    ("查封（扣押、冻结）清单", ("三轮车", "晋D12345", "镇政府仓库")),
    ("送达回证", ("查封（扣押、冻结）决定书", "直接送达")),
    ("行政执法决定公示单", ("监漳强措〔2025〕", "扣押三轮车一辆。")),
    ("解除查封（扣押、冻结）决定书", ("监漳强解〔2025〕", "不再需要")),
    ("送达回证", ("解除",)),
    ("查封（扣押、冻结）财物处理清单", ("退还（启封、解除冻结）", "当事人签名")),
]
"""Documents of a plain case in the order of its steps, and what each says; those of closing and archive follow."""


def documents(town: Town, case: str, count: int) -> list[dict[str, Any]]:
    """The documents of the case, once that many are rendered."""
    deadline = time.monotonic() + 60
    while True:
        found: list[dict[str, Any]] = town.get("wang", f"cases/{case}/documents")
        if sum(bool(one["editions"]) for one in found) >= count:
            return found
        assert time.monotonic() < deadline, [one["problem"] for one in found]
        time.sleep(0.1)


def test_every_document_of_a_measure_says_what_it_must(town: Town) -> None:
    case = opened(town, title="扣押三轮车案", **identified(1000))
    through(town, case, "return")
    found = documents(town, case, len(PAPERS))
    assert [one["title"] for one in found] == [title for title, _ in PAPERS]
    for one, (title, said) in zip(found, PAPERS, strict=True):
        headers = {"Authorization": f"Bearer {town.tokens['wang']}"}
        pdf = town.http.get(one["editions"][0]["pdf"], headers=headers).content
        pages = PdfReader(io.BytesIO(pdf)).pages
        set_text = "".join("".join(page.extract_text().split()) for page in pages)
        assert [text for text in (title, *said) if "".join(text.split()) not in set_text] == [], title


def test_an_inventory_with_a_picture_that_nobody_uploaded_is_refused_and_leaves_the_case_as_it_was(town: Town) -> None:
    case = opened(town, **identified(1002))
    through(town, case, "decision")
    before, said = town.version(case), saying(town, c.CarryOutMeasure)
    said["items"][0]["photo"] = "9" * 64
    answer = town.post("wang", f"cases/{case}/steps", said)
    assert (answer.status_code, answer.json()["code"]) == (409, "inventory-lacks")
    assert "行政强制法 第二十四条" in answer.json()["article"]
    assert town.version(case) == before


def test_what_one_case_holds_no_other_can_hold_until_it_is_free(town: Town) -> None:
    party = identified(1003)
    first, second = opened(town, **party), opened(town, **party)
    through(town, first, "site")
    through(town, second, "decision")
    answer = town.post("wang", f"cases/{second}/steps", saying(town, c.CarryOutMeasure))
    assert (answer.status_code, answer.json()["code"]) == (409, "held-already")
    taken(town, first, c.ReleaseMeasure)
    taken(town, second, c.CarryOutMeasure)


def test_the_number_of_an_account_is_a_personal_value_and_its_end_tells_it_apart(town: Town) -> None:
    case = opened(town, measure="freeze", value_yuan="5000.00", **identified(1004))
    taken(town, case, c.AnswerMeasureRequest)
    taken(town, case, c.DecideMeasure, amount_yuan="5000.00", content="冻结存款5000元。")
    line = {"kind": "account", "name": "武乡农商银行", "account": "6228480000000001234", "relation": "违法所得"}
    said = saying(town, c.CarryOutMeasure, bank_notified=True, delivered=False, recipient="", relation="")
    town.step("wang", case, said | {"items": [line | {"amount_yuan": "5000.00"}]})
    steps = town.get("wang", f"cases/{case}/timeline")["steps"]
    carried = next(one["event"] for one in steps if one["type"] == "measure-carried-out/1")
    assert [one["number"] for one in carried["accounts"]] == ["6228480000000001234"]
    assert [one["identifier"] for one in carried["items"]] == ["1234"]


def test_a_clerk_takes_a_measure_on_the_pages(town: Town) -> None:
    wang, zhao = Clerk(town, "wang"), Clerk(town, "zhao")

    def typed(kind: type[Command], **changes: Any) -> dict[str, Any]:
        form = filled(fields_of(kind), saying(town, kind, **changes))
        return {name.replace(".", "__"): value for name, value in form.items()}

    case = wang.opened("request-measure", **typed(c.RequestMeasure, **identified(1006)))
    town.later(minutes=5)
    zhao.took(case, "answer-measure-request", **typed(c.AnswerMeasureRequest))
    town.later(minutes=5)
    decision = zhao.open(f"cases/{case}/steps/decide-measure").form
    assert decision["valid_until"] == [(town.now.date() + timedelta(days=30)).isoformat()]
    assert decision["reasons"] == [saying(town, c.RequestMeasure)["reasons"]]
    zhao.took(case, "decide-measure", **typed(c.DecideMeasure))
    town.later(minutes=5)
    (line,) = saying(town, c.CarryOutMeasure)["items"]  # of another plate: other cases hold that one
    wang.took(case, "carry-out-measure", **typed(c.CarryOutMeasure, items=[line | {"identifier": "晋D54321"}]))
    (item,) = wang.open(f"cases/{case}/steps/sell-item").options["item"][1:]
    assert item == f"{number_of(town, case)}#1"
    town.later(minutes=5)
    zhao.took(case, "release-measure", **typed(c.ReleaseMeasure))
    wang.took(case, "serve-document", **typed(ServeDocument, document="measure-release"))
    assert wang.open(f"cases/{case}/steps/settle-item").form["fate"] == ["returned"]
    wang.took(case, "settle-item", **typed(c.SettleItem, item=item))
    assert town.get("sun", f"cases/{case}")["matter"]["id"] == MATTER


def test_a_step_of_another_procedure_is_no_step_of_the_case(town: Town) -> None:
    case, penalty = opened(town, **identified(1007)), town.file()
    for one, said in ((case, town.saying(GiveNotice)), (penalty, saying(town, c.CarryOutMeasure))):
        before = town.version(one)
        answer = town.post("wang", f"cases/{one}/steps", said)
        assert answer.status_code == 422
        assert "本案的程序没有这一步骤" in answer.text
        assert town.version(one) == before
