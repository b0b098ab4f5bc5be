"""The projections of whole cases, told by events without commands: due list, statistics, cases, timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select

from event_shapes import example
from penal import events_of
from projections import cases, disclosures, due, statistics, timeline, withdrawals
from projections.cases import CaseRow, count_by_stage, find_case, list_cases
from projections.due import CaseTerm, count_overdue, due_list, ripe, terms_of
from projections.projection import Batch, Projection, Seen, Target
from projections.sentences import sentence
from projections.spans import PENALTY
from projections.statistics import Figures, SpanFigures, TermFigures
from records.correction.events import DisclosureCorrected
from records.course.case import Case, evolve
from records.course.terms import state
from records.event import ERASED, BackEntry, CaseEvent, Defect, Event
from records.moment import Moment
from records.penalty import events as e
from records.penalty.events import Item, PublicCopy
from records.publishing.events import DisclosureReReviewed, PublicationEnded
from records.register.events import AgencyRegistered, CalendarAdopted, MatterRegistered, StepRefused
from records.register.fold import Register
from records.register.fold import fold as fold_registers
from records.store.mapper import Recorded
from stories import CASE, REGISTER, Story, at, event

LEDGER, OTHER = "jianzhang", "019c0000-0000-7000-8000-000000000002"
AGENCY, MATTER = "11140429012345671E", "140429-cf-001"
SCAN = BackEntry(reason="纸质案卷", scan="0" * 64)
NOTICE = CalendarAdopted(
    year=2027, notice="国办发明电〔2026〕9号", off=tuple(date(2027, 1, day) for day in (1, 7, 8)), working=()
)
NAMES = fold_registers(
    REGISTER,
    [
        (
            REGISTER.position + 1,
            AgencyRegistered(
                code=AGENCY,
                name="监漳镇人民政府",
                short="监漳",
                kind="agency",
                region="140429",
                valid_from=date(2020, 1, 1),
            ),
        ),
        (
            REGISTER.position + 2,
            msgspec.structs.replace(
                example(MatterRegistered),
                code=MATTER,
                agency=AGENCY,
                name="对占道经营的处罚",
                valid_from=date(2020, 1, 1),
                valid_to=None,
            ),
        ),
    ],
)
VIEWS: tuple[Projection, ...] = (
    due.PROJECTION,
    statistics.PROJECTION,
    cases.PROJECTION,
    timeline.PROJECTION,
    withdrawals.PROJECTION,
    disclosures.PROJECTION,
)


class Log:
    """A ledger in memory: events with their registers and cases, as a reader gives them."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.register: Register = NAMES
        self._cases: dict[str, tuple[Case, int]] = {}

    def tell(self, when: str, kind: type[CaseEvent], recorded: str = "", /, case: str = CASE, **fields: Any) -> Log:
        """One more step of a case."""
        return self.add(event(kind, case=case, **fields), when, recorded)

    def add(self, what: Event, when: str, recorded: str = "") -> Log:
        """One more event."""
        occurred_at = at(when)
        place: dict[str, Any] = {"version": 1}
        case = None
        if isinstance(what, CaseEvent):
            before, version = self._cases.get(what.case, (Case(), 0))
            place = {"version": version + 1}
            case = evolve(before, what, occurred_at, version + 1)
            self._cases[what.case] = case, version + 1
        if isinstance(what, CalendarAdopted):
            self.register = fold_registers(self.register, [(len(self.seen) + 1, what)])
        recorded_at = at(recorded).micros if recorded else occurred_at.micros
        one = Recorded(
            position=len(self.seen) + 1,
            recorded_at=recorded_at,
            occurred_at=occurred_at,
            actor="person:officer-wang",
            rules=b"",
            registers_to=0,
            event=what,
            stream=what.stream,
            **place,
        )
        self.seen.append(Seen(one, self.register, case))
        return self

    def void(self, version: int, case: str = CASE, when: str = "2026-12-01 09:00") -> Log:
        return self.tell(when, e.EntryVoided, case=case, version=version, voided="x")

    def batches(self, cuts: Sequence[int] = ()) -> Iterator[Batch]:
        """All of it, cut after the positions named."""
        edges = [0, *sorted({cut for cut in cuts if 0 < cut < len(self.seen)}), len(self.seen)]
        for start, stop in pairwise(edges):
            yield Batch(LEDGER, start, tuple(self.seen[start:stop]))

    @contextmanager
    def shown(self, cuts: Sequence[int] = ()) -> Iterator[Connection]:
        """A connection that sees all views of it."""
        engine = create_engine("sqlite://")
        with engine.begin() as connection:
            for view in VIEWS:
                for table in view.tables:
                    table.create(connection)
            for batch in self.batches(cuts):
                for view in VIEWS:
                    view.project(batch, Target(connection))
            yield connection
        engine.dispose()

    def rows(self, cuts: Sequence[int] = ()) -> dict[str, list[tuple[Any, ...]]]:
        with self.shown(cuts) as connection:
            tables = [table for view in VIEWS for table in view.tables]
            return {
                table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
                for table in tables
            }

    def figures(self, **filters: Any) -> Figures:
        with self.shown() as connection:
            return statistics.statistics(connection, LEDGER, **filters)[0]

    def row(self, case: str = CASE) -> CaseRow:
        with self.shown() as connection:
            found = find_case(connection, LEDGER, case)
        assert found
        return found

    def terms(self, case: str = CASE) -> dict[tuple[str, str], CaseTerm]:
        with self.shown() as connection:
            return {(term.limit_id, term.subject): term for term in terms_of(connection, LEDGER, case)}


