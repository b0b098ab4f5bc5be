"""What holds for every step of a penalty, whatever its chapter: its agency, its time, the text and the registers of its
day, its number, what of it may become public, and what no field of it can say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from course import AGENCY, HEAD, REVIEWER, Course, command, registers
from penal import (
    HANDLERS,
    MATTER,
    PARTY_NAME,
    PARTY_NUMBER,
    SCAN,
    decision,
    filing,
    review,
    sender_of,
    shanghai,
    steps_of,
    timely,
)
from records.course.case import age_class, fold
from records.course.decide import decide
from records.course.privacy import locates, names
from records.errors import Invalid, Refused
from records.event import CaseEvent, Event
from records.law.deadline import add_months
from records.moment import Moment
from records.penalty import commands as c
from records.penalty.commands.checks import check
from records.penalty.events import CaseFiled, DisclosureReviewed, DocumentServed
from records.register.events import (
    AgencyRegistered,
    DocumentNumberTaken,
    FilingNoted,
    HeadAppointed,
    MatterWithdrawn,
    OfficerEnded,
    OfficerRegistered,
    PersonRegistered,
)
from records.register.numbering import Series

TODAY = date(2026, 3, 16)
OTHER = "91140429MA0K12348Q"
STEPS = tuple(kind for kind in steps_of() if kind is not c.RegisterLead)


def course(stage: str = "", at: str = "2026-03-16 09:50", **changes: dict[str, Any]) -> Course:
    """A case of 2 March that has come to a stage; its next step is taken at ten o'clock of the sixteenth."""
    begun = Course()
    return (begun.until(stage, **changes) if stage else begun).at(at)


def step(events: list[Event]) -> Any:
    """The event of the case."""
    return next(one for one in events if isinstance(one, CaseEvent))


def on_paper(where: Course, kind: type[c.Command], day: str, **changes: Any) -> Any:
    """The event of a back-entered step."""
    return step(where.take(kind, by=HANDLERS[0], occurred_at=day, entry=SCAN, **changes))


def codes(event: CaseEvent) -> list[str]:
    return [one.code for one in event.defects]


def refused(where: Course, sent: c.Command, by: str, **facts: Any) -> str:
    """The rule by which a command is refused that is decided on other facts than those of a plain case."""
    with pytest.raises(Refused) as raised:
        decide(sent, where.case, where.context(sent, by, **facts))
    assert raised.value.article
    assert raised.value.detail
    return raised.value.code


# ---- The account's agency ----


@pytest.mark.parametrize("kind", STEPS, ids=lambda one: str(one.__struct_config__.tag))
def test_a_step_of_another_agencys_account_is_refused_on_paper_as_well(kind: type[c.Command]) -> None:
    """Who sends a step sends it now; what the law asks of persons of other agencies their chapters say."""
    case = course("filing", at="2026-03-20 09:50")
    linked = {"object": case.objects[command(c.LinkRecording).object]} if kind is c.LinkRecording else {}
    for entry in (None, SCAN):
        entered = {"version": 1} if kind is c.VoidEntry else {}
        sent = command(kind, entry=entry, **timely(kind, case.now), **entered)
        stranger = case.context(sent, "clerk-of-others", agencies=frozenset({OTHER}), **linked)
        with pytest.raises(Refused) as raised:
            decide(sent, case.case, stranger)
        assert raised.value.code == "other-agency"


def test_an_account_of_no_agency_takes_no_step() -> None:
    case = course("filing-approved")
    assert refused(case, command(c.SubmitOpinion), HANDLERS[0], agencies=frozenset()) == "other-agency"


def test_a_device_is_no_person_and_takes_no_step_of_one() -> None:
    case = course("secrecy")
    assert refused(case, command(c.ServeDocument), HANDLERS[0], actor="device:recorder-3") == "handler-only"
    assert refused(case, command(c.ReviewDisclosure), HANDLERS[0], actor="device:recorder-3") == "reviewer-is-handler"


# ---- The filing ----


def test_a_case_is_filed_with_its_party_in_the_register_of_persons() -> None:
    person, filed, noted = Course().take(c.FileCase)
    assert isinstance(filed, CaseFiled)
    assert isinstance(noted, FilingNoted)
    party = filed.party
    assert person == PersonRegistered(
        person=party.person, kind="natural", name=PARTY_NAME, number=PARTY_NUMBER, address=party.address
    )
    assert (party.name, party.number, party.address, party.age) == (PARTY_NAME, PARTY_NUMBER, "监漳村12号", "adult")
    assert filed.acted_on == filed.discovered_on == date(2026, 3, 1)


