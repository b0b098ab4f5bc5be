"""The sample town's data: lawful amounts, valid numbers, and a year in which every stage and every end occurs.

The arithmetic of the check digits is written anew here, so that a slip in the product's own can't hide
one in the data.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec
import pytest

from api.sample.course import PUBLIC
from api.sample.filling import file_name
from api.sample.town import load, recording
from api.sample.wording import capitals
from records.basics.standing import standings
from records.catalogue.events import CatalogueAnnounced
from records.correction.events import (
    CorrectionDecided,
    CorrectionRequested,
    DisclosureCorrected,
    EvidenceAsked,
    EvidenceRecorded,
)
from records.course.case import Case
from records.course.documents import every_issued
from records.course.facts import FACTS
from records.course.steps import COMMANDS, EVERY_PROCEDURE, PROCEDURES
from records.evaluation.events import EvaluationConcluded, EvaluationObjectionAnswered, FileEvaluated, FilesDrawn
from records.event import CaseEvent
from records.judgement import Context
from records.law.data import in_force
from records.law.entries import ORDINARY
from records.law.file import seed_texts
from records.moment import Moment
from records.penalty.events import (
    CaseFiled,
    DecisionRevoked,
    DisclosureReviewed,
    DocumentServed,
    Ground,
    RedoLinked,
    ReviewReturned,
    RevocationEffect,
)
from records.penalty.money import repayable
from records.penalty.relief_facts import goods_to_return
from records.publishing.events import (
    CarrierFailed,
    CarrierRecalled,
    CarrierRecorded,
    DisclosureReReviewed,
    FulfilmentPublished,
    ListMismatchOverridden,
    PublicationEnded,
)
from records.recorder_names import recorder_name
from records.reviewing.events import CountyReviewReceived
from rehearsal import TODAY, Year, year

FOLDER = Path(__file__).parent.parent / "src" / "api" / "sample"
Table = dict[str, Any]
E = TypeVar("E", bound=CaseEvent)

SAMPLE = load(TODAY)
TOWN = SAMPLE.registers
CASES: list[Table] = SAMPLE.cases
STORIES: list[Table] = SAMPLE.stories
"""Cases of every other procedure."""
EVERY_MATTER: dict[str, Table] = {matter["code"]: matter for matter in TOWN["matter"]}
MATTERS = {code: matter for code, matter in EVERY_MATTER.items() if matter["name"].endswith("的处罚")}
PERSONS: dict[str, Table] = {person["id"]: person for person in TOWN["person"]}
OFFICERS = [person for person in TOWN["person"] if "certificate" in person]
DECIDED = [case for case in CASES if "decision" in case]
LAW = in_force(seed_texts(), TODAY)
OTHER_DAYS = (date(2026, 2, 24), date(2026, 10, 9), date(2027, 6, 1), date(2028, 2, 29))
"""After long holidays, in a year whose calendar nobody knows, and on a leap day."""


def credit_code_passes(code: str) -> bool:
    digits = {char: value for value, char in enumerate("0123456789ABCDEFGHJKLMNPQRTUWXY")}
    power, total = 1, 0
    for char in code[:17]:
        total, power = total + digits[char] * power, power * 3 % 31
    return len(code) == 18 and (total + digits[code[17]]) % 31 == 0 and organisation_code_passes(code[8:17])


def organisation_code_passes(code: str) -> bool:
    total = sum(int(char, 36) * weight for char, weight in zip(code, (3, 7, 9, 10, 5, 8, 4, 2), strict=False))
    return (total + (10 if code[8] == "X" else int(code[8]))) % 11 == 0


def citizen_number_passes(number: str) -> bool:
    """ISO 7064 MOD 11-2, read from the left; a date that does not exist raises ValueError."""
    born(number)
    rest = 0
    for char in number:
        rest = (rest * 2 + (10 if char == "X" else int(char))) % 11
    return len(number) == 18 and rest == 1


def born(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def age_at_the_act(case: Table, today: date = TODAY) -> int:
    birth, act = born(case["party"]["number"]), load(today).day(case["acted_on"])
    return act.year - birth.year - ((act.month, act.day) < (birth.month, birth.day))


def ranges(case: Table) -> Iterator[tuple[Decimal, Decimal]]:
    """What the matter's law allows as a fine for this kind of party."""
    matter = MATTERS[case["matter"]]
    for fine in matter.get("fines", []):
        if case["party"]["kind"] in fine["parties"]:
            yield Decimal(fine["min_yuan"]), Decimal(fine["max_yuan"])
    if "multiple" in matter and "base_yuan" in case["decision"]:
        base = Decimal(case["decision"]["base_yuan"])
        yield base * Decimal(matter["multiple"]["min"]), base * Decimal(matter["multiple"]["max"])