def filed(log: Log | None = None, when: str = "2026-03-02 09:00", case: str = CASE, **fields: Any) -> Log:
    given = {"agency": AGENCY, "matter": MATTER, "acted_on": date(2026, 2, 1), "discovered_on": date(2026, 2, 20)}
    return (log or Log()).tell(when, e.CaseFiled, case=case, **(given | fields))


def decided(log: Log | None = None, case: str = CASE) -> Log:
    log = filed(log, case=case)
    log.tell("2026-03-04 09:00", e.NoticeGiven, case=case, number="告知一号", hearing_told=True)
    log.tell("2026-03-05 09:00", e.DocumentServed, case=case, document="notice", number="告知一号", entry=None)
    log.tell("2026-03-16 09:00", e.DecisionSigned, case=case, fine_yuan=Decimal("200.00"), confiscated_yuan=None)
    return log.tell("2026-03-18 09:00", e.DocumentServed, case=case, document="decision", number="决定一号")


# ---- The same rows however the events are cut ----


def town() -> Log:
    """Two cases in which much happens, also on paper and by mistake."""
    log = Log().tell("2026-03-01 09:00", e.LeadRegistered, agency=AGENCY, matter="", discovered_on=date(2026, 2, 20))
    log.add(StepRefused(case=CASE, step="file-case", code="x", article="第一条", detail="不"), "2026-03-01 10:00")
    decided(log)
    filed(log, "2026-03-03 09:00", case=OTHER)
    log.add(StepRefused(case="", step="file-case", code="x", article="第一条", detail="不"), "2026-03-19 10:00")
    log.tell("2026-03-20", e.DisclosureReviewed, "2026-04-20 09:00", entry=SCAN)
    log.tell("2026-03-21", e.PaymentRecorded, amount_yuan=Decimal("200.00"), purpose="fine", paid_on=date(2026, 3, 21))
    log.tell(
        "2026-03-10", e.CaseSuspended, "2026-04-21 09:00", case=OTHER, basis="某条例 第一条", until=None, entry=SCAN
    )
    log.tell("2026-04-01", e.CaseResumed, "2026-04-22 09:00", case=OTHER)
    log.void(2, OTHER)
    log.tell("2026-04-25 09:00", e.DecisionRevoked)
    log.void(7)
    log.tell("2026-12-30 09:00", e.PenaltyDeclined, case=OTHER)
    log.add(NOTICE, "2026-12-31 09:00")
    return log.tell("2027-01-12 09:00", e.DocumentServed, case=OTHER, document="no-penalty", number="不罚一号")


def test_the_rows_are_the_same_event_by_event_and_all_at_once() -> None:
    log = town()
    whole = log.rows()
    assert all(whole.values())
    assert log.rows(range(len(log.seen))) == whole


@settings(max_examples=25)
@given(st.sets(st.integers(1, 30)))
def test_the_rows_are_the_same_wherever_the_batches_are_cut(cuts: set[int]) -> None:
    assert town().rows(sorted(cuts)) == WHOLE


WHOLE = town().rows()

KINDS = [kind for kind in events_of() if kind is not e.EntryVoided]
ANY_STEPS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(1, 28), st.integers(0, 27), st.sampled_from([CASE, OTHER])),
    min_size=2,
    max_size=16,
)


def lived(steps: list[tuple[type[CaseEvent], int, int, str]], without: int = 0, log: Log | None = None) -> Log:
    log = log or Log()
    for place, (kind, day, later, case) in enumerate(steps, 1):
        if place != without:
            fields: dict[str, Any] = {"agency": AGENCY} if kind in {e.CaseFiled, e.LeadRegistered} else {}
            entry = SCAN if later > 20 else None
            log.tell(f"2026-03-{day:02}", kind, f"2026-04-{later + 1:02} 09:00", case=case, entry=entry, **fields)
    return log


