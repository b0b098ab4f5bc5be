"""公示期和信用分类 (信用修复管理办法; 信息公示制度 第七条): pages end by themselves, are held, or end with a repair."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from course import Course, registers
from media.catalogue import install as install_catalogue
from penal import AGENCY, COURSES, HANDLERS, PLAIN, SCAN, command
from projections import schema
from projections.disclosures import find_disclosure
from projections.follower import Follower
from projections.publishing import find_more
from records.correction.commands import CorrectDisclosure
from records.correction.page import shown_page
from records.course.moments import of
from records.course.terms import terms
from records.errors import Refused
from records.inspection.commands import ReportTest
from records.law.data import in_force
from records.law.file import seed_texts
from records.law.own import refusals
from records.penalty import commands as c
from records.penalty.events import DecisionSigned, Instrument, PenaltyKind
from records.publishing.commands import EndPublication, RecordCarrier, RecordCreditRepair
from records.publishing.ending import credit_class, credit_days
from records.publishing.events import PublicationEnded, PublicationHeld
from records.register.events import AgencyRulesAdopted
from test_timer import case_of, tick
from town import Town, town

LAW = in_force(seed_texts(), date(2026, 6, 1))


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    with town(database, tmp_path) as found:
        schema.install(found.ledgers.engine)
        install_catalogue(found.ledgers.engine)
        yield found


def taken(place: Town, until: str) -> str:
    case = place.file()
    for name, kind, given in PLAIN[1:]:
        place.take(case, kind, **given)
        if name == until:
            return case
    raise KeyError(until)


def status(place: Town, case: str) -> tuple[str, str]:
    page = case_of(place, case).disclosure
    assert page is not None
    with place.ledgers.engine.connect() as connection:
        found = find_disclosure(connection, place.name, page.disclosure)
        more = find_more(connection, place.name, page.disclosure)
    assert found is not None
    return found.status, more.ended or "、".join(more.held)


# ---- By itself ----


def test_the_page_of_a_person_ends_by_itself_the_day_after_two_years(place: Town) -> None:
    case = taken(place, "fulfilment")
    place.at("2027-01-06 23:00")
    assert tick(place) == 0
    place.at("2027-01-07 00:10")
    assert tick(place) == 1
    tick(place)
    assert status(place, case) == ("ended", "term")
    assert PublicationEnded in case_of(place, case).happened
    place.at("2027-03-01 09:00")
    assert tick(place) == 0


@pytest.mark.article("信息公示制度 第十三条")
def test_a_page_that_ended_is_not_brought_back_by_a_correction(place: Town) -> None:
    case = taken(place, "fulfilment")
    assert shown_page(case_of(place, case)) is not None
    place.at("2027-01-07 00:10")
    assert tick(place) == 1
    assert shown_page(case_of(place, case)) is None
    with pytest.raises(Refused) as refused:
        place.take(case, CorrectDisclosure)
    assert refused.value.code == "correction-no-page"


def test_a_page_whose_fine_is_unpaid_is_held_and_flagged_and_ends_once_it_is_performed(place: Town) -> None:
    case = taken(place, "disclosure")
    place.at("2027-01-07 09:00")
    assert tick(place) == 1
    tick(place)
    assert status(place, case) == ("current", "处罚决定尚未履行完毕")
    assert PublicationHeld in case_of(place, case).happened
    place.at("2027-01-11 09:00")
    assert tick(place) == 0
    place.take(case, c.RecordPayment, paid_on=date(2027, 1, 11))
    place.at("2027-01-13 09:00")
    assert tick(place) == 1
    tick(place)
    assert status(place, case) == ("ended", "term")


def test_a_page_ends_early_when_the_credit_is_repaired(place: Town) -> None:
    case = taken(place, "fulfilment")
    place.at("2025-07-01 09:00")
    given: Any = {"kind": "superior", "number": "武信修〔2025〕1号", "body": "武乡县发展和改革局"}
    days: Any = {"dated_on": date(2025, 7, 1), "received_on": date(2025, 7, 1)}
    place.take(case, RecordCreditRepair, instrument=Instrument(**given, **days))
    place.at("2025-07-03 09:00")
    assert tick(place) == 1
    tick(place)
    assert status(place, case) == ("ended", "credit-repaired")


# ---- 第七条: what stands beside the text ----


@pytest.mark.article("信息公示制度 第七条", "信息公示制度 第八条")
@pytest.mark.parametrize(("masked", "shown"), [((), ["CZ2026-0310"]), (("facts",), [])])
def test_a_test_result_is_public_with_a_review_alone_and_not_where_the_facts_are_masked(
    place: Town, masked: tuple[str, ...], shown: list[str]
) -> None:
    case = ""
    for name, kind, given in COURSES["inspection"]:
        if not case:
            opened: Any = place.desk.open(command(kind, **given), place.sender(HANDLERS[0])).events[-1]
            case = str(opened.case)
            continue
        kept_back: Any = {"outcome": "redacted", "masked": masked, "grounds": ("security",), "basis": "某条例 第一条"}
        place.take(case, kind, **(given | (kept_back if masked and name == "result-public" else {})))
        if name == "record-signed":
            place.take(case, c.TakeSample)
            place.take(case, ReportTest, told_on=place.ledger.now().day)
        if name == "result-public":
            break
    day = place.ledger.now().day
    place.take(case, ReportTest, told_on=day, report="CZ2026-0311", occurred_at=str(day), entry=SCAN)
    Follower(place.ledgers).catch_up()
    page = case_of(place, case).disclosure
    assert page is not None
    with place.ledgers.engine.connect() as connection:
        assert [one.report for one in find_more(connection, place.name, page.disclosure).tests] == shown


# ---- Classes ----


@pytest.mark.parametrize(
    ("kinds", "expected", "months"),
    [
        (("警告",), "minor", (0, 3)),
        (("罚款",), "ordinary", (3, 12)),
        (("罚款", "责令停产停业"), "serious", (12, 36)),
        (("警告", "罚款"), "ordinary", (3, 12)),
    ],
)
def test_the_class_is_that_of_the_heaviest_kind(kinds: tuple[Any, ...], expected: str, months: tuple[int, int]) -> None:
    fine = {} if "罚款" in kinds else {"fine_yuan": None}
    course = Course("2026-04-02 09:00").until("service")
    decision = course.case.decision
    assert decision is not None
    changed = _with_kinds(course, kinds, fine)
    found = credit_class(changed, LAW)
    assert found is not None
    assert (found.id, (found.repair_months, found.months)) == (expected, months)
    signed = changed.signed_at
    assert signed is not None
    first, last = credit_days(changed, found)
    assert (last.year * 12 + last.month) - (signed.day.year * 12 + signed.day.month) == months[1]
    assert first <= last


def _with_kinds(course: Course, kinds: tuple[Any, ...], more: dict[str, Any]) -> Any:
    case = course.case
    happened = dict(case.happened)
    signed = happened[DecisionSigned][-1]
    event = msgspec.structs.replace(signed.event, kinds=kinds, **more)
    happened[DecisionSigned] = (signed._replace(event=event),)
    return msgspec.structs.replace(case, happened=happened)


def test_every_kind_of_penalty_has_a_class() -> None:
    assert {kind for one in LAW.credits.values() for kind in one.kinds} == set(get_args(PenaltyKind))
    assert [LAW.credits[one].months for one in ("minor", "ordinary", "serious")] == [3, 12, 36]


def test_an_organisation_is_shown_for_five_years_and_a_person_for_two() -> None:
    found = {one: LAW.limits[f"portal-term.{one}"].length for one in ("organisation", "person")}
    assert found == {"organisation": 60, "person": 24}
    assert all(LAW.limits[f"portal-term.{one}"].policy for one in found)


# ---- 第八条, 第九条: what an agency may set ----

OWN = """
[[carrier]]
id = "portal"
title = "公示平台"
proof = "address"
article = "监漳镇人民政府公示规定 第一条"
since = 2026-03-01
policy = true