def test_a_party_that_is_known_is_not_registered_twice() -> None:
    case, sent = Course().at("2026-03-16 09:50"), filing()
    events = decide(sent, case.case, case.context(sent, person_is_new=False))
    assert [type(event) for event in events] == [CaseFiled, FilingNoted]


def test_a_filing_on_paper_is_marked_with_every_rule_it_breaks_in_their_order() -> None:
    case = course()
    sent = filing(handlers=("x",), approved_by="y", matter="z", agency="w", entry=SCAN)
    event = step(decide(sent, case.case, case.context(sent, "v", agencies=frozenset({"w"}))))
    assert codes(event) == [
        "agency-not-registered",
        "matter-not-listed",
        "two-officers",
        "officer-not-certified",
        "filing-needs-head",
    ]
    law = case.register.law(TODAY)
    assert [one.article for one in event.defects] == [law.rules[code].article for code in codes(event)]
    assert event.entry == SCAN


# ---- Times ----


@pytest.mark.parametrize(
    ("occurred_at", "code"),
    [
        ("2026-03-15T10:00:00+08:00", None),
        ("2026-03-15T09:59:00+08:00", "step-too-old"),
        ("2026-03-15T02:00:00Z", None),
        ("2019-01-01T10:00:00+08:00", "step-too-old"),
        ("2026-03-16T10:00:00.000001+08:00", "step-ahead"),
        ("2026-03-17", "step-ahead"),
    ],
)
def test_a_live_step_lies_at_most_a_day_back_and_never_ahead(occurred_at: str, code: str | None) -> None:
    case = course("filing")
    if code:
        assert case.refusal(c.LinkRecording, occurred_at=occurred_at) == code
    else:
        assert codes(step(case.take(c.LinkRecording, occurred_at=occurred_at))) == []


@pytest.mark.parametrize("day", ["2026-03-16", "2026-03-15", "2026-03-14"])
def test_a_live_step_says_its_hour_and_a_paper_need_not(day: str) -> None:
    """By its date alone it would have no place among the steps of its day."""
    case = course("filing")
    with pytest.raises(Invalid) as raised:
        case.take(c.LinkRecording, occurred_at=day)
    assert [path for path, _ in raised.value.fields] == ["$.occurred_at"]
    assert codes(on_paper(course("filing"), c.LinkRecording, day)) == []


def test_a_back_entry_lies_as_far_back_as_its_paper_but_not_ahead() -> None:
    case = course()
    ran: dict[str, Any] = {"acted_on": date(2021, 7, 20), "discovered_on": date(2021, 7, 20)}
    assert codes(on_paper(case, c.FileCase, "2021-07-30", **ran)) == []
    assert codes(on_paper(case, c.LinkRecording, "2021-08-01")) == []
    assert case.refusal(c.AddEvidence, occurred_at="2026-03-17", entry=SCAN) == "step-ahead"


@pytest.mark.parametrize(
    ("occurred_at", "kept"),
    [
        ("2026-03-10T09:10:00+08:00", True),
        ("2026-03-10T09:09:59+08:00", False),
        ("2026-03-10", True),  # by its date alone it may have been in the afternoon
        ("2026-03-09", False),
    ],
)
def test_no_step_comes_before_the_one_that_it_rests_on(occurred_at: str, kept: bool) -> None:
    case = course("defence", at="2026-03-10 09:00")
    case.take(c.SignDecision)
    assert case.case.signed_at == shanghai("2026-03-10 09:10")
    early = case.at("2026-03-10 09:20").refusal(c.ServeDocument, occurred_at="2026-03-10T09:09:00+08:00")
    assert early == "step-before-its-cause"
    served = on_paper(case.at("2026-03-11 09:00"), c.ServeDocument, occurred_at)
    assert ("step-before-its-cause" not in codes(served)) == kept


# ---- The text of the day ----