@settings(max_examples=25)
@given(ANY_STEPS, st.sets(st.integers(1, 15)))
def test_whatever_happened_the_rows_do_not_depend_on_the_cuts(steps: list[Any], cuts: set[int]) -> None:
    log = lived(steps)
    log.void(1, steps[0][3])
    assert log.rows(sorted(cuts)) == log.rows()


@settings(max_examples=25)
@given(ANY_STEPS)
def test_an_entry_that_was_a_mistake_leaves_nothing_in_figures_terms_and_rows(steps: list[Any]) -> None:
    """Positions and versions apart, a case is as if the entry had never been made."""
    case = steps[0][3]
    with lived(steps).void(1, case).shown() as connection:
        figures = statistics.statistics(connection, LEDGER)
        terms, row = _terms(connection, case), find_case(connection, LEDGER, case)
    with lived(steps, without=1).shown() as connection:
        assert figures == statistics.statistics(connection, LEDGER)
        assert terms == _terms(connection, case)
        other = find_case(connection, LEDGER, case)
    assert row
    if other is not None:
        moved = ("version", "position", "recorded_at")
        assert msgspec.structs.replace(row, **{name: getattr(other, name) for name in moved}) == other


def _terms(connection: Connection, case: str) -> list[CaseTerm]:
    """Its terms, without the version of the review that has to be made again."""
    found = terms_of(connection, LEDGER, case)
    return [msgspec.structs.replace(one, subject="") if one.limit_id == "re-review" else one for one in found]


# ---- Due list ----


def test_each_item_has_a_row_and_what_is_over_is_ripe_for_the_timer() -> None:
    items = tuple(Item(name=name, quantity="1") for name in ("秤", "车", "伞"))
    log = filed().tell("2026-03-02 15:00", e.EvidencePreserved, number="一号", items=items)
    log.tell("2026-03-10 09:00", e.ItemDisposed, item="一号#2")
    assert sorted(subject for limit, subject in log.terms() if limit == "preservation") == [
        "一号#1",
        "一号#2",
        "一号#3",
    ]
    with log.shown() as connection:
        assert ripe(connection, LEDGER, date(2026, 3, 11)) == ()
        found = ripe(connection, LEDGER, date(2026, 3, 12))
        assert [(term.subject, term.then, term.case_id) for term in found] == [
            ("一号#1", "lapse-preservation", CASE),
            ("一号#3", "lapse-preservation", CASE),
        ]
        assert ripe(connection, "another", date(2026, 3, 12)) == ()
        overdue = {
            one.limit_id: (one.open, one.overdue) for one in count_overdue(connection, LEDGER, date(2026, 3, 12))
        }
    assert overdue["preservation"] == (2, 2)


def test_a_case_goes_on_the_day_after_its_suspension() -> None:
    log = filed().tell("2026-03-05 09:00", e.CaseSuspended, basis="某条例 第一条", until=date(2026, 3, 10))
    with log.shown() as connection:
        assert ripe(connection, LEDGER, date(2026, 3, 10)) == ()
        (found,) = ripe(connection, LEDGER, date(2026, 3, 11))
        assert (found.limit_id, found.then, found.due_on) == ("suspension", "resume-case", date(2026, 3, 11))
    log.tell("2026-03-11 00:01", e.CaseResumed)
    resumed = log.terms()["suspension", ""]
    assert (resumed.kept_on, resumed.in_time) == (date(2026, 3, 11), True)


def test_a_term_that_stands_still_is_neither_open_nor_overdue() -> None:
    log = filed().tell("2026-03-20 09:00", e.CaseSuspended, basis="某条例 第一条", until=None)
    with log.shown() as connection:
        assert {term.limit_id for term in due_list(connection, LEDGER).items} == {"filing-approval"}
        (paused,) = due_list(connection, LEDGER, states=("paused",)).items
        assert (paused.limit_id, paused.paused_on) == ("decision", date(2026, 3, 20))
        assert {one.limit_id for one in count_overdue(connection, LEDGER, date(2026, 9, 1))} == {"filing-approval"}


