"""Pages of every procedure: nothing that is no penalty is called one, and each is found by what it is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest

from api.openings import GROUPS
from api.step_forms import OPENINGS
from http_town import SAMPLE, Town, site
from penal import COURSES, MATTER
from records.course.steps import PROCEDURES
from records.law.data import in_force
from records.law.file import seed_texts
from records.law.named_facts import named_facts
from staff_forms import Clerk
from test_inspection_http import drawn, planned
from test_inspection_http import opened as inspection_opened
from test_inspection_http import taken as inspection_taken
from test_levy_http import opened as levy_opened
from test_levy_http import through as levy_through
from test_licence_http import LISTED
from test_licence_http import through as licence_through
from test_measure_http import identified
from test_measure_http import opened as measure_opened
from test_measure_http import through as measure_through
from test_petition_http import opened as petition_opened
from test_petition_http import through as petition_through

NAMED: Final = "对占道经营的处罚"
"""Name of the town's only matter, which says nothing of what is done in it here."""
PETITIONS: Final = ("ruling", "payment", "confirmation", "reward")
OTHERS: Final = ("measure", "licence", "inspection", "levy", *PETITIONS)


def published(town: Town, procedure: str) -> str:
    """A case of that procedure whose decision is public; returns its id."""
    match procedure:
        case "licence":
            return licence_through(town, "disclosure", title="街边设摊许可")
        case "measure":
            case = measure_opened(town, **identified(2001))
            measure_through(town, case, "disclosure")
            return case
        case "levy":
            return levy_through(town, levy_opened(town), "disclosure")
        case "inspection":
            case = inspection_opened(town)
            for name, kind, given in COURSES["inspection"][1:]:
                inspection_taken(town, case, kind, given)
                if name == "disclosure":
                    break
            return case
        case _:
            return petition_through(town, procedure, petition_opened(town, procedure), "disclosure")