def test_a_step_on_paper_is_judged_by_the_text_of_its_day() -> None:
    ran = {"acted_on": date(2015, 1, 1), "discovered_on": date(2015, 1, 1)}
    sent = filing(**ran, approved_by="x", occurred_at="2015-02-01", entry=SCAN)
    case = course()
    found = {one.code: one for one in step(decide(sent, case.case, case.context(sent, "nobody"))).defects}
    old = ["agency-not-registered", "matter-not-listed", "officer-not-certified"]
    assert list(found) == [*old, "not-checked"]
    assert all("1996、2009、2017 年文本" in found[code].article for code in old)
    assert "第十五条" in found["agency-not-registered"].article
    assert found["not-checked"].detail.endswith("未核查：filing-needs-head（行政处罚法 第五十四条）")


def test_of_a_day_before_all_data_a_step_on_paper_says_what_was_not_checked() -> None:
    ran = {"acted_on": date(1990, 1, 1), "discovered_on": date(1990, 1, 1)}
    (defect,) = on_paper(course(), c.FileCase, "1990-02-01", **ran, handlers=HANDLERS[:1]).defects
    assert defect.code == "not-checked"
    assert "two-officers（行政处罚法 第四十二条）" in defect.detail


SERVED_ON: dict[str, str] = {
    "2021-01-05": "第八十六条",
    "2023-06-01": "2021 年文本）第八十九条",
    "2026-03-16": "第八十九条",
}


@pytest.mark.parametrize(("day", "article"), SERVED_ON.items())
def test_a_refused_service_on_paper_cites_the_civil_procedure_law_of_its_day(day: str, article: str) -> None:
    served = on_paper(course("decision"), c.ServeDocument, day, method="left")
    assert article in {one.code: one.article for one in served.defects}["refusal-needs-witness"]


BY_NOTICE: dict[str, Any] = {"method": "public-notice", "recipient": "", "relation": "", "proof": "邮寄被退回"}


@pytest.mark.parametrize(
    ("noticed_on", "occurred_at", "over"),
    [
        (date(2026, 3, 10), "2026-04-08", False),  # the twenty-ninth day
        (date(2026, 3, 10), "2026-04-09", True),
        (date(2021, 12, 31), "2022-02-28", False),  # sixty days for a notice of the old law
        (date(2021, 12, 31), "2022-03-01", True),
        (date(2022, 1, 1), "2022-01-31", True),
        (date(1990, 1, 1), "2022-01-31", False),  # no term is known
    ],
)
def test_a_notice_serves_when_the_term_of_its_day_is_over(noticed_on: date, occurred_at: str, over: bool) -> None:
    case = course("decision", at="2026-06-01 09:00")
    served = on_paper(case, c.ServeDocument, occurred_at, **BY_NOTICE, noticed_on=noticed_on)
    assert ("notice-not-over" not in codes(served)) == over
    assert served.noticed_on == noticed_on


def test_a_live_service_by_notice_stands_on_the_day_on_which_its_term_is_over() -> None:
    given = {**BY_NOTICE, "noticed_on": date(2026, 3, 10)}
    case = course("decision", at="2026-04-08 23:49")
    assert case.refusal(c.ServeDocument, **given) == "notice-not-over"
    assert step(case.at("2026-04-08 23:50").take(c.ServeDocument, **given)).noticed_on == date(2026, 3, 10)


def test_a_review_on_paper_from_before_the_rules_is_reviewed_again() -> None:
    withheld: dict[str, Any] = {"outcome": "withheld", "grounds": ("secret-or-privacy",), "basis": "某法 第一条"}
    case = course("secrecy")
    case.take(c.ReviewDisclosure, by=REVIEWER, occurred_at="2019-03-01", entry=SCAN, party_shown="", **withheld)
    assert case.case.disclosure is not None
    assert case.case.disclosure.next_review_on == date(2020, 3, 1)


# ---- Qualifications on the day of the step ----

ADDED = OfficerRegistered(
    person="officer-sun",
    agency=AGENCY,
    certificate="14042909",
    category="综合执法",
    valid_from=date(2020, 1, 1),
    valid_to=date(2030, 1, 1),
)


@pytest.mark.parametrize(
    ("last_day", "valid"),
    [(date(2026, 3, 15), False), (date(2026, 3, 16), True), (date(2026, 3, 17), True)],
)
def test_a_certificate_holds_on_its_last_day_and_not_after(last_day: date, valid: bool) -> None:
    ended = OfficerEnded(person="officer-sun", certificate="14042909", last_day=last_day, reason="调离")
    for entries in ((msgspec.structs.replace(ADDED, valid_to=last_day),), (ADDED, ended)):
        case = Course(register=registers(ADDED)).until("defence", filing={"handlers": (HANDLERS[0], "officer-sun")})
        case.at("2026-03-16 09:50").register = registers(*entries)
        if valid:
            assert codes(step(case.take(c.SignDecision))) == []
        else:
            assert case.refusal(c.SignDecision) == "officer-not-certified"