def test_a_right_that_nobody_used_ends_with_its_term_and_is_never_overdue() -> None:
    log = filed().tell("2026-03-05 09:00", e.PoliceAnswered, filed=False)
    with log.shown() as connection:
        for day, found in ((date(2026, 3, 8), "open"), (date(2026, 3, 9), "lapsed")):
            (term,) = due_list(connection, LEDGER, states=("open", "lapsed"), limit_id="objection", today=day).items
            assert (term.state, term.due_on) == (found, date(2026, 3, 8))
            assert [one.state for one in terms_of(connection, LEDGER, CASE, day) if one.right] == [found]
            counted = {one.limit_id: (one.open, one.overdue) for one in count_overdue(connection, LEDGER, day)}
            assert counted.get("objection") == ((1, 0) if found == "open" else None)
        assert due_list(connection, LEDGER, limit_id="objection", today=date(2026, 3, 9)).items == ()
        assert term.lapsed_on == date(2026, 3, 8)


def test_the_hour_of_a_term_is_given_out() -> None:
    log = filed().tell("2026-03-06 17:00", e.TransferDecided, approved=True)
    assert log.terms()["transfer-sending", ""].due_at == at("2026-03-07 17:00").instant


def test_pages_of_terms_follow_each_other_though_many_end_on_one_day() -> None:
    items = tuple(Item(name=str(number), quantity="1") for number in range(7))
    log = filed().tell("2026-03-02 15:00", e.EvidencePreserved, number="一号", items=items)
    with log.shown() as connection:
        whole = due_list(connection, LEDGER).items
        paged, after = list[CaseTerm](), None
        while True:
            page = due_list(connection, LEDGER, after=after, limit=2)
            paged += page.items
            after = page.next
            if after is None:
                break
    assert tuple(paged) == whole
    assert len(whole) == 9


def test_rows_of_the_due_list_are_the_terms_of_the_case() -> None:
    log, story = decided(), Story()
    for seen in log.seen:
        story.add(str(seen.recorded.occurred_at), seen.recorded.event)
    expected = story.terms(NAMES)
    found = log.terms()
    assert found.keys() == expected.keys()
    for key, term in expected.items():
        row = found[key]
        assert all(getattr(row, name) == getattr(term, name) for name in term.__struct_fields__)
        assert (row.state, row.agency, row.matter, row.ledger) == (state(term), AGENCY, MATTER, LEDGER)


def test_the_terms_of_a_lead_move_to_the_matter_of_the_case() -> None:
    log = Log().tell("2026-03-01 09:00", e.LeadRegistered, agency=AGENCY, matter="", discovered_on=date(2026, 2, 20))
    assert {term.matter for term in log.terms().values()} == {""}
    assert {term.matter for term in filed(log).terms().values()} == {MATTER}


# ---- Statistics ----


def test_each_step_counts_what_it_is_worth() -> None:
    log = decided()
    log.tell("2026-03-09 09:00", e.HearingHeld).tell("2026-03-12 09:00", e.CaseReviewed, result="correct")
    log.tell("2026-03-13 09:00", e.CaseReviewed, result="agreed").tell("2026-03-14 09:00", e.TransferSent)
    log.tell("2026-04-10 09:00", e.SurchargeImposed, amount_yuan=Decimal("6.50"))
    log.tell(
        "2026-05-06 09:00", e.PaymentRecorded, purpose="fine", amount_yuan=Decimal("100.25"), paid_on=date(2026, 4, 30)
    )
    log.tell("2026-05-06 10:00", e.CaseClosed).tell("2026-05-07 10:00", e.CaseArchived)
    filed(log, "2026-03-03 09:00", case=OTHER).tell("2026-03-20 09:00", e.PenaltyDeclined, case=OTHER)
    found = log.figures()
    assert {name: getattr(found, name) for name in Figures.__struct_fields__ if getattr(found, name)} == {
        "steps": 15,
        "opened": 2,
        "decided": 2,
        "cases_filed": 2,
        "notices": 1,
        "hearings": 1,
        "reviews": 2,
        "reviews_corrected": 1,
        "decisions": 1,
        "no_penalties": 1,
        "fines_fen": 20_000,
        "served": 1,
        "transfers": 1,
        "paid_fen": 10_025,
        "surcharge_fen": 650,
        "closed": 1,
        "archived": 1,
        "spans": found.spans,
        "terms": found.terms,
    }
    assert log.figures(last_month="2026-04").paid_fen == 10_025  # on its day


def test_a_lead_moves_to_the_matter_that_it_is_filed_under() -> None:
    log = Log().tell("2026-03-01 09:00", e.LeadRegistered, agency=AGENCY, matter="", discovered_on=date(2026, 2, 20))
    refusal = StepRefused(case=CASE, step="file-case", code="x", article="第一条", detail="不")
    log.add(refusal, "2026-03-01 10:00")
    assert log.figures(matter="").leads == 1
    assert (log.figures(agency=AGENCY).refusals, log.figures(matter=MATTER).leads) == (1, 0)
    filed(log)
    assert (log.figures(matter=MATTER).leads, log.figures(matter=MATTER).refusals) == (1, 1)


