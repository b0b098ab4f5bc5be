"""处理意见, 事先告知, 陈述申辩: what is proposed, told and answered before anything is decided."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from course import AGENCY, HANDLERS, HEAD, UNIT_HEAD, Course, command, registers
from penal import MATTER, SCAN
from records.course.thresholds import calls_for, intended
from records.errors import Invalid
from records.law.file import seed_texts
from records.penalty import commands as c
from records.penalty.commands.checks import check
from records.penalty.events import (
    DefencePoint,
    DefenceRecorded,
    DefenceReviewed,
    NoticeGiven,
    OpinionSubmitted,
    PenaltyKind,
)
from records.register.events import (
    AgencyRegistered,
    MatterRegistered,
    MatterWithdrawn,
    OfficerEnded,
    RulesAdopted,
    UnitHeadAppointed,
)

FIRM = c.PartyGiven(kind="organisation", name="某某商贸有限公司", number="91140429MA0K12348Q")
SHOP = c.PartyGiven(kind="individual-business", name="某某小吃店", number="91140429MA0K12348Q")
HARD: tuple[PenaltyKind, ...] = ("吊销许可证件", "责令停产停业", "暂扣许可证件", "行政拘留")
SINCE = date(2020, 1, 1)
ANSWERED = DefencePoint(accepted=False, reason="与事实不符。")


LISTED = MatterRegistered(
    code=MATTER,
    name="对占道经营的处罚",
    agency=AGENCY,
    basis=(),
    power="handed-down",
    kinds=("警告", "罚款", "没收违法所得", *HARD),
    valid_from=SINCE,
)
"""The town's matter with more kinds of penalty."""


def born(year: int, month: int = 1, day: int = 10) -> dict[str, Any]:
    """A filing against a person born on that day, for an act of 2026-03-01."""
    return {"party": c.PartyGiven(kind="natural", name="张三丰", born_on=date(year, month, day))}


def wrong(kind: type[c.Command], **changes: Any) -> list[str]:
    """Paths of the fields that can't be right."""
    return [path for path, _ in check(command(kind, **changes))]


def fine(yuan: str) -> dict[str, Any]:
    """The fields of a fine."""
    return {"kinds": ("罚款",), "fine_yuan": Decimal(yuan)}


def told(on: str = "2026-03-02", **changes: Any) -> Course:
    """A case whose notice was served on that day."""
    case = Course().until("opinion-endorsed").at(f"{on} 15:00")
    case.take(c.GiveNotice, **changes)
    case.take(c.ServeDocument, document="notice")
    return case


# ---- 处理意见 ----


def test_an_opinion_says_what_the_handlers_propose() -> None:
    case = Course().until("evidence")
    case.take(c.SubmitOpinion, qualities=("complex",), mitigation="lighter", mitigation_ground="主动消除后果，有照片")
    opinion = case.case.last(OpinionSubmitted)
    assert opinion is not None
    assert (opinion.proposal, opinion.kinds, opinion.fine_yuan) == ("penalty", ("罚款",), Decimal("200.00"))
    assert (opinion.qualities, opinion.mitigation) == (("complex",), "lighter")


def test_an_opinion_that_proposes_a_penalty_names_a_kind() -> None:
    assert wrong(c.SubmitOpinion, kinds=(), fine_yuan=None) == ["$.kinds"]


@pytest.mark.parametrize("proposal", ["no-penalty", "hand-over", "police"])
def test_an_opinion_that_proposes_no_penalty_names_none(proposal: str) -> None:
    assert wrong(c.SubmitOpinion, proposal=proposal) == ["$.kinds"]
    assert wrong(c.SubmitOpinion, proposal=proposal, kinds=()) == ["$.fine_yuan"]
    none: dict[str, Any] = {"proposal": proposal, "kinds": (), "fine_yuan": None}
    assert wrong(c.SubmitOpinion, **none, mitigation="lighter") == ["$.mitigation"]
    Course().until("evidence").take(c.SubmitOpinion, **none, basis=())


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"fine_yuan": None}, "$.fine_yuan"),
        ({"fine_yuan": Decimal(0)}, "$.fine_yuan"),
        ({"fine_yuan": Decimal("0.001")}, "$.fine_yuan"),
        ({"fine_yuan": Decimal(-5)}, "$.fine_yuan"),
        ({"confiscated_yuan": Decimal(1)}, "$.confiscated_yuan"),
        ({"kinds": ("罚款", "罚款")}, "$.kinds"),
    ],
)
@pytest.mark.parametrize("kind", [c.SubmitOpinion, c.GiveNotice])
def test_amounts_fit_the_kinds_in_opinion_and_notice(kind: type[c.Command], changes: dict[str, Any], path: str) -> None:
    assert wrong(kind, **changes) == [path]