def test_after_a_change_of_heads_each_signs_for_their_own_time() -> None:
    entries = registers(
        HeadAppointed(agency=AGENCY, person=HEAD, valid_from=date(2020, 1, 1), valid_to=date(2026, 3, 15)),
        HeadAppointed(agency=AGENCY, person="head-new", valid_from=date(2026, 3, 16)),
    )
    new: dict[str, Any] = {"by": "head-new", "decided_by": "head-new"}

    def told(at: str) -> Course:
        case = course("defence", at=at)
        case.register = entries
        return case

    assert codes(step(told("2026-03-16 09:50").take(c.SignDecision, **new))) == []
    assert told("2026-03-16 09:50").refusal(c.SignDecision) == "head-only"
    assert codes(step(told("2026-03-15 23:49").take(c.SignDecision))) == []
    assert told("2026-03-15 23:49").refusal(c.SignDecision, **new) == "head-only"
    assert codes(on_paper(told("2026-03-20 09:00"), c.SignDecision, "2026-03-16")) == ["decider-not-head"]
    assert codes(on_paper(told("2026-03-20 09:00"), c.SignDecision, "2026-03-15")) == []


def test_a_matter_that_was_withdrawn_opens_cases_up_to_its_last_day() -> None:
    withdrawn = registers(MatterWithdrawn(code=MATTER, last_day=date(2026, 3, 15), reason="收回"))
    assert codes(step(Course("2026-03-15 23:49", withdrawn).take(c.FileCase))) == []
    assert Course("2026-03-15 23:50", withdrawn).refusal(c.FileCase) == "matter-not-listed"


def test_an_agency_that_ended_decides_nothing_from_the_day_after() -> None:
    ended = AgencyRegistered(
        code=AGENCY,
        name="监漳镇人民政府",
        short="监漳",
        kind="agency",
        region="140429",
        valid_from=date(2020, 1, 1),
        valid_to=date(2026, 3, 15),
    )
    case = course("defence")
    case.register = registers(ended)
    assert case.refusal(c.SignDecision) == "agency-not-registered"
    assert codes(on_paper(case, c.SignDecision, "2026-03-15")) == []


# ---- Age ----


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 5, 4), "under-14"),  # the day before the fourteenth birthday
        (date(2025, 5, 5), "under-14"),  # the birthday itself
        (date(2025, 5, 6), "14-17"),
        (date(2029, 5, 5), "14-17"),
        (date(2029, 5, 6), "adult"),
    ],
)
def test_a_full_year_is_reached_on_the_day_after_the_birthday(on: date, expected: str) -> None:
    assert age_class(date(2011, 5, 5), on) == expected
    party = c.PartyGiven(kind="natural", name="小明", born_on=date(2011, 5, 5))
    case = Course("2030-01-02 10:00")
    assert step(case.take(c.FileCase, party=party, acted_on=on, discovered_on=on)).party.age == expected


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2026, 2, 28), "under-14"), (date(2026, 3, 1), "14-17"), (date(2024, 2, 29), "under-14")]
)
def test_who_was_born_on_a_leap_day_is_a_year_older_on_the_first_of_march(on: date, expected: str) -> None:
    assert age_class(date(2012, 2, 29), on) == expected


def test_the_age_comes_from_the_number_when_there_is_one() -> None:
    party = c.PartyGiven(kind="natural", name="小明", number="140429201103020028")
    day = date(2026, 1, 5)
    assert step(course().take(c.FileCase, party=party, acted_on=day, discovered_on=day)).party.age == "14-17"


def test_an_organisation_has_no_age() -> None:
    party = c.PartyGiven(kind="organisation", name="武乡县顺路达货运有限公司", number="91140429MA0XX77789")
    assert step(course().take(c.FileCase, party=party)).party.age is None


# ---- Numbers ----


def numbered(where: Course, **changes: Any) -> tuple[str, int | None]:
    """The number of a decision, and the one of the series that it took."""
    if "entry" in changes:
        changes["by"] = HANDLERS[0]
    events = where.take(c.SignDecision, **changes)
    sequences = [event.sequence for event in events if isinstance(event, DocumentNumberTaken)]
    return step(events).number, sequences[0] if sequences else None