def test_a_voided_entry_takes_back_what_it_added_in_its_own_month() -> None:
    log = decided().tell("2026-03-20", e.DisclosureReviewed, "2026-04-20 09:00", entry=SCAN)
    log.tell("2026-03-21 09:00", e.PaymentRecorded, purpose="fine", amount_yuan=Decimal(200), paid_on=date(2026, 3, 21))
    before = log.figures()
    assert (before.disclosed, before.back_entries, before.paid_fen) == (1, 1, 20_000)
    after = log.void(6).void(7).figures()
    assert (after.disclosed, after.back_entries, after.paid_fen) == (0, 0, 0)
    by_limit = {one.limit_id: one for one in after.terms}
    assert {"payment", "publication.guidance"}.isdisjoint(by_limit)
    assert after.fines_fen == 20_000


def test_stretches_of_cases_give_averages() -> None:
    log = decided()
    for case, signed in ((CASE, ""), (OTHER, "2026-03-23 09:00")):
        if signed:
            filed(log, "2026-03-03 09:00", case=case).tell(signed, e.PenaltyDeclined, case=case)
    log.tell("2026-03-25 09:00", e.PaymentRecorded, purpose="fine", amount_yuan=Decimal(200), paid_on=date(2026, 3, 25))
    log.tell("2026-04-02 09:00", e.CaseClosed)
    found = {one.span: (one.days, one.cases) for one in log.figures().spans}
    assert found == {
        "filed-notice": (3, 1),
        "notice-decision": (11, 1),
        "filed-signed": (14 + 20, 2),
        "signed-served": (2, 1),
        "served-paid": (7, 1),
        "filed-closed": (31, 1),
        "served-performed": (7, 1),
        "ended-closed": (8, 1),
    }
    april = log.figures(first_month="2026-04").spans
    assert april == (
        SpanFigures(span="ended-closed", days=8, cases=1, within={3: 0, 7: 0, 15: 1, 30: 1, 60: 1, 90: 1}),
        SpanFigures(span="filed-closed", days=31, cases=1, within={3: 0, 7: 0, 15: 0, 30: 0, 60: 1, 90: 1}),
    )


COURSE: list[tuple[str, type[CaseEvent], dict[str, Any]]] = [
    ("2026-03-01", e.LeadRegistered, {"agency": AGENCY, "matter": "", "discovered_on": date(2026, 2, 20)}),
    ("2026-03-04", e.CaseFiled, {"agency": AGENCY, "matter": MATTER, "acted_on": date(2026, 2, 1)}),
    ("2026-03-05", e.FilingApproved, {}),
    ("2026-03-06", e.TransferReported, {}),
    ("2026-03-09", e.TransferSent, {}),
    ("2026-03-11", e.PoliceAnswered, {"filed": False}),
    ("2026-03-20", e.OpinionSubmitted, {}),
    ("2026-03-21", e.OpinionEndorsed, {"agreed": False}),
    ("2026-03-23", e.OpinionSubmitted, {}),
    ("2026-03-24", e.OpinionEndorsed, {"agreed": True}),
    ("2026-03-25", e.NoticeGiven, {"number": "告知一号", "hearing_told": True}),
    ("2026-03-26", e.DocumentServed, {"document": "notice", "number": "告知一号"}),
    ("2026-03-27", e.DefenceRecorded, {}),
    ("2026-03-28", e.HearingRequested, {"posted_on": None}),
    ("2026-03-30", e.DefenceReviewed, {}),
    ("2026-04-15", e.HearingReported, {}),
    ("2026-04-16", e.ReviewSubmitted, {"lacking": ()}),
    ("2026-04-17", e.ReviewReturned, {}),
    ("2026-04-18", e.ReviewSubmitted, {"lacking": ()}),
    ("2026-04-20", e.CaseReviewed, {"result": "agreed"}),
    ("2026-04-22", e.CaseDiscussed, {}),
    ("2026-04-24", e.DecisionSigned, {"fine_yuan": Decimal(200), "confiscated_yuan": Decimal(50)}),
    ("2026-04-27", e.DocumentServed, {"document": "decision", "number": "决定一号"}),
    ("2026-04-28", e.DisclosureReviewed, {}),
    ("2026-05-06", e.PaymentRecorded, {"purpose": "fine", "amount_yuan": Decimal(200), "paid_on": date(2026, 5, 6)}),
    (
        "2026-05-12",
        e.PaymentRecorded,
        {"purpose": "confiscated", "amount_yuan": Decimal(50), "paid_on": date(2026, 5, 11)},
    ),
    ("2026-05-13", e.CaseClosed, {}),
    ("2026-05-20", e.CaseArchived, {}),
]
"""A case that goes through every stage, each step at nine."""