@pytest.mark.parametrize("basis", [(), ("",), ("  ", "\u3000")])
def test_a_proposed_penalty_has_a_basis(basis: tuple[str, ...]) -> None:
    assert Course().until("evidence").refusal(c.SubmitOpinion, basis=basis) == "opinion-without-basis"
    assert Course().until("evidence").defects(c.SubmitOpinion, "2026-03-02", basis=basis) == ["opinion-without-basis"]


def test_a_kind_that_the_matter_does_not_allow_is_not_proposed() -> None:
    case = Course().until("evidence")
    given: dict[str, Any] = {"kinds": ("责令停产停业",), "fine_yuan": None}
    assert case.refusal(c.SubmitOpinion, **given) == "kind-not-allowed"
    assert case.defects(c.SubmitOpinion, "2026-03-02", **given) == ["kind-not-allowed"]
    Course(register=registers(LISTED)).until("evidence").take(c.SubmitOpinion, **given)


def test_detention_is_proposed_by_the_police_alone() -> None:
    detention: dict[str, Any] = {"kinds": ("行政拘留",), "fine_yuan": None}
    case = Course(register=registers(LISTED)).until("evidence")
    assert case.refusal(c.SubmitOpinion, **detention) == "detention-not-yours"
    assert case.defects(c.SubmitOpinion, "2026-03-02", **detention) == ["detention-not-yours"]


def test_the_police_propose_detention() -> None:
    police = AgencyRegistered(
        code=AGENCY, name="武乡县公安局", short="武公", kind="agency", region="140429", valid_from=SINCE
    )
    case = Course(register=registers(police, LISTED)).until("evidence")
    case.take(c.SubmitOpinion, kinds=("行政拘留",), fine_yuan=None)


def test_no_penalty_is_proposed_in_a_matter_that_is_not_listed_any_more() -> None:
    withdrawn = registers(MatterWithdrawn(code=MATTER, last_day=date(2026, 3, 2), reason="省政府决定"))
    case = Course(register=withdrawn).until("evidence")
    case.take(c.SubmitOpinion)
    case.at("2026-03-03 09:00")
    assert case.refusal(c.SubmitOpinion) == "matter-not-listed"
    case.take(c.SubmitOpinion, proposal="hand-over", kinds=(), fine_yuan=None)


@pytest.mark.parametrize("mitigation", ["lighter", "mitigated", "heavier"])
def test_what_is_lighter_or_heavier_has_its_ground(mitigation: str) -> None:
    case = Course().until("evidence")
    for ground in ("", " "):
        given = {"mitigation": mitigation, "mitigation_ground": ground}
        assert case.refusal(c.SubmitOpinion, **given) == "mitigation-needs-ground"
        assert case.defects(c.SubmitOpinion, "2026-03-02", **given) == ["mitigation-needs-ground"]
    case.take(c.SubmitOpinion, mitigation=mitigation, mitigation_ground="第三十二条第一项，有照片")


def test_a_ground_without_its_effect_says_nothing() -> None:
    assert wrong(c.SubmitOpinion, mitigation_ground="主动消除后果") == ["$.mitigation_ground"]


@pytest.mark.parametrize(
    ("birthday", "rule"),
    [
        (date(2012, 3, 2), "party-under-14"),
        (date(2012, 3, 1), "party-under-14"),  # 14 on the day after the birthday
        (date(2012, 2, 28), "minor-not-lightened"),
        (date(2008, 3, 1), "minor-not-lightened"),
        (date(2008, 2, 28), ""),
    ],
)
def test_the_age_on_the_day_of_the_act_decides_what_may_be_proposed(birthday: date, rule: str) -> None:
    filing = born(birthday.year, birthday.month, birthday.day)
    case = Course().until("evidence", filing=filing)
    if rule:
        assert case.refusal(c.SubmitOpinion) == rule
        assert case.defects(c.SubmitOpinion, "2026-03-02") == [rule]
    else:
        case.take(c.SubmitOpinion)


