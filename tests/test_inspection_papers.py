"""Documents of inspections: each is rendered from a case that was taken through HTTP, opened, and says what it must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

import pytest

from http_town import Town, site
from penal import COURSES
from records.inspection import commands as c
from records.inspection import plan_commands as pc
from records.penalty.commands import LinkRecording, ReviewDisclosure, ReviewSecrecy
from test_http_documents import documents, fetch, text_of

_BREAK: Final = "\u200b"
"""Where a long code may go on in the next line."""

VISIT: Final = [
    ("行政检查审批表", ("对某商店占道经营情况的检查", "投诉举报", "同意检查。", "zhao")),
    ("行政检查通知书", ("监漳检通〔2025〕", "武乡县某商贸有限公司", "申请检查人员回避", "wang")),
    ("现场检查（勘验）笔录", ("人行道上有摊位一处。",)),
    ("责令整改通知书", ("监漳责整〔2025〕", "清理店外堆放的货物。", "2025年3月20日以前")),
    ("行政检查结果告知书", ("监漳检结〔2025〕", "未发现问题", "现场没有占用人行道经营。")),
    ("送达回证", ("行政检查结果告知书",)),
    ("整改复查记录", ("已经整改", "店外货物已经清理。")),
    ("违法线索移交函", ("镇综合执法队", "占用人行道堆放货物")),
]
"""Documents of a visit in the order of its steps, and what each says."""
PLAN: Final = [
    ("年度行政检查计划", ("监漳检计〔2025〕", "沿街商户", "2025年12月31日")),
    ("行政执法决定公示单", ("沿街商户",)),
    ("随机抽签名单固定记录", ("双色球第2026031期", "JZ-0002", "91140429MA0K12348Q")),
    ("随机抽签结果", ("03 08 11 17 25 31 09", "JZ-0003", "种子")),
]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("var")
    with site(f"sqlite:///{folder / 'mingjing.sqlite3'}", folder, documents="all") as found:
        yield found.town


def says(town: Town, case: str, papers: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    """Each document is there as PDF and as text, and says so."""
    found: list[dict[str, Any]] = documents(town, case, len(papers))
    town.projected()
    assert [one["title"] for one in found][: len(papers)] == [title for title, _ in papers]
    for one, (title, said) in zip(found, papers, strict=False):
        edition = one["editions"][0]
        set_text = text_of(fetch(town, "wang", edition["pdf"]).content).replace(_BREAK, "")
        plain = fetch(town, "wang", edition["text"]).content.decode()
        for text in (title, *said):
            assert "".join(text.split()) in set_text, (title, text)
            assert text in plain, (title, text)


def test_a_visit_has_its_documents_from_the_approval_to_the_handing_over(town: Town) -> None:
    case = str(town.made("wang", "cases", town.saying(c.OpenInspection))["case"])
    for name, kind, given in COURSES["inspection"][1:]:
        if name == "concluded":
            order = town.take(case, c.OrderRectification, correct_by="2025-03-20")
            assert order
        more = {"object": town.upload(b"pictures")} if kind is LinkRecording else {}
        town.take(case, kind, **(given | more))
        if name == "result-served":
            break
    steps = town.get("sun", f"cases/{case}/timeline")["steps"]
    number = next(one["event"]["number"] for one in steps if one["type"] == "rectification-ordered/1")
    town.take(case, c.CheckRectification, order=number)
    town.take(case, c.HandOverFinding)
    says(town, case, VISIT)


def test_a_plan_and_its_draw_have_their_documents(town: Town) -> None:
    item = {"matter": "140429-cf-001", "scope": "沿街商户", "percent": 100}
    items = ({**item, "begins_on": "2025-01-01", "ends_on": "2025-12-31"},)
    case = str(town.made("wang", "cases", town.saying(pc.OpenPlan, year=2025, items=items))["case"])
    town.take(case, pc.ApprovePlan)
    town.take(case, ReviewSecrecy)
    town.take(case, ReviewDisclosure, party_shown="无")
    town.take(case, pc.CommitDraw, known_from=(town.now + timedelta(days=1)).isoformat())
    town.later(days=1)
    town.take(case, pc.MakeDraw)
    says(town, case, PLAN)
