"""法制审核, 集体讨论, 决定, 不予处罚: what may be signed, and on what it rests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from course import AGENCY, HANDLERS, HEAD, LAWYER, PRESIDER, SEEDED, UNIT_HEAD, Course, command, registers
from penal import MATERIALS, MATTER, SCAN
from records.course.facts import FACTS
from records.course.review import digest_of
from records.errors import Invalid, Refused
from records.event import CaseEvent, Event
from records.judgement import Context
from records.penalty import commands as c
from records.penalty.commands import PartyGiven
from records.penalty.commands.checks import check
from records.penalty.events import (
    CaseDiscussed,
    CaseReviewed,
    DecisionSigned,
    Draft,
    Element,
    PenaltyDeclined,
    ReviewReturned,
    ReviewSubmitted,
    View,
)
from records.penalty.staleness import act_is_stale
from records.register.events import (
    AgencyRegistered,
    BenchmarkPublished,
    DocumentNumberTaken,
    FineImposed,
    HeadAppointed,
    MatterRegistered,
    OfficerEnded,
    Range,
    RegisterEvent,
    ReviewerRegistered,
)
from records.register.fold import Register
from records.reviewing.commands import ReceiveCountyReview, RequestCountyReview
from town import Town, town

SINCE = date(2020, 1, 1)
COUNTY = AgencyRegistered(
    code="11140429000000000X", name="武乡县司法局", short="武司", kind="agency", region="140429", valid_from=SINCE
)
HEAVY: dict[str, Any] = {"fine_yuan": Decimal("6000.00"), "content": "罚款6000元"}
"""A fine that calls for a hearing and a legal review."""
DRAFT: Draft = command(c.SubmitReview).draft
HEAVY_DRAFT = msgspec.structs.replace(DRAFT, **HEAVY)
QUESTIONS = tuple(SEEDED.law(date(2026, 3, 1)).questions)
ANSWERS: tuple[Element, ...] = command(c.ReviewCase).elements


class Knowing(Course):
    """A course whose steps are decided on facts of the ledger beside the case."""

    def __init__(self, register: Register = SEEDED, **facts: Any) -> None:
        super().__init__(register=register)
        self.facts = facts

    def context(self, sent: c.Command, by: str = HANDLERS[0], **facts: Any) -> Context:
        """With the facts, for whoever is not of the town itself."""
        return super().context(sent, by, **(self.facts | facts))


def heavy(stage: str = "defence", course: Course | None = None, **opinion: Any) -> Course:
    """A case that calls for a legal review, its hearing waived."""
    given = {"fine_yuan": HEAVY["fine_yuan"]} | opinion
    return (course or Course()).until(stage, opinion=given, notice=HEAVY | {"hearing_told": True})


def before_the_reviewer(course: Course | None = None) -> Course:
    """The same with its draft submitted."""
    found = heavy(course=course)
    found.take(c.SubmitReview, draft=HEAVY_DRAFT)
    return found


def grave() -> Course:
    """A case that calls for a collective discussion alone."""
    return Course().until("defence", opinion={"qualities": ("grave",)})


def heard(course: Course) -> None:
    """Holds the hearing that was told of."""
    course.take(c.RequestHearing)
    course.take(c.ArrangeHearing)
    course.take(c.ServeDocument, document="hearing")
    course.at("2026-03-30 09:00").take(c.HoldHearing)
    course.take(c.ReportHearing)


def told_again(course: Course, **changes: Any) -> None:
    """Gives another notice and lets the party waive again."""
    course.take(c.GiveNotice, **changes)
    course.take(c.ServeDocument, document="notice")
    course.take(c.WaiveDefence)


def only(events: list[Event]) -> Any:
    """The one event of the case."""
    (event,) = (one for one in events if isinstance(one, CaseEvent))
    return event


def answers(**verdicts: Element) -> tuple[Element, ...]:
    """The answers of a plain review with others."""
    return tuple(verdicts.get(one.id, one) for one in ANSWERS)


def wrong_fields(course: Course, kind: type[c.Command], **changes: Any) -> dict[str, str]:
    """The fields that a step is turned down for."""
    with pytest.raises(Invalid) as raised:
        course.take(kind, **changes)
    return dict(raised.value.fields)


def fact(name: str, course: Course) -> bool:
    """A fact of the case as the law data would ask for it next."""
    return FACTS[name](course.case, course.context(command(c.SignDecision), HEAD))


# ---- 法制审核: the draft ----


def test_a_draft_goes_to_review_with_its_digest_and_the_rules_that_make_it_due() -> None:
    submitted = only(heavy().take(c.SubmitReview, draft=HEAVY_DRAFT))
    assert isinstance(submitted, ReviewSubmitted)
    assert submitted.draft == HEAVY_DRAFT
    assert submitted.digest == digest_of(HEAVY_DRAFT)
    assert submitted.hit == ("review.catalogue.fine.person",)
    assert submitted.materials == MATERIALS
    assert submitted.lacking == ()


def test_the_draft_itself_and_not_the_notice_says_which_rules_it_hits() -> None:
    assert only(heavy().take(c.SubmitReview)).hit == ()


def test_a_review_may_be_asked_for_where_none_is_due() -> None:
    assert only(Course().until("defence").take(c.SubmitReview)).hit == ()


@pytest.mark.parametrize("field", ["content", "facts", "evidence", "basis", "reasons", "performance", "relief"])
def test_a_draft_that_lacks_what_the_decision_must_say_is_not_reviewed(field: str) -> None:
    lacking = msgspec.structs.replace(DRAFT, **{field: ("", " ") if field in ("evidence", "basis") else " "})
    course = Course().until("defence")
    assert course.refusal(c.SubmitReview, draft=lacking) == "document-lacks-field"
    assert course.defects(c.SubmitReview, "2026-03-02", draft=lacking) == ["document-lacks-field"]


def test_a_draft_of_a_kind_that_the_matter_does_not_allow_is_not_reviewed() -> None:
    closing = msgspec.structs.replace(DRAFT, kinds=("罚款", "责令停产停业"))
    assert Course().until("defence").refusal(c.SubmitReview, draft=closing) == "kind-not-allowed"


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"kinds": ()}, "$.draft.kinds"),
        ({"kinds": ("罚款", "罚款")}, "$.draft.kinds"),
        ({"fine_yuan": None}, "$.draft.fine_yuan"),
        ({"fine_yuan": Decimal("0.001")}, "$.draft.fine_yuan"),
        ({"confiscated_yuan": Decimal(5)}, "$.draft.confiscated_yuan"),
    ],
)
def test_what_cannot_be_right_in_a_draft_is_named(changes: dict[str, Any], path: str) -> None:
    sent = command(c.SubmitReview, draft=msgspec.structs.replace(DRAFT, **changes))
    assert path in [found for found, _ in check(sent)]


def test_no_draft_goes_to_review_before_the_party_was_heard() -> None:
    assert Course().until("evidence").refusal(c.SubmitReview) == "opinion-first"
    assert Course().until("notice-served").refusal(c.SubmitReview) == "defence-not-over"
    course = heavy()
    course.take(c.RequestHearing)
    assert course.refusal(c.SubmitReview, draft=HEAVY_DRAFT) == "hearing-not-over"
    assert Course().until("notice-served").defects(c.SubmitReview, "2026-03-02") == ["defence-not-over"]


def test_one_draft_is_reviewed_at_a_time() -> None:
    course = before_the_reviewer()
    assert course.refusal(c.SubmitReview, draft=HEAVY_DRAFT) == "review-open-already"
    assert course.defects(c.SubmitReview, "2026-03-02", draft=HEAVY_DRAFT) == ["review-open-already"]


def test_a_draft_is_submitted_by_a_handler() -> None:
    assert heavy().refusal(c.SubmitReview, by=HEAD, draft=HEAVY_DRAFT) == "handler-only"


def test_the_digest_of_a_draft_never_changes() -> None:
    assert digest_of(DRAFT) == digest_of(msgspec.structs.replace(DRAFT, fine_yuan=Decimal(200)))
    assert digest_of(DRAFT) == "4bf101b1c6d5b1742ed6bf76f75c1f8b12e24b7ca25ee9a1fa5b9cc85eee4655"


@pytest.mark.parametrize("field", Draft.__struct_fields__)
def test_every_field_of_a_draft_changes_its_digest(field: str) -> None:
    others: dict[str, Any] = {
        "kinds": ("警告",),
        "fine_yuan": Decimal("200.01"),
        "confiscated_yuan": Decimal(1),
        "evidence": ("现场笔录", "照片"),
        "basis": ("某条例 第一条",),
    }
    changed = msgspec.structs.replace(DRAFT, **{field: others.get(field, "改动")})
    assert digest_of(changed) != digest_of(DRAFT)


# ---- 法制审核: the reviewer ----


def test_a_review_is_bound_to_the_draft_that_was_submitted_last() -> None:
    course = heavy()
    course.take(c.SubmitReview)
    course.take(c.ReturnReview)
    course.take(c.SubmitReview, draft=HEAVY_DRAFT)
    reviewed = only(course.take(c.ReviewCase))
    assert isinstance(reviewed, CaseReviewed)
    assert reviewed.digest == digest_of(HEAVY_DRAFT)


def test_materials_that_are_incomplete_go_back_and_come_again() -> None:
    course = before_the_reviewer()
    returned = only(course.take(c.ReturnReview, missing=("证据目录", "听证笔录")))
    assert isinstance(returned, ReviewReturned)
    assert returned.missing == ("证据目录", "听证笔录")
    assert course.refusal(c.ReviewCase) == "nothing-to-review"
    course.take(c.SubmitReview, draft=HEAVY_DRAFT)
    course.take(c.ReviewCase)


@pytest.mark.parametrize("kind", [c.ReturnReview, c.ReviewCase])
def test_there_is_nothing_to_review_before_a_draft_or_after_the_opinion(kind: type[c.Command]) -> None:
    assert heavy().refusal(kind) == "nothing-to-review"
    course = before_the_reviewer()
    course.take(c.ReviewCase)
    assert course.refusal(kind) == "nothing-to-review"
    named = {"reviewer": LAWYER} if kind is c.ReviewCase else {}
    assert heavy().defects(kind, "2026-03-02", **named) == ["nothing-to-review"]


@pytest.mark.parametrize("kind", [c.ReturnReview, c.ReviewCase])
def test_who_is_not_registered_with_a_qualification_reviews_nothing(kind: type[c.Command]) -> None:
    assert before_the_reviewer().refusal(kind, by=UNIT_HEAD) == "reviewer-not-qualified"


@pytest.mark.parametrize(("last_day", "qualified"), [(date(2026, 3, 1), False), (date(2026, 3, 2), True)])
def test_a_reviewer_is_qualified_up_to_the_last_day_of_the_entry(last_day: date, qualified: bool) -> None:
    course = before_the_reviewer(Course(register=registers(lawyer("lawyer-guo", valid_to=last_day))))
    if qualified:
        course.take(c.ReviewCase, by="lawyer-guo")
    else:
        assert course.refusal(c.ReviewCase, by="lawyer-guo") == "reviewer-not-qualified"


def lawyer(person: str, agency: str = AGENCY, valid_to: date | None = None) -> ReviewerRegistered:
    """A reviewer's entry."""
    return ReviewerRegistered(
        person=person, agency=agency, qualification="A1", valid_from=SINCE, valid_to=valid_to, name="郭"
    )