def course() -> Log:
    log = Log()
    for day, kind, fields in COURSE:
        log.tell(f"{day} 09:00", kind, **fields)
    return log


def test_every_stretch_of_a_whole_course_has_its_days() -> None:
    found = {one.span: one.days for one in course().figures().spans}
    assert found == {
        "lead-filed": 3,
        "filed-approved": 1,
        "filed-opinion": 16,
        "opinion-endorsed": 4,  # the first time it was sent back
        "opinion-notice": 6,
        "notice-reviewed": 4,
        "hearing-reported": 18,
        "submitted-reviewed": 4,  # from the first submission, which was returned
        "reviewed-discussed": 2,
        "reported-transferred": 3,
        "transferred-answered": 2,
        "reviewed-signed": 4,
        "discussed-signed": 2,
        "signed-served": 3,
        "signed-published": 4,
        "served-paid": 9,
        "served-performed": 14,  # with what was confiscated, on the day of its payment
        "ended-closed": 2,
        "closed-archived": 7,
        "filed-notice": 22,
        "notice-decision": 29,
        "filed-signed": 51,
        "filed-closed": 70,
    }
    assert list(found) == [one.id for one in PENALTY]


def test_a_stretch_counts_in_the_month_in_which_it_ended() -> None:
    with course().shown() as connection:
        months = statistics.statistics(connection, LEDGER, by=("agency", "month"))
    ended = {one.month: {span.span for span in one.spans} for one in months}
    assert {one.agency for one in months} == {AGENCY}
    assert ended["2026-03"] >= {"filed-opinion", "opinion-endorsed", "opinion-notice", "notice-reviewed"}
    assert ended["2026-04"] >= {"hearing-reported", "submitted-reviewed", "reviewed-discussed", "discussed-signed"}
    assert ended["2026-05"] == {"served-paid", "served-performed", "ended-closed", "closed-archived", "filed-closed"}


def test_a_whole_course_has_the_same_rows_wherever_it_is_cut() -> None:
    log = course()
    assert log.rows(range(len(log.seen))) == log.rows(range(0, len(log.seen), 5)) == log.rows()


def test_an_opinion_that_was_a_mistake_leaves_the_next_one() -> None:
    days = {one.span: one.days for one in course().void(7).figures().spans}
    assert (days["filed-opinion"], days["opinion-endorsed"], days["opinion-notice"]) == (19, 1, 3)
    days = {one.span: one.days for one in course().void(7).void(9).figures().spans}
    assert not {"filed-opinion", "opinion-endorsed", "opinion-notice"} & days.keys()


def test_cases_are_counted_by_how_long_they_took() -> None:
    log = Log()
    for number, day in enumerate(("2026-03-05", "2026-03-09", "2026-03-10", "2026-06-10")):
        case = f"019c0000-0000-7000-8000-00000000010{number}"
        filed(log, case=case).tell(f"{day} 09:00", e.PenaltyDeclined, case=case)
    (found,) = (one for one in log.figures().spans if one.span == "filed-signed")
    assert (found.days, found.cases) == (3 + 7 + 8 + 100, 4)
    assert found.within == {3: 1, 7: 2, 15: 3, 30: 3, 60: 3, 90: 3}


def test_what_one_paper_says_of_both_ends_is_no_stretch() -> None:
    """The paper of a filing bears the approval; how long that took, it does not say."""
    log = filed(when="2026-03-20", entry=SCAN)
    assert log.figures().spans == ()
    assert "filed-approved" in {one.span for one in filed().tell("2026-03-03", e.FilingApproved).figures().spans}


def test_papers_that_contradict_each_other_have_no_stretch() -> None:
    log = filed(when="2026-03-20", entry=SCAN).tell("2026-03-16", e.PenaltyDeclined)
    assert log.figures().spans == ()


def test_terms_are_judged_by_occurrence_and_by_record_also_by_the_hour() -> None:
    log = filed().tell("2026-03-06 17:00", e.TransferDecided, approved=True)
    log.tell("2026-03-07 09:00", e.TransferSent, "2026-03-07 17:30")
    (found,) = (one for one in log.figures().terms if one.limit_id == "transfer-sending")
    assert found == TermFigures(limit_id="transfer-sending", on_time_occurred=1, late_recorded=1)