def by_id(case: Table) -> str:
    return str(case["id"])


# ---- The data ----


def test_there_are_over_a_hundred_cases_in_all_of_thirty_one_matters_of_penalties() -> None:
    assert len({case["id"] for case in (*CASES, *SAMPLE.leads)}) == len(CASES) + len(SAMPLE.leads) > 100
    assert sorted(MATTERS) == [f"140429{number:04}" for number in range(1, 32)]
    enforced = [*CASES, *(one for one in STORIES if one["procedure"] in PROCEDURES)]
    assert {case["matter"] for case in enforced} == EVERY_MATTER.keys()
    assert len({(case["facts"], case["place"]) for case in CASES}) == len(CASES)
    assert len({officer["certificate"] for officer in OFFICERS}) == len(OFFICERS) == 12
    assert len(TOWN["device"]) == 4


def test_every_code_and_number_passes_its_check_digit() -> None:
    codes = [agency["code"] for agency in TOWN["agency"]]
    numbers = [person["number"] for person in TOWN["person"]]
    for party in (case["party"] for case in CASES if "redo" not in case):
        (numbers if party["kind"] == "natural" else codes).append(party["number"])
    further = {one["number"]: one["kind"] for one in (story["party"] for story in STORIES if "party" in story)}
    for number in further.keys() - {*codes, *numbers}:  # some are parties of two cases
        (numbers if further[number] == "natural" else codes).append(number)
    assert all(credit_code_passes(code) for code in codes)
    assert all(citizen_number_passes(number) for number in numbers)
    assert len({*codes, *numbers}) == len(codes) + len(numbers)
    assert credit_code_passes("91140429MA0K12348Q")
    assert not credit_code_passes("91140429MA0K12348R")
    assert citizen_number_passes("140429201210100015")
    assert not citizen_number_passes("140429201210100016")


def test_firms_are_marked_as_invented_and_no_text_names_a_year() -> None:
    parties = [case["party"] for case in (*CASES, *STORIES) if "party" in case]
    assert all(one["name"].endswith("（样本）") for one in parties if one["kind"] != "natural")
    files = (FOLDER / "cases.toml", FOLDER / "more_cases.toml", *(FOLDER / "procedures").glob("*.toml"))
    texts = "".join(file.read_text("utf-8") for file in files)
    assert not re.findall(r"(?:19|20)[0-9]{2}[年-]|(?<!国办发)(?<!财税)〔[0-9]", texts)  # real ones may be cited


@pytest.mark.parametrize("case", CASES, ids=by_id)
def test_a_case_is_handled_by_officers_of_the_agency_of_its_matter(case: Table) -> None:
    agency = MATTERS[case["matter"]]["agency"]
    people = [PERSONS[name] for name in case["handlers"]]
    assert all(one["agency"] == agency and "handler" in one["duties"] for one in people)
    assert len({one["id"] for one in people}) == (1 if case["id"] == "c17" else 2)
    devices = {device["id"]: device["agency"] for device in TOWN["device"]}
    assert "recording" not in case or devices[case["recording"]["device"]] == agency
    assert case["acted_on"] <= case["discovered_on"] <= case["filed_on"] < TOWN["sample"]["days"]


@pytest.mark.parametrize("case", DECIDED, ids=by_id)
def test_a_fine_is_within_the_law_and_of_a_kind_that_the_matter_allows(case: Table) -> None:
    decision = case["decision"]
    assert set(decision["kinds"]) <= set(MATTERS[case["matter"]]["kinds"])
    assert ("罚款" in decision["kinds"]) == ("fine_yuan" in decision)
    assert ("没收违法所得" in decision["kinds"]) == ("confiscated_yuan" in decision)
    if "fine_yuan" in decision:
        fine = Decimal(decision["fine_yuan"])
        assert fine > 0
        assert any(low <= fine <= high for low, high in ranges(case)) or not list(ranges(case))
    laws = {basis["law"] for basis in MATTERS[case["matter"]]["basis"]}
    assert any(cited.startswith(tuple(laws)) for cited in decision.get("basis", laws))