@pytest.mark.parametrize("kind", [c.ReturnReview, c.ReviewCase])
def test_a_reviewer_of_the_county_reviews_with_an_account_of_the_county(kind: type[c.Command]) -> None:
    ended = msgspec.structs.replace(SEEDED.reviewers[LAWYER][0], valid_to=date(2026, 3, 1))
    course = Knowing(registers(COUNTY, lawyer("lawyer-xian", agency="11140429000000000X"), ended))
    before_the_reviewer(course)
    course.take(RequestCountyReview, county="11140429000000000X")
    course.facts = {"agencies": frozenset({"11140429000000000X"})}
    assert course.refusal(kind, by="lawyer-of-nobody") == "other-agency"
    course.take(ReceiveCountyReview, by="lawyer-xian")
    course.take(kind, by="lawyer-xian")


@pytest.mark.parametrize("kind", [c.ReturnReview, c.ReviewCase])
def test_a_reviewer_of_another_agency_that_nobody_asked_reviews_nothing(kind: type[c.Command]) -> None:
    course = Knowing(registers(lawyer("lawyer-xian", agency="11140429000000000X")))
    before_the_reviewer(course)
    course.facts = {"agencies": frozenset({"11140429000000000X"})}
    assert course.refusal(kind, by="lawyer-xian") == "other-agency"


def test_a_reviewer_of_the_county_takes_no_other_step_of_the_case() -> None:
    course = Knowing(registers(lawyer("lawyer-xian", agency="11140429000000000X")))
    heavy(course=course)
    course.facts = {"agencies": frozenset({"11140429000000000X"})}
    assert course.refusal(c.SubmitReview, by="lawyer-xian") == "other-agency"


@pytest.mark.parametrize("kind", [c.ReturnReview, c.ReviewCase])
@pytest.mark.parametrize("person", [HANDLERS[1], HEAD])
def test_nobody_reviews_a_case_that_they_handle_or_are_to_decide(person: str, kind: type[c.Command]) -> None:
    course = before_the_reviewer(Course(register=registers(lawyer(person))))
    assert course.refusal(kind, by=person) == "legal-reviewer-is-handler"


def test_nobody_reviews_a_case_that_they_handled_once() -> None:
    others = (HANDLERS[0], "officer-sun")
    course = heavy(course=Course(register=registers(lawyer(HANDLERS[1]), officer("officer-sun"))))
    course.take(c.ChangeHandlers, handlers=others)
    course.take(c.SubmitReview, draft=HEAVY_DRAFT)
    assert course.refusal(c.ReviewCase, by=HANDLERS[1]) == "legal-reviewer-is-handler"


def officer(person: str) -> RegisterEvent:
    """An officer's certificate."""
    found = SEEDED.officers[HANDLERS[0]][0]
    return msgspec.structs.replace(found, person=person, certificate=f"of {person}")