def test_items_that_lapse_count_as_late_each() -> None:
    items = tuple(Item(name=str(number), quantity="1") for number in range(3))
    log = filed().tell("2026-03-02 15:00", e.EvidencePreserved, number="一号", items=items)
    log.tell("2026-03-10 09:00", e.ItemDisposed, item="一号#1")
    for number in (2, 3):
        log.tell("2026-03-12 00:01", e.PreservationLapsed, item=f"一号#{number}", due_on=date(2026, 3, 11))
    (found,) = (one for one in log.figures().terms if one.limit_id == "preservation")
    assert (found.on_time_occurred, found.late_occurred, found.late_recorded) == (1, 2, 2)


def test_that_a_partys_term_lapsed_says_nothing() -> None:
    log = decided().tell("2026-06-01 09:00", e.DecisionRevoked)
    assert "payment" not in {one.limit_id for one in log.figures().terms}


@settings(max_examples=25)
@given(ANY_STEPS)
def test_figures_equal_a_recount_of_the_due_list(steps: list[Any]) -> None:
    with lived(steps).shown() as connection:
        expected: Counter[tuple[str, str]] = Counter()
        for term in due_list(connection, LEDGER, states=("kept",), limit=200).items:
            expected[term.limit_id, "on_time_occurred" if term.in_time else "late_occurred"] += 1
            expected[term.limit_id, "on_time_recorded" if term.proven_in_time else "late_recorded"] += 1
        for term in due_list(connection, LEDGER, states=("lapsed",), limit=200).items:
            late = term.lapsed_on is not None and term.lapsed_on > term.due_on
            for measure in ("late_occurred", "late_recorded") if late and term.bound in {"agency", "reviewer"} else ():
                expected[term.limit_id, measure] += 1
        (found,) = statistics.statistics(connection, LEDGER)
    names = [name for name in TermFigures.__struct_fields__ if name not in ("limit_id", "procedure")]
    counted = {(one.limit_id, name): getattr(one, name) for one in found.terms for name in names if getattr(one, name)}
    assert counted == dict(expected)


# ---- Cases ----


def test_a_lead_is_a_case_without_a_filing_day() -> None:
    log = Log().tell(
        "2026-03-01 09:00",
        e.LeadRegistered,
        title="占道线索",
        agency=AGENCY,
        matter="",
        discovered_on=date(2026, 2, 20),
    )
    row = log.row()
    assert (row.title, row.agency_name, row.matter, row.matter_name) == ("占道线索", "监漳镇人民政府", "", "")
    assert (row.stage, row.status, row.filed_on, row.handlers) == ("lead", "open", None, ())
    assert log.tell("2026-03-03 09:00", e.LeadDismissed).row().status == "closed"


def test_a_case_that_began_as_a_lead_bears_what_the_filing_says() -> None:
    log = Log().tell("2026-03-01 09:00", e.LeadRegistered, title="占道线索", agency=AGENCY, matter="")
    row = filed(log, title="占道经营案", handlers=("officer-wang", "officer-li")).row()
    assert (row.title, row.matter, row.matter_name, row.stage) == ("占道经营案", MATTER, "对占道经营的处罚", "filing")
    assert (row.filed_on, row.handlers) == (date(2026, 3, 2), ("officer-wang", "officer-li"))


def test_the_stage_is_the_furthest_and_a_served_notice_is_not_the_service() -> None:
    log = filed().tell("2026-03-04 09:00", e.NoticeGiven, number="告知一号")
    log.tell("2026-03-05 09:00", e.DocumentServed, document="notice", number="告知一号")
    assert (log.row().stage, log.row().served_on) == ("notice", None)
    log.tell("2026-03-09 09:00", e.CaseReviewed)
    assert log.row().stage == "legal-review"
    log.tell("2026-03-10 09:00", e.InspectionRecorded)
    assert log.row().stage == "legal-review"
    log.tell("2026-03-16 09:00", e.PenaltyDeclined, number="不罚一号")
    row = log.tell("2026-03-18 09:00", e.DocumentServed, document="no-penalty", number="不罚一号").row()
    assert (row.stage, row.stage_title, row.number) == ("service", "送达", "不罚一号")
    assert (row.decided_on, row.served_on) == (date(2026, 3, 16), date(2026, 3, 18))


