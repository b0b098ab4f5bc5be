"""全过程记录制度 一, 四: the county evaluates files of the town, from the plan to the summary, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

import pytest

from http_town import SAMPLE, Town, site
from penal import AGENCY, PLAIN
from records.course.shapes import Command
from records.evaluation import commands as c
from records.penalty.commands import ArchiveCase, CloseCase, GiveNotice, SignDecision, SubmitOpinion

JUSTICE: Final = "11140429012345903E"
VALUE: Final = "03 08 11 17 25 31 09"

pytestmark = [pytest.mark.article("全过程记录制度 一"), pytest.mark.article("全过程记录制度 四")]


class County:
    """The town with the county's 司法局 beside it, two cases that it closed, and one that it decided, in March 2025."""

    def __init__(self, town: Town) -> None:
        self.town = town
        since = {"valid_from": "2020-01-01"}
        agency = {"code": JUSTICE, "name": "武乡县司法局", "short": "武司", "kind": "agency", "region": "140429"}
        town.enter({"type": "agency-registered/1", **agency, **since})
        for name, roles in (("he", ["decider"]), ("xia", ["supervisor", "back-entry"]), ("deng", ["archivist"])):
            given = {"kind": "natural", "name": f"{name}某"}
            town.people[name] = town.made("registrar", "registers/persons", given)["person"]
            town.grant(name, f"person:{town.people[name]}", *roles, agency=JUSTICE)
        town.enter({"type": "head-appointed/1", "agency": JUSTICE, "person": town.people["he"], **since})
        given = {"kind": "natural", "name": "qiu某"}
        town.people["qiu"] = town.made("registrar", "registers/persons", given)["person"]
        town.grant("qiu", f"person:{town.people['qiu']}", "supervisor", agency=JUSTICE)
        town.grant("wang-3", f"person:{town.people['wang']}", "supervisor", agency=JUSTICE)
        self.good, self.bad, self.open = self.archived(), self.without_notice(), town.signed()
        town.later(days=35)

    def archived(self) -> str:
        """A plain case in the archive."""
        case = self.town.file()
        for _, kind, given in PLAIN[1:]:
            self.town.take(case, kind, **given)
        return case

    def without_notice(self) -> str:
        """A closed case whose decision was signed on paper before the party was told."""
        case, town = self.town.file(), self.town
        for name, kind, given in PLAIN[1:]:
            if kind is GiveNotice or name in ("notice-served", "defence"):
                continue
            if name == "secrecy":
                break
            more = {"entry": town.on_paper()} if kind is SignDecision else {}
            town.step("wang", case, town.saying(kind, **given, **more)) if more else town.take(case, kind, **given)
        paper = {"entry": town.on_paper()}
        town.step("wang", case, town.saying(CloseCase, ground="terminated", report="终止。", **paper))
        return case

    def number(self, case: str) -> str:
        return str(self.town.get("sun", f"cases/{case}")["decided"]["number"])

    def planned(self, **changes: Any) -> dict[str, Any]:
        """The body of a plan to evaluate what the town decided in March."""
        given = {
            "type": "open-evaluation",
            "title": "监漳镇案卷评查",
            "agency": JUSTICE,
            "evaluated": AGENCY,
            "period_from": "2025-03-01",
            "period_to": "2025-03-31",
            "how_many": 10,
            "public_number": "中国福利彩票双色球2025年4月15日开奖号码",
            "known_from": (self.town.now + timedelta(hours=3)).isoformat(),
        }
        return given | changes

    def plan(self, **changes: Any) -> str:
        """Such a plan; returns its case."""
        return str(self.town.made("xia", "cases", self.planned(**changes))["case"])

    def step(self, who: str, case: str, kind: type[Command], **given: Any) -> Any:
        """A step that must be accepted."""
        return self.town.step(who, case, {"type": tag(kind), **given})

    def refused(self, who: str, case: str, kind: type[Command], **given: Any) -> tuple[int, str]:
        """Status and code of a step that must not be; a rule names its article."""
        answer = self.town.post(who, f"cases/{case}/steps", {"type": tag(kind), **given})
        assert answer.status_code >= 400, answer.text
        problem = answer.json()
        assert answer.status_code != 409 or problem["article"], problem
        return answer.status_code, str(problem.get("code", ""))

    def drawn(self) -> str:
        """A plan whose files are drawn."""
        case = self.plan()
        self.town.later(hours=4)
        self.step("xia", case, c.DrawFiles, value=VALUE, proof="开奖公告")
        return case

    def files(self, case: str) -> dict[str, dict[str, Any]]:
        """What was drawn, by number."""
        return {one["number"]: one for one in self.event(case, "files-drawn/1")["files"]}

    def event(self, case: str, kind: str) -> dict[str, Any]:
        """The last event of a tag in the case's timeline."""
        steps = self.town.get("xia", f"cases/{case}/timeline")["steps"]
        return dict(next(one["event"] for one in reversed(steps) if one["type"] == kind))

    def evaluate(self, case: str, number: str, **given: Any) -> dict[str, Any]:
        """Evaluates a file by the supervisor; returns the event."""
        fields = {"file": number, "evaluated_by": self.town.people["xia"], "agrees": True} | given
        self.step("xia", case, c.EvaluateFile, **fields)
        return self.event(case, "file-evaluated/1")

    def told(self) -> str:
        """An evaluation whose results were told."""
        case = self.drawn()
        for number in self.files(case):
            self.evaluate(case, number)
        self.step("xia", case, c.TellEvaluation, content="评查结果如下。", told_by=self.town.people["xia"])
        return case

    def summary(self) -> dict[str, Any]:
        """The fields of the summary."""
        return {"content": "评查情况如下。", "facts": "逐卷评查。", "decided_by": self.town.people["he"]}


