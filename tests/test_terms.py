"""The moments of a case and its terms: each limit of the law data, told by events with their days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import Course
from event_shapes import strategy
from penal import COURSES, events_of
from records.correction.events import CorrectionRequested
from records.course.conclusions import every, pauses, plans
from records.course.moments import KNOWN, Moments, after, marks, of
from records.course.steps import COMMANDS
from records.course.terms import AGAIN, Term, state
from records.enforcement.acting_events import ReversalNoted
from records.event import CaseEvent
from records.inspection.events import TestReported
from records.law.file import parse, seed_texts
from records.licence.events import LicenceApplied
from records.measure.events import MeasureCarriedOut
from records.moment import Moment
from records.penalty import events as e
from records.penalty.commands import DecideDeferral, OrderCorrection
from records.penalty.commands.checks import check
from records.penalty.events import Instalment, Instrument, Item
from records.register.events import CalendarAdopted, RulesAdopted
from records.register.fold import evolve
from records.reviewing.events import CountyReviewReceived
from stories import CASE, REGISTER, Story, at, event, law_and_calendars

LIMITS = parse("limits.toml", seed_texts()["limits.toml"]).limit
NOTICE, DECISION = "监漳罚告〔2026〕1号", "监漳罚决〔2026〕1号"


def filed(when: str = "2026-03-02 09:00", **fields: Any) -> Story:
    given = {"acted_on": date(2026, 2, 1), "discovered_on": date(2026, 2, 20)} | fields
    return Story().tell(when, e.CaseFiled, **given)


def decided(fine: str | None = "200.00", signed: str = "2026-03-16 10:00", served: str = "2026-03-18 10:00") -> Story:
    """A decision, and its service."""
    amount = Decimal(fine) if fine else None
    story = filed().tell(signed, e.DecisionSigned, number=DECISION, fine_yuan=amount, confiscated_yuan=None)
    return serve(story, served) if served else story


def serve(story: Story, when: str, document: str = "decision", number: str = DECISION, recorded: str = "") -> Story:
    return story.tell(when, e.DocumentServed, recorded, document=document, number=number, noticed_on=None)


def pay(story: Story, on: str, amount: str, recorded: str = "", purpose: str = "fine") -> Story:
    paid_on = date.fromisoformat(on)
    return story.tell(recorded or on, e.PaymentRecorded, amount_yuan=Decimal(amount), paid_on=paid_on, purpose=purpose)


def noticed(hearing: bool = True) -> Story:
    story = filed().tell("2026-03-04 09:00", e.NoticeGiven, number=NOTICE, hearing_told=hearing)
    return serve(story, "2026-03-05 10:00", "notice", NOTICE)


def days(term: Term) -> tuple[date, date, date | None, str]:
    return term.starts_on, term.due_on, term.kept_on or term.lapsed_on, state(term)


def on(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


# ---- Names ----


def test_every_moment_that_a_limit_names_is_known() -> None:
    for limit in LIMITS:
        assert {limit.starts, *limit.kept_by, *limit.lapses_by} <= KNOWN, limit.id
        assert limit.only_if is None or limit.only_if in KNOWN
    assert AGAIN <= KNOWN


def everything() -> Story:
    """A case in which all happens that can happen."""
    story = Story()
    for kind in events_of():
        if kind is not e.EntryVoided:
            story.tell("2026-03-02 09:00", kind)
    story.tell("2026-03-03 09:00", e.OpinionSubmitted, qualities=())
    story.tell("2026-03-03 09:00", e.ReviewSubmitted, lacking=())
    story.tell("2026-03-03 09:00", CountyReviewReceived, lacking=())
    story.tell("2026-03-03 09:00", e.NoticeGiven, number=NOTICE, hearing_told=True)
    serve(story, "2026-03-04 09:00", "notice", NOTICE)
    serve(story, "2026-03-04 09:00")
    story.tell("2026-03-05 09:00", e.DecisionSigned, fine_yuan=Decimal(1), confiscated_yuan=None)
    story.tell("2026-03-05 10:00", e.NoticePublished, document="decision", number=DECISION)
    story.tell("2026-03-05 11:00", e.DecisionRevoked, effect="revoked").tell("2026-03-05 12:00", e.CaseClosed)
    story.tell("2026-03-05 13:00", e.CasePassed)
    for procedure in ("ordinary", "simple"):
        story.tell("2026-03-06 09:00", e.ReliefCopyReceived, kind="reconsideration", procedure=procedure)
    story.tell("2026-03-06 10:00", e.ReliefAnswered, kind="reconsideration")
    story.tell("2026-03-06 11:00", e.ReliefEnded, kind="reconsideration")
    story.tell("2026-03-06 12:00", e.InstrumentReceived, kind="opinion")
    for purpose, amount in (("fine", "200000.00"), ("confiscated", "2000.00")):
        story.tell("2026-03-07 09:00", e.RepaymentMade, purpose=purpose, amount_yuan=Decimal(amount))
    return pay(story, "2026-03-06", "100000.00")


def tagged_page() -> Story:
    """A page that is tagged as a secret, untagged, tagged again and taken down."""
    story = decided().tell("2026-03-18 09:00", e.DisclosureReviewed, number=DECISION)
    for day, secrecy in (("19", "state"), ("20", ""), ("23", "trade")):
        story.tell(f"2026-03-{day} 09:00", e.SecrecyTagged, subject=DECISION, secrecy=secrecy)
    return story.tell("2026-03-24 09:00", e.DisclosureReviewed, number=DECISION, copy=None)


def test_every_known_moment_can_come_about() -> None:
    found = every(everything().moments)
    grave = every(
        Story()
        .tell("2026-03-02", e.CaseFiled)
        .tell("2026-03-03", e.OpinionSubmitted, qualities=("grave-harm",))
        .moments
    )
    story = Story().tell("2026-03-02", e.PoliceAnswered, filed=False)
    story.tell("2026-03-03", e.TransferObjected, to="police").tell("2026-03-04", e.TransferObjected, to="procuratorate")
    declined = every(story.moments)
    tagged = every(tagged_page().moments)
    withheld = every(decided().tell("2026-03-18 09:00", e.DisclosureReviewed, number=DECISION, copy=None).moments)
    told = found.keys() | grave.keys() | declined.keys() | tagged.keys() | withheld.keys() | later()
    assert told | of_other_procedures() >= KNOWN - SUMS


def later() -> set[str]:
    """What an instrument, a result and a request bring about that an event makes with some words alone."""
    dates = {"dated_on": on("03-19"), "received_on": on("03-20")}
    ordered = Instrument(kind="reconsideration", number="武政复决〔2026〕2号", body="武乡县人民政府", **dates)
    undone = decided().tell("2026-03-20 09:00", e.DecisionRevoked, effect="redo-ordered", instrument=ordered)
    undone.tell("2026-03-21 09:00", TestReported)
    page = decided().tell("2026-03-18 11:00", TestReported)
    page.tell("2026-03-19 09:00", e.DisclosureReviewed, number=DECISION)
    bare = Story().tell("2026-03-02 09:00", CorrectionRequested, source="citizen", materials=(), files=())
    found = Story().tell("2026-03-02 09:00", ReversalNoted, ground="basis-changed", amount_yuan=None, items=())
    return {name for story in (undone, page, bare, found) for name in every(story.moments)}


SUMS = {"licence-compensation-paid", "brought-back", "levy-refunded"}
"""They come about when what was paid reaches what is owed; their stories show them."""


def of_other_procedures() -> set[str]:
    """What plain courses come by, and what each event makes with each word and each answer that it can have."""
    found = {name for one in COURSES for name in every(of(Course(procedure=one).until(COURSES[one][-1][0]).case))}
    for kind in (one for procedure in COURSES for one in events_of(procedure)):
        for fields in ({}, *_answers(kind)):
            held = {"ends_at": "2026-03-03T09:00:00+08:00", "returned_at": ""} if kind is MeasureCarriedOut else {}
            told = event(kind, **(held | fields))
            found |= {mark.moment for mark in marks(told, at("2026-03-02 09:00"), at("2026-03-02 09:00").micros, 1, 1)}
    return found


def _answers(kind: type[CaseEvent]) -> Iterator[dict[str, Any]]:
    """One field after the other with each of its words, or with yes and no."""
    shape = msgspec.inspect.type_info(kind)
    assert isinstance(shape, msgspec.inspect.StructType)
    for one in shape.fields:
        if isinstance(one.type, msgspec.inspect.LiteralType):
            yield from ({one.name: value} for value in one.type.values)
        elif isinstance(one.type, msgspec.inspect.BoolType):
            yield from ({one.name: value} for value in (True, False))


def test_a_second_instrument_about_a_public_decision_has_a_term_of_its_own() -> None:
    story = revoked(decided().tell("2026-03-20 09:00", e.DisclosureReviewed, number=DECISION))
    revoked(story, "2026-06-09 09:00", "06-08")
    assert days(story.term("withdrawal")) == (on("04-03"), on("04-09"), on("04-08"), "kept")
    assert days(story.term("withdrawal", "2")) == (on("06-08"), on("06-11"), on("06-09"), "kept")


# ---- A tag over a public page ----


def test_each_tag_over_a_public_page_begins_a_term_that_ends_with_the_tag_or_with_the_page() -> None:
    found = [one for (limit, _), one in tagged_page().terms().items() if limit == "tagged-public"]
    assert [(one.subject, one.starts_on, one.due_on) for one in found] == [
        ("", on("03-19"), on("03-20")),
        ("2", on("03-23"), on("03-24")),
    ]
    assert [(state(one), one.lapsed_on, one.kept_on) for one in found] == [
        ("lapsed", on("03-20"), None),
        ("kept", None, on("03-24")),
    ]


# ---- Marks ----


@pytest.mark.parametrize("kind", tuple(COMMANDS), ids=lambda one: one.__name__)
@given(st.data())
def test_moments_are_read_back_as_they_were_stored(kind: type[CaseEvent], data: st.DataObject) -> None:
    drawn = data.draw(strategy(kind))
    sums = {name: Decimal("1234.50") for name in kind.__struct_fields__ if name.endswith("_yuan")}  # as a ledger has
    drawn = msgspec.structs.replace(drawn, **sums)
    if isinstance(drawn, e.DeferralDecided):
        drawn = msgspec.structs.replace(drawn, plan=(Instalment(due_on=on("04-30"), amount_yuan=Decimal(1)),))
    if isinstance(drawn, LicenceApplied):
        drawn = msgspec.structs.replace(drawn, licence_until=on("04-30"))
    if isinstance(drawn, MeasureCarriedOut):
        drawn = msgspec.structs.replace(drawn, ends_at="2026-03-03T09:00:00+08:00", returned_at="")
    moments = after(Moments(), drawn, at("2026-03-02 09:00"), at("2026-03-03 09:00").micros, 7, 3)
    assert msgspec.json.decode(msgspec.json.encode(moments), type=Moments) == moments


_NAMES_AN_ITEM: dict[type[Any], dict[str, Any]] = {
    e.MonitoringTold: {"items": ("证据1",)},
    e.SecrecyTagged: {"subject": "证据1"},
}


_NO_TEXTS = {"case", "number", "item", "agency", "matter", "receipt", "receipts"}
"""Numbers and codes, which tell terms of one kind apart."""


def test_no_text_of_a_case_is_in_its_moments() -> None:
    story = Story()
    texts = []
    for kind in events_of():
        story.tell("2026-03-02 09:00", kind, **_NAMES_AN_ITEM.get(kind, {}))
        texts += [name for name in kind.__struct_fields__ if name not in _NO_TEXTS]
    stored = msgspec.json.encode(story.moments).decode()
    assert "之值" in stored  # numbers of documents are
    for name in texts:
        assert f"{name} “" not in stored, name


def test_of_marks_at_one_time_the_first_entry_comes_first() -> None:
    story = serve(serve(decided(served=""), "2026-03-18"), "2026-03-18")
    assert [mark.version for mark in every(story.moments)["served"]] == [3, 4]


def test_a_step_known_by_its_day_counts_on_that_day() -> None:
    (mark,) = marks(event(e.FilingApproved), Moment.of(on("03-02")), at("2026-03-09 09:00").micros, 9, 2)
    assert (mark.on, mark.dated, mark.recorded_on, mark.version, mark.position) == (
        on("03-02"),
        True,
        on("03-09"),
        2,
        9,
    )


# ---- Each limit ----


def test_a_lead_is_answered_in_fifteen_working_days() -> None:
    lead = Story().tell("2026-03-02 09:00", e.LeadRegistered, discovered_on=on("03-01"))
    assert days(lead.term("lead")) == (on("03-02"), on("03-23"), None, "open")
    dismissed = lead.tell("2026-03-24 09:00", e.LeadDismissed).term("lead")
    assert (dismissed.kept_on, dismissed.in_time, dismissed.proven_in_time) == (on("03-24"), False, False)


def test_a_filing_answers_the_lead_and_asks_for_approval() -> None:
    story = Story().tell("2026-03-02 09:00", e.LeadRegistered, discovered_on=on("03-01"))
    story.tell("2026-03-05 09:00", e.CaseFiled, acted_on=on("02-20"), discovered_on=on("03-01"))
    assert days(story.term("lead"))[2:] == (on("03-05"), "kept")
    assert days(story.term("filing-approval")) == (on("03-05"), on("03-10"), None, "open")
    story.tell("2026-03-06 09:00", e.FilingApproved)
    assert story.term("filing-approval").in_time


def test_each_preserved_item_has_its_own_seven_working_days() -> None:
    items = tuple(Item(name=name, quantity="1") for name in ("秤", "车"))
    number = "监漳先登〔2026〕1号"
    story = filed().tell("2026-03-02 15:00", e.EvidencePreserved, number=number, items=items)
    story.tell("2026-03-10 09:00", e.ItemDisposed, item=f"{number}#1")
    kept, lapsing = story.term("preservation", f"{number}#1"), story.term("preservation", f"{number}#2")
    assert days(kept) == (on("03-02"), on("03-11"), on("03-10"), "kept")
    assert (state(lapsing), lapsing.due_on, lapsing.then) == ("open", on("03-11"), "lapse-preservation")
    story.tell("2026-03-12 00:01", e.PreservationLapsed, item=f"{number}#2", due_on=on("03-11"))
    assert days(story.term("preservation", f"{number}#2"))[2:] == (on("03-12"), "lapsed")
    assert state(story.term("preservation", f"{number}#1")) == "kept"


def test_a_correction_is_checked_in_five_working_days_of_the_day_that_was_set() -> None:
    story = filed().tell("2026-03-03 09:00", e.CorrectionOrdered, number="一号", correct_by=on("03-13"))
    story.tell("2026-03-06 09:00", e.CorrectionOrdered, number="二号", correct_by=None)
    assert days(story.term("correction", "一号")) == (on("03-13"), on("03-20"), None, "open")
    assert days(story.term("correction", "二号")) == (on("03-06"), on("03-13"), None, "open")
    story.tell("2026-03-12 09:00", e.CorrectionChecked)
    assert story.term("correction", "一号").kept_on == story.term("correction", "二号").kept_on == on("03-12")
    story.tell("2026-03-16 09:00", e.CorrectionOrdered, number="三号", correct_by=None)
    assert state(story.term("correction", "三号")) == "open"  # an earlier check says nothing of it


def test_the_party_has_five_working_days_from_the_notice() -> None:
    story = noticed()
    assert days(story.term("defence")) == (on("03-05"), on("03-12"), None, "open")
    assert days(story.term("hearing-request")) == (on("03-05"), on("03-12"), None, "open")
    story.tell("2026-03-06 09:00", e.DefenceRecorded)
    assert state(story.term("defence")) == "kept"
    assert days(story.term("defence-review")) == (on("03-06"), on("03-13"), None, "open")
    story.tell("2026-03-09 09:00", e.DefenceReviewed)
    assert state(story.term("defence-review")) == "kept"


def test_there_is_no_term_for_a_hearing_of_which_nothing_was_told() -> None:
    assert ("hearing-request", "") not in noticed(hearing=False).terms()


def test_the_order_of_notice_and_its_service_in_the_log_does_not_matter() -> None:
    story = serve(filed(), "2026-03-05", "notice", NOTICE, recorded="2026-03-20 09:00")
    assert ("hearing-request", "") not in story.terms()
    story.tell("2026-03-04", e.NoticeGiven, "2026-03-21 09:00", number=NOTICE, hearing_told=True)
    assert story.term("hearing-request").starts_on == on("03-05")


def test_a_hearing_given_up_with_the_defence_is_settled() -> None:
    story = noticed().tell("2026-03-06 09:00", e.DefenceWaived, hearing_too=False)
    assert state(story.term("hearing-request")) == "open"
    story.tell("2026-03-09 09:00", e.DefenceWaived, hearing_too=True)
    assert days(story.term("hearing-request"))[2:] == (on("03-09"), "kept")
    assert days(story.term("defence"))[2:] == (on("03-06"), "kept")


def test_a_request_by_post_counts_on_the_day_of_the_postmark() -> None:
    story = noticed().tell("2026-03-16 09:00", e.HearingRequested, posted_on=on("03-12"))
    request = story.term("hearing-request")
    assert (request.kept_on, request.in_time) == (on("03-12"), True)
    assert (request.proven_on, request.proven_in_time) == (on("03-16"), False)


def test_the_decision_ends_the_partys_terms() -> None:
    story = noticed().tell("2026-03-16 09:00", e.DecisionSigned)
    assert {state(story.term(name)) for name in ("defence", "hearing-request")} == {"lapsed"}


def test_a_second_notice_begins_a_further_term_and_a_second_service_of_the_first_does_not() -> None:
    story = noticed().tell("2026-03-06 09:00", e.DefenceRecorded)
    serve(story, "2026-03-09 09:00", "notice", NOTICE)
    assert [subject for limit, subject in story.terms() if limit == "defence"] == [""]
    story.tell("2026-03-10 09:00", e.NoticeGiven, number="二号", hearing_told=False)
    serve(story, "2026-03-11 09:00", "notice", "二号")
    assert days(story.term("defence")) == (on("03-05"), on("03-12"), on("03-06"), "kept")
    assert days(story.term("defence", "2")) == (on("03-11"), on("03-18"), None, "open")
    story.tell("2026-03-13 09:00", e.DefenceWaived, hearing_too=False)
    assert days(story.term("defence", "2"))[2:] == (on("03-13"), "kept")
    assert days(story.term("defence"))[2:] == (on("03-06"), "kept")
    assert ("hearing-request", "2") not in story.terms()


def test_the_reviewers_clock_starts_again_when_the_materials_are_complete() -> None:
    story = filed().tell("2026-03-09 09:00", e.ReviewSubmitted, lacking=())
    assert days(story.term("legal-review")) == (on("03-09"), on("03-16"), None, "open")
    story.tell("2026-03-10 09:00", e.ReviewReturned).tell("2026-03-10 15:00", e.ReviewSubmitted, lacking=())
    assert days(story.term("legal-review"))[2:] == (on("03-10"), "kept")
    assert days(story.term("legal-review", "2")) == (on("03-10"), on("03-17"), None, "open")
    story.tell("2026-03-12 09:00", e.CaseReviewed, result="correct")
    story.tell("2026-03-16 09:00", e.ReviewSubmitted, lacking=()).tell(
        "2026-03-25 09:00", e.CaseReviewed, result="agreed"
    )
    assert story.term("legal-review", "2").in_time
    third = story.term("legal-review", "3")
    assert (third.due_on, third.kept_on, third.in_time) == (on("03-23"), on("03-25"), False)
    assert third.bound == "reviewer"


def test_what_is_submitted_twice_without_an_answer_is_one_review() -> None:
    story = (
        filed()
        .tell("2026-03-09 09:00", e.ReviewSubmitted, lacking=())
        .tell("2026-03-11 09:00", e.ReviewSubmitted, lacking=())
    )
    assert [subject for limit, subject in story.terms() if limit == "legal-review"] == [""]


def test_a_decision_is_due_in_ninety_days_and_not_to_punish_is_one() -> None:
    story = filed()
    assert days(story.term("decision")) == (on("03-02"), on("05-31"), None, "open")
    assert story.term("decision").warn_on == on("05-29")
    story.tell("2026-05-31", e.PenaltyDeclined)
    assert story.term("decision").in_time


@pytest.mark.parametrize(
    ("kind", "fields"),
    [(e.CasePassed, {}), (e.PoliceAnswered, {"filed": True}), (e.CaseClosed, {})],
    ids=["passed on", "with the police", "closed"],
)
def test_no_decision_is_due_any_more(kind: type[CaseEvent], fields: dict[str, Any]) -> None:
    assert days(filed().tell("2026-04-01 09:00", kind, **fields).term("decision"))[2:] == (on("04-01"), "lapsed")


def test_what_the_police_do_not_take_is_to_be_decided() -> None:
    story = filed().tell("2026-03-09 09:00", e.PoliceAnswered, filed=False)
    assert state(story.term("decision")) == "open"
    story.tell("2026-03-10 09:00", e.PoliceAnswered, filed=True).tell("2026-03-20 09:00", e.PoliceAnswered, filed=False)
    assert state(story.term("decision")) == "open"
    assert ("closing", "") not in story.terms()


def test_a_suspension_with_a_basis_moves_the_decision_and_one_without_does_not() -> None:
    story = filed().tell("2026-03-10 09:00", e.CaseSuspended, basis="", until=None)
    assert days(story.term("decision"))[1:] == (on("05-31"), None, "open")
    story.tell("2026-03-12 09:00", e.CaseResumed)
    story.tell("2026-03-20 09:00", e.CaseSuspended, basis="某条例 第一条", until=None)
    waiting = story.term("decision")
    assert (state(waiting), waiting.paused_on, waiting.due_on) == ("paused", on("03-20"), on("05-31"))
    story.tell("2026-03-30 09:00", e.CaseResumed)
    assert days(story.term("decision")) == (on("03-02"), on("06-10"), None, "open")


def test_a_suspension_whose_last_day_is_known_ends_with_it() -> None:
    story = filed().tell("2026-03-20 09:00", e.CaseSuspended, basis="某条例 第一条", until=on("03-30"))
    assert days(story.term("decision")) == (on("03-02"), on("06-10"), None, "open")
    resumption = story.term("suspension")
    assert (resumption.due_on, resumption.then) == (on("03-31"), "resume-case")
    story.tell("2026-04-03 09:00", e.CaseResumed)
    assert days(story.term("decision"))[1] == on("06-10")
    assert state(story.term("suspension")) == "kept"
    earlier = filed().tell("2026-03-20 09:00", e.CaseSuspended, basis="某条例 第一条", until=on("03-30"))
    assert earlier.tell("2026-03-25 09:00", e.CaseResumed).term("decision").due_on == on("06-05")


def test_a_term_that_was_over_is_not_saved_by_a_suspension() -> None:
    story = filed().tell("2026-06-01 09:00", e.CaseSuspended, basis="某条例 第一条", until=None)
    assert days(story.term("decision"))[1:] == (on("05-31"), None, "open")
    in_time = filed().tell("2026-05-31 09:00", e.CaseSuspended, basis="某条例 第一条", until=None)
    assert days(in_time.term("decision"))[1:] == (on("05-31"), None, "open")  # its last day had come


def test_a_decision_signed_while_the_case_waits_is_in_time() -> None:
    story = filed().tell("2026-05-20 09:00", e.CaseSuspended, basis="某条例 第一条", until=None)
    story.tell("2026-06-20 09:00", e.DecisionSigned)
    found = story.term("decision")
    assert (state(found), found.in_time, found.paused_on) == ("kept", True, None)
    assert found.due_on == on("07-01")


def test_an_extension_lengthens_the_decision_alone() -> None:
    story = decided(signed="2026-06-20 10:00", served="")
    assert not story.term("decision").in_time
    story.tell("2026-05-20", e.TermExtended, "2026-06-22 09:00", days=30)
    assert (story.term("decision").due_on, story.term("decision").in_time) == (on("06-30"), True)
    assert story.term("service").due_on == on("06-30")
    story.tell("2026-07-05 09:00", e.TermExtended, days=30)  # after the decision it lengthens nothing
    assert story.term("decision").due_on == on("06-30")


def test_two_extensions_add_up() -> None:
    story = filed().tell("2026-05-20 09:00", e.TermExtended, days=30).tell("2026-06-20 09:00", e.TermExtended, days=10)
    assert story.term("decision").due_on == on("07-10")


def test_a_service_that_was_entered_late_is_kept_but_not_proven() -> None:
    story = serve(decided(served=""), "2026-03-18", recorded="2026-04-10 09:00")
    found = story.term("service")
    assert (found.due_on, found.kept_on, found.in_time) == (on("03-25"), on("03-18"), True)
    assert (found.proven_on, found.proven_in_time) == (on("04-10"), False)


@pytest.mark.parametrize("order", [("2026-03-18", "2026-03-20"), ("2026-03-20", "2026-03-18")])
def test_of_two_services_the_one_that_occurred_first_counts(order: tuple[str, str]) -> None:
    story = decided(served="")
    for day in order:
        serve(story, day, recorded="2026-04-10 09:00")
    assert story.term("service").kept_on == story.term("payment").starts_on == on("03-18")


def test_the_notice_is_not_the_decision_and_starts_no_payment() -> None:
    assert {("service", ""), ("payment", "")}.isdisjoint(noticed().terms())


def test_a_publication_counts_from_its_recording() -> None:
    story = decided().tell("2026-03-17", e.DisclosureReviewed, "2026-03-30 09:00")
    found = [story.term(f"publication.{name}") for name in ("guidance", "regulation", "openness")]
    assert [term.in_time for term in found] == [False, True, True]
    assert {term.kept_on for term in found} == {term.proven_on for term in found} == {on("03-30")}


def test_a_decision_not_to_punish_is_served_and_not_published_by_a_term() -> None:
    story = filed().tell("2026-03-16 09:00", e.PenaltyDeclined)
    assert {limit for limit, _ in story.terms()} == {"filing-approval", "decision", "service", "stale"}
    serve(story, "2026-03-18 09:00", "no-penalty")
    assert state(story.term("service")) == "kept"
    assert ("payment", "") not in story.terms()


# ---- Money ----


def test_a_fine_is_paid_when_the_payments_come_to_it() -> None:
    story = pay(decided(), "2026-03-20", "120.00")
    assert days(story.term("payment")) == (on("03-18"), on("04-02"), None, "open")
    pay(story, "2026-04-01", "80.00", recorded="2026-04-07 09:00")
    found = story.term("payment")
    assert (found.kept_on, found.in_time) == (on("04-01"), True)
    assert (found.proven_on, found.proven_in_time) == (on("04-07"), False)


def test_a_payment_that_is_recorded_later_though_made_earlier_proves_it_later() -> None:
    story = pay(decided(), "2026-03-30", "100.00", recorded="2026-03-30 09:00")
    pay(story, "2026-03-20", "100.00", recorded="2026-04-20 09:00")
    found = story.term("payment")
    assert (found.kept_on, found.proven_on) == (on("03-30"), on("04-20"))


def test_money_for_something_else_does_not_pay_the_fine() -> None:
    story = pay(decided(), "2026-03-20", "500.00", purpose="confiscated")
    assert state(story.term("payment")) == "open"


def test_a_decision_without_a_fine_asks_for_no_payment() -> None:
    assert ("payment", "") not in decided(fine=None).terms()


def test_a_revocation_lets_the_payment_lapse() -> None:
    story = decided().tell("2026-03-25 09:00", e.DecisionRevoked, effect="revoked")
    assert days(story.term("payment"))[2:] == (on("03-25"), "lapsed")


def granted(story: Story, *parts: tuple[str, str], when: str = "2026-03-30 09:00", granted: bool = True) -> Story:
    plan = tuple(Instalment(due_on=on(day), amount_yuan=Decimal(amount)) for day, amount in parts)
    return story.tell(when, e.DeferralDecided, granted=granted, plan=plan)


def test_a_plan_replaces_the_term_by_one_for_each_part() -> None:
    story = granted(decided("900.00"), ("06-30", "300.00"), ("04-30", "300.00"), ("05-31", "300.00"))
    found = {subject: term for (limit, subject), term in story.terms().items() if limit == "payment"}
    assert {subject: term.due_on for subject, term in found.items()} == {
        "1": on("04-30"),
        "2": on("05-31"),  # a Sunday: the day that the plan names
        "3": on("06-30"),
    }
    assert {term.starts_on for term in found.values()} == {on("03-30")}
    pay(pay(story, "2026-04-20", "400.00"), "2026-06-02", "200.00")
    assert days(story.term("payment", "1"))[2:] == (on("04-20"), "kept")
    second = story.term("payment", "2")
    assert (second.kept_on, second.in_time) == (on("06-02"), False)
    assert state(story.term("payment", "3")) == "open"


def test_a_plan_over_what_was_left_counts_what_was_paid_before() -> None:
    story = granted(pay(decided("900.00"), "2026-03-20", "300.00"), ("04-30", "300.00"), ("05-29", "300.00"))
    assert [part.needed for part in plans(every(story.moments))[-1].parts] == [60_000, 90_000]
    assert state(story.term("payment", "1")) == "open"
    pay(story, "2026-04-20", "300.00")
    assert state(story.term("payment", "1")) == "kept"


def test_a_refused_plan_changes_nothing_and_a_later_one_replaces_the_earlier() -> None:
    story = decided("900.00").tell("2026-03-20 09:00", e.DeferralRequested)
    assert days(story.term("deferral")) == (on("03-20"), on("03-27"), None, "open")
    granted(story, when="2026-03-23 09:00", granted=False)
    assert state(story.term("deferral")) == "kept"
    assert story.term("payment").due_on == on("04-02")
    story.tell("2026-03-24 09:00", e.DeferralRequested)
    assert state(story.term("deferral", "2")) == "open"
    granted(story, ("04-30", "900.00"), when="2026-03-25 09:00")
    granted(story, ("06-30", "900.00"), when="2026-04-20 09:00")
    assert [(subject, term.due_on) for (limit, subject), term in story.terms().items() if limit == "payment"] == [
        ("1", on("06-30"))
    ]


def payments(story: Story) -> dict[str, tuple[date, date | None, str]]:
    """The terms for payment, by subject: last day, end and state."""
    found = {subject: term for (limit, subject), term in story.terms().items() if limit == "payment"}
    return {subject: days(term)[1:] for subject, term in found.items()}


def test_a_plan_that_comes_late_leaves_what_was_over_before_it() -> None:
    story = granted(decided("900.00"), ("06-30", "900.00"), when="2026-05-06 09:00")
    assert payments(story) == {
        "": (on("04-02"), on("05-06"), "lapsed"),
        "1": (on("06-30"), None, "open"),
    }
    pay(story, "2026-06-01", "900.00")
    assert payments(story)["1"] == (on("06-30"), on("06-01"), "kept")


def test_a_fine_that_was_paid_late_before_a_plan_was_paid_late() -> None:
    story = pay(decided("900.00"), "2026-04-20", "300.00")
    granted(story, ("06-30", "600.00"), when="2026-05-06 09:00")
    assert payments(story)[""] == (on("04-02"), on("05-06"), "lapsed")
    in_time = pay(decided("900.00"), "2026-04-01", "900.00", recorded="2026-05-20 09:00")
    assert set(payments(granted(in_time, ("06-30", "900.00"), when="2026-05-06 09:00"))) == {"1"}


def test_a_later_plan_leaves_the_part_that_was_over_before_it() -> None:
    story = granted(decided("900.00"), ("04-30", "300.00"), ("05-31", "600.00"))
    granted(story, ("06-30", "900.00"), when="2026-05-20 09:00")
    assert payments(story) == {
        "1-1": (on("04-30"), on("05-20"), "lapsed"),
        "1": (on("06-30"), None, "open"),
    }


def test_what_no_plan_covers_is_due_as_without_one() -> None:
    story = granted(decided("900.00"), ("06-30", "600.00"))
    assert payments(story) == {"": (on("04-02"), None, "open"), "1": (on("06-30"), None, "open")}
    pay(story, "2026-04-02", "300.00")
    assert payments(story)[""] == (on("04-02"), on("04-02"), "kept")


# ---- A stay ----


def stayed(story: Story, begun: str, lifted: str = "") -> Story:
    story.tell(f"2026-{begun} 09:00", e.PerformanceStayed)
    return story.tell(f"2026-{lifted} 09:00", e.StayLifted) if lifted else story


def test_a_stay_lets_the_term_for_payment_stand_still() -> None:
    assert payments(stayed(decided(), "03-23")) == {"": (on("04-02"), None, "paused")}
    assert payments(stayed(decided(), "03-23", "04-22")) == {"": (on("05-06"), None, "open")}  # 1 to 5 May are off
    assert payments(stayed(decided(), "04-03", "04-22")) == {"": (on("04-02"), None, "open")}  # it was over


def test_a_stay_moves_the_parts_of_a_plan() -> None:
    story = granted(decided("900.00"), ("04-30", "300.00"), ("05-31", "600.00"))
    stayed(story, "05-06")
    assert payments(story) == {"1": (on("04-30"), None, "open"), "2": (on("05-31"), None, "paused")}
    story.tell("2026-05-16 09:00", e.StayLifted)
    assert payments(story) == {"1": (on("04-30"), None, "open"), "2": (on("06-10"), None, "open")}


def test_relief_alone_stays_no_payment() -> None:
    story = decided().tell("2026-03-20 09:00", e.ReliefSought, kind="lawsuit", accepted_on=on("03-20"))
    assert payments(story) == {"": (on("04-02"), None, "open")}


# ---- A decision that was undone, or stands all the same ----


@pytest.mark.parametrize("effect", ["changed", "confirmed-illegal"])
def test_a_decision_that_was_changed_or_is_only_unlawful_is_served_and_paid_on(effect: str) -> None:
    story = decided(served="").tell("2026-03-17 09:00", e.DecisionRevoked, effect=effect)
    assert state(story.term("service")) == "open"
    serve(story, "2026-03-18 10:00")
    assert state(story.term("payment")) == "open"
    assert ("closing", "") not in story.terms()
    assert state(story.term("publication.guidance")) == "lapsed"  # its page is withdrawn all the same


# ---- A closing that did not last ----


def test_a_case_that_the_police_gave_back_after_its_closing_is_to_be_decided() -> None:
    story = filed().tell("2026-03-09 09:00", e.PoliceAnswered, filed=True).tell("2026-03-10 09:00", e.CaseClosed)
    assert state(story.term("decision")) == "lapsed"
    assert state(story.term("archive")) == "open"
    story.tell("2026-03-20 09:00", e.PoliceAnswered, filed=False)
    assert state(story.term("decision")) == "open"
    assert not {("archive", ""), ("closing", "")} & set(story.terms())
    story.tell("2026-04-20 09:00", e.CaseClosed)
    assert days(story.term("decision"))[2:] == (on("04-20"), "lapsed")


def test_a_case_whose_file_is_open_again_is_to_be_decided_until_it_is_archived() -> None:
    story = filed().tell("2026-03-09 09:00", e.CaseClosed).tell("2026-03-10 09:00", e.CaseArchived)
    story.tell("2026-03-20 09:00", e.ArchiveReopened)
    assert state(story.term("decision")) == "open"
    story.tell("2026-03-23 09:00", e.CaseArchived)
    assert days(story.term("decision"))[2:] == (on("03-09"), "lapsed")


def test_parts_lapse_with_the_decision() -> None:
    story = granted(decided("900.00"), ("04-30", "900.00")).tell("2026-04-02 09:00", e.DecisionRevoked, effect="void")
    assert days(story.term("payment", "1"))[2:] == (on("04-02"), "lapsed")


# ---- Withdrawal, transfer, service by notice, discovery ----


def revoked(story: Story, when: str = "2026-04-08 09:00", received: str = "04-03") -> Story:
    instrument = Instrument(kind="own", number="一号", body="本机关", dated_on=on("04-01"), received_on=on(received))
    return story.tell(when, e.DecisionRevoked, instrument=instrument)


def test_a_withdrawal_counts_from_the_day_on_which_the_instrument_was_received() -> None:
    public = decided().tell("2026-03-20 09:00", e.DisclosureReviewed)
    found = revoked(public).term("withdrawal")
    assert days(found) == (on("04-03"), on("04-09"), on("04-08"), "kept")  # 4 to 6 April are off
    assert found.in_time


def test_what_never_was_public_is_not_withdrawn() -> None:
    withheld = decided().tell("2026-03-20 09:00", e.DisclosureReviewed, copy=None, outcome="withheld")
    assert ("withdrawal", "") not in revoked(withheld).terms()
    assert ("withdrawal", "") not in revoked(decided()).terms()
    assert state(withheld.term("publication.guidance")) == "kept"


def test_a_transfer_is_sent_within_twenty_four_hours() -> None:
    story = filed().tell("2026-03-06 09:00", e.TransferReported)
    assert days(story.term("transfer-decision")) == (on("03-06"), on("03-09"), None, "open")
    story.tell("2026-03-06 17:00", e.TransferDecided, approved=True)
    sending = story.term("transfer-sending")
    assert sending.due_at == at("2026-03-07 17:00").instant
    assert (sending.due_on, sending.warn_on) == (on("03-07"), on("03-06"))
    for sent, in_time in (("2026-03-07 17:00", True), ("2026-03-07 17:01", False), ("2026-03-07", True)):
        after_that = filed().tell("2026-03-06 17:00", e.TransferDecided, approved=True).tell(sent, e.TransferSent)
        assert after_that.term("transfer-sending").in_time is in_time, sent


def test_the_hours_of_a_record_count_too() -> None:
    story = filed().tell("2026-03-06 17:00", e.TransferDecided, approved=True)
    story.tell("2026-03-07 09:00", e.TransferSent, "2026-03-07 17:30")
    found = story.term("transfer-sending")
    assert (found.in_time, found.proven_in_time) == (True, False)


def test_the_police_answer_and_get_the_goods() -> None:
    story = filed().tell("2026-03-06 17:00", e.TransferSent)
    examination = story.term("police-examination")
    assert (examination.bound, examination.due_on) == ("police", on("03-09"))
    story.tell("2026-03-08 09:00", e.PoliceAnswered, filed=True)
    assert state(story.term("police-examination")) == "kept"
    assert days(story.term("goods")) == (on("03-08"), on("03-11"), None, "open")
    story.tell("2026-03-10 09:00", e.GoodsHandedOver)
    assert state(story.term("goods")) == "kept"
    assert story.term("closing").starts_on == on("03-08")


def test_a_no_to_a_transfer_starts_no_hours_and_a_second_report_begins_again() -> None:
    story = (
        filed().tell("2026-03-06 09:00", e.TransferReported).tell("2026-03-09 09:00", e.TransferDecided, approved=False)
    )
    assert ("transfer-sending", "") not in story.terms()
    story.tell("2026-03-20 09:00", e.TransferReported)
    assert days(story.term("transfer-decision", "2")) == (on("03-20"), on("03-23"), None, "open")


def test_a_paper_served_by_notice_is_served_when_its_days_are_over() -> None:
    story = decided(served="").tell("2026-03-20 09:00", e.NoticePublished, number=DECISION, issued_on=on("03-20"))
    found = story.term("notice-term", DECISION)
    assert (found.due_on, found.then, state(found)) == (on("04-19"), "serve-document", "open")  # a Sunday
    serve(story, "2026-03-25 09:00")  # the party turned up
    assert state(story.term("notice-term", DECISION)) == "kept"


def test_a_notice_of_a_decision_that_is_gone_needs_no_service() -> None:
    story = decided(served="").tell("2026-03-20 09:00", e.NoticePublished, number=DECISION, issued_on=on("03-20"))
    story.tell("2026-04-02 09:00", e.DecisionRevoked, effect="void")
    assert days(story.term("notice-term", DECISION))[2:] == (on("04-02"), "lapsed")


@pytest.mark.parametrize(("issued", "in_time"), [("2026-03-25", True), ("2026-03-26", False)])
def test_the_notice_of_a_decision_keeps_the_term_of_its_service(issued: str, in_time: bool) -> None:
    issued_on = date.fromisoformat(issued)
    given = {"document": "decision", "number": DECISION, "issued_on": issued_on}
    story = decided(served="").tell(f"{issued} 09:00", e.NoticePublished, **given)
    service = story.term("service")
    assert (service.due_on, service.kept_on, service.in_time) == (on("03-25"), issued_on, in_time)
    assert ("payment", "") not in story.terms()  # the party has not been reached yet
    story.void(3)
    assert state(story.term("service")) == "open"


def test_the_notice_of_another_paper_does_not_keep_the_service_of_the_decision() -> None:
    story = decided(served="").tell("2026-03-20 09:00", e.NoticePublished, document="notice", number=NOTICE)
    assert state(story.term("service")) == "open"


def test_another_papers_service_does_not_end_a_notice() -> None:
    story = decided(served="").tell("2026-03-20 09:00", e.NoticePublished, number=DECISION, issued_on=on("03-20"))
    assert state(serve(story, "2026-03-25 09:00", "notice", NOTICE).term("notice-term", DECISION)) == "open"


def test_an_act_goes_stale_in_two_years_or_in_five_where_grave_harm_came_of_it() -> None:
    story = filed(acted_on=date(2023, 12, 1), discovered_on=date(2026, 2, 20))
    found = story.term("stale")
    assert (found.due_on, found.kept_on, found.in_time) == (date(2025, 12, 1), on("02-20"), False)
    assert ("stale-grave", "") not in story.terms()
    story.tell("2026-03-09 09:00", e.OpinionSubmitted, qualities=("grave-harm",))
    assert ("stale", "") not in story.terms()
    grave = story.term("stale-grave")
    assert (grave.due_on, grave.in_time) == (date(2028, 12, 1), True)


# ---- The end ----


@pytest.mark.parametrize(
    ("story", "ended"),
    [
        (pay(decided(), "2026-03-25", "200.00"), "03-25"),
        (pay(decided(served="2026-03-30 09:00"), "2026-03-25", "200.00"), "03-30"),  # paid before it was served
        (decided(fine=None), "03-18"),
        (serve(filed().tell("2026-03-16 09:00", e.PenaltyDeclined), "2026-03-20 09:00", "no-penalty"), "03-20"),
        (filed().tell("2026-03-09 09:00", e.CasePassed), "03-09"),
        (decided().tell("2026-03-25 09:00", e.DecisionRevoked, effect="redo-ordered"), "03-25"),
    ],
    ids=["paid", "paid, then served", "nothing to pay", "not punished", "passed on", "undone"],
)
def test_a_case_is_closed_in_fifteen_working_days_of_its_end(story: Story, ended: str) -> None:
    assert story.term("closing").starts_on == on(ended)


def test_a_case_in_which_something_is_owed_has_not_ended() -> None:
    assert ("closing", "") not in decided().terms()
    story = filed().tell("2026-03-16 10:00", e.DecisionSigned, fine_yuan=Decimal(100), confiscated_yuan=Decimal(50))
    pay(serve(story, "2026-03-18 10:00"), "2026-03-20", "100.00")
    assert ("closing", "") not in story.terms()
    story.tell("2026-04-10 09:00", e.SurchargeImposed, amount_yuan=Decimal(3))
    pay(story, "2026-04-13", "50.00", purpose="confiscated")
    assert ("closing", "") not in story.terms()
    pay(story, "2026-04-15", "3.00", purpose="surcharge")
    assert story.term("closing").starts_on == on("04-15")


def test_a_closed_case_is_archived_in_thirty_days() -> None:
    story = decided(fine=None).tell("2026-03-20 09:00", e.CaseClosed)
    assert days(story.term("closing"))[2:] == (on("03-20"), "kept")
    assert days(story.term("archive")) == (on("03-20"), on("04-19"), None, "open")
    assert state(story.tell("2026-04-01 09:00", e.CaseArchived).term("archive")) == "kept"


# ---- Voided entries ----


def test_an_entry_that_was_a_mistake_takes_its_terms_back() -> None:
    story = serve(decided(served="2026-03-18 10:00"), "2026-03-20 09:00")
    story.void(3)
    assert story.term("service").kept_on == story.term("payment").starts_on == on("03-20")
    story.void(4)
    assert state(story.term("service")) == "open"
    assert ("payment", "") not in story.terms()


def test_a_voided_payment_pays_nothing_and_a_voided_plan_is_none() -> None:
    story = granted(pay(decided(), "2026-03-20", "200.00"), ("04-30", "200.00"))
    story.void(5)
    assert state(story.term("payment")) == "kept"
    story.void(4)
    assert state(story.term("payment")) == "open"


def test_a_voided_resumption_lets_the_term_stand_still_again() -> None:
    story = filed().tell("2026-03-20 09:00", e.CaseSuspended, basis="某条例 第一条", until=None)
    story.tell("2026-03-30 09:00", e.CaseResumed).void(3)
    assert state(story.term("decision")) == "paused"
    assert state(story.void(2).term("decision")) == "open"


KINDS = [kind for kind in events_of() if kind is not e.EntryVoided]
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 28), st.integers(0, 30)), min_size=1, max_size=25)


def lived(steps: list[tuple[type[CaseEvent], int, int]]) -> Story:
    story = Story()
    for kind, day, later in steps:
        fields: dict[str, Any] = {"acted_on": on("01-05"), "discovered_on": on("01-06")} if kind is e.CaseFiled else {}
        when, recorded = f"2026-03-{day:02}", f"2026-{4 + later // 28:02}-{later % 28 + 1:02} 09:00"
        story.tell(when, kind, recorded, **fields)
    return story


@given(STEPS, st.data())
def test_a_case_with_a_voided_entry_has_the_terms_that_it_has_without_it(
    steps: list[tuple[type[CaseEvent], int, int]], data: st.DataObject
) -> None:
    version = data.draw(st.integers(1, len(steps)))
    story = lived(steps).void(version)
    without = Moments()
    for one in story.told[:-1]:
        if one.version != version:
            without = after(without, one.event, one.occurred_at, one.recorded_at, one.version, one.version)
    assert story.moments == without


@given(STEPS)
def test_whatever_happened_each_term_is_told_once_and_makes_sense(
    steps: list[tuple[type[CaseEvent], int, int]],
) -> None:
    for term in lived(steps).terms().values():
        assert term.starts_on <= term.due_on
        assert (term.kept_on is None) == (term.proven_on is None) == (term.in_time is None)
        assert term.kept_on is None or term.lapsed_on is None
        assert term.warn_on <= term.due_on


@given(STEPS)
def test_moments_agree_with_the_facts_of_the_case(steps: list[tuple[type[CaseEvent], int, int]]) -> None:
    story = lived(steps)
    found, case = every(story.moments), story.case
    assert ("revoked" in found) == (case.revocation is not None)
    assert ("signed" in found) == (case.signed_at is not None)
    served = found.get("served", ())
    assert (served[0].on if served else None) == (case.served_at.day if case.served_at else None)
    assert (story.moments.agency == "") == (case.lead is None and case.filed is None)


# ---- Law and calendar ----


def test_a_term_in_a_year_without_a_calendar_is_provisional_until_it_is_adopted() -> None:
    story = decided(signed="2026-12-30 10:00", served="")
    waiting = story.term("service")
    assert (waiting.due_on, waiting.provisional) == (date(2027, 1, 8), True)
    off = tuple(date(2027, 1, day) for day in (1, 7, 8))
    adopted = evolve(REGISTER, CalendarAdopted(year=2027, notice="国办发明电〔2026〕9号", off=off, working=()))
    moved = story.term("service", register=adopted)
    assert (moved.due_on, moved.provisional) == (date(2027, 1, 13), False)


def test_without_any_law_nothing_runs_and_without_calendars_only_weekends_count() -> None:
    story = decided()
    assert story.terms(law_and_calendars(()).__class__()) == {}
    assert all(term.provisional for (limit, _), term in story.terms(law_and_calendars(())).items() if limit != "stale")


def test_a_term_is_that_of_the_law_in_force_on_the_day_on_which_it_began() -> None:
    text = seed_texts()["limits.toml"]
    shorter = """