def of_one_town(count: int) -> Iterator[Course]:
    """Cases that wait for their decision and take its number from one series."""
    series: dict[str, Series] = {}
    for _ in range(count):
        case = course("defence")
        case.series = series
        yield case


def test_the_next_decision_takes_the_next_number() -> None:
    found = [numbered(case) for case in of_one_town(3)]
    assert found == [(f"监漳罚决〔2026〕{sequence}号", sequence) for sequence in (1, 2, 3)]


def test_the_year_of_a_number_is_that_of_the_signature_in_shanghai() -> None:
    """At 00:30 on New Year's Day in Shanghai it is still last year in UTC."""
    found, _ = numbered(course("defence"), occurred_at="2025-12-31T16:30:00Z", entry=SCAN)
    assert found == "监漳罚决〔2026〕1号"


def test_a_papers_number_ahead_leaves_a_gap_that_is_filled_first() -> None:
    first, paper, second, third = of_one_town(4)
    assert numbered(first)[1] == 1
    assert numbered(paper, number="监漳罚决〔2026〕3号", entry=SCAN) == ("监漳罚决〔2026〕3号", 3)
    assert numbered(second)[1] == 2
    assert numbered(third)[1] == 4


@pytest.mark.parametrize(
    "number",
    [
        "监漳罚决〔2026〕1号",  # taken
        "监漳罚决〔2026〕4号",  # taken before its turn
        "监漳罚决〔2025〕2号",
        "洪水罚决〔2026〕2号",
        "监漳罚决〔2026〕02号",
        "监漳罚决[2026]2号",
        "监漳罚决〔2026〕2号\n",
        f"监漳罚决〔2026〕{'9' * 5000}号",
    ],
)
def test_a_papers_number_that_cannot_come_from_the_series_is_a_defect_and_stays_as_it_is(number: str) -> None:
    case = course("defence")
    case.series["罚决2026"] = Series(2, frozenset({4}))
    assert numbered(case, number=number, entry=SCAN) == (number, None)
    assert codes(case.events[-1]) == ["number-out-of-series"]


# ---- What is published is published now ----

PERSONAL = [
    "身份证号140429199001010013。",
    "身份证号14042919900101001X",
    "身份证 140429 19900101 0013",
    "身份证号１４０４２９１９９００１０１００１３",
    "旧号140429900101001",
    "电话13800138000",
    "电话138-0013-8000",
    "电话0355-6382001",
    "卡号6222021234567890123",
    "卡号6222 0212 3456 7890",
    "车牌晋D12345",
    "车牌晋D·A12B5",
    "新能源车晋DD12345",
    "电话+8613812345678",
    "电话+86 138 1234 5678",
    "电话(0355)7654321",
    "电话（0355）765－4321",
    "身份证140429–19900101–0013",
    "身份证1404 2919 9001 0100 13",
]
HARMLESS = [
    "统一社会信用代码 111404290123458075",
    "自2026-03-10起至2026-03-25止，共2处",
    "2026-03-10 09:30 罚款1300000.00元",
    "监漳罚决〔2026〕1号，罚没许可证编号JY11404290012345",
    "统一社会信用代码 91140429MA0XX77789",
    "《山西省城乡环境综合治理条例》第十二条第一款",
]
FIRM = c.PartyGiven(kind="organisation", name="武乡县顺路达货运有限公司", number="91140429MA0XX77789")
MINOR = c.PartyGiven(kind="natural", name="张小明", born_on=date(2010, 6, 1))
LIGHTER = {"mitigation": "lighter", "mitigation_ground": "已满十四周岁不满十八周岁。"}


def reviewed(where: Course, **changes: Any) -> DisclosureReviewed:
    (event,) = where.take(c.ReviewDisclosure, **changes)
    assert isinstance(event, DisclosureReviewed)
    return event


def withheld_live_and_on_paper(where: Course, kind: type[c.Command], **changes: Any) -> str:
    """The rule by which what the step would publish is refused, whether it is a back-entry or not."""
    live = where.refusal(kind, **changes)
    assert where.refusal(kind, entry=SCAN, **changes) == live
    return live


@pytest.mark.parametrize("name", [PARTY_NAME, "张", "张三丰某"])
def test_a_natural_party_is_not_named(name: str) -> None:
    assert withheld_live_and_on_paper(course("secrecy"), c.ReviewDisclosure, party_shown=name) == "party-not-masked"