class Pages:
    """A town with one public decision of each procedure that punishes nobody."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.cases = {one: published(town, one) for one in OTHERS}
        town.projected()
        views = {one: town.get("sun", f"cases/{case}") for one, case in self.cases.items()}
        self.pages = {one: str(view["disclosure"]["disclosure"]) for one, view in views.items()}

    def text(self, path: str, **params: str) -> str:
        """A public page without the name of its matter."""
        answer = self.town.http.get(path, params=params, headers={"Accept": "text/html"})
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text.replace(NAMED, "")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    with site("", tmp_path_factory.mktemp("var")) as found:
        found.town.made("registrar", "registers/entries", LISTED)
        yield Pages(found.town)


# ---- For everybody ----


@pytest.mark.parametrize("procedure", OTHERS)
def test_the_public_page_of_what_is_no_penalty_speaks_of_none(pages: Pages, procedure: str) -> None:
    text = pages.text(f"/{SAMPLE}/disclosures/{pages.pages[procedure]}")
    assert "处罚" not in text
    assert "违法事实" not in text
    assert PROCEDURES[procedure] in text


@pytest.mark.parametrize("procedure", OTHERS)
def test_the_list_is_filtered_by_procedure(pages: Pages, procedure: str) -> None:
    text = pages.text(f"/{SAMPLE}/", procedure=procedure)
    assert "共 1 件" in text
    assert f"/{SAMPLE}/disclosures/{pages.pages[procedure]}" in text
    found = pages.town.http.get(f"/public/{SAMPLE}/disclosures", params={"procedure": procedure}).json()["items"]
    assert [(one["disclosure"]["id"], one["disclosure"]["procedure"]) for one in found] == [
        (pages.pages[procedure], procedure)
    ]


def test_feeds_say_what_kind_each_decision_is(pages: Pages) -> None:
    items = pages.town.http.get(f"/feeds/{SAMPLE}/disclosures.json").json()["items"]
    found = {one["id"].removeprefix("urn:uuid:"): one for one in items}
    for procedure, page in pages.pages.items():
        item = found[page]
        assert PROCEDURES[procedure] in item["tags"]
        assert "处罚" not in (item["title"] + item["content_text"]).replace(NAMED, "")


def test_the_table_says_what_kind_each_decision_is(pages: Pages) -> None:
    content = pages.town.http.get(f"/feeds/{SAMPLE}/disclosures.csv").content.decode("utf-8-sig")
    rows = {row["页面"].rpartition("/")[2]: row for row in csv.DictReader(io.StringIO(content))}
    for procedure, page in pages.pages.items():
        row = rows[page]
        assert row["执法类别"] == PROCEDURES[procedure]
        assert (row["处罚种类"], row["罚款（元）"]) == ("", "")
        assert row["决定内容"]
        assert "处罚" not in row["文书"]


def test_one_form_of_several_procedures_is_called_after_each(pages: Pages) -> None:
    called = {
        one: re.search(r"<dt>文书</dt><dd>(.*?)</dd>", pages.text(f"/{SAMPLE}/disclosures/{page}"))
        for one, page in pages.pages.items()
    }
    assert {one: found and found[1] for one, found in called.items() if one in PETITIONS} == {
        "ruling": "行政裁决书",
        "payment": "行政给付决定书",
        "confirmation": "行政确认决定书",
        "reward": "行政奖励决定书",
    }


def test_the_notice_that_a_licence_was_withdrawn_speaks_of_no_penalty(pages: Pages) -> None:
    town = pages.town
    case = licence_through(town, "disclosure", title="将被撤销的许可")
    town.step("zhao", case, town.revoking(kinds=[], fine_yuan=None))
    town.projected()
    page = town.get("sun", f"cases/{case}")["disclosure"]["disclosure"]
    for text in (pages.text(f"/{SAMPLE}/disclosures/{page}"), pages.text(f"/{SAMPLE}/withdrawals/{page}")):
        assert "本行政许可决定已被" in text
        assert "处罚" not in text
    assert "行政许可决定" in pages.text(f"/{SAMPLE}/withdrawals")


def test_the_public_register_of_licences_has_the_published_ones_with_the_masked_holder(pages: Pages) -> None:
    before = pages.text(f"/{SAMPLE}/licences")
    town = pages.town
    page = pages.pages["licence"]
    assert f"/{SAMPLE}/disclosures/{page}" in before
    assert "张某某" in before
    assert "张三丰" not in before
    hidden = licence_through(town, "certificate", title="没有公示的许可")
    town.projected()
    (one,) = [one for one in town.get("sun", "licences")["items"] if one["licence"] == hidden]
    assert one["number"] not in pages.text(f"/{SAMPLE}/licences")


def test_a_draw_has_a_page_with_its_number_and_what_was_drawn(pages: Pages) -> None:
    town = pages.town
    assert "还没有抽签" in pages.text(f"/{SAMPLE}/draws")
    plan = planned(town)
    drawn(town, plan)
    town.projected()
    (one,) = town.http.get(f"/public/{SAMPLE}/draws").json()["items"]
    place = f"/{SAMPLE}/draws/{one['page']}/{one['draw']}"
    assert f'href="{place}"' in pages.text(f"/{SAMPLE}/draws")
    text = pages.text(place)
    assert one["fixed"]["objects_digest"] in text
    assert "抽签结果公布以后" in text  # it is drawn, and not public yet
    assert "处罚" not in text
    for wrong in (f"/{SAMPLE}/draws/{one['page']}/2", f"/{SAMPLE}/draws/{one['page']}/x", f"/{SAMPLE}/draws/x/1"):
        assert town.http.get(wrong).status_code == 404


def test_statistics_count_by_procedure(pages: Pages) -> None:
    items = pages.town.http.get(f"/public/{SAMPLE}/statistics", params={"by": "procedure"}).json()["items"]
    found = {one["procedure"]: one for one in items}
    for procedure in OTHERS:
        figures = found[procedure]
        assert figures["opened"] >= 1
        assert figures["decided"] >= 1
        assert figures["disclosed"] >= 1
        assert (figures["cases_filed"], figures["decisions"], figures["fines_fen"]) == (0, 0, 0)
        assert {one["procedure"] for one in (*figures["spans"], *figures["terms"])} == {procedure}
    text = pages.text(f"/{SAMPLE}/statistics")
    assert "受理至决定" in text
    assert "送达行政许可决定" in text


# ---- For staff ----


def test_every_step_that_begins_a_case_is_offered_once(pages: Pages) -> None:
    offered = [one.step for _, some in GROUPS for one in some]
    assert sorted(offered) == sorted(OPENINGS)
    text = Clerk(pages.town, "wang").open("cases/new").text
    for title, some in GROUPS:
        assert title in text
        assert all(one.when in text for one in some)


@pytest.mark.parametrize("procedure", OTHERS)
def test_the_page_of_a_case_shows_its_decision_and_no_part_that_penalties_alone_have(
    pages: Pages, procedure: str
) -> None:
    case = pages.cases[procedure]
    view, text = pages.town.get("sun", f"cases/{case}"), Clerk(pages.town, "wang").open(f"cases/{case}").text
    assert (view["procedure"], view["decision"]) == (procedure, None)
    assert f"{view['decided']['number']}　{view['decided']['content']}" in text
    for absent in ("立案事实", "无效核查", "违法行为发生于1年"):
        assert absent not in text
    assert f"执法类别{PROCEDURES[procedure]}" in "".join(text.split())


def test_the_list_of_cases_is_filtered_by_procedure(pages: Pages) -> None:
    clerk = Clerk(pages.town, "wang")
    listed = clerk.open("?procedure=levy").text
    assert "行政征收（收费）（1）" in listed
    assert [one["procedure"] for one in pages.town.get("sun", "cases", procedure="levy")["items"]] == ["levy"]
    assert clerk.get(f"/staff/{SAMPLE}/?procedure=tax").status_code == 422
    assert clerk.get(f"/staff/{SAMPLE}/?procedure=levy&stage=no-such-stage").status_code == 422
    assert "没有符合条件的案件" not in clerk.open("?procedure=levy&stage=transfer").text


@pytest.mark.parametrize("procedure", OTHERS)
def test_the_replay_names_no_fact_that_is_none_of_the_procedure(pages: Pages, procedure: str) -> None:
    steps = pages.town.get("sun", f"cases/{pages.cases[procedure]}/timeline", changes="true")["steps"]
    told = {
        fact for step in steps for turn in ("made", "meanwhile") for fact in step["changes"][turn]["facts"]["began"]
    }
    assert told
    assert told <= named_facts(in_force(seed_texts(), pages.town.now.date(), procedure))


@pytest.mark.parametrize("procedure", ["licence", "measure", "levy"])
def test_a_service_can_choose_only_the_documents_of_the_case(pages: Pages, procedure: str) -> None:
    case = pages.cases[procedure]
    kinds = {one["kind"] for one in pages.town.get("sun", f"cases/{case}")["documents"]}
    form = Clerk(pages.town, "wang").open(f"cases/{case}/steps/serve-document")
    assert set(form.options["document"]) - {""} == kinds


def test_a_case_goes_on_with_no_step_that_only_begins_one(pages: Pages) -> None:
    clerk, case = Clerk(pages.town, "wang"), pages.cases["licence"]
    assert "收到行政许可申请" not in clerk.open(f"cases/{case}/steps").text.partition("办理步骤")[2]
    assert clerk.get(f"/staff/{SAMPLE}/cases/{case}/steps/apply-licence").status_code == 404


def test_the_penalty_is_still_called_one(pages: Pages) -> None:
    town: Any = pages.town
    case = town.published()
    town.projected()
    page = town.get("sun", f"cases/{case}")["disclosure"]["disclosure"]
    text = pages.text(f"/{SAMPLE}/disclosures/{page}")
    for said in ("行政处罚决定公示", "违法事实", "处罚依据", "处罚种类", "处罚内容"):
        assert said in text
    assert MATTER in text
