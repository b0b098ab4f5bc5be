"""The party's other cases: on the pages and in the JSON of a case, as far as the account may see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from http_town import OTHER_AGENCY, SAMPLE, Town, site
from records.penalty import commands as c

ELSEWHERE = "其他账本（其他地区的系统）中的案件在这里看不到"
OTHER_MATTER = "140429-cf-900"


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def party(name: str, number: str) -> dict[str, Any]:
    return {"kind": "natural", "name": name, "number": number}


def page(town: Town, who: str, path: str) -> str:
    headers = {"Authorization": f"Bearer {town.tokens[who]}", "Accept": "text/html"}
    answer = town.http.get(f"/staff/{SAMPLE}/{path}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_case_tells_of_the_partys_others_and_that_other_ledgers_are_not_seen(town: Town) -> None:
    repeated = party("李重复", "140429198507150019")
    before = town.signed(party=repeated, place="东街一号")
    now = town.file(party=repeated, place="东街二号", title="第二件")
    town.file(party=party("王旁人", "140429196802273354"))
    town.projected()
    view = town.get("wang", f"cases/{now}")
    (other,) = view["others"]
    decision = town.get("wang", f"cases/{before}")["decision"]
    assert (other["case"], other["number"], other["place"]) == (before, decision["number"], "东街一号")
    assert (other["result"], other["fine_yuan"], other["same_matter"]) == ("处罚：罚款", "200.00", True)
    assert (other["title"], other["acted_on"]) == ("占道经营案", town.now.date().isoformat())
    assert ELSEWHERE in view["others_elsewhere"]
    assert [one["case"] for one in town.get("wang", f"cases/{before}")["others"]] == [now]
    assert town.get("wang", f"cases/{before}")["others"][0]["result"] == "未决定"


def test_pages_show_them_where_the_law_asks_for_them(town: Town) -> None:
    repeated = party("赵再犯", "140429199003070036")
    before = town.signed(party=repeated, place="西街八号")
    now = town.file(party=repeated, place="西街九号")
    town.projected()
    for path in (f"cases/{now}", *(f"cases/{now}/steps/{one}" for one in ("submit-opinion", "sign-decision"))):
        shown = page(town, "wang", path)
        assert f'href="/staff/{SAMPLE}/cases/{before}"' in shown, path
        assert "西街八号" in shown
        assert ELSEWHERE in shown
    assert "当事人的其他案件" not in page(town, "wang", f"cases/{now}/steps/record-inspection")
    first = town.file(party=party("孙初犯", "140429197505174821"))
    assert "本账本中没有同一当事人的其他案件" in page(town, "wang", f"cases/{first}")


def test_of_another_agencys_case_an_account_sees_agency_matter_day_and_result_alone(town: Town) -> None:
    repeated = party("钱两地", "140429199204150024")
    ours = town.signed(party=repeated, place="南街一号")
    theirs = theirs_of(town, repeated)
    town.projected()
    (seen,) = town.get("wu", f"cases/{theirs}")["others"]
    told = {name: value for name, value in seen.items() if value not in ("", None)}
    assert told == {
        "agency_name": "监漳镇人民政府",
        "matter_name": "对占道经营的处罚",
        "same_matter": False,
        "acted_on": town.now.date().isoformat(),
        "result": "处罚：罚款",
    }
    shown = page(town, "wu", f"cases/{theirs}")
    assert "南街一号" not in shown
    assert ours not in shown
    (all_of_it,) = town.get("sun", f"cases/{theirs}")["others"]
    assert (all_of_it["case"], all_of_it["place"]) == (ours, "南街一号")


def test_another_agency_learns_neither_why_nobody_was_to_blame_nor_of_a_state_secret(town: Town) -> None:
    unwell = party("周抱恙", "14042919940621003X")
    declined = town.prepared(party=unwell, place="北街三号")
    town.take(declined, c.DeclinePenalty, grounds=("no-capacity",))
    tagged = town.file(party=unwell, place="北街四号")
    town.take(tagged, c.TagSecrecy, secrecy="state")
    theirs = theirs_of(town, unwell)
    town.projected()
    assert [one["result"] for one in town.get("wu", f"cases/{theirs}")["others"]] == ["不予处罚"]
    ours = town.get("wang", f"cases/{tagged}")["others"]
    assert [one["result"] for one in ours if one["case"]] == ["不予处罚：不能辨认或者控制自己的行为"]


def theirs_of(town: Town, given: dict[str, Any]) -> str:
    """A case of the other agency against the same party."""
    for name in ("chen", "zheng"):
        town.enter(town.certificate(name) | {"agency": OTHER_AGENCY})
    since = {"valid_from": "2020-01-01"}
    town.enter({"type": "head-appointed/1", "agency": OTHER_AGENCY, "person": town.people["lu"], **since})
    matter = {"code": OTHER_MATTER, "name": "对无照经营的处罚", "agency": OTHER_AGENCY, "power": "law"}
    basis = [{"law": "某某条例", "article": "第十条"}]
    town.enter({"type": "matter-registered/1", **matter, "basis": basis, "kinds": ["罚款"], **since})
    people = {"handlers": (town.people["chen"], town.people["zheng"]), "approved_by": town.people["lu"]}
    filed = town.filing(agency=OTHER_AGENCY, matter=OTHER_MATTER, party=given, **people)
    return str(town.made("wu", "cases", filed)["case"])


# ---- What leaves for the party ----


def test_the_partys_copy_is_for_who_reads_the_case_and_leaves_out_what_is_tagged(town: Town) -> None:
    case = town.signed(place="北街一号")
    town.take(case, c.TagSecrecy, secrecy="trade", subject=number_of(town, case))
    copy = town.get("wang", f"cases/{case}/party-copy")
    assert (copy["decision"], copy["withheld"]) == (None, {"trade": 1})
    assert [one["kind"] for one in copy["documents"]] == ["notice"]
    assert town.get("wang", f"cases/{case}")["secrecy"] == {number_of(town, case): "trade"}
    assert "标注的内容不对外提供" in page(town, "wang", f"cases/{case}")
    assert town.send("wu", "GET", f"cases/{case}/party-copy").status_code == 404


def number_of(town: Town, case: str) -> str:
    """Number of its decision."""
    return str(town.get("wang", f"cases/{case}")["decision"]["number"])