def test_a_minor_is_dealt_with_more_lightly_and_never_more_heavily() -> None:
    case = Course().until("evidence", filing=born(2010))
    ground = {"mitigation_ground": "已满十四周岁不满十八周岁"}
    assert case.refusal(c.SubmitOpinion, mitigation="heavier", **ground) == "minor-not-lightened"
    case.take(c.SubmitOpinion, mitigation="lighter", **ground)
    case.take(c.SubmitOpinion, mitigation="mitigated", **ground)


def test_a_child_may_be_spared_by_an_opinion() -> None:
    case = Course().until("evidence", filing=born(2015))
    case.take(c.SubmitOpinion, proposal="no-penalty", kinds=(), fine_yuan=None)


def test_an_opinion_is_signed_by_two_certified_officers() -> None:
    ended = registers(
        OfficerEnded(person=HANDLERS[1], certificate="14042901", last_day=date(2026, 3, 2), reason="调离")
    )
    case = Course(register=ended).until("opinion-endorsed").at("2026-03-03 09:00")
    assert case.refusal(c.SubmitOpinion) == "officer-not-certified"
    assert case.refusal(c.GiveNotice) == "officer-not-certified"
    assert case.defects(c.SubmitOpinion, "2026-03-03") == ["officer-not-certified"]


def test_an_opinion_is_the_handlers_and_comes_after_the_evidence() -> None:
    assert Course().until("evidence").refusal(c.SubmitOpinion, by=UNIT_HEAD) == "handler-only"
    assert Course().until("filing-approved").refusal(c.SubmitOpinion) == "no-evidence"


def test_a_new_opinion_replaces_the_last_and_is_read_anew() -> None:
    case = Course().until("opinion-endorsed")
    case.take(c.SubmitOpinion, **fine("300"))
    assert case.refusal(c.GiveNotice) == "opinion-first"
    case.take(c.EndorseOpinion)
    case.take(c.GiveNotice, **fine("300"))
    assert case.case.last(NoticeGiven).fine_yuan == Decimal(300)  # type: ignore[union-attr]  # it was given


def test_an_opinion_is_endorsed_by_the_unit_head_or_the_head() -> None:
    for person in (UNIT_HEAD, HEAD):
        Course().until("opinion").take(c.EndorseOpinion, by=person)
    assert Course().until("opinion").refusal(c.EndorseOpinion, by=HANDLERS[0]) == "unit-head-only"


def test_who_handles_the_case_does_not_endorse_the_opinion() -> None:
    both = registers(UnitHeadAppointed(agency=AGENCY, person=HANDLERS[1], valid_from=SINCE))
    assert Course(register=both).until("opinion").refusal(c.EndorseOpinion, by=HANDLERS[1]) == "endorser-is-handler"


def test_a_handler_may_enter_the_paper_that_somebody_else_endorsed() -> None:
    case = Course().until("opinion").at("2026-03-03 09:00")
    assert case.defects(c.EndorseOpinion, "2026-03-03", by=HANDLERS[0]) == []


def test_an_opinion_is_read_once() -> None:
    case = Course().until("opinion-endorsed")
    assert case.refusal(c.EndorseOpinion) == "opinion-read-already"
    assert case.refusal(c.EndorseOpinion, agreed=False) == "opinion-read-already"
    assert case.at("2026-03-03 09:00").defects(c.EndorseOpinion, "2026-03-03") == ["opinion-read-already"]


def test_without_an_opinion_there_is_nothing_to_endorse() -> None:
    assert Course().until("evidence").refusal(c.EndorseOpinion) == "opinion-first"
    assert Course().until("evidence").defects(c.EndorseOpinion, "2026-03-02") == ["opinion-first"]