def test_nobody_reviews_a_case_whose_hearing_they_presided_over() -> None:
    course = heavy("notice-served", Course(register=registers(lawyer(PRESIDER))))
    heard(course)
    course.at("2026-04-08 09:00").take(c.SubmitReview, draft=HEAVY_DRAFT)
    assert course.refusal(c.ReviewCase, by=PRESIDER) == "legal-reviewer-is-handler"


def test_a_paper_review_is_entered_by_a_handler_without_being_theirs() -> None:
    assert before_the_reviewer().defects(c.ReviewCase, "2026-03-02", reviewer=LAWYER) == []


def test_a_paper_review_that_names_no_reviewer_keeps_that_defect() -> None:
    assert before_the_reviewer().defects(c.ReviewCase, "2026-03-02") == ["reviewer-not-qualified"]


# ---- 法制审核: the answers ----


def test_every_question_is_answered() -> None:
    fields = wrong_fields(before_the_reviewer(), c.ReviewCase, elements=ANSWERS[2:])
    assert set(fields) == {"$.elements"}
    assert all(one in fields["$.elements"] for one in QUESTIONS[:2])
    assert not any(one in fields["$.elements"] for one in QUESTIONS[2:])


def test_a_question_is_answered_once_and_no_other_is() -> None:
    course = before_the_reviewer()
    twice = wrong_fields(course, c.ReviewCase, elements=(*ANSWERS, ANSWERS[0]))
    assert "不止一次" in twice["$.elements"]
    other = wrong_fields(course, c.ReviewCase, elements=(*ANSWERS, Element(id="weather", verdict="符合")))
    assert "weather" in other["$.elements"]