def tag(kind: type[Command]) -> str:
    """Of a command."""
    return str(kind.__struct_config__.tag)


@pytest.fixture(scope="module")
def county(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield County(found.town)


# ---- Before an evaluation ----


def test_a_case_shows_its_automatic_result_with_the_rules_it_falls_under(county: County) -> None:
    good = county.town.get("wang", f"cases/{county.good}/pre-evaluation")
    assert (good["vetoes"], good["deductions"], good["score"], good["grade"]) == ([], [], 100, "excellent")
    assert (good["cover"], good["content"], len(good["law"])) == (20, 80, 64)
    bad = county.town.get("wang", f"cases/{county.bad}/pre-evaluation")
    assert (bad["score"], bad["grade"]) == (None, "failed")
    veto = next(one for one in bad["vetoes"] if one["rule"] == "steps")
    assert veto["article"]
    assert "notice-first" in veto["signs"]
    assert county.town.send("wu", "GET", f"cases/{county.good}/pre-evaluation").status_code == 404


def test_the_page_of_a_case_shows_it(county: County) -> None:
    cookie = {"Cookie": f"mingjing_token={county.town.tokens['wang']}"}
    page = county.town.http.get(f"/staff/{SAMPLE}/cases/{county.bad}", headers=cookie).text
    assert "案卷预评" in page
    assert "一票否决" in page
    assert "100 分" in county.town.http.get(f"/staff/{SAMPLE}/cases/{county.good}", headers=cookie).text


def test_the_result_of_a_case_follows_its_steps_and_the_registers(county: County) -> None:
    town = county.town
    case, path = town.file(), "pre-evaluation"
    before = town.get("wang", f"cases/{case}/{path}")
    assert town.get("wang", f"cases/{case}/{path}") == before
    paper = {"entry": town.on_paper(), "occurred_at": town.now.isoformat()}
    town.step("wang", case, town.saying(SubmitOpinion, **paper))
    after = town.get("wang", f"cases/{case}/{path}")
    assert {one["rule"] for one in after["vetoes"]} - {one["rule"] for one in before["vetoes"]} == {"evidence"}
    held = town.certificate("zheng")
    town.enter(held)
    other = town.file(handlers=(town.people["wang"], town.people["zheng"]))
    assert "qualification" not in {one["rule"] for one in town.get("wang", f"cases/{other}/{path}")["vetoes"]}
    ended = {"person": held["person"], "certificate": held["certificate"], "reason": "证件被撤销"}
    town.enter({"type": "officer-ended/1", **ended, "last_day": "2024-12-31"})
    assert "qualification" in {one["rule"] for one in town.get("wang", f"cases/{other}/{path}")["vetoes"]}


# ---- The evaluation ----


def test_the_period_of_a_plan_is_over_and_no_longer_than_a_year(county: County) -> None:
    for code, first, last in (
        ("evaluation-period-ahead", "2025-03-01", (county.town.now + timedelta(days=1)).date().isoformat()),
        ("evaluation-period-before-agency", "2019-12-31", "2020-12-01"),
        ("evaluation-period-too-long", "2024-03-01", "2025-03-01"),
    ):
        given = county.planned(period_from=first, period_to=last)
        answer = county.town.post("xia", "cases", given)
        assert (answer.status_code, answer.json()["code"]) == (409, code)
        assert answer.json()["article"] == "全过程记录制度 一"
    assert county.plan(period_from="2024-03-02", period_to="2025-03-01")


def test_a_file_that_is_named_beside_the_draw_is_found_in_any_year_and_an_unknown_one_is_refused(
    county: County,
) -> None:
    town, old, unknown = county.town, "监漳罚决〔2024〕3号", "监漳罚决〔2023〕3号"
    paper = {"entry": town.on_paper()}
    given = town.filing(acted_on=date(2024, 5, 6), discovered_on=date(2024, 5, 6))
    filed = str(town.made("wang", "cases", {**given, "occurred_at": "2024-05-07", **paper})["case"])
    town.step("wang", filed, town.signing(occurred_at="2024-05-20", number=old) | paper)
    case = county.plan()
    town.later(hours=4)
    draw = {"type": "draw-files", "value": VALUE, "proof": "开奖公告"}
    answer = town.post("xia", f"cases/{case}/steps", {**draw, "further": [old, unknown]})
    assert (answer.status_code, answer.json()["code"]) == (409, "evaluation-file-unknown")
    assert unknown in answer.text
    assert old not in answer.text
    county.step("xia", case, c.DrawFiles, value=VALUE, proof="开奖公告", further=[old])
    found = county.files(case)[old]
    assert (found["case"], found["drawn"], found["score"], found["grade"]) == (filed, False, None, "failed")
    assert {"steps"} <= {one["rule"] for one in found["hits"]}
    assert old not in county.event(case, "files-drawn/1")["pool"]
    evaluated = county.evaluate(case, old)
    assert (evaluated["score"], evaluated["grade"]) == (None, "failed")


def test_files_of_the_period_are_drawn_and_evaluated_at_once_with_the_versions_of_the_rules(county: County) -> None:
    case = county.plan()
    assert county.refused("xia", case, c.DrawFiles, value=VALUE, proof="开奖公告") == (409, "evaluation-draw-too-early")
    county.town.later(hours=4)
    county.step("xia", case, c.DrawFiles, value=VALUE, proof="开奖公告")
    files = county.files(case)
    assert set(files) == {county.number(county.good), county.number(county.bad)}
    good, bad = files[county.number(county.good)], files[county.number(county.bad)]
    assert (good["score"], good["grade"], good["unit"]) == (100, "excellent", AGENCY)
    assert (bad["score"], bad["grade"]) == (None, "failed")
    assert all(hit["since"] and hit["article"] for hit in bad["hits"])
    assert len(good["law"]) == 64
    assert {county.town.people["wang"], county.town.people["li"], county.town.people["zhao"]} <= set(good["involved"])
    assert county.refused("xia", case, c.DrawFiles, value=VALUE, proof="开奖公告") == (409, "files-drawn-already")


def test_who_handled_or_decided_a_file_does_not_evaluate_it_by_another_account_either(county: County) -> None:
    case, number = county.drawn(), county.number(county.good)
    fields = {"file": number, "agrees": True}
    people = county.town.people
    own = (409, "evaluator-of-own-file")
    assert county.refused("wang-3", case, c.EvaluateFile, **fields, evaluated_by=people["xia"]) == own
    assert county.refused("xia", case, c.EvaluateFile, **fields, evaluated_by=people["zhao"]) == own
    assert county.refused("wang", case, c.EvaluateFile, **fields, evaluated_by=people["xia"])[0] in (403, 404)


def test_a_correction_needs_its_reason_and_is_counted_by_the_rules(county: County) -> None:
    case, number = county.drawn(), county.number(county.good)
    added = [{"rule": "content-wording", "sign": "日期写错"}]
    wrong = {"file": number, "evaluated_by": county.town.people["xia"], "agrees": False, "added": added}
    assert county.refused("xia", case, c.EvaluateFile, **wrong) == (409, "evaluation-needs-reason")
    found = county.evaluate(case, number, agrees=False, added=added, reason="决定书的日期有误。")
    assert (found["score"], found["grade"], found["hits"][0]["rule"]) == (98, "excellent", "content-wording")
    bad = county.number(county.bad)
    vetoes = [hit["rule"] for hit in county.files(case)[bad]["hits"] if hit["part"] == "veto"]
    found = county.evaluate(case, bad, agrees=False, struck=vetoes, reason="纸质告知书在卷内。")
    assert found["score"] is not None
    assert found["grade"] in ("passed", "failed", "excellent")


def test_the_agency_objects_in_its_term_and_is_answered_before_the_summary(county: County) -> None:
    town, case, number = county.town, county.told(), county.number(county.good)
    assert county.refused("he", case, c.ConcludeEvaluation, **county.summary()) == (409, "evaluation-objection-running")
    answer = county.refused("xia", case, c.ObjectEvaluation, file=number, grounds="材料在卷内。")
    assert answer[0] in (403, 409)
    assert town.get("wang", f"cases/{case}")["title"] == "监漳镇案卷评查"
    county.step("wang", case, c.ObjectEvaluation, file=county.number(county.bad), grounds="告知书在卷内。")
    town.later(days=9)
    late = {"file": number, "grounds": "晚了。"}
    assert county.refused("wang", case, c.ObjectEvaluation, **late) == (409, "evaluation-objection-late")
    assert county.refused("he", case, c.ConcludeEvaluation, **county.summary()) == (409, "evaluation-objection-open")
    reply = {"file": county.number(county.bad), "upheld": False, "reasons": "卷内没有。"}
    own, (xia, qiu) = (409, "evaluator-of-own-file"), (town.people[name] for name in ("xia", "qiu"))
    assert county.refused("qiu", case, c.AnswerEvaluationObjection, **reply, answered_by=xia) == own
    assert county.refused("xia", case, c.AnswerEvaluationObjection, **reply, answered_by=qiu) == own
    county.step("qiu", case, c.AnswerEvaluationObjection, **reply, answered_by=qiu)
    county.step("he", case, c.ConcludeEvaluation, **county.summary())
    concluded = county.event(case, "evaluation-concluded/1")
    counts = tuple(concluded[name] for name in ("files", "excellent", "passed", "failed"))
    assert counts == (2, 1, 0, 1)
    assert concluded["mean"] == "100.0"
    county.step("he", case, CloseCase, ground="completed", report="办结。")
    fields = {name: value for name, value in town.saying(ArchiveCase).items() if name != "type"}
    county.step("deng", case, ArchiveCase, **fields)


def test_what_is_done_on_paper_keeps_its_defect(county: County) -> None:
    case, number = county.drawn(), county.number(county.good)
    paper = {"entry": county.town.on_paper(), "occurred_at": county.town.now.isoformat()}
    county.evaluate(case, number, evaluated_by=county.town.people["wang"], **paper)
    codes = [one["code"] for one in county.event(case, "file-evaluated/1")["defects"]]
    assert codes == ["evaluator-of-own-file"]


def test_results_by_agency_year_and_unit_are_public_without_any_name(county: County) -> None:
    town = county.town
    case = county.told()
    town.later(days=9)
    county.step("he", case, c.ConcludeEvaluation, **county.summary())
    town.projected()
    answer = town.http.get(f"/public/{SAMPLE}/file-evaluations", params={"year": "2025", "agency": AGENCY})
    (found,) = answer.json()["items"]
    assert (found["agency_name"], found["unit_name"], found["year"]) == ("监漳镇人民政府", "监漳镇人民政府", 2025)
    assert found["files"] >= 2
    assert found["failed"] >= 1
    assert found["rules"][0]["files"] >= 1
    page = town.http.get(f"/{SAMPLE}/file-evaluations")
    assert page.status_code == 200
    assert "不合格" in page.text
    names = [*town.people, *town.people.values(), "张三丰"]
    for text in (answer.text, page.text):
        assert [one for one in names if len(one) > 4 and one in text] == []
    assert town.http.get(f"/public/{SAMPLE}/file-evaluations", params={"year": "soon"}).status_code == 422


def test_the_queue_of_the_supervisor_has_what_waits(county: County) -> None:
    case = county.drawn()
    county.town.projected()
    waiting = county.town.get("xia", f"cases/{case}")["waiting"]
    assert [(one["task"], one["role"]) for one in waiting] == [("evaluate-file", "supervisor")]


# ---- Last, since it closes a case of the period ----


def test_a_case_that_is_closed_once_the_number_is_known_is_not_drawn_from(county: County) -> None:
    town, case = county.town, county.plan()
    town.later(hours=4)
    earlier = (town.now - timedelta(hours=2)).isoformat()
    town.grant("zhao-2", f"person:{town.people['zhao']}", "decider", "back-entry", agency=AGENCY)
    closed = town.saying(CloseCase, ground="terminated", report="终止。", entry=town.on_paper(), occurred_at=earlier)
    town.step("zhao-2", county.open, closed)
    county.step("xia", case, c.DrawFiles, value=VALUE, proof="开奖公告")
    drawn, late = county.event(case, "files-drawn/1"), county.number(county.open)
    assert late not in drawn["pool"]
    assert {county.number(county.good), county.number(county.bad)} == set(drawn["pool"])
    next_one = county.drawn()
    assert late in county.event(next_one, "files-drawn/1")["pool"]