def test_an_opinion_that_was_given_back_leads_to_no_notice() -> None:
    case = Course().until("opinion")
    case.take(c.EndorseOpinion, agreed=False, note="事实不清，退回补充。")
    assert case.refusal(c.GiveNotice) == "opinion-first"
    case.take(c.SubmitOpinion)
    case.take(c.EndorseOpinion)
    case.take(c.GiveNotice)


# ---- 事先告知 ----


def test_a_notice_is_numbered_in_a_series_of_its_own() -> None:
    case = Course().until("opinion-endorsed")
    numbers = [case.take(c.GiveNotice)[0].number for _ in range(2)]  # type: ignore[attr-defined]  # notices
    assert numbers == ["监漳罚告〔2026〕1号", "监漳罚告〔2026〕2号"]
    case.at("2026-03-03 09:00")
    (paper, taken) = case.take(c.GiveNotice, occurred_at="2026-03-03", entry=SCAN, number="监漳罚告〔2026〕5号")
    assert paper.number == taken.number == "监漳罚告〔2026〕5号"  # type: ignore[attr-defined]  # it has one
    assert case.defects(c.GiveNotice, "2026-03-03", number="监漳罚决〔2026〕1号") == ["number-out-of-series"]


def test_a_live_notice_gets_its_number_from_the_series() -> None:
    assert wrong(c.GiveNotice, number="监漳罚告〔2026〕1号") == ["$.number"]


@pytest.mark.parametrize("field", ["content", "facts", "reasons"])
def test_a_notice_that_lacks_what_the_law_asks_is_not_issued(field: str) -> None:
    case = Course().until("opinion-endorsed")
    assert case.refusal(c.GiveNotice, **{field: " "}) == "document-lacks-field"
    assert case.at("2026-03-03 09:00").defects(c.GiveNotice, "2026-03-03", **{field: " "}) == ["document-lacks-field"]


def test_a_notice_cites_its_basis() -> None:
    assert Course().until("opinion-endorsed").refusal(c.GiveNotice, basis=(" ",)) == "document-lacks-field"


@pytest.mark.parametrize(
    "beyond",
    [
        {"fine_yuan": Decimal("200.01")},
        {"kinds": ("警告", "罚款")},
        {"kinds": ("罚款", "没收违法所得"), "confiscated_yuan": Decimal(1)},
        {"kinds": ("警告",), "fine_yuan": None},
    ],
)
def test_a_notice_goes_no_further_than_the_opinion(beyond: dict[str, Any]) -> None:
    case = Course().until("opinion-endorsed")
    assert case.refusal(c.GiveNotice, **beyond) == "notice-beyond-opinion"
    assert case.at("2026-03-03 09:00").defects(c.GiveNotice, "2026-03-03", **beyond) == ["notice-beyond-opinion"]


@pytest.mark.parametrize("within", [{"fine_yuan": Decimal("200.00")}, {"fine_yuan": Decimal(50)}])
def test_a_notice_may_tell_less_than_the_opinion(within: dict[str, Any]) -> None:
    Course().until("opinion-endorsed").take(c.GiveNotice, **within)


def test_an_amount_that_the_opinion_leaves_open_may_be_told_but_not_the_other_way_round() -> None:
    kinds = ("罚款", "没收违法所得")
    opened = Course().until("opinion-endorsed", opinion={"kinds": kinds})
    opened.take(c.GiveNotice, kinds=kinds, confiscated_yuan=Decimal(80))
    named = Course().until("opinion-endorsed", opinion={"kinds": kinds, "confiscated_yuan": Decimal(80)})
    assert named.refusal(c.GiveNotice, kinds=kinds) == "notice-beyond-opinion"
    named.take(c.GiveNotice, kinds=kinds, confiscated_yuan=Decimal(80))


def test_a_notice_follows_an_opinion_to_punish() -> None:
    case = Course().until("evidence")
    assert case.refusal(c.GiveNotice) == "opinion-first"
    case.take(c.SubmitOpinion, proposal="no-penalty", kinds=(), fine_yuan=None)
    case.take(c.EndorseOpinion)
    assert case.refusal(c.GiveNotice) == "opinion-other"