@pytest.mark.parametrize("verdict", ["不符合", "不适用"])
def test_a_verdict_that_is_not_a_plain_yes_says_why(verdict: Any) -> None:
    bare = answers(facts=Element(id="facts", verdict=verdict, note=" "))
    fields = wrong_fields(before_the_reviewer(), c.ReviewCase, elements=bare, result="investigate")
    assert set(fields) == {f"$.elements[{QUESTIONS.index('facts')}].note"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_review_with_a_no_does_not_agree(question: str) -> None:
    course, given = before_the_reviewer(), answers(**{question: Element(id=question, verdict="不符合", note="见附件")})
    assert set(wrong_fields(course, c.ReviewCase, elements=given)) == {"$.result"}
    assert only(course.take(c.ReviewCase, elements=given, result="correct")).result == "correct"


def test_no_suspicion_of_a_crime_may_be_said_as_a_yes() -> None:
    given = answers(crime=Element(id="crime", verdict="符合"))
    assert only(before_the_reviewer().take(c.ReviewCase, elements=given)).result == "agreed"


# ---- 法制审核: what it means for the decision ----


def test_a_decision_without_the_review_that_is_due_is_refused() -> None:
    course = before_the_reviewer()
    assert course.refusal(c.SignDecision, **HEAVY) == "legal-review-first"
    assert heavy().defects(c.SignDecision, "2026-03-02", **HEAVY) == ["legal-review-first"]


def test_a_reviewed_decision_is_signed() -> None:
    course = before_the_reviewer()
    course.take(c.ReviewCase)
    assert only(course.take(c.SignDecision, **HEAVY)).fine_yuan == Decimal("6000.00")


@pytest.mark.parametrize("result", ["correct", "investigate", "mend-procedure", "hand-over"])
def test_a_review_that_does_not_agree_is_not_passed(result: Any) -> None:
    course = before_the_reviewer()
    course.take(c.ReviewCase, result=result, steps=("add-evidence",) if result == "mend-procedure" else ())
    assert course.refusal(c.SignDecision, **HEAVY) == "legal-review-first"


def test_a_new_draft_voids_the_opinion_on_the_old_one() -> None:
    course = before_the_reviewer()
    course.take(c.ReviewCase)
    course.take(c.SubmitReview, draft=HEAVY_DRAFT)
    assert course.refusal(c.SignDecision, **HEAVY) == "legal-review-first"
    course.take(c.ReturnReview)
    assert course.refusal(c.SignDecision, **HEAVY) == "legal-review-first"


def test_a_review_from_before_the_hearing_does_not_count() -> None:
    course = heavy("notice-served")
    course.take(c.SubmitReview, occurred_at="2026-03-02", entry=SCAN, draft=HEAVY_DRAFT)
    course.take(c.ReviewCase)
    heard(course)
    course.at("2026-04-08 09:00")
    assert course.refusal(c.SignDecision, **HEAVY) == "legal-review-first"
    course.take(c.SubmitReview, draft=HEAVY_DRAFT)
    course.take(c.ReviewCase)
    course.take(c.SignDecision, **HEAVY)


@pytest.mark.parametrize(
    "changes",
    [
        {"fine_yuan": Decimal("5999.00")},
        {"fine_yuan": Decimal("200.00")},  # too little for a review by itself: the draft was not that
        {"reasons": "另有理由。"},
        {"evidence": ("现场笔录", "照片")},
    ],
)
def test_what_is_signed_is_the_draft_that_was_reviewed(changes: dict[str, Any]) -> None:
    course = before_the_reviewer()
    course.take(c.ReviewCase)
    assert course.refusal(c.SignDecision, **(HEAVY | changes)) == "draft-changed"
    assert course.defects(c.SignDecision, "2026-03-02", **(HEAVY | changes)) == ["draft-changed"]


def test_an_amount_may_be_written_another_way_than_in_the_draft() -> None:
    course = before_the_reviewer()
    course.take(c.ReviewCase)
    course.take(c.SignDecision, **(HEAVY | {"fine_yuan": Decimal(6000)}))


def test_a_draft_below_the_threshold_does_not_free_the_decision_above_it() -> None:
    course = heavy()
    course.take(c.SubmitReview)
    assert course.refusal(c.SignDecision, **HEAVY) == "legal-review-first"
    course.take(c.ReviewCase)
    assert course.refusal(c.SignDecision, **HEAVY) == "draft-changed"
    course.take(c.SignDecision)


def test_a_review_that_was_only_wished_for_binds_nobody() -> None:
    course = Course().until("defence")
    course.take(c.SubmitReview)
    course.take(c.ReviewCase, result="correct")
    course.take(c.SignDecision, reasons="另有理由。")


def test_a_review_that_is_known_by_its_date_alone_follows_a_draft_of_the_same_day() -> None:
    course = before_the_reviewer()
    course.take(c.ReviewCase, by=HANDLERS[0], occurred_at="2026-03-02", entry=SCAN)
    assert fact("review-passed", course)
    course.take(c.SignDecision, **HEAVY)


def test_a_paper_review_whose_submission_nobody_entered_counts_as_one() -> None:
    course = heavy()
    course.take(c.ReviewCase, by=HANDLERS[0], occurred_at="2026-03-02", entry=SCAN)
    assert fact("review-passed", course)


# ---- 集体讨论 ----


def test_a_discussion_is_recorded_with_each_view() -> None:
    discussed = only(grave().take(c.DiscussCase))
    assert isinstance(discussed, CaseDiscussed)
    assert [one.member for one in discussed.views] == [HEAD, UNIT_HEAD, "member-he"]
    assert discussed.agreed


def test_a_grave_case_is_decided_after_the_heads_discussed_and_agreed() -> None:
    course = grave()
    assert course.refusal(c.SignDecision) == "discussion-first"
    course.take(c.DiscussCase, agreed=False, result="补充调查。")
    assert course.refusal(c.SignDecision) == "discussion-first"
    course.take(c.DiscussCase)
    course.take(c.SignDecision)


def test_a_draft_without_the_grave_kind_does_not_free_the_decision_with_it() -> None:
    kinds = ("罚款", "责令停产停业")
    course = Course(register=registers(matter(*kinds)))
    course.until("defence", opinion={"kinds": kinds}, notice={"kinds": kinds, "hearing_told": True})
    course.take(c.SubmitReview)
    course.take(c.ReviewCase)
    assert not fact("discussion-due", course)
    assert course.refusal(c.SignDecision, kinds=kinds) == "discussion-first"
    course.take(c.DiscussCase)
    assert course.refusal(c.SignDecision, kinds=kinds) == "draft-changed"
    course.take(c.SignDecision)


def test_a_paper_decision_of_a_grave_case_without_discussion_is_marked() -> None:
    assert grave().defects(c.SignDecision, "2026-03-02") == ["discussion-first"]


def test_a_discussion_may_be_held_where_none_is_due() -> None:
    course = Course().until("defence")
    assert not fact("discussion-due", course)
    course.take(c.DiscussCase)


def test_nothing_is_discussed_before_the_party_was_told_and_heard() -> None:
    assert Course().until("opinion-endorsed").refusal(c.DiscussCase) == "notice-first"
    assert Course().until("notice-served").refusal(c.DiscussCase) == "defence-not-over"
    assert Course().until("notice-served").defects(c.DiscussCase, "2026-03-02") == ["defence-not-over"]


def test_a_new_notice_is_discussed_anew() -> None:
    course = grave()
    course.take(c.DiscussCase)
    told_again(course)
    assert course.refusal(c.SignDecision) == "discussion-first"
    course.take(c.DiscussCase)
    course.take(c.SignDecision)


def test_a_discussion_from_before_the_hearing_does_not_count() -> None:
    course = heavy("notice-served", qualities=("grave",))
    course.take(c.DiscussCase, by=HANDLERS[0], occurred_at="2026-03-02", entry=SCAN)
    assert fact("discussed", course)
    heard(course)
    assert not fact("discussed", course)
    course.take(c.DiscussCase)
    assert fact("discussed", course)


@pytest.mark.parametrize("members", [(HEAD, UNIT_HEAD), (HEAD, UNIT_HEAD, HEAD, UNIT_HEAD)])
def test_fewer_than_three_members_do_not_discuss_together(members: tuple[str, ...]) -> None:
    views = tuple(View(member=one, view="同意。") for one in members)
    assert grave().refusal(c.DiscussCase, views=views) == "too-few-members"
    assert grave().defects(c.DiscussCase, "2026-03-02", views=views) == ["too-few-members"]


def test_the_head_takes_part_in_the_discussion() -> None:
    views = tuple(View(member=one, view="同意。") for one in (UNIT_HEAD, "member-he", "member-lv"))
    assert grave().refusal(c.DiscussCase, views=views) == "head-not-in-discussion"
    assert grave().defects(c.DiscussCase, "2026-03-02", views=views) == ["head-not-in-discussion"]


def test_a_member_who_was_recused_does_not_discuss_the_case() -> None:
    course = grave()
    course.take(c.RequestRecusal, person=UNIT_HEAD)
    course.take(c.DecideRecusal, person=UNIT_HEAD)
    assert course.refusal(c.DiscussCase) == "officer-recused"
    assert course.defects(c.DiscussCase, "2026-03-02") == ["officer-recused"]


def test_a_member_without_a_view_is_named() -> None:
    views = (View(member=HEAD, view="同意。"), View(member=UNIT_HEAD, view=" "), View(member="", view="同意。"))
    assert set(wrong_fields(grave(), c.DiscussCase, views=views)) == {"$.views[1]", "$.views[2]"}


def test_a_discussion_is_recorded_by_the_head_or_a_handler() -> None:
    assert grave().refusal(c.DiscussCase, by=LAWYER) == "head-only"
    grave().take(c.DiscussCase, by=HANDLERS[1])


# ---- 决定: who, and under which number ----


def test_a_decision_takes_the_next_number_and_notes_the_fine_under_its_party() -> None:
    course = Course().until("defence")
    signed, taken, fine = course.take(c.SignDecision, distinct="与前案不是同一行为", departure="情节轻微")
    assert isinstance(signed, DecisionSigned)
    assert signed.number == "监漳罚决〔2026〕1号"
    assert (signed.bank, signed.surcharge) == ("武乡农商银行监漳支行 0001", True)
    assert (signed.distinct, signed.departure) == ("与前案不是同一行为", "情节轻微")
    assert isinstance(taken, DocumentNumberTaken)
    assert fine == FineImposed(
        person="person-1",
        case=signed.case,
        acted_on=date(2026, 3, 1),
        place="监漳镇中心街",
        number="监漳罚决〔2026〕1号",
    )


def test_a_warning_is_no_fine() -> None:
    events = (
        Course()
        .until("defence", notice={"kinds": ("警告", "罚款")}, opinion={"kinds": ("警告", "罚款")})
        .take(c.SignDecision, kinds=("警告",), fine_yuan=None, bank="")
    )
    assert not any(isinstance(one, FineImposed) for one in events)


def test_a_paper_fine_is_noted_under_the_number_of_the_paper() -> None:
    course = Course().until("defence")
    signed, _, fine = course.take(
        c.SignDecision, by=HANDLERS[0], number="监漳罚决〔2026〕1号", occurred_at="2026-03-02", entry=SCAN
    )
    assert isinstance(fine, FineImposed)
    assert isinstance(signed, DecisionSigned)
    assert fine.number == signed.number == "监漳罚决〔2026〕1号"


@pytest.mark.parametrize("number", ["监漳罚决〔2025〕1号", "县罚决〔2026〕1号", "第1号", "监漳罚决〔2026〕0号"])
def test_a_papers_number_from_outside_the_series_is_kept_and_marked(number: str) -> None:
    course = Course().until("defence")
    assert course.defects(c.SignDecision, "2026-03-02", number=number) == ["number-out-of-series"]
    signed = course.events[-1]
    assert isinstance(signed, DecisionSigned)
    assert signed.number == number


def test_a_live_decision_chooses_no_number() -> None:
    assert [path for path, _ in check(command(c.SignDecision, number="监漳罚决〔2026〕9号"))] == ["$.number"]
    assert [path for path, _ in check(command(c.DeclinePenalty, number="监漳不罚决〔2026〕9号"))] == ["$.number"]


def test_only_the_head_signs_and_under_their_own_name() -> None:
    course = Course().until("defence")
    assert course.refusal(c.SignDecision, by=HANDLERS[0]) == "head-only"
    assert course.refusal(c.SignDecision, decided_by="head-old") == "decider-not-head"
    assert course.defects(c.SignDecision, "2026-03-02", decided_by="head-old") == ["decider-not-head"]


def test_of_two_heads_neither_signs_for_the_other() -> None:
    course = Course(register=registers(HeadAppointed(agency=AGENCY, person="head-vice", valid_from=SINCE)))
    course.until("defence")
    assert course.refusal(c.SignDecision, by="head-vice") == "decider-not-head"


def test_a_recused_head_signs_nothing_on_paper_either() -> None:
    course = Course(register=registers(HeadAppointed(agency=AGENCY, person="head-vice", valid_from=SINCE)))
    course.until("defence").take(c.RequestRecusal, person=HEAD)
    course.take(c.DecideRecusal, by="head-vice", person=HEAD)
    assert course.refusal(c.SignDecision) == "officer-recused"
    assert course.defects(c.SignDecision, "2026-03-02") == ["officer-recused"]


def test_a_decision_waits_for_a_recusal_to_be_decided() -> None:
    course = Course().until("defence")
    course.take(c.RequestRecusal)
    assert course.refusal(c.SignDecision) == "recusal-open"
    assert course.refusal(c.DeclinePenalty) == "recusal-open"


def test_a_case_is_decided_once() -> None:
    course = Course().until("decision")
    assert course.refusal(c.SignDecision) == "decision-exists"
    assert course.refusal(c.DeclinePenalty) == "decision-exists"
    assert "decision-exists" in course.defects(c.SignDecision, "2026-03-02", number="监漳罚决〔2026〕2号")


def test_a_case_whose_decision_was_revoked_is_not_decided_again() -> None:
    course = Course().until("decision").at("2026-03-20 09:00")
    course.take(c.RevokeDecision)
    assert course.refusal(c.SignDecision) == "decision-revoked"


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        ("filing", "filing-unapproved"),
        ("filing-approved", "no-evidence"),
        ("notice", "notice-first"),
        ("notice-served", "defence-not-over"),
    ],
)
def test_a_decision_before_its_course_is_over_is_refused(stage: str, code: str) -> None:
    assert Course().until(stage).refusal(c.SignDecision) == code
    assert code in Course().until(stage).defects(c.SignDecision, "2026-03-02")