@pytest.mark.parametrize("today", [TODAY, *OTHER_DAYS])
def test_one_party_is_sixteen_and_one_is_twelve_on_the_day_of_the_act_in_any_year(today: date) -> None:
    minors = {
        case["id"]: age_at_the_act(case, today)
        for case in load(today).cases
        if case["party"]["kind"] == "natural" and age_at_the_act(case, today) < 18
    }
    assert sorted(minors.values()) == [12, 16]
    for case in (one for one in CASES if one["id"] in minors):
        assert case["party"]["name"] not in f"{case['title']}{case['facts']}"
        assert "某未成年人" in case["title"]


@pytest.mark.parametrize("case", [*CASES, *STORIES], ids=by_id)
def test_a_natural_person_is_named_in_no_text(case: Table) -> None:
    if case.get("party", {}).get("kind") == "natural":
        kept = {name: one for name, one in case.items() if name not in ("party", "tries", "steps")}
        taken = [one for one in case.get("steps", ()) if "refused" not in one]
        texts = msgspec.json.encode([kept, taken]).decode()
        said = texts.replace(f'"recipient":"{case["party"]["name"]}', "")  # who took the paper is sealed
        said = said.replace(f'"name":"{case["party"]["name"]}"', "")  # as is every person of a list
        assert case["party"]["name"] not in said


def test_each_agency_has_its_people_and_one_certificate_ends_within_the_year() -> None:
    assert sum(0 <= officer["certified"][1] < TOWN["sample"]["days"] for officer in OFFICERS) == 1
    duties = Counter((person["agency"], duty) for person in TOWN["person"] for duty in person["duties"])
    alone = (
        "head",
        "unit-head",
        "legal-reviewer",
        "presider",
        "secrecy-reviewer",
        "archivist",
        "deputy",
    )
    for agency in ("town", "market"):
        assert duties[agency, "disclosure-officer"] == 2  # who asked for a correction does not decide on it
        assert [duties[agency, duty] for duty in alone] == [1] * len(alone)
        assert duties[agency, "handler"] >= 3
    assert duties["justice", "supervisor"] == 2  # who evaluates a file does not answer the objection
    assert all("legal_qualification" in one for one in TOWN["person"] if "legal-reviewer" in one["duties"])
    assert {one["matter"] for one in TOWN["benchmark"]} <= MATTERS.keys()


def test_amounts_are_written_in_capitals_as_banks_read_them() -> None:
    assert capitals(Decimal("126.00")) == "人民币壹佰贰拾陆元整"
    assert capitals(Decimal("2016.00")) == "人民币贰仟零壹拾陆元整"
    assert capitals(Decimal("100000.00")) == "人民币壹拾万元整"
    assert capitals(Decimal("50320.05")) == "人民币伍万零叁佰贰拾元零伍分"
    assert capitals(Decimal("86.40")) == "人民币捌拾陆元肆角"


# ---- The year ----


@pytest.mark.parametrize("today", [TODAY, *OTHER_DAYS])
def test_no_step_is_refused_but_those_that_are_tried_to_be(today: date) -> None:
    made = year(today)
    assert [(action.case, action.label, code) for action, code in made.refused if code != action.refused] == []
    assert len(made.refused) == sum(bool(action.refused) for action in made.actions) >= 8
    assert len({code for _, code in made.refused}) >= 7
    assert len({(action.case, action.label) for action in made.actions}) == len(made.actions)
    assert max(action.sent_at.date() for action in made.actions) < today
    assert len(made.steps) >= 100


def test_the_same_day_always_makes_the_same_year() -> None:
    assert Year(SAMPLE).actions == year().actions


def cases_of(procedure: str) -> list[str]:
    """The cases of the year that follow it, by their sample ids."""
    return [name for name in year().steps if year().case(name).procedure == procedure]