@pytest.mark.parametrize(
    ("party", "yuan", "due"),
    [
        (None, "4999.99", False),
        (None, "5000", True),
        (FIRM, "49999.99", False),
        (FIRM, "50000", True),
        (SHOP, "5000", False),
        (SHOP, "50000", True),
    ],
)
def test_the_right_to_a_hearing_is_told_from_a_larger_fine_on(party: c.PartyGiven | None, yuan: str, due: bool) -> None:
    case = Course().until("opinion-endorsed", filing={"party": party} if party else {}, opinion=fine(yuan))
    if due:
        assert case.refusal(c.GiveNotice, **fine(yuan)) == "hearing-not-told"
    else:
        case.take(c.GiveNotice, **fine(yuan))
    case.take(c.GiveNotice, **fine(yuan), hearing_told=True)


def test_a_notice_on_paper_without_the_right_to_a_hearing_is_marked() -> None:
    case = Course().until("opinion-endorsed", opinion=fine("8000")).at("2026-03-03 09:00")
    (told_without, _) = case.take(c.GiveNotice, occurred_at="2026-03-03", entry=SCAN, **fine("8000"))
    (defect,) = told_without.defects  # type: ignore[attr-defined]  # it is a step
    assert defect.code == "hearing-not-told"
    assert defect.detail.endswith("触发情形：对自然人较大数额罚款")


def test_what_the_notice_itself_tells_decides_on_the_hearing() -> None:
    case = Course().until("opinion-endorsed", opinion=fine("8000"))
    case.take(c.GiveNotice, **fine("4000"))
    assert case.refusal(c.GiveNotice, **fine("8000")) == "hearing-not-told"


def test_a_larger_confiscation_calls_for_a_hearing_as_well() -> None:
    gains: dict[str, Any] = {"kinds": ("没收违法所得",), "fine_yuan": None, "confiscated_yuan": Decimal(5000)}
    case = Course().until("opinion-endorsed", opinion=gains)
    assert case.refusal(c.GiveNotice, **gains) == "hearing-not-told"


@pytest.mark.parametrize(("kind", "due"), [("吊销许可证件", True), ("责令停产停业", True), ("暂扣许可证件", False)])
def test_some_kinds_call_for_a_hearing_whatever_the_amount(kind: str, due: bool) -> None:
    given: dict[str, Any] = {"kinds": (kind,), "fine_yuan": None}
    case = Course(register=registers(LISTED)).until("opinion-endorsed", opinion=given)
    if due:
        assert case.refusal(c.GiveNotice, **given) == "hearing-not-told"
    case.take(c.GiveNotice, **given, hearing_told=due)


def test_telling_of_a_hearing_that_nothing_calls_for_is_fine() -> None:
    Course().until("opinion-endorsed").take(c.GiveNotice, hearing_told=True)


def test_no_notice_goes_out_when_the_decision_is_signed() -> None:
    assert Course().until("decision").refusal(c.GiveNotice) == "decision-exists"


def test_a_kind_of_the_opinion_is_told_only_while_the_matter_allows_it() -> None:
    withdrawn = registers(MatterWithdrawn(code=MATTER, last_day=date(2026, 3, 2), reason="省政府决定"))
    case = Course(register=withdrawn).until("opinion-endorsed").at("2026-03-03 09:00")
    assert case.refusal(c.GiveNotice) == "matter-not-listed"


# ---- 陈述申辩 ----


def test_a_defence_is_recorded_once_there_is_a_notice() -> None:
    assert Course().until("opinion-endorsed").refusal(c.RecordDefence) == "notice-first"
    case = Course().until("notice")
    case.take(c.RecordDefence)
    assert case.case.last(DefenceRecorded).points == ("生活困难，请求从轻。",)  # type: ignore[union-attr]  # it is there


def test_a_late_defence_is_recorded_and_must_be_answered() -> None:
    case = told("2026-03-02").at("2026-03-20 09:00")
    case.take(c.RecordDefence)
    assert case.refusal(c.SignDecision) == "defence-not-over"
    case.take(c.ReviewDefence)
    case.take(c.SignDecision)