def test_a_paper_decision_from_before_the_notice_was_served_is_marked() -> None:
    course = Course().until("opinion-endorsed").at("2026-03-09 09:00")
    told_again(course)
    assert course.defects(c.SignDecision, "2026-03-05") == ["notice-first", "defence-not-over"]


def test_a_certificate_that_ended_before_the_decision_is_a_bar() -> None:
    ended = OfficerEnded(person=HANDLERS[1], certificate="14042901", last_day=date(2026, 3, 3), reason="调离")
    course = Course(register=registers(ended)).until("defence").at("2026-03-04 09:00")
    assert course.refusal(c.SignDecision) == "officer-not-certified"


# ---- 决定: the penalty ----


@pytest.mark.parametrize(
    "changes",
    [
        {"fine_yuan": Decimal("200.01")},
        {"kinds": ("罚款", "警告")},
        {"kinds": ("罚款", "没收违法所得")},
        {"kinds": ("罚款", "没收违法所得"), "confiscated_yuan": Decimal(1)},
        {"kinds": ("警告",), "fine_yuan": None},
    ],
)
def test_a_penalty_beyond_what_was_told_is_refused(changes: dict[str, Any]) -> None:
    assert Course().until("defence").refusal(c.SignDecision, **changes) == "heavier-than-told"
    assert Course().until("defence").defects(c.SignDecision, "2026-03-02", **changes) == ["heavier-than-told"]


@pytest.mark.parametrize(
    ("told", "signed", "within"),
    [(None, None, True), ("50", "50", True), ("50", "49.99", True), ("50", "50.01", False), ("50", None, False)],
)
def test_what_is_confiscated_was_told_with_its_amount(told: str | None, signed: str | None, within: bool) -> None:
    kinds = ("罚款", "没收违法所得")
    amount = {"kinds": kinds, "confiscated_yuan": Decimal(told) if told else None}
    course = Course().until("defence", opinion=amount, notice=amount | {"hearing_told": True})
    given: dict[str, Any] = {"kinds": kinds, "confiscated_yuan": Decimal(signed) if signed else None}
    if within:
        course.take(c.SignDecision, **given)
    else:
        assert course.refusal(c.SignDecision, **given) == "heavier-than-told"


def test_an_amount_that_the_notice_left_open_was_not_told() -> None:
    kinds = ("罚款", "没收违法所得")
    course = Course().until("defence", opinion={"kinds": kinds}, notice={"kinds": kinds, "hearing_told": True})
    assert course.refusal(c.SignDecision, kinds=kinds, confiscated_yuan=Decimal(1)) == "heavier-than-told"


def test_a_lighter_penalty_needs_no_new_notice() -> None:
    Course().until("defence").take(c.SignDecision, fine_yuan=Decimal(100), content="罚款100元")


def test_a_new_notice_mends_what_was_not_told() -> None:
    course = Course().until("opinion", opinion={"fine_yuan": Decimal(300)})
    course.take(c.EndorseOpinion)
    told_again(course)
    assert course.refusal(c.SignDecision, fine_yuan=Decimal(300)) == "heavier-than-told"
    told_again(course, fine_yuan=Decimal(300), content="罚款300元")
    course.take(c.SignDecision, fine_yuan=Decimal(300), content="罚款300元")


def matter(*kinds: str) -> MatterRegistered:
    """The matter with other kinds."""
    return msgspec.structs.replace(SEEDED.matters[MATTER][0], kinds=kinds)


def test_a_kind_that_the_matter_lost_since_the_notice_is_refused() -> None:
    course = Course().until("defence")
    course.register = registers(matter("警告"))
    assert course.refusal(c.SignDecision) == "kind-not-allowed"
    assert course.defects(c.SignDecision, "2026-03-02") == ["kind-not-allowed"]


def test_a_matter_that_is_not_listed_any_more_is_not_decided() -> None:
    course = Course().until("defence")
    course.register = registers(msgspec.structs.replace(matter("罚款"), valid_to=date(2026, 3, 1)))
    assert course.refusal(c.SignDecision) == "matter-not-listed"
    assert course.defects(c.SignDecision, "2026-03-02") == ["matter-not-listed"]


def test_a_town_detains_nobody_and_the_police_do() -> None:
    kinds = ("行政拘留",)
    told: dict[str, Any] = {"kinds": kinds, "fine_yuan": None, "content": "拘留五日"}
    police = AgencyRegistered(
        code=AGENCY, name="武乡县公安局", short="监漳", kind="agency", region="140429", valid_from=SINCE
    )
    course = Course(register=registers(matter(*kinds), police))
    course.until("defence", opinion={"kinds": kinds, "fine_yuan": None}, notice=told)
    course.register = registers(matter(*kinds))
    assert course.refusal(c.SignDecision, **told, bank="") == "detention-not-yours"
    course.register = registers(matter(*kinds), police)
    course.take(c.SignDecision, **told, bank="")


@pytest.mark.parametrize("changes", [{"kind": "entrusted"}, {"name": "监漳镇人民政府"}])
def test_nobody_detains_in_the_name_of_the_police(changes: dict[str, Any]) -> None:
    police = msgspec.structs.replace(SEEDED.agencies[AGENCY][0], **({"name": "武乡县公安局"} | changes))
    course = Course().until("defence")
    course.register = registers(matter("行政拘留"), police)
    found = course.defects(c.SignDecision, "2026-03-02", kinds=("行政拘留",), fine_yuan=None)
    assert found == ["detention-not-yours", "heavier-than-told"]


