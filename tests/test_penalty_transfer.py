"""移送: to the police and back, and to the agency that is competent."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from course import HANDLERS, HEAD, SEEDED, UNIT_HEAD, Course, command
from penal import AGENCY, SCAN
from records.course.facts import FACTS
from records.errors import Invalid
from records.event import CaseEvent, Event
from records.penalty import commands as c
from records.penalty.commands.checks import check
from records.penalty.events import (
    CasePassed,
    GoodsHandedOver,
    PoliceAnswered,
    TransferDecided,
    TransferReported,
    TransferSent,
)
from records.register.events import DocumentNumberTaken, OfficerEnded
from records.register.fold import fold as fold_registers

REPORT, DECIDE, SEND, ANSWER = c.ReportTransfer, c.DecideTransfer, c.SendTransfer, c.RecordPoliceAnswer


def course(*kinds: type[c.Command], stage: str = "defence") -> Course:
    """A case up to a stage, and the steps of its transfer."""
    found = Course().until(stage)
    for kind in kinds:
        found.take(kind)
    return found


def sent() -> Course:
    """A case that the police have to answer."""
    return course(REPORT, DECIDE, SEND)


def only(events: list[Event]) -> Any:
    """The one event of the case."""
    (event,) = (one for one in events if isinstance(one, CaseEvent))
    return event


def fact(name: str, found: Course) -> bool:
    """A fact of the case as the law data would ask for it next."""
    return FACTS[name](found.case, found.context(command(c.SignDecision), HEAD))


# ---- Report, decision, sending ----


def test_two_officers_report_that_a_crime_is_suspected() -> None:
    reported = only(Course().until("evidence").take(REPORT))
    assert isinstance(reported, TransferReported)
    assert reported.officers == HANDLERS
    assert (reported.crime, reported.reasons) == ("非法经营罪", "数额达到追诉标准。")


@pytest.mark.parametrize("officers", [HANDLERS[:1], (HANDLERS[0], HANDLERS[0])])
def test_one_officer_reports_no_crime_alone(officers: tuple[str, ...]) -> None:
    assert course(stage="evidence").refusal(REPORT, officers=officers) == "two-officers"
    assert course(stage="evidence").defects(REPORT, "2026-03-02", officers=officers) == ["two-officers"]


def test_who_has_no_certificate_reports_nothing() -> None:
    found = course(stage="evidence")
    assert found.refusal(REPORT, officers=(HANDLERS[0], UNIT_HEAD)) == "officer-not-certified"
    assert found.defects(REPORT, "2026-03-02", officers=(HANDLERS[0], UNIT_HEAD)) == [
        "officer-not-certified",
        "handler-only",
    ]


def test_a_certificate_that_ended_before_the_report_counts_no_more() -> None:
    found = course(stage="evidence")
    ended = OfficerEnded(person=HANDLERS[1], certificate="14042901", last_day=found.now.date(), reason="调离")
    found.register = fold_registers(SEEDED, [(SEEDED.position + 1, ended)])
    found.at("2026-03-03 09:00")
    assert found.refusal(REPORT) == "officer-not-certified"


def test_handlers_report_and_nobody_else_does() -> None:
    assert course(stage="evidence").refusal(REPORT, by=HEAD) == "handler-only"


def test_a_recused_officer_reports_nothing_under_another_account() -> None:
    found = course(c.RequestRecusal, c.DecideRecusal, stage="evidence")
    assert found.refusal(REPORT) == "officer-recused"
    assert found.defects(REPORT, "2026-03-02") == ["officer-recused"]


@pytest.mark.parametrize("stage", ["evidence", "decision", "payment", "closing"])
def test_a_crime_is_reported_whenever_it_is_found_after_the_decision_and_the_closing_too(stage: str) -> None:
    found = course(stage=stage)
    for kind in (REPORT, DECIDE, SEND, ANSWER):
        found.take(kind)
    assert fact("police-have-it", found)


def test_a_crime_is_reported_in_a_case_that_was_filed() -> None:
    found = Course()
    found.take(c.RegisterLead)
    assert found.refusal(REPORT) in ("case-not-filed", "handler-only")


def test_a_transfer_that_is_under_way_is_not_reported_again() -> None:
    for kinds in ((REPORT,), (REPORT, DECIDE), (REPORT, DECIDE, SEND)):
        assert course(*kinds).refusal(REPORT) == "transfer-open-already"
    assert course(REPORT).defects(REPORT, "2026-03-02") == ["transfer-open-already"]


def test_the_head_decides_on_the_report() -> None:
    found = course(REPORT)
    assert found.refusal(DECIDE, by=HANDLERS[0]) == "head-only"
    decided = only(found.take(DECIDE))
    assert isinstance(decided, TransferDecided)
    assert decided.approved


def test_there_is_one_answer_to_one_report() -> None:
    assert course().refusal(DECIDE) == "nothing-to-transfer"
    assert course(REPORT, DECIDE).refusal(DECIDE) == "nothing-to-transfer"
    assert course().defects(DECIDE, "2026-03-02") == ["nothing-to-transfer"]


def test_a_no_to_a_transfer_gives_its_reasons() -> None:
    assert course(REPORT).refusal(DECIDE, approved=False, reasons=" ") == "transfer-no-reasons"
    assert course(REPORT).defects(DECIDE, "2026-03-02", approved=False, reasons=" ") == ["transfer-no-reasons"]
    assert not only(course(REPORT).take(DECIDE, approved=False, reasons="没有达到追诉标准。")).approved
    assert only(course(REPORT).take(DECIDE, approved=True, reasons=" ")).approved


def test_after_a_no_the_penalty_goes_on_and_nothing_is_sent() -> None:
    found = course(REPORT)
    found.take(DECIDE, approved=False, reasons="没有达到追诉标准。")
    assert found.refusal(SEND) == "transfer-unapproved"
    assert not fact("transfer-pending", found)
    found.take(c.SignDecision)


def test_after_a_no_a_crime_may_be_reported_again() -> None:
    found = course(REPORT)
    found.take(DECIDE, approved=False, reasons="没有达到追诉标准。")
    found.take(REPORT, reasons="又查明一笔。")
    assert fact("transfer-pending", found)
    found.take(DECIDE)
    found.take(SEND)


def test_a_case_goes_to_the_police_under_a_number_with_its_materials() -> None:
    event, taken = course(REPORT, DECIDE).take(SEND)
    assert isinstance(event, TransferSent)
    assert isinstance(taken, DocumentNumberTaken)
    assert event.number == taken.number == "监漳移送〔2026〕1号"
    assert event.to == "武乡县公安局"
    assert event.materials == ("移送书", "调查报告", "物品清单", "检验报告")


def test_a_case_goes_to_the_police_when_the_head_approved_it() -> None:
    assert course().refusal(SEND) == "transfer-unapproved"
    assert course(REPORT).refusal(SEND) == "transfer-unapproved"
    assert course(REPORT).defects(SEND, "2026-03-02") == ["transfer-unapproved"]
    assert course(REPORT, DECIDE).refusal(SEND, by=HEAD) == "handler-only"


def test_a_case_that_is_sent_late_is_sent_all_the_same() -> None:
    found = course(REPORT, DECIDE).at("2026-03-12 09:00")
    assert isinstance(only(found.take(SEND)), TransferSent)


def test_a_case_is_sent_once() -> None:
    assert sent().refusal(SEND) == "transfer-open-already"


def test_a_transfer_says_where_it_goes_and_names_each_of_its_materials() -> None:
    assert course(REPORT, DECIDE).refusal(SEND, to=" ") == "document-lacks-field"
    assert course(REPORT, DECIDE).defects(SEND, "2026-03-02", to=" ") == ["document-lacks-field"]
    with pytest.raises(Invalid) as raised:
        course(REPORT, DECIDE).take(SEND, materials=("移送书", " ", "清单", "\t"))
    assert [path for path, _ in raised.value.fields] == ["$.materials[1]", "$.materials[3]"]


def test_a_live_transfer_chooses_no_number() -> None:
    for kind in (SEND, c.PassCase):
        assert [path for path, _ in check(command(kind, number="监漳移送〔2026〕7号"))] == ["$.number"]


def test_a_paper_transfer_keeps_its_number() -> None:
    found = course(REPORT, DECIDE)
    event, taken = found.take(SEND, occurred_at="2026-03-02", number="监漳移送〔2026〕1号", entry=SCAN)
    assert isinstance(event, TransferSent)
    assert isinstance(taken, DocumentNumberTaken)
    assert event.number == "监漳移送〔2026〕1号"
    assert course(REPORT, DECIDE).defects(SEND, "2026-03-02", number="旧1号") == ["number-out-of-series"]


def test_no_step_of_a_transfer_comes_before_the_one_that_it_answers() -> None:
    found = Course().until("evidence").at("2026-03-05 09:00")
    found.take(REPORT)
    assert found.defects(DECIDE, "2026-03-04") == ["step-before-its-cause", "nothing-to-transfer"]
    found = course(REPORT).at("2026-03-05 09:00")
    found.take(DECIDE)
    assert found.defects(SEND, "2026-03-04") == ["step-before-its-cause", "transfer-unapproved"]
    found = course(REPORT, DECIDE).at("2026-03-05 09:00")
    found.take(SEND)
    assert found.defects(ANSWER, "2026-03-04") == ["step-before-its-cause", "transfer-not-sent"]
    assert found.at("2026-03-09 09:00").take(ANSWER, filed=False)
    assert "step-before-its-cause" in found.defects(c.HandOverGoods, "2026-03-03")


# ---- No penalty instead of transfer ----


@pytest.mark.parametrize("kinds", [(REPORT,), (REPORT, DECIDE), (REPORT, DECIDE, SEND), (REPORT, DECIDE, SEND, ANSWER)])
def test_no_penalty_instead_of_a_transfer(kinds: tuple[type[c.Command], ...]) -> None:
    found = course(*kinds)
    assert found.refusal(c.SignDecision) == "transfer-first"
    assert "transfer-first" in found.defects(c.SignDecision, "2026-03-02")


@pytest.mark.parametrize("kinds", [(REPORT,), (REPORT, DECIDE), (REPORT, DECIDE, SEND)])
def test_while_a_transfer_is_under_way_a_case_is_neither_declined_nor_passed_on(
    kinds: tuple[type[c.Command], ...],
) -> None:
    found = course(*kinds)
    assert found.refusal(c.DeclinePenalty) == "transfer-first"
    assert found.refusal(c.PassCase) == "transfer-first"


# ---- The police answer ----


def test_the_police_answer_what_was_sent() -> None:
    assert course(REPORT, DECIDE).refusal(ANSWER) == "transfer-not-sent"
    assert course(REPORT, DECIDE).defects(ANSWER, "2026-03-02") == ["transfer-not-sent"]
    answered = only(sent().take(ANSWER))
    assert isinstance(answered, PoliceAnswered)
    assert (answered.filed, answered.instrument) == (True, "武公立〔2026〕8号")


def test_the_case_goes_on_when_the_police_find_no_crime() -> None:
    found = sent()
    found.take(ANSWER, filed=False, instrument="武公不立〔2026〕3号", reasons="情节显著轻微。")
    assert not fact("transfer-pending", found)
    assert not fact("police-have-it", found)
    found.take(c.SignDecision)


def test_an_answer_is_recorded_once() -> None:
    for filed in (True, False):
        found = sent()
        found.take(ANSWER, filed=filed)
        assert found.refusal(ANSWER, filed=filed) == "police-answered-already"
        assert found.defects(ANSWER, "2026-03-02", filed=filed) == ["police-answered-already"]


def test_the_case_goes_on_when_the_police_drop_what_they_had_filed() -> None:
    found = sent()
    found.take(ANSWER)
    assert found.refusal(c.SignDecision) == "transfer-first"
    found.take(ANSWER, filed=False, instrument="武公撤〔2026〕1号", reasons="没有犯罪事实。")
    found.take(c.SignDecision)


def test_the_police_have_the_case_when_they_take_it_up_after_all() -> None:
    found = sent()
    found.take(ANSWER, filed=False)
    found.take(ANSWER, instrument="武公立〔2026〕9号")
    assert fact("police-have-it", found)
    assert found.refusal(c.SignDecision) == "transfer-first"


def test_a_case_that_the_police_gave_back_may_go_to_them_again() -> None:
    found = sent()
    found.take(ANSWER, filed=False)
    found.take(REPORT, reasons="又查明一笔。")
    assert fact("transfer-pending", found)
    found.take(DECIDE)
    assert not fact("transfer-sent", found)
    assert only(found.take(SEND)).number == "监漳移送〔2026〕2号"
    assert fact("transfer-pending", found)
    found.take(ANSWER, filed=False, instrument="武公不立〔2026〕5号")
    found.take(c.SignDecision)


def test_an_approval_that_is_known_by_its_date_alone_is_followed_by_a_sending_of_the_same_day() -> None:
    found = course(REPORT)
    found.take(DECIDE, by=HANDLERS[0], occurred_at="2026-03-02", entry=SCAN)
    found.take(SEND)
    assert fact("transfer-sent", found)


# ---- Goods ----


def test_goods_and_papers_go_to_the_police_who_filed_the_case() -> None:
    found = sent()
    found.take(ANSWER)
    handed = only(found.take(c.HandOverGoods))
    assert isinstance(handed, GoodsHandedOver)
    assert (handed.items, handed.party_told) == (("推车1辆",), True)


def test_goods_stay_while_the_police_have_not_filed_the_case() -> None:
    assert sent().refusal(c.HandOverGoods) == "police-have-not"
    found = sent()
    found.take(ANSWER, filed=False)
    assert found.refusal(c.HandOverGoods) == "police-have-not"
    assert found.defects(c.HandOverGoods, "2026-03-02") == ["police-have-not"]


def test_the_party_is_told_of_goods_that_go_to_the_police() -> None:
    found = sent()
    found.take(ANSWER)
    assert found.refusal(c.HandOverGoods, party_told=False) == "party-not-told"
    assert found.defects(c.HandOverGoods, "2026-03-02", party_told=False) == ["party-not-told"]


def test_each_thing_that_is_handed_over_has_a_name() -> None:
    found = sent()
    found.take(ANSWER)
    with pytest.raises(Invalid) as raised:
        found.take(c.HandOverGoods, items=(" ",))
    assert [path for path, _ in raised.value.fields] == ["$.items[0]"]


# ---- To another agency ----


def test_the_head_passes_a_case_to_the_competent_agency_under_a_number() -> None:
    event, taken = course(stage="evidence").take(c.PassCase)
    assert isinstance(event, CasePassed)
    assert isinstance(taken, DocumentNumberTaken)
    assert event.number == taken.number == "监漳移送〔2026〕1号"
    assert event.to == "武乡县市场监督管理局"


def test_only_the_head_passes_a_case_on_and_before_it_is_decided() -> None:
    assert course().refusal(c.PassCase, by=HANDLERS[0]) == "head-only"
    assert course(stage="decision").refusal(c.PassCase) == "decision-exists"
    assert course(stage="decision").defects(c.PassCase, "2026-03-02") == ["decision-exists"]


@pytest.mark.parametrize("kind", [c.AddEvidence, c.SignDecision, c.DeclinePenalty, REPORT, c.PassCase])
def test_a_case_that_was_passed_on_goes_no_further_here(kind: type[c.Command]) -> None:
    assert course(c.PassCase).refusal(kind) == "case-passed"


@pytest.mark.parametrize("to", ["监漳镇人民政府", " 监漳镇人民政府 ", AGENCY])
def test_a_case_is_not_passed_to_the_agency_itself(to: str) -> None:
    with pytest.raises(Invalid) as raised:
        course().take(c.PassCase, to=to)
    assert [path for path, _ in raised.value.fields] == ["$.to"]


def test_a_case_is_passed_to_somebody() -> None:
    assert course().refusal(c.PassCase, to=" ") == "document-lacks-field"


def test_transfers_to_police_and_agencies_share_one_series() -> None:
    found = sent()
    found.take(ANSWER, filed=False)
    assert only(found.take(c.PassCase)).number == "监漳移送〔2026〕2号"


def test_a_paper_of_an_agency_that_was_not_registered_passes_its_case_on() -> None:
    found = course(stage="evidence")
    assert found.defects(c.PassCase, "2026-03-02") == []
    ended = msgspec.structs.replace(SEEDED.agencies[AGENCY][0], valid_to=date(2026, 3, 1))
    found = course(stage="evidence")
    found.register = fold_registers(SEEDED, [(SEEDED.position + 1, ended)])
    assert found.defects(c.PassCase, "2026-03-02", number="旧移1号") == ["number-out-of-series"]