@pytest.mark.parametrize("procedure", EVERY_PROCEDURE)
def test_every_stage_of_every_procedure_occurs(procedure: str) -> None:
    happened = {tag for name in cases_of(procedure) for tag in year().tags(name)}
    stages = in_force(seed_texts(), TODAY, procedure).stages
    for stage in (one for one in stages if procedure in PROCEDURES or one.checked):
        assert {event.partition("/")[0] for event in stage.events} & happened, stage.id


@pytest.mark.parametrize("procedure", EVERY_PROCEDURE)
def test_every_document_of_every_procedure_is_issued(procedure: str) -> None:
    issued = {document for name in cases_of(procedure) for document, _ in every_issued(year().case(name))}
    assert in_force(seed_texts(), TODAY, procedure).documents.keys() <= issued


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_procedure_of_enforcement_has_a_paper(procedure: str) -> None:
    assert any(event.entry for name in cases_of(procedure) for event, _, _ in year().steps[name])


@pytest.mark.parametrize("procedure", EVERY_PROCEDURE)
def test_every_procedure_has_a_refusal_and_cases_that_are_open_and_archived(procedure: str) -> None:
    names = cases_of(procedure)
    assert {action.case for action, _ in year().refused} & set(names)
    ends = [tag for name in names for tag in year().tags(name)[-1:]]
    assert "case-archived" in ends
    assert any(tag not in ("case-closed", "case-archived") for tag in ends)


def test_every_step_of_the_law_data_occurs() -> None:
    sent = {str(COMMANDS[type(event)].__struct_config__.tag) for some in year().steps.values() for event, _, _ in some}
    # What becomes of a decision that is enforced comes with the step that undoes it; by hand where that told nobody.
    assert in_force(seed_texts(), TODAY, "").steps.keys() == sent | {"note-basis-revoked"}


# ---- The three regulations ----


def every(kind: type[E]) -> list[E]:
    """The events of a kind in all cases of the year."""
    return [event for steps in year().steps.values() for event, _, _ in steps if isinstance(event, kind)]


@pytest.mark.article("信息公示制度 第十四条")
def test_a_decision_is_withdrawn_under_each_ground_with_its_explanation() -> None:
    assert {one.effect for one in every(DecisionRevoked)} == set(get_args(RevocationEffect))
    assert all(one.explanation for one in every(DecisionRevoked))
    assert every(CarrierRecalled)


@pytest.mark.article("信息公示制度 第八条")
def test_decisions_are_withheld_on_each_ground_and_one_is_cleared_afterwards() -> None:
    reviews = every(DisclosureReviewed)
    assert {ground for one in reviews if one.outcome == "withheld" for ground in one.grounds} == set(get_args(Ground))
    assert [one.former for one in every(DisclosureReReviewed) if one.outcome == "open"] == ["withheld"]
    assert any(one.outcome == "redacted" for one in reviews)


@pytest.mark.article("信息公示制度 第十二条")
def test_publications_are_timely_and_late_by_the_clock_of_the_regulation_and_by_that_of_the_guidance() -> None:
    penal = [year().case(name) for name in cases_of(ORDINARY)]
    shown = [case for case in penal if case.decision is not None and case.disclosure is not None]
    days = [working_days_between(case.signed_at, case.first_at(DisclosureReviewed)) for case in shown]
    assert [any(count <= length for count in days) for length in (7, 15)] == [True, True]
    assert [any(count > length for count in days) for length in (7, 15)] == [True, True]


@pytest.mark.article("信息公示制度 第七条")
def test_the_fulfilment_of_decisions_is_published_in_each_state() -> None:
    states = {one.state for one in every(FulfilmentPublished)}
    assert states >= {"paid", "partly-paid", "instalments", "overdue", "enforced", "performed", "closed"}
    assert [one.ground for one in every(PublicationEnded)] == ["credit-repaired"]


@pytest.mark.article("信息公示制度 第九条")
def test_publications_stand_on_carriers_with_proof_and_a_failed_one_was_repeated() -> None:
    done = {(one.carrier, one.place) for one in every(CarrierRecorded)}
    assert {carrier for carrier, _ in done} >= {"website", "notice-board"}
    assert all(one.object or (one.url and one.digest) for one in every(CarrierRecorded))
    assert {(one.carrier, one.place) for one in every(CarrierFailed)} & done