def party(born_on: date) -> dict[str, Any]:
    """The filing of a case against a person of that birthday."""
    return {"party": PartyGiven(kind="natural", name="张三丰", born_on=born_on)}


CHILD, YOUTH, FIRM = (
    party(date(2014, 5, 1)),
    party(date(2010, 5, 1)),
    {"party": PartyGiven(kind="organisation", name="武乡县某某公司", number="91140429MA0K12348Q")},
)


def told_on_paper(filing: dict[str, Any]) -> Course:
    """A case in which papers propose and tell what no live step would."""
    course = Course().until("evidence", filing=filing)
    for kind in (c.SubmitOpinion, c.EndorseOpinion, c.GiveNotice):
        course.take(kind, by=HANDLERS[0], occurred_at="2026-03-02", entry=SCAN)
    course.take(c.ServeDocument, document="notice")
    course.take(c.WaiveDefence)
    return course


def test_a_child_is_not_punished() -> None:
    assert told_on_paper(CHILD).refusal(c.SignDecision) == "party-under-14"
    assert told_on_paper(CHILD).defects(c.SignDecision, "2026-03-02") == ["party-under-14"]


def test_a_minor_is_punished_more_lightly_or_not_at_all() -> None:
    assert told_on_paper(YOUTH).refusal(c.SignDecision) == "minor-not-lightened"
    assert told_on_paper(YOUTH).defects(c.SignDecision, "2026-03-02") == ["minor-not-lightened"]
    lighter = {"mitigation": "mitigated", "mitigation_ground": "不满十八周岁。"}
    Course().until("decision", filing=YOUTH, opinion=lighter)


@pytest.mark.parametrize("field", ["content", "facts", "evidence", "basis", "reasons", "performance", "relief"])
def test_a_decision_that_lacks_what_it_must_say_is_not_issued(field: str) -> None:
    lacking: dict[str, Any] = {field: () if field in ("evidence", "basis") else "\n"}
    assert Course().until("defence").refusal(c.SignDecision, **lacking) == "document-lacks-field"
    assert Course().until("defence").defects(c.SignDecision, "2026-03-02", **lacking) == ["document-lacks-field"]


@pytest.mark.parametrize(
    ("cited", "barred"),
    [
        (("证据1",), True),
        (("现场笔录", "照片（证据1，第3页）"), True),
        (("现场照片",), True),
        ((" 现场照片 ",), True),
        (("证据2",), False),
        (("主要证据1份",), False),
        (("现场照片的说明",), False),
    ],
)
def test_evidence_that_was_barred_is_not_cited(cited: tuple[str, ...], barred: bool) -> None:
    course = Course().until("defence")
    course.take(c.AddEvidence)
    course.take(c.AddEvidence, title="现场笔录")
    course.take(c.MarkEvidence, verdict="barred", reason="未经当事人同意进入住宅拍摄。")
    course.take(c.MarkEvidence, item="证据2")
    if not barred:
        course.take(c.SignDecision, evidence=cited)
        return
    assert course.refusal(c.SignDecision, evidence=cited) == "evidence-barred"
    assert course.defects(c.SignDecision, "2026-03-02", evidence=cited) == ["evidence-barred"]


def test_a_title_that_good_evidence_bears_as_well_may_be_cited() -> None:
    course = Course().until("defence")
    course.take(c.AddEvidence)
    course.take(c.AddEvidence)
    course.take(c.MarkEvidence, verdict="barred", reason="未经当事人同意进入住宅拍摄。")
    course.take(c.MarkEvidence, item="证据2")
    course.take(c.SignDecision, evidence=("现场照片",))


@pytest.mark.parametrize(
    ("acted_on", "discovered_on", "qualities", "stale"),
    [
        (date(2024, 3, 1), date(2026, 3, 1), (), False),  # the last day
        (date(2024, 2, 29), date(2026, 3, 1), (), True),  # ended on the last of February
        (date(2024, 2, 29), date(2026, 2, 28), (), False),
        (date(2022, 1, 1), date(2026, 3, 1), ("grave-harm",), False),
        (date(2021, 2, 28), date(2026, 3, 1), ("grave-harm",), True),
    ],
)
def test_an_act_that_was_not_discovered_in_its_term_is_not_punished(
    acted_on: date, discovered_on: date, qualities: tuple[Any, ...], stale: bool
) -> None:
    ran = {"acted_on": acted_on, "discovered_on": discovered_on}
    course = Course().until("defence", filing=ran, opinion={"qualities": qualities})
    assert act_is_stale(course.case, course.context(command(c.SignDecision))) is stale
    if stale:
        assert course.refusal(c.SignDecision) == "act-stale"
        assert course.defects(c.SignDecision, "2026-03-02") == ["act-stale"]
    else:
        course.take(c.SignDecision)


def test_no_act_is_stale_by_a_term_that_the_day_did_not_know() -> None:
    course = on_old_paper()
    decided = command(c.SignDecision, occurred_at="2021-01-06", entry=SCAN)
    assert not act_is_stale(course.case, course.context(decided))
    assert not act_is_stale(Course().case, course.context(decided))


# ---- 决定: the fine ----


def test_the_same_act_is_fined_once() -> None:
    course = Knowing(fined_in="another-case")
    course.until("defence")
    assert course.refusal(c.SignDecision) == "fined-already"
    assert course.defects(c.SignDecision, "2026-03-02") == ["fined-already"]


def test_an_act_that_only_looks_like_the_fined_one_may_be_fined_with_the_reason() -> None:
    course = Knowing(fined_in="another-case")
    course.until("defence").take(c.SignDecision, distinct="前案为上午占道，本案为下午焚烧垃圾。")


def test_a_fined_act_may_still_bring_a_warning() -> None:
    both = {"kinds": ("警告", "罚款")}
    course = Knowing(fined_in="another-case")
    course.until("defence", opinion=both, notice=both).take(c.SignDecision, kinds=("警告",), fine_yuan=None)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Town]:
    """The town on a real ledger."""
    with town(f"sqlite:///{tmp_path / 'mingjing.sqlite3'}", tmp_path) as found:
        yield found


def test_a_ledger_finds_the_fine_of_another_case_for_the_same_act(place: Town) -> None:
    street = "监漳镇中心街"
    first, second = place.file(place=street), place.file(place=street, title="占道经营案（重复立案）")
    place.sign(first)
    with pytest.raises(Refused) as refused:
        place.sign(second)
    assert refused.value.code == "fined-already"
    assert first in refused.value.detail
    place.revoke(first)  # a fine that does not stand is none, but it is said which one is made anew
    with pytest.raises(Refused) as refused:
        place.sign(second)
    assert refused.value.code == "redo-not-linked"
    assert refused.value.detail.endswith("原决定：监漳罚决〔2025〕1号")
    place.take(second, c.LinkRedo, number="监漳罚决〔2025〕1号")
    place.sign(second, reasons="再次查明，情节一般。")


def test_an_act_of_another_day_or_place_is_another_act(place: Town) -> None:
    place.sign(place.file(acted_on=date(2025, 1, 5)))
    place.sign(place.file(place="监漳村村口"))
    place.sign(place.file())