@pytest.mark.parametrize(
    ("fact", "code"), [("names_party", "party-not-masked"), ("locates_party", "personal-data-shown")]
)
@pytest.mark.parametrize("kind", [c.ReviewDisclosure, c.RevokeDecision])
def test_a_text_that_tells_who_the_party_is_is_not_published(kind: type[c.Command], fact: str, code: str) -> None:
    case = course("secrecy", at="2026-03-20 09:00")
    for entry in (None, SCAN):
        assert refused(case, command(kind, entry=entry), REVIEWER, **{fact: True}) == code


def test_a_minor_is_not_identified_but_may_be_published_of() -> None:
    case = course("secrecy", filing={"party": MINOR}, opinion=LIGHTER)
    assert withheld_live_and_on_paper(case, c.ReviewDisclosure) == "minor-identified"
    masked: dict[str, Any] = {"outcome": "redacted", "masked": ("party",), "party_shown": ""}
    event = reviewed(case, **masked, grounds=("other-law",), basis="未成年人保护法 第一百零三条")
    assert event.copy is not None
    assert event.copy.party is None


@pytest.mark.parametrize("text", PERSONAL)
def test_a_number_of_a_person_is_not_published_however_it_is_written(text: str) -> None:
    case = course("secrecy", at="2026-03-20 09:00")
    assert withheld_live_and_on_paper(case, c.ReviewDisclosure, facts_shown=text) == "personal-data-shown"
    assert withheld_live_and_on_paper(case, c.RevokeDecision, explanation=text) == "personal-data-shown"


@pytest.mark.parametrize("field", ["content", "facts", "reasons", "basis"])
def test_no_text_of_the_decision_brings_a_number_of_a_person_along(field: str) -> None:
    value = (PERSONAL[0],) if field == "basis" else PERSONAL[0]
    case = course("secrecy", decision={field: value})
    assert withheld_live_and_on_paper(case, c.ReviewDisclosure) == "personal-data-shown"


def test_the_name_of_a_firm_may_not_be_a_number_of_a_person() -> None:
    case = course("secrecy", filing={"party": FIRM})
    assert withheld_live_and_on_paper(case, c.ReviewDisclosure, party_shown=PERSONAL[0]) == "personal-data-shown"
    event = reviewed(case, party_shown=FIRM.name)
    assert event.copy is not None
    assert event.copy.party == FIRM.name


@pytest.mark.parametrize(
    "given",
    [
        {"outcome": "withheld", "party_shown": "", "basis": "某法 第一条"},
        {"outcome": "withheld", "party_shown": "", "grounds": ("other-law",), "basis": " "},
        {"outcome": "redacted", "masked": ("facts",), "basis": "某法 第一条"},
    ],
)
def test_what_is_kept_back_has_its_ground_and_its_basis(given: dict[str, Any]) -> None:
    assert withheld_live_and_on_paper(course("secrecy"), c.ReviewDisclosure, **given) == "withholding-needs-ground"


def test_what_is_masked_is_not_in_the_copy_and_is_reviewed_again_in_a_year() -> None:
    masked = ("party", "facts", "reasons", "amounts", "content")
    given: dict[str, Any] = {"outcome": "redacted", "masked": masked, "party_shown": ""}
    event = reviewed(course("secrecy"), **given, grounds=("other-law",), basis="某法 第一条")
    shown = [getattr(event.copy, name) for name in ("party", "facts", "reasons", "fine_yuan", "content")]
    assert shown == [None] * 5
    assert event.next_review_on == add_months(TODAY, 12)


def test_what_is_masked_is_recorded_in_one_order_and_once() -> None:
    given: dict[str, Any] = {"outcome": "redacted", "masked": ("content", "party", "content"), "party_shown": ""}
    event = reviewed(course("secrecy"), **given, grounds=("other-law",), basis="某法 第一条")
    assert event.masked == ("party", "content")


def test_a_number_that_is_masked_with_its_field_is_not_shown() -> None:
    case = course("secrecy", decision={"facts": PERSONAL[0]})
    given: dict[str, Any] = {"outcome": "redacted", "masked": ("facts",), "grounds": ("secret-or-privacy",)}
    event = reviewed(case, **given, basis="某法 第一条")
    assert event.copy is not None
    assert event.copy.facts is None


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_may_be_shown(text: str) -> None:
    event = reviewed(course("secrecy"), facts_shown=text)
    assert event.copy is not None
    assert event.copy.facts == text