@pytest.mark.article("信息公示制度 第十一条")
def test_a_page_is_published_against_the_list_by_the_heads_word_alone() -> None:
    assert "list-mismatch" in {code for _, code in year().refused}
    assert [bool(one.mismatches and one.reason) for one in every(ListMismatchOverridden)] == [True]


@pytest.mark.article("信息公示制度 第十三条")
def test_corrections_are_asked_for_and_found_accepted_and_refused_and_one_waits_for_its_evidence() -> None:
    cases = [year().case(name) for name in cases_of("correction")]
    assert {one.source for one in every(CorrectionRequested)} >= {"agency", "citizen", "legal-person"}
    decided = every(CorrectionDecided)
    assert {one.accepted for one in decided} == {True, False}
    assert {one.ground for one in decided} >= {"accurate", "decision-itself"}
    asked = [case for case in cases if EvidenceAsked in case.happened]
    assert {EvidenceRecorded in case.happened for case in asked} == {True, False}
    public = [action for action in year().actions if action.by == PUBLIC]
    assert len(public) >= 4
    assert every(DisclosureCorrected)


@pytest.mark.article("信息公示制度 第四条")
@pytest.mark.article("信息公示制度 第五条")
def test_a_catalogue_has_two_versions_and_every_matter_its_basic_information() -> None:
    assert max(one.version for one in every(CatalogueAnnounced)) == 2
    announced = {year().case(name).matter for name in cases_of("basic-information")}
    assert announced == EVERY_MATTER.keys()
    register = year().register
    flags = {flag.kind for one in standings(register, TODAY) for flag in one.flags}
    assert {"basis-repealed", "basis-changed"} <= flags
    assert "basic-information-incomplete" in {code for _, code in year().refused}


@pytest.mark.article("重大执法决定法制审核制度 一")
@pytest.mark.article("重大执法决定法制审核制度 四")
def test_reviewers_were_trained_and_a_draft_was_returned_and_one_reviewed_by_the_county() -> None:
    register = year().register
    assert {one for one in register.trainings if register.trainings[one]} >= {"li-mingzhe", "cheng-yaqin"}
    assert every(ReviewReturned)
    assert every(CountyReviewReceived)


@pytest.mark.article("全过程记录制度 一")
def test_files_are_evaluated_by_the_software_and_by_a_person_who_departs_from_it() -> None:
    (drawn,) = every(FilesDrawn)
    assert all(file.case and file.score is not None for file in drawn.files)
    assert [file.drawn for file in drawn.files] == [True, True, True, False]
    assert {file.number for file in drawn.files if file.drawn} < set(drawn.pool)
    assert {one.agrees for one in every(FileEvaluated)} == {True, False}
    assert [one.upheld for one in every(EvaluationObjectionAnswered)] == [True]
    assert [one.files for one in every(EvaluationConcluded)] == [4]


@pytest.mark.parametrize("today", [TODAY, *OTHER_DAYS])
def test_something_waits_for_everybody(today: date) -> None:
    made, now = year(today), Moment.of(today)
    waiting = Counter(
        task.role for name in made.steps for task in LAW.tasks.values() if waits(made, name, task.id, now)
    )
    wanted = {
        "handler",
        "unit-head",
        "reviewer",
        "head",
        "presider",
        "secrecy-reviewer",
        "disclosure-officer",
        "archivist",
    }
    assert wanted <= waiting.keys()


def waits(made: Year, name: str, task: str, now: Moment) -> bool:
    case, asked = made.case(name), LAW.tasks[task]
    context = Context(case=name, actor="system", now=now, occurred_at=now, register=made.register)
    barred = (bar.id for bar in LAW.bars.values() if asked.step not in bar.spares)
    return all(FACTS[one](case, context) for one in asked.when) and not any(
        FACTS[one](case, context) for one in (*asked.unless, *barred)
    )


def test_a_decision_comes_within_ninety_days() -> None:
    for name in year().steps:
        case = year().case(name)
        filed, signed = case.at(CaseFiled), case.signed_at
        assert filed is None or signed is None or (signed.day - filed.day).days <= 90, name


def test_papers_are_served_in_every_way() -> None:
    served = [one for name in year().steps for one in year().case(name).every(DocumentServed)]
    ways = {one.method for one in served}
    assert ways == {"in-person", "household", "receiving-clerk", "left", "post", "electronic", "public-notice"}
    assert any(one.refused for one in served)


