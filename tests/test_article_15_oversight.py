"""第十五条, 第十六条: the county's supervisors inspect how an agency publishes, on both databases.

The town is inspected by the county's 司法局: a decision that was published in time, one that was late by both clocks,
one that nobody published.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Final

import httpx
import pytest

from http_town import SAMPLE, START, Town, body, site
from penal import AGENCY, COURSES, MATTER, as_given, steps_of
from plain_oversight import ALL_MET
from records.basics.commands import DraftBasics
from records.correction.commands import RequestCorrection
from records.course.shapes import Command
from records.course.steps import OPENING_TYPES, PROCEDURES
from records.law.data import in_force
from records.law.file import seed_texts
from records.oversight import commands as c
from records.oversight.events import Score
from records.penalty.commands import ArchiveCase, CloseCase, LinkRecording, ReviewSecrecy
from test_http_documents import fetch

JUSTICE: Final = "11140429012345903E"
CRITERIA: Final = tuple(one.criterion for one in ALL_MET)
LATE: Final = tuple(Score(criterion=one, verdict="not-met" if one == "timely" else "met") for one in CRITERIA)
VALUE: Final = "03 08 11 17 25 31 09"
PUBLIC_NUMBER: Final = "中国福利彩票双色球2025年5月20日开奖号码"

pytestmark = [
    pytest.mark.article("信息公示制度 第十五条"),
    pytest.mark.article("信息公示制度 第十六条"),
]


class County:
    """The town with the county's 司法局 beside it, and what the town decided in March 2025."""

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
        town.grant("xia-2", f"person:{town.people['xia']}", "supervisor", "disclosure-officer", agency=JUSTICE)
        town.grant("spy", f"person:{town.people['sun']}", "supervisor", agency=AGENCY)
        self.timely = town.published()
        self.late, self.unpublished = town.cleared(), town.signed()
        town.later(days=45)
        town.step("qian", self.late, town.reviewing())
        self.numbers = {case: self._number(case) for case in (self.timely, self.late, self.unpublished)}
        town.later(days=20)

    def _number(self, case: str) -> str:
        return str(self.town.get("sun", f"cases/{case}")["decided"]["number"])

    # ---- Steps ----

    def plan(self, **changes: Any) -> str:
        """A plan to inspect what the town decided in March; returns its case."""
        known = self.town.now + timedelta(hours=3)
        given = {
            "title": "监漳镇公示监督检查",
            "agency": JUSTICE,
            "inspected": AGENCY,
            "period_from": "2025-03-01",
            "period_to": "2025-03-31",
            "sample_size": 2,
            "public_number": PUBLIC_NUMBER,
            "known_from": known.isoformat(),
        }
        return str(self.town.made("xia", "cases", {"type": "open-oversight", **given, **changes})["case"])

    def step(self, who: str, case: str, kind: type[Command], **given: Any) -> Any:
        """A step that must be accepted."""
        return self.town.step(who, case, {"type": tag(kind), **given})

    def refused(self, who: str, case: str, kind: type[Command], **given: Any) -> tuple[int, str]:
        """Status and code of a step that must not be; a rule names its article."""
        answer = self.town.post(who, f"cases/{case}/steps", {"type": tag(kind), **given})
        assert answer.status_code >= 400, answer.text
        found = answer.json()
        assert answer.status_code != 409 or found["article"], found
        return answer.status_code, str(found.get("code", ""))

    def drawn(self, **changes: Any) -> str:
        """An approved plan whose sample is drawn."""
        case = self.plan(**changes)
        self.step("he", case, c.ApproveOversight, approved=True, approved_by=self.town.people["he"])
        self.town.later(hours=4)
        self.step("xia", case, c.DrawOversightSample, value=VALUE, proof="开奖公告", further=["权责清单"])
        return case

    def sample(self, case: str) -> list[dict[str, Any]]:
        """The items of the sample, as the timeline has them."""
        found = self.event(case, "oversight-sample-drawn/1")["items"]
        assert isinstance(found, list)
        return found

    def event(self, case: str, kind: str) -> dict[str, Any]:
        """The last event of a tag in the case's timeline."""
        entries = self.town.get("xia", f"cases/{case}/timeline")["steps"]
        return dict(next(one["event"] for one in reversed(entries) if one["type"] == kind))

    def score(self, case: str) -> None:
        """Scores the whole sample: what missed a term is late, all else as it should be."""
        for item in self.sample(case):
            scores, findings = (LATE, "超过公示期限。") if item["missed"] else (ALL_MET, "")
            given = {"item": item["key"], "scores": plain(scores), "findings": findings}
            self.step("xia", case, c.ScoreSampleItem, **given)

    def concluded(self, **changes: Any) -> str:
        """An inspection with its opinion."""
        case = self.drawn(**changes)
        self.score(case)
        self.step("he", case, c.ConcludeOversight, **opinion(self.town))
        return case

    def ordered(self, **changes: Any) -> str:
        """An inspection with an order to correct by a day ten days ahead."""
        case = self.concluded(**changes)
        self.step("he", case, c.OrderDisclosureCorrection, **self.order(case))
        return case

    def order(self, case: str, **changes: Any) -> dict[str, Any]:
        """The fields of an order about what was late."""
        given = {
            "items": [one["key"] for one in self.sample(case) if one["missed"]],
            "content": "请公示逾期未公示的决定。",
            "basis": ["行政执法信息公示制度 第十六条"],
            "due_on": (self.town.now.date() + timedelta(days=10)).isoformat(),
            "ordered_by": self.town.people["he"],
        }
        return given | changes

    def rectified(self) -> dict[str, Any]:
        """The fields of what the town says it put right."""
        on = self.town.now.date().isoformat()
        return {"result": "已经公示。", "proof": "公示页面截图", "rectified_on": on}

    def verdict(self, **changes: Any) -> dict[str, Any]:
        """The fields of a look at it."""
        return {"accepted": True, "findings": "已经公示。", "verified_by": self.town.people["xia"], **changes}