[[limit]]
id = "service"
title = "送达行政处罚决定书"
article = "行政处罚法 第六十一条"
starts = "signed"
kept_by = ["served"]
length = 3
unit = "working-day"
bound = "agency"
since = 2026-03-17
verified = true
"""
    changed = evolve(REGISTER, RulesAdopted(name="limits.toml", text=text + shorter))
    assert decided(signed="2026-03-16 10:00", served="").term("service", register=changed).due_on == on("03-25")
    assert decided(signed="2026-03-17 10:00", served="").term("service", register=changed).due_on == on("03-20")


def test_what_lets_a_term_stand_still_is_told_apart_by_kind() -> None:
    story = decided().tell("2026-03-20 09:00", e.ReliefSought, kind="reconsideration", accepted_on=on("03-19"))
    story.tell("2026-04-20 09:00", e.ReliefSought, kind="lawsuit", accepted_on=on("04-20"))
    story.tell("2026-04-21 09:00", e.ReliefEnded, kind="reconsideration", ended_on=on("04-17"))
    story.tell("2026-04-22 09:00", e.PerformanceStayed)
    found = every(story.moments)
    assert sorted(map(tuple, pauses(found, ("relief",))), key=str) == [
        (on("03-19"), on("04-17")),
        (on("04-20"), None),
    ]
    assert [one.begins_on for one in pauses(found, ("stay",))] == [on("04-22")]
    assert pauses(found, ("suspension",)) == ()
    story.tell("2026-05-06 09:00", e.StayLifted)
    assert [one.ends_on for one in pauses(every(story.moments), ("stay",))] == [on("05-06")]


def test_the_case_belongs_to_the_lead_until_it_is_filed() -> None:
    story = Story().tell("2026-03-02 09:00", e.LeadRegistered, agency="A", matter="", discovered_on=on("03-01"))
    assert (story.moments.agency, story.moments.matter) == ("A", "")
    story.tell("2026-03-04 09:00", e.CaseFiled, agency="A", matter="M")
    assert (story.moments.agency, story.moments.matter) == ("A", "M")
    assert story.void(2).moments.matter == ""
    assert story.told[0].event.case == CASE


# ---- Days that nobody can mean ----


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(2200, 1, 1), date.max])
def test_a_command_that_names_an_impossible_day_is_invalid(day: date) -> None:
    part = Instalment(due_on=day, amount_yuan=Decimal(1))
    assert [path for path, _ in check(OrderCorrection(content="改正", correct_by=day))] == ["$.correct_by"]
    paths = [path for path, _ in check(DecideDeferral(granted=True, reason="困难", plan=(part,)))]
    assert "$.plan[0].due_on" in paths


@pytest.mark.parametrize("day", [date(1, 1, 1), date.max])
def test_an_impossible_day_in_a_ledger_stops_no_projection(day: date) -> None:
    story = granted(decided("900.00"), ("04-30", "900.00"))
    story.tell("2026-03-03 09:00", e.CorrectionOrdered, number="一号", correct_by=day)
    story.tell("2026-03-20 09:00", e.CaseSuspended, basis="某条例 第一条", until=day)
    story.tell("2026-03-20 09:00", e.NoticePublished, number=DECISION, issued_on=day)
    story.tell("2026-03-21 09:00", e.LeadRegistered, discovered_on=day)
    story.tell("2026-03-22 09:00", e.PaymentRecorded, paid_on=day, purpose="fine", amount_yuan=Decimal(900))
    plan = (Instalment(due_on=day, amount_yuan=Decimal(900)),)
    found = story.tell("2026-04-01 09:00", e.DeferralDecided, granted=True, plan=plan).terms()
    assert found["decision", ""].kept_on == on("03-16")