def test_a_fine_names_the_bank() -> None:
    assert Course().until("defence").refusal(c.SignDecision, bank=" ") == "bank-missing"
    assert Course().until("defence").defects(c.SignDecision, "2026-03-02", bank="") == ["bank-missing"]


BENCHMARK = BenchmarkPublished(
    matter=MATTER,
    title="占道经营裁量基准",
    ranges=(Range(degree="较轻", from_yuan=50, to_yuan=100), Range(degree="较重", from_yuan=200, to_yuan=500)),
    valid_from=date(2026, 1, 1),
)


@pytest.mark.parametrize(
    ("fine", "fits"),
    [("49.99", False), ("50", True), ("100", True), ("100.01", False), ("199.99", False), ("200", True)],
)
def test_a_fine_lies_within_a_range_of_the_benchmark(fine: str, fits: bool) -> None:
    given: dict[str, Any] = {"fine_yuan": Decimal(fine)}
    course = Course(register=registers(BENCHMARK)).until("defence")
    if fits:
        course.take(c.SignDecision, **given)
        return
    assert course.refusal(c.SignDecision, **given) == "outside-benchmark"
    assert course.defects(c.SignDecision, "2026-03-02", **given) == ["outside-benchmark"]


def test_a_warning_has_no_range() -> None:
    both = {"kinds": ("警告", "罚款")}
    course = Course(register=registers(BENCHMARK)).until("defence", opinion=both, notice=both)
    course.take(c.SignDecision, kinds=("警告",), fine_yuan=None)


def test_a_departure_from_the_benchmark_is_allowed_with_its_reason() -> None:
    course = Course(register=registers(BENCHMARK)).until("defence")
    course.take(c.SignDecision, fine_yuan=Decimal(20), departure="当事人生活困难，减轻处罚。")


def test_a_benchmark_binds_from_its_first_day_to_its_last() -> None:
    later = msgspec.structs.replace(BENCHMARK, valid_from=date(2026, 3, 3))
    Course(register=registers(later)).until("defence").take(c.SignDecision, fine_yuan=Decimal(20))
    over = msgspec.structs.replace(BENCHMARK, valid_to=date(2026, 2, 28))  # the day before the act
    Course(register=registers(over)).until("defence").take(c.SignDecision, fine_yuan=Decimal(20))


# ---- 不予处罚 ----


def declined(course: Course, **changes: Any) -> PenaltyDeclined:
    """The decision not to punish."""
    found = only(course.take(c.DeclinePenalty, **changes))
    assert isinstance(found, PenaltyDeclined)
    return found


def test_a_penalty_is_declined_under_a_number_of_its_own_series() -> None:
    one = declined(Course().until("evidence"))
    assert one.number == "监漳不罚决〔2026〕1号"
    assert one.grounds == ("slight",)
    assert one.decided_by == HEAD


def test_the_head_may_decline_what_was_proposed_and_told() -> None:
    assert declined(Course().until("defence"), grounds=("not-established",), education="").education == ""


def test_a_declined_case_is_decided_and_no_fine_is_noted() -> None:
    course = Course().until("defence")
    events = course.take(c.DeclinePenalty)
    assert not any(isinstance(one, FineImposed) for one in events)
    assert fact("decided", course)
    assert course.refusal(c.SignDecision) == "decision-exists"


@pytest.mark.parametrize(("stage", "code"), [("filing", "filing-unapproved"), ("filing-approved", "no-evidence")])
def test_a_case_is_declined_after_it_was_looked_into(stage: str, code: str) -> None:
    assert Course().until(stage).refusal(c.DeclinePenalty) == code


def test_only_the_head_declines_and_under_their_own_name() -> None:
    course = Course().until("evidence")
    assert course.refusal(c.DeclinePenalty, by=HANDLERS[0]) == "head-only"
    assert course.refusal(c.DeclinePenalty, decided_by="head-old") == "decider-not-head"
    assert course.defects(c.DeclinePenalty, "2026-03-02", decided_by="head-old") == ["decider-not-head"]


GROUNDS: list[tuple[str, dict[str, Any], bool]] = [
    ("under-14", CHILD, True),
    ("under-14", YOUTH, False),
    ("under-14", {}, False),
    ("under-14", FIRM, False),
    ("no-capacity", {}, True),
    ("no-capacity", FIRM, False),
    ("stale", {}, False),
    ("stale", {"acted_on": date(2024, 2, 28)}, True),
    ("slight", FIRM, True),
    ("first-time", {}, True),
    ("no-fault", FIRM, True),
    ("not-established", {}, True),
    ("law-dropped", {}, True),
]


@pytest.mark.parametrize(("ground", "filing", "fits"), GROUNDS)
def test_a_ground_fits_the_party_and_the_act(ground: Any, filing: dict[str, Any], fits: bool) -> None:
    course = Course().until("evidence", filing=filing)
    if fits:
        assert declined(course, grounds=(ground,)).grounds == (ground,)
        return
    assert course.refusal(c.DeclinePenalty, grounds=("slight", ground)) == "ground-not-fitting"
    assert course.defects(c.DeclinePenalty, "2026-03-02", grounds=(ground,)) == ["ground-not-fitting"]


@pytest.mark.parametrize(("ground", "filing"), [("under-14", CHILD), ("slight", {}), ("first-time", {})])
def test_who_is_spared_is_educated(ground: Any, filing: dict[str, Any]) -> None:
    course = Course().until("evidence", filing=filing)
    assert course.refusal(c.DeclinePenalty, grounds=("not-established", ground), education=" ") == "education-missing"
    assert course.defects(c.DeclinePenalty, "2026-03-02", grounds=(ground,), education="") == ["education-missing"]


@pytest.mark.parametrize("field", ["facts", "basis", "reasons", "relief"])
def test_a_decline_that_lacks_what_it_must_say_is_not_issued(field: str) -> None:
    lacking: dict[str, Any] = {field: () if field == "basis" else ""}
    assert Course().until("evidence").refusal(c.DeclinePenalty, **lacking) == "document-lacks-field"
    assert Course().until("evidence").defects(c.DeclinePenalty, "2026-03-02", **lacking) == ["document-lacks-field"]


def test_a_ground_is_named_once() -> None:
    fields = wrong_fields(Course().until("evidence"), c.DeclinePenalty, grounds=("slight", "slight"))
    assert set(fields) == {"$.grounds"}


def test_an_agency_that_is_not_registered_any_more_decides_nothing() -> None:
    ended = msgspec.structs.replace(SEEDED.agencies[AGENCY][0], valid_to=date(2026, 3, 1))
    for kind in (c.SignDecision, c.DeclinePenalty):
        course = Course().until("defence")
        course.register = registers(ended)
        assert course.refusal(kind) == "agency-not-registered"


# ---- Papers of cases that nobody entered from their beginning, or of old days ----


@pytest.mark.parametrize("kind", [c.SignDecision, c.DeclinePenalty])
def test_a_paper_decision_in_a_case_that_was_never_filed_is_recorded(kind: type[c.Command]) -> None:
    course = Course()
    course.take(c.RegisterLead)
    events = course.take(kind, by=HANDLERS[0], occurred_at="2026-03-02", entry=SCAN)
    assert "case-not-filed" in [one.code for one in only(events).defects]
    assert not any(isinstance(one, FineImposed) for one in events)