def tag(kind: type[Command]) -> str:
    """Of a command."""
    return str(kind.__struct_config__.tag)


def archive(town: Town) -> dict[str, Any]:
    """The fields of an archiving."""
    return {name: value for name, value in town.saying(ArchiveCase).items() if name != "type"}


def plain(scores: tuple[Score, ...]) -> list[dict[str, str]]:
    """Scores as JSON."""
    return [{"criterion": one.criterion, "verdict": one.verdict} for one in scores]


def opinion(town: Town, **changes: Any) -> dict[str, Any]:
    """The fields of an opinion."""
    given = {
        "content": "对逾期的公示限期改正。",
        "facts": "抽查的决定有逾期公示的。",
        "basis": ["行政执法信息公示制度 第十五条"],
        "decided_by": town.people["he"],
    }
    return given | changes


@pytest.fixture(scope="module")
def county(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield County(found.town)


# ---- Candidates ----


def test_missed_terms_of_publication_are_candidates_each_clock_by_itself(county: County) -> None:
    county.town.projected()
    items = county.town.get("xia", "supervision/disclosure-candidates", agency=AGENCY)["items"]
    found = {one["case_id"]: one for one in items}
    assert (found[county.late]["why"], found[county.unpublished]["why"]) == ("published-late", "unpublished")
    for case in (county.late, county.unpublished):
        terms = {term["limit_id"] for term in found[case]["missed"]}
        assert terms == {"publication.regulation", "publication.guidance", "publication.openness"}
        assert all(term["days_late"] > 0 and term["article"] for term in found[case]["missed"])
    assert county.timely not in found


def test_candidates_and_inspections_are_the_supervisors_alone(county: County) -> None:
    for path in ("supervision/disclosure-candidates", "supervision/disclosure-oversights"):
        assert [county.town.send(who, "GET", path).status_code for who in ("sun", "xia")] == [200, 200]
        assert [county.town.send(who, "GET", path).status_code for who in ("wang", "qian", "he")] == [403, 403, 403]


# ---- Plan and sample ----


def test_a_sample_is_drawn_from_all_decisions_of_the_period_by_a_number_that_nobody_knew(county: County) -> None:
    case = county.drawn()
    drawn = county.event(case, "oversight-sample-drawn/1")
    pool = sorted(county.numbers.values(), key=str.encode)
    assert drawn["pool"] == pool
    period = ("2025-03-01", "2025-03-31")
    seed = digest("mingjing-oversight-draw/1", JUSTICE, AGENCY, *period, PUBLIC_NUMBER, VALUE, digest(*pool))
    keys = sorted(pool, key=lambda key: digest(seed, "item", key))[:2]
    assert (drawn["pool_digest"], drawn["seed"]) == (digest(*pool), seed)
    assert [(one["key"], one["drawn"]) for one in drawn["items"]] == [(key, True) for key in keys] + [
        ("权责清单", False)
    ]
    missed = {one["key"]: one["missed"] for one in drawn["items"]}
    cases = {number: one for one, number in county.numbers.items()}
    assert all(bool(missed[key]) == (cases[key] != county.timely) for key in keys)


def test_what_is_entered_once_the_number_is_known_is_not_drawn_from_and_a_decision_of_any_year_is_found(
    county: County,
) -> None:
    town, old, late = county.town, "监漳罚决〔2024〕3号", "监漳罚决〔2025〕99号"
    case = county.plan(period_from="2025-02-01")
    county.step("he", case, c.ApproveOversight, approved=True, approved_by=town.people["he"])
    town.later(hours=4)
    for number, acted, signed in ((old, "2024-05-06", "2024-05-20"), (late, "2025-02-05", "2025-02-20")):
        paper, days = {"entry": town.on_paper()}, {"acted_on": acted, "discovered_on": acted}
        filed = town.made("wang", "cases", {**town.filing(**days), "occurred_at": acted, **paper})["case"]
        town.step("wang", filed, town.signing(number=number, occurred_at=signed) | paper)
    county.step("xia", case, c.DrawOversightSample, value=VALUE, proof="开奖公告", further=[old, "办事指南"])
    drawn = county.event(case, "oversight-sample-drawn/1")
    assert drawn["pool"] == sorted(county.numbers.values(), key=str.encode)
    beside = {one["key"]: one for one in drawn["items"] if not one["drawn"]}
    assert set(beside) == {old, "办事指南"}
    assert beside[old]["case"]
    assert "publication.regulation" in beside[old]["missed"]
    assert (beside["办事指南"]["case"], beside["办事指南"]["missed"]) == ("", [])
    assert late in county.event(county.drawn(period_from="2025-02-01"), "oversight-sample-drawn/1")["pool"]


def digest(*lines: str) -> str:
    """SHA-256 of lines, as `sha256sum` has it."""
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def test_a_plan_is_approved_by_the_head_before_the_number_is_known_and_drawn_after(county: County) -> None:
    case = county.plan()
    approval = {"approved": True, "approved_by": county.town.people["he"]}
    assert county.refused("xia", case, c.ApproveOversight, **approval)[0] == 403
    draw = {"value": VALUE, "proof": "开奖公告"}
    assert county.refused("xia", case, c.DrawOversightSample, **draw) == (409, "oversight-not-approved")
    county.step("he", case, c.ApproveOversight, **approval)
    assert county.refused("xia", case, c.DrawOversightSample, **draw) == (409, "oversight-draw-too-early")
    late = county.plan(known_from=(county.town.now - timedelta(hours=1)).isoformat())
    assert county.refused("he", late, c.ApproveOversight, **approval) == (409, "oversight-number-known")


def test_only_a_registered_agency_is_inspected_and_no_supervisor_inspects_itself(county: County) -> None:
    given = {"type": "open-oversight", "title": "检查", "agency": JUSTICE, "sample_size": 1, "public_number": "号码"}
    given |= {"period_from": "2025-03-01", "period_to": "2025-03-31", "known_from": county.town.now.isoformat()}
    for inspected, code in (("nobody", "inspected-not-registered"), (JUSTICE, "oversight-of-itself")):
        answer = county.town.post("xia", "cases", {**given, "inspected": inspected})
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    wrong = county.town.post("xia", "cases", {**given, "inspected": AGENCY, "period_to": "2025-02-01"})
    assert wrong.status_code == 422


def test_the_period_is_over_begins_with_the_agency_and_is_no_longer_than_a_year(county: County) -> None:
    given = {"type": "open-oversight", "title": "检查", "agency": JUSTICE, "inspected": AGENCY, "sample_size": 1}
    given |= {"public_number": "号码", "known_from": (county.town.now + timedelta(hours=3)).isoformat()}
    for code, first, last in (
        ("oversight-period-ahead", "2025-03-01", (county.town.now + timedelta(days=1)).date().isoformat()),
        ("oversight-period-before-agency", "2019-12-31", "2020-12-01"),
        ("oversight-period-too-long", "2024-03-01", "2025-03-01"),
    ):
        answer = county.town.post("xia", "cases", {**given, "period_from": first, "period_to": last})
        assert (answer.status_code, answer.json()["code"]) == (409, code)
        assert answer.json()["article"] == "信息公示制度 第十五条"
    county.town.made("xia", "cases", {**given, "period_from": "2024-03-02", "period_to": "2025-03-01"})


# ---- Scores and opinion ----


def test_scores_answer_every_criterion_of_an_item_of_the_sample_and_the_clocks(county: County) -> None:
    case = county.drawn(sample_size=3)
    late = next(one["key"] for one in county.sample(case) if one["missed"])
    given = {"item": late, "scores": plain(ALL_MET), "findings": ""}
    assert county.refused("xia", case, c.ScoreSampleItem, **given) == (409, "score-against-clocks")
    other = given | {"item": "办事指南"}
    assert county.refused("xia", case, c.ScoreSampleItem, **other) == (409, "item-not-sampled")
    assert county.refused("xia", case, c.ScoreSampleItem, **(given | {"scores": plain(ALL_MET[:2])}))[0] == 422
    assert county.refused("xia", case, c.ScoreSampleItem, **(given | {"scores": plain(LATE)}))[0] == 422
    assert county.refused("he", case, c.ConcludeOversight, **opinion(county.town)) == (409, "oversight-not-scored")


def test_the_opinion_has_a_number_and_the_score_that_weights_and_items_come_to(county: County) -> None:
    case = county.concluded(sample_size=3)
    found = county.event(case, "oversight-concluded/1")
    # 合法 25, 及时 30, 准确 20, 完整 15, 便民 10: two decisions without 及时, one whole, and the list of powers whole.
    assert (found["score"], found["grade"]) == ("85.0", "passed")
    assert found["number"].startswith("武司公监意〔2025〕")
    assert set(found["violations"]) == {county.numbers[one] for one in (county.late, county.unpublished)}


def test_opinion_and_order_are_documents_that_name_the_inspected_agency_and_it_reads_them(county: County) -> None:
    case = county.ordered(sample_size=3)
    opinion_, order = (printed(county, case, paper) for paper in ("oversight-opinion", "disclosure-correction"))
    assert "监漳镇人民政府" in opinion_
    assert "85" in opinion_
    assert "合格" in opinion_
    assert county.numbers[county.unpublished] in order
    assert "前改正" in order


def printed(county: County, case: str, paper: str) -> str:
    """The text of a document that the head has printed, as the head of the inspected agency reads it."""
    town = county.town
    known = next(one for one in town.get("he", f"cases/{case}/documents") if one["paper"] == paper)
    asked = {"step": known["step"], "paper": paper, "reason": "送达被检查机关"}
    town.made("he", f"cases/{case}/documents", asked)
    town.projected()
    listed = next(one for one in town.get("zhao", f"cases/{case}/documents") if one["paper"] == paper)
    answers = [fetch(town, who, listed["editions"][-1]["text"]) for who in ("zhao", "wu")]
    assert [one.status_code for one in answers] == [200, 404]
    return answers[0].content.decode()


# ---- Order, rectification, verification ----


def test_an_order_names_items_of_the_sample_and_a_day(county: County) -> None:
    case = county.concluded(sample_size=3)
    order = county.order(case)
    without = {name: value for name, value in order.items() if name != "due_on"}
    assert county.refused("he", case, c.OrderDisclosureCorrection, **without) == (409, "oversight-order-needs-term")
    foreign = order | {"items": ["办事指南"]}
    assert county.refused("he", case, c.OrderDisclosureCorrection, **foreign) == (409, "item-not-sampled")
    close = {"ground": "completed", "report": "办结。"}
    assert county.refused("he", case, CloseCase, **close) == (409, "oversight-order-due")


def test_an_order_without_a_day_is_entered_from_paper_with_the_defect(county: County) -> None:
    case = county.concluded(sample_size=3)
    county.town.grant("he-2", f"person:{county.town.people['he']}", "decider", "back-entry", agency=JUSTICE)
    given = county.order(case) | {"due_on": None, "entry": county.town.on_paper()}
    given |= {"occurred_at": county.town.now.date().isoformat()}
    county.step("he-2", case, c.OrderDisclosureCorrection, **given)
    defects = county.event(case, "disclosure-correction-ordered/1")["defects"]
    assert [one["code"] for one in defects] == ["oversight-order-needs-term"]
    assert defects[0]["article"] == "信息公示制度 第十六条"


def test_the_inspected_agency_reads_the_case_about_it_and_others_do_not(county: County) -> None:
    case = county.ordered(sample_size=3)
    county.town.projected()
    for path in (f"cases/{case}", f"cases/{case}/timeline", f"cases/{case}/documents"):
        answers = [county.town.send(who, "GET", path).status_code for who in ("qian", "zhao", "wu")]
        assert answers == [200, 200, 404], path
    assert case in [one["case_id"] for one in county.town.get("qian", "cases")["items"]]
    assert case not in [one["case_id"] for one in county.town.get("wu", "cases")["items"]]


def test_what_the_town_has_to_put_right_waits_in_its_queue_and_the_look_at_it_in_the_supervisors(
    county: County,
) -> None:
    case = county.ordered(sample_size=3)
    county.town.projected()
    assert "record-rectification" in tasks(county, "qian", "disclosure-officer", case)
    assert tasks(county, "wu", "disclosure-officer", case) == []
    assert tasks(county, "xia", "supervisor", case) == []
    county.step("qian", case, c.RecordRectification, **county.rectified())
    county.town.projected()
    assert tasks(county, "qian", "disclosure-officer", case) == []
    assert tasks(county, "xia", "supervisor", case) == ["verify-rectification"]


def tasks(county: County, who: str, queue: str, case: str) -> list[str]:
    """What waits of the case in somebody's queue."""
    items = county.town.get(who, f"queues/{queue}", everyone="true")["items"]
    return [one["task"] for one in items if one["case_id"] == case]


def test_the_inspected_agency_takes_one_step_and_no_other(county: County) -> None:
    case = county.ordered(sample_size=3)
    town = county.town
    verdict = county.verdict(verified_by=town.people["qian"])
    assert county.refused("qian", case, c.VerifyRectification, **verdict)[0] == 403
    assert county.refused("spy", case, c.VerifyRectification, **verdict) == (409, "other-agency")
    again = {"item": "权责清单", "scores": plain(ALL_MET)}
    assert county.refused("spy", case, c.ScoreSampleItem, **again) == (409, "other-agency")
    for kind, given in (
        (c.ConcludeOversight, opinion(town, decided_by=town.people["zhao"])),
        (c.OrderDisclosureCorrection, county.order(case, ordered_by=town.people["zhao"])),
        (CloseCase, {"ground": "terminated", "report": "办结。"}),
    ):
        assert county.refused("zhao", case, kind, **given) == (409, "other-agency")
    assert county.refused("feng", case, ArchiveCase, **archive(town)) == (409, "other-agency")
    county.step("qian", case, c.RecordRectification, **county.rectified())


def test_nobody_but_the_inspected_agency_says_what_it_put_right(county: County) -> None:
    case = county.ordered(sample_size=3)
    given = county.rectified()
    assert [county.refused(who, case, c.RecordRectification, **given)[0] for who in ("xia", "he")] == [403, 403]
    for who in ("xia-2", "wu"):
        assert county.refused(who, case, c.RecordRectification, **given) == (409, "rectification-by-inspected")


def test_a_rectification_is_verified_by_the_supervisor_and_never_by_the_inspected(county: County) -> None:
    case = county.ordered(sample_size=3)
    assert county.refused("xia", case, c.VerifyRectification, **county.verdict()) == (
        409,
        "oversight-nothing-to-verify",
    )
    county.step("qian", case, c.RecordRectification, **county.rectified())
    other = county.verdict(verified_by="somebody-else")
    assert county.refused("xia", case, c.VerifyRectification, **other) == (409, "verified-by-other")
    own = county.verdict(verified_by=county.town.people["zhao"])
    assert county.refused("xia", case, c.VerifyRectification, **own) == (409, "verified-by-inspected")
    on_paper = own | {"entry": county.town.on_paper(), "occurred_at": county.town.now.date().isoformat()}
    county.step("xia", case, c.VerifyRectification, **on_paper)
    defects = county.event(case, "rectification-verified/1")["defects"]
    assert [one["code"] for one in defects] == ["verified-by-inspected"]


def test_what_is_put_right_in_time_closes_the_case(county: County) -> None:
    case = county.ordered(sample_size=3)
    county.step("qian", case, c.RecordRectification, **county.rectified())
    county.step("xia", case, c.VerifyRectification, **county.verdict())
    county.step("he", case, CloseCase, ground="completed", report="办结。")
    county.step("deng", case, ArchiveCase, **archive(county.town))
    county.town.projected()
    view = county.town.get("xia", f"cases/{case}")
    assert [one for one in view["stages"] if one["status"] == "open" and one["id"] in ("approval", "closing")] == []
    assert view["defects"] == []


def test_what_is_not_put_right_is_escalated_to_who_may_discipline_or_prosecute(county: County) -> None:
    case = county.ordered(sample_size=3)
    county.town.later(days=11)
    refusal = county.verdict(accepted=False, findings="仍未公示。")
    assert county.refused("xia", case, c.VerifyRectification, **county.verdict()) == (409, "nothing-rectified")
    signed = {
        "content": "建议给予警告。",
        "facts": "逾期不改正。",
        "basis": ["行政执法信息公示制度 第十六条"],
        "to": "武乡县监察委员会",
        "ground": "not-rectified",
        "people": [{"name": "甲某某"}],
        "proposed_by": county.town.people["he"],
    }
    assert county.refused("he", case, c.ProposeSanction, **signed) == (409, "sanction-without-ground")
    county.step("xia", case, c.VerifyRectification, **refusal)
    close = {"ground": "completed", "report": "已经提出处分建议。"}
    assert county.refused("he", case, CloseCase, **close) == (409, "oversight-escalation-open")
    county.step("he", case, c.ProposeSanction, **signed)
    referral = {name: value for name, value in signed.items() if name not in ("ground", "people", "proposed_by", "to")}
    county.step(
        "he", case, c.ReferOversight, **referral, to="supervisory-commission", referred_by=signed["proposed_by"]
    )
    county.step("he", case, CloseCase, **close)


def test_the_term_of_the_order_is_late_when_nothing_was_recorded(county: County) -> None:
    case = county.ordered(sample_size=3)
    due_on = (county.town.now.date() + timedelta(days=10)).isoformat()
    county.town.later(days=11)
    county.town.projected()
    items = county.town.get("xia", "supervision/due", limit="oversight-rectification")["items"]
    assert [one["due_on"] for one in items if one["case_id"] == case] == [due_on]


# ---- Results ----


def test_results_are_public_by_year_and_agency_without_names(county: County) -> None:
    case = county.concluded(sample_size=3)
    county.town.projected()
    http = county.town.http
    answer = http.get(f"/public/{SAMPLE}/oversight", params={"year": "2025", "agency": AGENCY})
    (result,) = answer.json()["items"]
    number = county.event(case, "oversight-concluded/1")["number"]
    mine = next(one for one in result["opinions"] if one["number"] == number)
    assert (mine["score"], mine["grade"], mine["items"], mine["violations"]) == ("85.0", "passed", 4, 2)
    assert (result["year"], result["inspected"], result["count"]) == (2025, AGENCY, len(result["opinions"]))
    listed = county.town.get("xia", "supervision/disclosure-oversights")["items"]
    for name in ("items", "violations", "orders", "rectified", "escalated", "sanctions", "referrals"):
        assert result[name] == sum(one[name] for one in listed if one["number"]), name
    assert http.get(f"/public/{SAMPLE}/oversight", params={"year": "2024"}).json()["items"] == []
    assert http.get(f"/public/{SAMPLE}/oversight", params={"year": "nein"}).status_code == 422
    page = http.get(f"/{SAMPLE}/oversight")
    assert page.status_code == 200
    assert number in page.text
    for text in (answer.text, page.text):
        assert not [name for name in (*county.town.people, "甲某某", "he某", "xia某") if f"{name}某" in text]
        assert not [person for person in county.town.people.values() if person in text]


def test_a_failed_grade_is_the_years_grade() -> None:
    from projections.oversight import _GRADES

    assert min(("excellent", "failed", "passed"), key=_GRADES.index) == "failed"


# ---- The supervisor reads everything and changes no case ----


def test_no_step_of_enforcement_is_the_supervisors() -> None:
    for procedure in PROCEDURES:
        steps = in_force(seed_texts(), date(2026, 6, 1), procedure).steps.values()
        assert [step.id for step in steps if "supervisor" in step.actors] == [], procedure


def test_a_supervisor_is_refused_every_step_of_every_enforcement_procedure(county: County) -> None:
    for who in ("sun", "xia"):
        for procedure in PROCEDURES:
            first = COURSES[procedure][0][1]
            assert sent(county.town, who, "cases", first) == 403, procedure
            kinds = [kind for kind in steps_of(procedure) if kind not in OPENING_TYPES]
            wrong = [tag(kind) for kind in kinds if sent(county.town, who, f"cases/{county.late}/steps", kind) != 403]
            assert wrong == [], procedure


def sent(town: Town, who: str, path: str, kind: type[Command]) -> int:
    """The status of a plain command of that kind."""
    named = {"related_case": "019c0000-0000-7000-8000-000000000001"}
    changes = named if "related_case" in kind.__struct_fields__ else {}
    return town.post(who, path, body(as_given(kind, changes))).status_code


def test_a_supervisor_reads_cases_timelines_objects_and_queues_of_every_agency(county: County) -> None:
    town = county.town
    digest_ = town.upload(b"a recording that a supervisor looks at")
    town.take(county.unpublished, LinkRecording, object=digest_)
    town.projected()
    for path in ("cases", f"cases/{county.late}", f"cases/{county.late}/timeline", f"cases/{county.late}/documents"):
        assert town.send("xia", "GET", path).status_code == 200, path
    for queue in ("handler", "unit-head", "decider", "disclosure-officer", "archivist", "supervisor"):
        assert town.send("xia", "GET", f"queues/{queue}").status_code == 200, queue
    assert metadata(town, "xia", digest_).status_code == 200
    assert metadata(town, "wu", digest_).status_code == 404
    before = town.version(county.late)
    assert town.version(county.late) == before


def metadata(town: Town, who: str, digest_: str) -> httpx.Response:
    """What is said of an object without its bytes."""
    return town.http.head(f"/objects/{digest_}", headers={"Authorization": f"Bearer {town.tokens[who]}"})


def test_secrecy_reviews_stay_with_the_agency(county: County) -> None:
    assert sent(county.town, "sun", f"cases/{county.unpublished}/steps", ReviewSecrecy) == 403


# ---- Candidates that need more of the town's year: last, since they change its lists ----


@pytest.mark.article("信息公示制度 第十三条")
def test_a_correction_that_is_late_is_a_candidate(county: County) -> None:
    town = county.town
    given = town.saying(RequestCorrection, received_on=town.now.date(), published_at="本站公示的权责清单")
    case = town.made("qian", "cases", given)["case"]
    town.later(days=30)
    town.projected()
    found = {one["case_id"]: one for one in candidates(county)}
    assert found[case]["why"] == "correction-late"
    assert all(term["days_late"] > 0 for term in found[case]["missed"])


@pytest.mark.article("信息公示制度 第五条", "信息公示制度 第七条", "信息公示制度 第十三条", "信息公示制度 第十四条")
def test_every_clock_of_disclosure_counts_for_candidates_and_in_the_sample(county: County) -> None:
    town = county.town
    begun = town.now.date()
    withdrawn, fulfilled = town.published(), town.published()
    town.step("wang", fulfilled, town.paying("200.00"))
    basics = town.saying(DraftBasics, cause="functions-changed", changed_on=begun)
    basic = str(town.made("qian", "cases", basics)["case"])
    given = {"received_on": begun, "published_at": "本站公示的权责清单", "materials": ()}
    unasked = str(town.made("qian", "cases", town.saying(RequestCorrection, **given))["case"])
    town.later(days=40)
    on_day = {"dated_on": begun.isoformat(), "received_on": begun.isoformat()}
    judgment = {"kind": "judgment", "number": "（2025）晋0429行初1号", "body": "武乡县人民法院", **on_day}
    town.step("wang", withdrawn, town.revoking() | {"instrument": judgment})
    town.projected()
    found = {one["case_id"]: one for one in candidates(county)}
    missed = {case: {term["limit_id"] for term in found[case]["missed"]} for case in found}
    assert (found[withdrawn]["why"], missed[withdrawn]) == ("withdrawal-late", {"withdrawal"})
    clocks = {"fulfilment.regulation", "fulfilment.guidance", "fulfilment.openness"}
    assert (found[fulfilled]["why"], missed[fulfilled] & clocks) == ("other-late", clocks)
    assert found[basic]["why"] == "other-late"
    assert missed[basic] >= {"basic-information.update", "basic-information.openness"}
    assert (found[unasked]["why"], missed[unasked]) == ("correction-late", {"correction-evidence-asking"})

    period = {"period_from": begun.isoformat(), "period_to": begun.isoformat(), "sample_size": 5}
    case = county.plan(**period)
    county.step("he", case, c.ApproveOversight, approved=True, approved_by=town.people["he"])
    town.later(hours=4)
    further = [unasked, basic, "权责清单"]
    county.step("xia", case, c.DrawOversightSample, value=VALUE, proof="开奖公告", further=further)
    drawn = {one["case"] or one["key"]: (one["drawn"], set(one["missed"])) for one in county.sample(case)}
    assert drawn[withdrawn] == (True, {"withdrawal"})
    assert drawn[fulfilled][1] & clocks == clocks
    assert drawn[unasked] == (False, {"correction-evidence-asking"})
    assert drawn[basic][1] >= {"basic-information.update", "basic-information.openness"}
    assert drawn["权责清单"] == (False, set())


@pytest.mark.article("信息公示制度 第十一条")
def test_a_page_whose_matter_the_lists_of_its_day_do_not_have_is_a_candidate(county: County) -> None:
    assert [one for one in candidates(county) if one["why"] == "mismatch"] == []
    last_day = (START - timedelta(days=1)).date().isoformat()
    county.town.enter({"type": "matter-withdrawn/1", "code": MATTER, "last_day": last_day, "reason": "收回"})
    found = {one["case_id"]: one["matter"] for one in candidates(county) if one["why"] == "mismatch"}
    assert {county.timely, county.late} <= found.keys()
    assert set(found.values()) == {MATTER}


def candidates(county: County) -> list[dict[str, Any]]:
    """Those of the town."""
    items = county.town.get("xia", "supervision/disclosure-candidates", agency=AGENCY)["items"]
    return [dict(one) for one in items]