def test_every_point_of_the_defence_is_answered() -> None:
    case = told()
    case.take(c.RecordDefence, points=("数额过高", "没有摆摊"))
    for points in ((ANSWERED,), (ANSWERED,) * 3):
        with pytest.raises(Invalid, match=r"\$\.points"):
            case.take(c.ReviewDefence, points=points)
    case.take(c.ReviewDefence, points=(ANSWERED, ANSWERED))
    assert len(case.case.last(DefenceReviewed).points) == 2  # type: ignore[union-attr]  # it was reviewed


def test_the_points_of_all_defences_since_the_last_review_are_answered() -> None:
    case = told()
    case.take(c.RecordDefence, points=("数额过高",))
    case.take(c.RecordDefence, form="written", points=("没有摆摊", "不是我"))
    with pytest.raises(Invalid, match="共3点"):
        case.take(c.ReviewDefence, points=(ANSWERED,) * 2)
    case.take(c.ReviewDefence, points=(ANSWERED,) * 3)
    for later in ("还有一点", "最后一点"):
        case.take(c.RecordDefence, points=(later,))
        case.take(c.ReviewDefence, points=(ANSWERED,))


def test_an_answer_gives_its_reason() -> None:
    blank = DefencePoint(accepted=True, reason=" ")
    assert wrong(c.ReviewDefence, points=(ANSWERED, blank)) == ["$.points[1].reason"]


def test_only_a_defence_that_was_not_answered_is_reviewed() -> None:
    case = told()
    assert case.refusal(c.ReviewDefence) == "no-defence"
    case.take(c.RecordDefence)
    assert case.refusal(c.ReviewDefence, by=UNIT_HEAD) == "handler-only"
    case.take(c.ReviewDefence)
    assert case.refusal(c.ReviewDefence) == "no-defence"
    assert case.at("2026-03-03 09:00").defects(c.ReviewDefence, "2026-03-03") == ["no-defence"]


def test_nobody_waives_what_was_not_told() -> None:
    case = Course().until("notice")
    assert case.refusal(c.WaiveDefence) == "notice-first"
    assert case.at("2026-03-03 09:00").defects(c.WaiveDefence, "2026-03-03") == ["notice-first"]


def test_a_waiver_comes_after_the_service_of_the_notice() -> None:
    case = told("2026-03-04").at("2026-03-05 09:00")
    assert case.defects(c.WaiveDefence, "2026-03-03") == ["step-before-its-cause", "notice-first"]
    case.take(c.WaiveDefence)


def test_a_waiver_before_the_second_notice_was_served_waives_nothing_of_it() -> None:
    case = Course().until("defence")
    case.take(c.GiveNotice, fine_yuan=Decimal(100))
    assert case.refusal(c.WaiveDefence) == "notice-first"
    case.take(c.ServeDocument, document="notice")
    assert case.refusal(c.SignDecision, fine_yuan=Decimal(100)) == "defence-not-over"
    case.take(c.WaiveDefence)
    case.take(c.SignDecision, fine_yuan=Decimal(100))


def test_a_waiver_on_paper_before_the_notice_settles_nothing() -> None:
    case = Course().until("notice").at("2026-03-03 09:00")
    case.defects(c.WaiveDefence, "2026-03-03")
    case.at("2026-03-04 09:00").take(c.ServeDocument, document="notice")
    assert case.refusal(c.SignDecision) == "defence-not-over"


def test_who_waived_may_still_speak_and_is_heard() -> None:
    case = Course().until("defence")
    case.take(c.RecordDefence)
    assert case.refusal(c.SignDecision) == "defence-not-over"
    case.take(c.ReviewDefence)
    case.take(c.SignDecision)


@pytest.mark.parametrize(
    ("served", "last", "after"),
    [
        ("2026-03-02", "2026-03-09", "2026-03-10"),
        ("2026-03-06", "2026-03-13", "2026-03-14"),  # what follows is a Saturday
        ("2026-09-14", "2026-09-20", "2026-09-21"),  # ends on a make-up Sunday
        ("2026-09-16", "2026-09-22", "2026-09-23"),  # the make-up Sunday counts
        ("2026-09-21", "2026-09-29", "2026-09-30"),  # the holiday does not
    ],
)
def test_the_decision_waits_for_the_last_day_of_the_term_of_defence(served: str, last: str, after: str) -> None:
    case = told(served)
    assert case.at(f"{last} 23:00").refusal(c.SignDecision) == "defence-not-over"
    assert "defence-not-over" in case.at(f"{after} 01:00").defects(c.SignDecision, last)
    told(served).at(f"{after} 00:05").take(c.SignDecision)