def test_a_paper_decision_of_an_agency_that_was_not_registered_is_recorded() -> None:
    ended = msgspec.structs.replace(SEEDED.agencies[AGENCY][0], valid_to=date(2026, 3, 1))
    course = Course().until("defence")
    course.register = registers(ended)
    found = course.defects(c.SignDecision, "2026-03-02", kinds=("行政拘留",), fine_yuan=None, number="旧字1号")
    assert "agency-not-registered" in found
    assert "detention-not-yours" in found


def on_old_paper() -> Course:
    """A case on paper of before the law data."""
    ran: dict[str, Any] = {"acted_on": date(2018, 1, 1), "discovered_on": date(2021, 1, 1)}
    course = Course()
    course.take(c.FileCase, occurred_at="2021-01-04", entry=SCAN, **ran)
    return course


@pytest.mark.parametrize("kind", [c.SubmitReview, c.ReviewCase, c.DiscussCase, c.SignDecision, c.DeclinePenalty])
def test_of_a_day_before_the_data_a_paper_says_what_was_not_checked(kind: type[c.Command]) -> None:
    assert on_old_paper().defects(kind, "2021-01-05")[-1] == "not-checked"


def test_a_paper_of_before_the_data_is_not_measured_by_a_number_of_today() -> None:
    views = (View(member=HEAD, view="同意。"),)
    course = on_old_paper()
    course.take(c.DiscussCase, by=HANDLERS[0], occurred_at="2021-01-05", entry=SCAN, views=views)
    (discussed,) = (one for one in course.events if isinstance(one, CaseDiscussed))
    assert "too-few-members" not in [one.code for one in discussed.defects]
    assert "too-few-members" in discussed.defects[-1].detail


# ---- What a review and a decision rest on ----


def passed(course: Course, draft: Draft = HEAVY_DRAFT) -> Course:
    """The case with its draft submitted and agreed to."""
    course.take(c.SubmitReview, draft=draft)
    course.take(c.ReviewCase)
    return course


def test_a_review_before_the_second_notice_does_not_count() -> None:
    course = passed(heavy())
    course.take(c.GiveNotice, **HEAVY, hearing_told=True)
    course.take(c.ServeDocument, document="notice")
    course.take(c.WaiveDefence)
    assert course.refusal(c.SignDecision, **HEAVY) == "legal-review-first"
    passed(course).take(c.SignDecision, **HEAVY)


def test_a_review_before_the_last_defence_does_not_count() -> None:
    course = passed(heavy())
    course.take(c.RecordDefence)
    course.take(c.ReviewDefence)
    assert course.refusal(c.SignDecision, **HEAVY) == "legal-review-first"
    passed(course).take(c.SignDecision, **HEAVY)


def test_a_draft_may_be_reviewed_before_the_notice_and_is_reviewed_again() -> None:
    course = passed(heavy("opinion-endorsed"))
    course.take(c.GiveNotice, **HEAVY, hearing_told=True)
    course.take(c.ServeDocument, document="notice")
    course.take(c.WaiveDefence)
    assert course.refusal(c.SignDecision, **HEAVY) == "legal-review-first"
    passed(course).take(c.SignDecision, **HEAVY)


@pytest.mark.parametrize(
    "changed",
    [{"bank": "另一家银行"}, {"surcharge": False}, {"departure": "另有理由。"}, {"distinct": "另一行为。"}],
    ids=lambda one: next(iter(one)),
)
def test_bank_surcharge_departure_and_distinct_act_are_signed_as_they_were_reviewed(changed: dict[str, Any]) -> None:
    course = passed(heavy())
    assert course.refusal(c.SignDecision, **HEAVY, **changed) == "draft-changed"
    passed(course, msgspec.structs.replace(HEAVY_DRAFT, **changed)).take(c.SignDecision, **HEAVY, **changed)


def test_a_draft_of_a_fine_names_the_bank() -> None:
    draft = msgspec.structs.replace(HEAVY_DRAFT, bank=" ")
    assert heavy().refusal(c.SubmitReview, draft=draft) == "bank-missing"


@pytest.mark.parametrize("cited", ["证据1", "照片（证据1，第3页）", "现场照片"])
def test_evidence_that_nobody_has_found_true_is_not_cited(cited: str) -> None:
    course = Course().until("defence")
    course.take(c.AddEvidence)
    assert course.refusal(c.SignDecision, evidence=(cited,)) == "evidence-unverified"
    course.take(c.MarkEvidence)
    course.take(c.SignDecision, evidence=(cited,))


def test_an_item_that_the_case_does_not_have_is_invalid_and_unverified_on_paper() -> None:
    course = Course().until("defence")
    with pytest.raises(Invalid, match="证据99"):
        course.take(c.SignDecision, evidence=("证据99",))
    course.take(c.SignDecision, by=HANDLERS[0], occurred_at="2026-03-02", entry=SCAN, evidence=("证据99",))
    assert [one.code for one in course.events[-1].defects] == ["evidence-unverified"]


def test_a_mark_that_came_after_the_decision_proves_nothing() -> None:
    course = Course().until("defence")
    course.take(c.AddEvidence)
    course.at("2026-03-05 09:00").take(c.MarkEvidence)
    assert course.defects(c.SignDecision, "2026-03-04", evidence=("证据1",)) == ["evidence-unverified"]


# ---- Illegal gains ----


@pytest.mark.parametrize(
    ("gains", "returned", "exception", "code"),
    [
        ("80", None, "", ""),
        ("120", "40", "", ""),
        ("120", None, "", "gains-not-confiscated"),
        ("120", "41", "", "gains-not-confiscated"),
        ("70", None, "", "gains-not-confiscated"),
        ("120", None, "某某条例 第九条", ""),
        (None, "40", "", ""),
    ],
)
def test_what_is_left_of_the_gains_is_confiscated(
    gains: str | None, returned: str | None, exception: str, code: str
) -> None:
    kinds: dict[str, Any] = {"kinds": ("罚款", "没收违法所得"), "confiscated_yuan": Decimal(80)}
    course = Course().until("opinion-endorsed", opinion=kinds)
    course.take(c.GiveNotice, **kinds)
    course.take(c.ServeDocument, document="notice")
    course.take(c.WaiveDefence)
    given = kinds | {"gains_yuan": gains and Decimal(gains), "returned_yuan": returned and Decimal(returned)}
    given |= {"gains_exception": exception, "returned_proof": "收条" if returned else ""}
    if code:
        assert course.refusal(c.SignDecision, **given) == code
    else:
        course.take(c.SignDecision, **given)


@pytest.mark.parametrize(
    ("given", "paths"),
    [
        ({"gains_yuan": Decimal(-1)}, ["$.gains_yuan"]),
        ({"gains_yuan": Decimal(5), "returned_yuan": Decimal(6), "returned_proof": "收条"}, ["$.returned_yuan"]),
        ({"gains_yuan": Decimal(5), "returned_yuan": Decimal(5)}, ["$.returned_proof"]),
        ({"returned_proof": "收条"}, ["$.returned_yuan"]),
    ],
)
def test_gains_are_money_and_what_went_back_is_proven(given: dict[str, Any], paths: list[str]) -> None:
    assert [path for path, _ in check(command(c.SignDecision, **given))] == paths