def test_the_status_follows_suspension_closing_and_archive() -> None:
    log, found = filed(), []
    kinds: tuple[type[CaseEvent], ...] = (e.CaseSuspended, e.CaseResumed, e.CaseClosed, e.CaseArchived)
    kinds = (*kinds, e.ArchiveReopened, e.CaseArchived)
    for day, kind in enumerate(kinds, 3):
        found.append(log.tell(f"2026-03-{day:02} 09:00", kind).row().status)
    assert found == ["suspended", "open", "closed", "archived", "closed", "archived"]
    with filed(log, case=OTHER).shown() as connection:
        assert [row.case_id for row in list_cases(connection, LEDGER, status="archived").items] == [CASE]
        assert [row.case_id for row in list_cases(connection, LEDGER, status="open").items] == [OTHER]
        assert count_by_stage(connection, LEDGER) == {"archive": 1, "filing": 1}


def test_a_voided_step_takes_the_case_back_and_its_defects_with_it() -> None:
    defect = Defect("x", "第一条", "不")
    log = filed().tell("2026-03-05 09:00", e.OpinionSubmitted)
    log.tell("2026-03-06", e.CaseClosed, entry=SCAN, defects=(defect, defect))
    assert (log.row().status, log.row().defects, log.row().back_entered) == ("closed", 2, True)
    row = log.void(3).row()
    assert (row.stage, row.status, row.defects, row.back_entered, row.version) == ("opinion", "open", 0, False, 4)


def test_other_officers_are_in_charge_after_a_change() -> None:
    assert filed().tell("2026-03-05 09:00", e.HandlersChanged, handlers=("a", "b")).row().handlers == ("a", "b")


# ---- Timeline and what is public ----


PEOPLE = ("recipients", "witnesses", "reporter", "questioned", "agents", "contact")
TEXTS = ("facts", "reason", "reasons", "statement", "findings", "place", "summary", "explanation", "opinion", "note")


@pytest.mark.parametrize("kind", events_of(), ids=lambda one: one.__name__)
def test_every_event_has_a_sentence_without_what_people_wrote(kind: type[Any]) -> None:
    texts = () if kind in {e.HearingEnded, e.CaseSuspended} else TEXTS  # their reasons are chosen, not written
    written = {name: "某人所写" for name in texts if isinstance(getattr(event(kind), name, None), str)}
    text = sentence(event(kind, **written))
    assert text
    assert text[-1] not in "。，：\n"
    assert "某人所写" not in text


def test_nobody_is_named_in_any_view() -> None:
    log, named = Log(), e.Somebody(person="p", name="张三丰", contact="13800000000")
    for kind in events_of():
        people: dict[str, Any] = {name: (named,) for name in PEOPLE if name in kind.__struct_fields__}
        log.tell("2026-03-02 09:00", kind, **people)
    shown = str(log.rows())
    assert "张三丰" not in shown
    assert "13800000000" not in shown
    assert str(ERASED) not in shown


def test_a_decision_not_to_punish_is_published_like_any_other() -> None:
    copy = PublicCopy(
        number="监漳不罚〔2026〕1号",
        title="占道经营案",
        agency="监漳镇人民政府",
        agency_code=AGENCY,
        matter=MATTER,
        matter_name="对占道经营的处罚",
        party="张某某",
        party_kind="natural",
        kinds=(),
        content=None,
        fine_yuan=None,
        confiscated_yuan=None,
        facts="摆摊",
        basis=("某法 第一条",),
        reasons="轻微",
        decided_on=date(2026, 3, 16),
    )
    log = filed().tell("2026-03-16 09:00", e.PenaltyDeclined, number=copy.number)
    log.tell("2026-03-17 09:00", e.DisclosureReviewed, disclosure="d", number=copy.number, outcome="open", copy=copy)
    with log.shown() as connection:
        (shown,) = disclosures.list_disclosures(connection, LEDGER, text="不罚 摆摊").items
    assert shown.copy == copy
    assert log.figures().disclosed == 1


PAGE_MAKING = {e.DisclosureReviewed, e.DecisionRevoked, DisclosureReReviewed, DisclosureCorrected, PublicationEnded}
"""They make, change or end what is public."""


def test_steps_that_have_nothing_to_do_with_it_leave_what_is_public_alone() -> None:
    others: list[type[CaseEvent]] = [kind for kind in KINDS if kind not in PAGE_MAKING]
    log = Log()
    for kind in others:
        log.tell("2026-03-02 09:00", kind)
    rows = log.rows()
    assert rows["disclosure"] == rows["withdrawal"] == []
    assert len(rows["timeline"]) == len(others)


def test_moments_of_recording_are_those_of_shanghai() -> None:
    log = filed(when="2026-02-28 23:30")
    assert log.row().recorded_at == Moment.of(at("2026-02-28 23:30").instant).instant
    assert log.figures(first_month="2026-02", last_month="2026-02").cases_filed == 1