[[carrier]]
id = "website"
title = "政府网站"
mandatory = true
proof = "address"
article = "监漳镇人民政府公示规定 第一条"
since = 2026-03-01
policy = true
"""

RESTART = """
[[value]]
id = "withheld-clock-restarts"
title = "重新计算"
number = 1
article = "监漳镇人民政府公示规定 第二条"
since = 2026-03-01
policy = true
"""


@pytest.mark.article("信息公示制度 第九条")
def test_the_mandatory_carrier_alone_stops_the_clock() -> None:
    assert dict(refusals("own.toml", OWN, seed_texts(), date(2026, 3, 2))) == {}
    known = registers(AgencyRulesAdopted(agency=AGENCY, name="own.toml", text=OWN))
    course = Course("2026-03-02 09:00", known).until("disclosure")
    found = {one.limit_id: one for one in terms(of(course.case), known)}
    assert found["publication.guidance"].kept_on is None
    course.take(RecordCarrier)
    found = {one.limit_id: one for one in terms(of(course.case), known)}
    assert found["publication.guidance"].kept_on == date(2026, 3, 2)


@pytest.mark.article("信息公示制度 第八条")
def test_an_agency_may_let_the_clock_begin_again_with_the_clearing() -> None:
    known = registers(AgencyRulesAdopted(agency=AGENCY, name="own.toml", text=RESTART))
    ended = {}
    for name, register in (("resumes", registers()), ("restarts", known)):
        course = Course("2026-03-02 09:00", register).until("service")
        course.now = course.now.replace(day=5)
        course.take(
            c.ReviewDisclosure,
            outcome="withheld",
            party_shown="",
            grounds=("secret-or-privacy",),
            basis="保守国家秘密法 第二十八条",
        )
        course.now = course.now.replace(month=6, day=1)
        course.take(c.ReviewSecrecy)
        found = {one.limit_id: one.due_on for one in terms(of(course.case), register)}
        ended[name] = found["publication.guidance"]
    assert ended == {"resumes": date(2026, 6, 5), "restarts": date(2026, 6, 10)}


def test_nobody_but_the_timer_and_the_disclosure_officer_ends_a_publication() -> None:
    course = Course("2026-03-02 09:00").until("disclosure")
    assert course.refusal(EndPublication) == "publication-not-over"