def test_some_publications_are_late_and_some_are_kept_back() -> None:
    cases = [year().case(name) for name in year().steps]
    published = [case for case in cases if case.disclosure is not None]
    days = [working_days_between(case.signed_at, case.at(DisclosureReviewed)) for case in published]
    assert sum(7 < count <= 15 for count in days) >= 3
    assert sum(count > 15 for count in days) >= 1
    assert sum(count <= 7 for count in days) > len(days) / 2
    outcomes = Counter(case.disclosure.outcome for case in published if case.disclosure)
    assert min(outcomes[one] for one in ("open", "redacted", "withheld")) >= 2


def working_days_between(first: Moment | None, last: Moment | None) -> int:
    """Working days after `first`, up to and including `last`."""
    assert first is not None
    assert last is not None
    calendar = year().register.calendar
    days = (first.day + timedelta(days + 1) for days in range((last.day - first.day).days))
    return sum(calendar.is_working(day) for day in days)


def test_papers_that_were_entered_afterwards_have_their_defects() -> None:
    defects = year().defects()
    assert len(defects) >= 3
    assert {"two-officers", "notice-first", "opinion-first", "refusal-needs-witness"} <= set().union(*defects.values())


def test_a_revoked_decision_rests_on_an_instrument_of_its_year_and_all_went_back() -> None:
    cases = [year().case(name) for name in year().steps]
    assert all(instrument_of_its_year(case) for case in cases if case.revocation)
    revoked = [case for case in cases if case.revocation and case.procedure == ORDINARY]
    assert len(revoked) == 2
    for case in revoked:
        assert repayable(case) == {}
        assert goods_to_return(case) == ()


def instrument_of_its_year(case: Case) -> bool:
    """Whether the decision was undone by an instrument with the year of its day, that came in no earlier."""
    assert case.revocation is not None
    one = case.revocation.instrument
    return f"〔{one.dated_on.year}〕" in one.number and one.dated_on <= one.received_on


def test_a_case_that_decides_anew_names_the_decision_that_was_undone() -> None:
    old, new = year().case("c46").decision, year().case("c105").last(RedoLinked)
    assert old is not None
    assert new is not None
    assert new.number == old.number
    assert new.digest


def test_matters_name_their_law_and_say_what_was_not_checked() -> None:
    for matter in TOWN["matter"]:
        assert (matter["code"] in MATTERS) == bool(re.fullmatch("对.+的处罚", matter["name"]))
        assert isinstance(matter["verified"], bool)
        assert (matter["power"] == "handed-down") == ("instrument" in matter)
        assert matter["power"] == "law" or matter["power_verified"] is False
        for basis in matter["basis"]:
            assert re.fullmatch("《.+》", basis["law"])
            assert basis["article"].startswith("第")
            assert 0 < len(basis["summary"]) <= 60


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The boxes of ISO/IEC 14496-12 that lie side by side in `data`: type and content."""
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4])
        assert 8 <= size <= len(data) - at
        yield data[at + 4 : at + 8], data[at + 8 : at + size]
        at += size


def sample_entries(movie: bytes) -> Iterator[bytes]:
    """Types of the sample entries (`moov/trak/mdia/minf/stbl/stsd`) of each track."""
    for kind, content in boxes(movie):
        if kind in {b"trak", b"mdia", b"minf", b"stbl"}:
            yield from sample_entries(content)
        elif kind == b"stsd":
            yield from (entry for entry, _ in boxes(content[8:]))


def test_recordings_are_named_as_recorders_name_them() -> None:
    found = recorder_name(file_name(SAMPLE, TOWN["device"][0], 3))
    assert found is not None
    assert (found.device, found.started_at.date(), found.sequence) == ("JZ0001", SAMPLE.starts_on, 3)


def test_the_recording_is_a_small_mp4_of_h264_and_aac_with_its_index_in_front() -> None:
    data = recording("scene")
    assert data != recording("hearing")
    assert len(data) < 300_000
    top = list(boxes(data))
    order = [kind for kind, _ in top]
    assert order[0] == b"ftyp"
    assert order.index(b"moov") < order.index(b"mdat")
    assert set(sample_entries(dict(top)[b"moov"])) == {b"avc1", b"mp4a"}