def test_the_term_begins_with_the_service_and_not_with_the_notice() -> None:
    case = Course().until("notice").at("2026-03-20 09:00")
    assert case.refusal(c.SignDecision) == "notice-first"
    case.take(c.ServeDocument, document="notice")
    assert case.at("2026-03-27 09:00").refusal(c.SignDecision) == "defence-not-over"
    case.at("2026-03-28 09:00").take(c.SignDecision)


def test_a_term_in_calendar_days_moves_off_a_day_off() -> None:
    text = seed_texts()["limits.toml"]
    start = text.index('id = "defence"')
    given = text[start:].replace("length = 5", "length = 3", 1).replace('"working-day"', '"calendar-day"', 1)
    case = Course(register=registers(RulesAdopted(name="limits.toml", text=text[:start] + given)))
    case.until("opinion-endorsed").at("2026-03-05 09:00")  # a Thursday: three days on is Sunday
    case.take(c.GiveNotice)
    case.take(c.ServeDocument, document="notice")
    for day in ("2026-03-08", "2026-03-09"):
        assert case.at(f"{day} 20:00").refusal(c.SignDecision) == "defence-not-over"
    case.at("2026-03-10 09:00").take(c.SignDecision)


def test_a_new_notice_gives_the_defence_anew() -> None:
    case = told("2026-03-02")
    case.take(c.RecordDefence)
    case.take(c.ReviewDefence)
    case.at("2026-03-04 09:00").take(c.GiveNotice)
    case.take(c.ServeDocument, document="notice")
    assert case.at("2026-03-11 20:00").refusal(c.SignDecision) == "defence-not-over"
    case.at("2026-03-12 09:00").take(c.SignDecision)


def test_what_was_said_before_the_new_notice_was_served_answers_the_old_one() -> None:
    case = told("2026-03-02").at("2026-03-04 09:00")
    case.take(c.GiveNotice)
    case.take(c.RecordDefence)
    case.take(c.ServeDocument, document="notice")
    case.take(c.ReviewDefence)
    assert case.refusal(c.SignDecision) == "defence-not-over"
    case.take(c.RecordDefence)
    case.take(c.ReviewDefence)
    case.take(c.SignDecision)


def test_a_defence_against_the_old_notice_is_still_answered_after_the_new_one() -> None:
    case = told("2026-03-02")
    case.take(c.RecordDefence)
    case.take(c.GiveNotice)
    case.take(c.ServeDocument, document="notice")
    assert case.at("2026-03-10 09:00").refusal(c.SignDecision) == "defence-not-over"
    case.take(c.ReviewDefence)
    case.take(c.SignDecision)


def test_a_waiver_on_paper_of_the_day_of_service_counts_though_its_hour_is_not_known() -> None:
    case = Course().until("notice-served")
    assert case.defects(c.WaiveDefence, "2026-03-02") == []
    case.take(c.SignDecision)


def test_a_notice_on_paper_without_an_opinion_is_marked_for_that_alone() -> None:
    assert Course().until("evidence").defects(c.GiveNotice, "2026-03-02") == ["opinion-first", "opinion-other"]


def test_papers_of_one_day_count_in_the_order_of_their_entry() -> None:
    case = Course().until("opinion-endorsed").at("2026-03-20 09:00")
    for kind, given in ((c.GiveNotice, {}), (c.ServeDocument, {"document": "notice"}), (c.WaiveDefence, {})):
        assert case.defects(kind, "2026-03-03", **given) == []
    case.take(c.SignDecision)


# ---- What is intended ----


def test_a_notice_after_the_draft_replaces_what_the_draft_says() -> None:
    case = Course().until("defence", opinion=fine("8000"), notice=fine("8000") | {"hearing_told": True})
    case.take(c.SubmitReview)
    said = intended(case.case)
    assert said is not None
    assert said.fine_yuan == Decimal("200.00")
    case.take(c.GiveNotice, **fine("6000"), hearing_told=True)
    said = intended(case.case)
    assert said is not None
    assert said.fine_yuan == Decimal(6000)
    assert [one.id for one in calls_for("hearing", case.case, case.context(command(c.GiveNotice)))] == [
        "hearing.fine.person"
    ]