@pytest.mark.parametrize("name", ["张某某", "张某", "欧阳某某", "欧阳某"])
def test_a_natural_person_is_shown_by_the_family_name(name: str) -> None:
    event = reviewed(course("secrecy"), party_shown=name)
    assert event.copy is not None
    assert event.copy.party == name
    assert event.next_review_on is None


def test_a_name_or_an_address_is_found_in_a_text_and_a_short_one_is_not() -> None:
    filed = step(Course().take(c.FileCase)).party
    assert names(filed, ["对张 三-丰的处罚"])
    assert not names(msgspec.structs.replace(filed, name="张"), ["对张某某的处罚"])
    assert locates(filed, ["住监漳村 １２号。"])
    assert not locates(msgspec.structs.replace(filed, address="12号", number=""), ["中心街12号"])


# ---- What a schema can't say ----

SERVING = c.ServeDocument(method="in-person", recipient="本人")


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        (filing(occurred_at="2026-03-16T10:00:00"), "$.occurred_at"),
        (filing(occurred_at="gestern"), "$.occurred_at"),
        (filing(occurred_at="0001-01-01"), "$.occurred_at"),
        (filing(occurred_at="9999-12-31T23:59:59-12:00"), "$.occurred_at"),
        (filing(occurred_at="2026-W12-1"), "$.occurred_at"),
        (filing(entry=msgspec.structs.replace(SCAN, reason=" ")), "$.entry.reason"),
        (filing(entry=msgspec.structs.replace(SCAN, scan="")), "$.entry.scan"),
        (filing(party=c.PartyGiven(kind="natural", name="张三", number=PARTY_NUMBER[:-1] + "4")), "$.party.number"),
        (filing(party=c.PartyGiven(kind="natural", name="张三")), "$.party.born_on"),
        (
            filing(party=c.PartyGiven(kind="natural", name="张三", number=PARTY_NUMBER, born_on=date(1990, 1, 2))),
            "$.party.born_on",
        ),
        (filing(party=c.PartyGiven(kind="organisation", name="某公司")), "$.party.number"),
        (filing(party=c.PartyGiven(kind="natural", name="张三", born_on=date(2025, 1, 7))), "$.acted_on"),
        (filing(acted_on=date(2025, 1, 7)), "$.discovered_on"),
        (filing(discovered_on=date(9999, 12, 31)), "$.discovered_on"),
        (filing(handlers=(HANDLERS[0], HANDLERS[0])), "$.handlers"),
        (decision(fine_yuan=None), "$.fine_yuan"),
        (decision(kinds=("罚款", "罚款")), "$.kinds"),
        (decision(kinds=("警告",)), "$.fine_yuan"),
        (decision(confiscated_yuan=Decimal(1)), "$.confiscated_yuan"),
        *(
            (decision(fine_yuan=Decimal(amount)), "$.fine_yuan")
            for amount in ("0", "-1", "0.001", "NaN", "Infinity", "1e13", "2e2")
        ),
        (decision(number="监漳罚决〔2026〕1号"), "$.number"),
        (msgspec.structs.replace(SERVING, noticed_on=TODAY), "$.noticed_on"),
        (review(masked=("facts",)), "$.masked"),
        (review(outcome="redacted"), "$.masked"),
        (review(party_shown=" "), "$.party_shown"),
    ],
)
def test_a_field_that_cannot_be_right_is_named(sent: c.Command, path: str) -> None:
    assert [where for where, _ in check(sent)] == [path]


@pytest.mark.parametrize("kind", [c.RegisterLead, *STEPS], ids=lambda one: str(one.__struct_config__.tag))
def test_a_command_of_a_plain_case_can_be_right_and_knows_its_fields(kind: type[c.Command]) -> None:
    assert check(command(kind)) == []
    assert kind.__struct_config__.forbid_unknown_fields
    assert sender_of(kind)


# ---- The state ----


def test_a_case_of_no_steps_is_nobodys() -> None:
    assert fold(()).agency == ""
    assert fold(()).handlers == ()


def test_a_case_says_when_its_steps_happened() -> None:
    case = course("service").case
    days = [case.filed_at, case.signed_at, case.served_at]
    assert days == [shanghai(f"2026-03-02 {time}") for time in ("09:10", "10:40", "11:00")]
    assert isinstance(case.service, DocumentServed)
    assert all(isinstance(one, Moment) for one in days)