def test_before_anybody_proposed_something_nothing_is_called_for() -> None:
    case = Course().until("evidence")
    assert intended(case.case) is None
    assert calls_for("hearing", case.case, case.context(command(c.GiveNotice))) == ()


# ---- No heavier penalty for a defence ----


def defended(**changes: Any) -> Course:
    """A case whose party answered a notice of 200 yuan; the handlers now propose another penalty."""
    case = told()
    case.take(c.RecordDefence)
    case.take(c.ReviewDefence)
    return proposing(case, **changes)


def proposing(case: Course, **changes: Any) -> Course:
    """The case with another opinion, endorsed."""
    case.take(c.SubmitOpinion, **changes)
    case.take(c.EndorseOpinion)
    return case


def test_after_a_defence_no_heavier_penalty_is_told() -> None:
    heavier = fine("2000")
    assert defended(**heavier).refusal(c.GiveNotice, **heavier) == "heavier-after-defence"
    case = defended(**heavier).at("2026-03-05 09:00")
    assert case.defects(c.GiveNotice, "2026-03-04", **heavier) == ["heavier-after-defence"]


@pytest.mark.parametrize(
    "lighter", [fine("200"), fine("199.99"), {"kinds": ("警告",), "fine_yuan": None}], ids=["same", "less", "warning"]
)
def test_after_a_defence_the_same_or_a_lighter_penalty_is_told(lighter: dict[str, Any]) -> None:
    defended(**lighter).take(c.GiveNotice, **lighter)


@pytest.mark.parametrize("kinds", [("罚款", "警告"), ("没收违法所得", "罚款")])
def test_one_more_kind_is_heavier(kinds: tuple[PenaltyKind, ...]) -> None:
    more: dict[str, Any] = {"kinds": kinds, "hearing_told": True}
    assert defended(kinds=kinds).refusal(c.GiveNotice, **more) == "heavier-after-defence"


def test_new_evidence_after_the_defence_allows_a_heavier_penalty() -> None:
    case = defended(**fine("2000"))
    case.take(c.AddEvidence)
    case.take(c.GiveNotice, **fine("2000"))


def test_evidence_before_the_defence_allows_none() -> None:
    case = told()
    case.take(c.AddEvidence)
    case.take(c.RecordDefence)
    case.take(c.ReviewDefence)
    assert proposing(case, **fine("2000")).refusal(c.GiveNotice, **fine("2000")) == "heavier-after-defence"


def test_a_second_notice_of_the_same_is_no_way_around() -> None:
    case = defended()
    case.take(c.GiveNotice)
    assert proposing(case, **fine("2000")).refusal(c.GiveNotice, **fine("2000")) == "heavier-after-defence"


def test_without_a_defence_a_heavier_penalty_is_told_anew() -> None:
    proposing(told(), **fine("2000")).take(c.GiveNotice, **fine("2000"))


# ---- An open amount ----


GOODS: PenaltyKind = "没收非法财物"
CONFISCATING = registers(msgspec.structs.replace(LISTED, kinds=("罚款", "没收违法所得", GOODS)))


@pytest.mark.parametrize("kind", ["没收违法所得", GOODS])
def test_a_confiscation_of_an_open_amount_calls_for_a_hearing(kind: PenaltyKind) -> None:
    given: dict[str, Any] = {"kinds": (kind,), "fine_yuan": None}
    case = Course(register=CONFISCATING).until("opinion-endorsed", opinion=given)
    assert case.refusal(c.GiveNotice, **given) == "hearing-not-told"
    case.take(c.GiveNotice, **given, hearing_told=True)


def test_a_small_confiscation_with_its_amount_calls_for_none() -> None:
    given: dict[str, Any] = {"kinds": ("没收违法所得",), "fine_yuan": None, "confiscated_yuan": Decimal("4999.99")}
    case = Course(register=CONFISCATING).until("opinion-endorsed", opinion=given)
    case.take(c.GiveNotice, **given)
