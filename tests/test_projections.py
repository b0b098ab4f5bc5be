"""The projections: what people see after what happened."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, select

from penal import PAPER
from projections import schema
from projections.cases import count_by_stage, find_case, list_cases
from projections.disclosures import (
    count_disclosures,
    count_withheld,
    disclosure,
    disclosures_in_order,
    facets,
    find_disclosure,
    list_disclosures,
)
from projections.due import CaseTerm, count_overdue, due_list, terms_of
from projections.follower import Follower
from projections.projection import metadata
from projections.recordings import is_linked, is_linked_in, objects_of
from projections.statistics import Figures, statistics
from projections.timeline import entries, latest_refusals, refusals
from projections.withdrawals import count_withdrawals, find_withdrawal, list_withdrawals, withdrawals_in_order
from records.course.steps import COMMANDS
from records.errors import Invalid, Refused
from records.law.data import in_force
from records.law.deadline import Calendar, due
from records.law.file import seed_texts
from records.moment import Moment
from records.penalty.commands import ReceiveReliefCopy, ServeDocument, TagSecrecy
from records.penalty.events import (
    CaseFiled,
    DecisionRevoked,
    DecisionSigned,
    DisclosureReviewed,
    DocumentServed,
    Instrument,
    NoticeGiven,
    PublicCopy,
)
from records.register.events import AgencyRegistered, CalendarAdopted, StepRefused
from records.store.engine import connect, writing
from records.store.mapper import Recorded
from records.store.schema import install
from records.store.schema import metadata as events
from town import (
    AGENCY,
    HEAD,
    MATTER,
    PARTY_NAME,
    PARTY_NUMBER,
    RECORDING,
    REVIEWER,
    SCAN,
    Town,
    live_through,
    open_town,
    shanghai,
    standing_database,
    town,
    withholding,
)


class View:
    """The town, and a connection that sees everything that its follower has applied."""

    def __init__(self, place: Town) -> None:
        self.place = place
        self.name = place.name
        self._follower = Follower(place.ledgers)
        self._connections: list[Connection] = []

    def look(self) -> Connection:
        self.close()
        self._follower.catch_up()
        self._connections.append(self.place.ledgers.engine.connect())
        return self._connections[-1]

    def close(self) -> None:
        while self._connections:
            self._connections.pop().close()

    def terms(self, case: str) -> dict[str, CaseTerm]:
        return {term.limit_id: term for term in terms_of(self.look(), self.name, case)}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def standing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database that the tests of this module use one after the other."""
    server = str(request.getfixturevalue("postgres_url"))
    with standing_database(request.param, server, tmp_path_factory.mktemp("standing")) as url:
        yield url


@pytest.fixture
def view(standing: str, tmp_path: Path) -> Iterator[View]:
    empty(standing)
    with town(standing, tmp_path) as place:
        found = View(place)
        yield found
        found.close()


def empty(database: str) -> None:
    """Takes every row out of the tables, which are made when they are not there."""
    engine = connect(database)
    install(engine)
    schema.install(engine)
    with writing(engine) as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER IF EXISTS event_is_never_deleted")
        for table in (*metadata.sorted_tables, *events.sorted_tables):
            connection.execute(table.delete())
    engine.dispose()


# ---- Public disclosures ----


def test_a_published_decision_is_shown_word_for_word(view: View) -> None:
    _, page = view.place.publish()
    shown = find_disclosure(view.look(), view.name, page)
    assert shown is not None
    assert (shown.status, shown.outcome, shown.number) == ("current", "open", "监漳罚决〔2025〕1号")
    assert shown.published_at == shanghai("2025-01-06 09:00").instant
    assert isinstance(shown.copy, PublicCopy)
    assert shown.copy.party == "张某某"
    assert shown.copy.fine_yuan == Decimal("200.00")
    assert shown.copy.facts == "当事人在中心街人行道上摆摊，经责令拒不改正。"


def test_nobody_is_named_in_any_table(view: View) -> None:
    live_through(view.place)
    connection = view.look()
    for table in metadata.sorted_tables:
        text = str(connection.execute(select(table)).all())
        assert PARTY_NAME not in text
        assert PARTY_NUMBER not in text
        assert "监漳村12号" not in text


def test_of_a_withheld_decision_only_the_count_by_ground_is_public(view: View) -> None:
    case = view.place.file()
    view.place.sign(case)
    view.place.clear(case)
    view.place.step(case, withholding(grounds=("secret-or-privacy", "security")), REVIEWER)
    connection = view.look()
    assert list_disclosures(connection).items == ()
    withheld = count_withheld(connection, view.name)
    assert (withheld.total, withheld.by_ground) == (1, {"secret-or-privacy": 1, "security": 1})
    (row,) = connection.execute(select(disclosure)).mappings()
    assert row["copy"] is None
    assert not any(row[name] for name in ("number", "agency", "matter", "search", "basis"))
    assert find_disclosure(connection, view.name, row["id"]) is None


def test_a_redacted_page_lacks_what_is_masked_and_says_why(view: View) -> None:
    case = view.place.file()
    view.place.sign(case)
    page = view.place.review(
        case,
        outcome="redacted",
        party_shown="",
        masked=("party", "amounts"),
        grounds=("other-law",),
        basis="政府信息公开条例 第十五条",
    )
    shown = find_disclosure(view.look(), view.name, page)
    assert shown is not None
    assert shown.copy is not None
    assert (shown.copy.party, shown.copy.fine_yuan) == (None, None)
    assert (shown.masked, shown.grounds) == (("party", "amounts"), ("other-law",))
    assert shown.basis == "政府信息公开条例 第十五条"


def test_pages_follow_each_other_without_a_gap_latest_first(view: View) -> None:
    pages = [view.place.publish()[1] for _ in range(5)]
    connection, found, after = view.look(), [], None
    while True:
        page = list_disclosures(connection, view.name, after=after, limit=2)
        found += [one.id for one in page.items]
        after = page.next
        if after is None:
            break
    assert found == pages[::-1]
    first = disclosures_in_order(connection, limit=3)
    second = disclosures_in_order(connection, limit=3, after=first.next)
    assert [one.id for one in first.items + second.items] == pages
    assert second.next is None


@pytest.mark.parametrize("cursor", ["x", "eyJ9", "WzEsMiwzXQ", "WzFd", "é", "AAAA"])
def test_a_cursor_that_is_none_is_invalid(view: View, cursor: str) -> None:
    with pytest.raises(Invalid):
        list_disclosures(view.look(), after=cursor)


def test_search_finds_each_word_and_takes_signs_literally(view: View) -> None:
    view.place.publish()
    connection = view.look()
    for text in ("占道", "监漳罚决〔2025〕1号", "张某某", "拒不改正 占道", "监漳镇人民政府", " "):
        assert count_disclosures(connection, text=text) == 1, text
    for text in ("占道 毒品", "%", "_", "张三丰", "\\"):
        assert count_disclosures(connection, text=text) == 0, text
    assert len(list_disclosures(connection, text="占道").items) == 1


def test_filters_and_facets_by_agency_matter_and_year(view: View) -> None:
    view.place.publish()
    view.place.at("2026-03-02 09:00")
    view.place.publish()
    connection = view.look()
    found = facets(connection, view.name)
    assert [(one.value, one.title, one.count) for one in found.agencies] == [(AGENCY, "监漳镇人民政府", 2)]
    assert [(one.value, one.title, one.count) for one in found.matters] == [(MATTER, "对占道经营的处罚", 2)]
    assert [(one.value, one.count) for one in found.years] == [("2026", 1), ("2025", 1)]
    assert count_disclosures(connection, agency=AGENCY, matter=MATTER, year=2026) == 1
    assert count_disclosures(connection, agency="other") == 0
    assert count_disclosures(connection, matter="other") == 0
    assert count_disclosures(connection, year=2024) == 0


def test_ledgers_are_listed_together_and_apart(view: View) -> None:
    other = open_town(view.place.ledgers, "zhanghe")
    pages = [view.place.publish()[1], other.publish()[1]]
    connection = view.look()
    assert {one.id for one in list_disclosures(connection).items} == set(pages)
    assert [one.id for one in list_disclosures(connection, "zhanghe").items] == pages[1:]
    assert find_disclosure(connection, "zhanghe", pages[0]) is None


def test_a_page_names_the_agency_as_it_was_called_when_it_decided(view: View) -> None:
    _, page = view.place.publish()
    case = view.place.file()
    view.place.enter(
        AgencyRegistered(
            code=AGENCY,
            name="监漳镇综合行政执法办公室",
            short="监漳",
            kind="agency",
            region="140429",
            valid_from=date(2020, 1, 1),
        )
    )
    later = view.place.file()
    connection = view.look()
    shown = find_disclosure(connection, view.name, page)
    assert shown
    assert shown.agency == "监漳镇人民政府"
    names = {row.case_id: row.agency_name for row in list_cases(connection, view.name).items}
    assert (names[case], names[later]) == ("监漳镇人民政府", "监漳镇综合行政执法办公室")


# ---- Withdrawals ----


def test_a_page_that_was_tagged_since_is_replaced_by_a_notice_that_says_the_ground_alone(view: View) -> None:
    case, page = view.place.publish()
    view.place.step(case, TagSecrecy(secrecy="state", reason="涉及军事设施。"))
    found = find_disclosure(view.look(), view.name, page)
    assert found is not None
    assert found.copy is not None
    view.place.at("2025-01-20 15:00")
    view.place.step(case, withholding(), REVIEWER)
    connection = view.look()
    gone, notice = find_disclosure(connection, view.name, page), find_withdrawal(connection, view.name, page)
    assert gone is not None
    assert notice is not None
    assert (gone.status, gone.copy, gone.number) == ("withdrawn", None, "监漳罚决〔2025〕1号")
    assert (gone.grounds, gone.basis) == (("secret-or-privacy",), "")
    assert (notice.number, notice.effect, notice.instrument_kind) == ("监漳罚决〔2025〕1号", "withheld", None)
    assert (notice.explanation, notice.withdrawn_at) == (None, shanghai("2025-01-20 15:00").instant)
    (row,) = connection.execute(select(disclosure)).mappings()
    assert not any(row[name] for name in ("copy", "search", "matter", "basis"))
    assert list_disclosures(connection).items == ()
    assert count_withheld(connection, view.name).by_ground == {"secret-or-privacy": 1}
    (sums,) = statistics(connection, view.name)
    assert (sums.disclosed, sums.withheld, sums.revoked) == (1, 1, 0)


def test_a_decision_that_is_revoked_once_its_page_was_taken_down_says_so_since_then(view: View) -> None:
    case, page = view.place.publish()
    view.place.step(case, TagSecrecy(secrecy="state", reason="涉及军事设施。"))
    view.place.at("2025-01-20 15:00")
    view.place.step(case, withholding(), REVIEWER)
    view.place.at("2025-01-22 15:00")
    view.place.revoke(case)
    notice = find_withdrawal(view.look(), view.name, page)
    assert notice is not None
    assert (notice.effect, notice.withdrawn_at) == ("revoked", shanghai("2025-01-20 15:00").instant)


def test_a_revocation_replaces_the_page_by_a_notice_in_one_transaction(view: View) -> None:
    case, page = view.place.publish()
    assert find_withdrawal(view.look(), view.name, page) is None
    view.place.at("2025-01-20 15:00")
    court = Instrument(
        kind="judgment",
        number="（2025）晋0429行初3号",
        body="武乡县人民法院",
        dated_on=date(2025, 1, 17),
        received_on=date(2025, 1, 18),
    )
    view.place.revoke(case, instrument=court, explanation="主要证据不足。")
    connection = view.look()  # one batch, so one transaction
    gone = find_disclosure(connection, view.name, page)
    assert gone
    assert (gone.status, gone.copy, gone.number) == ("withdrawn", None, "监漳罚决〔2025〕1号")
    notice = find_withdrawal(connection, view.name, page)
    assert notice
    assert (notice.number, notice.agency, notice.effect) == ("监漳罚决〔2025〕1号", "监漳镇人民政府", "revoked")
    assert (notice.instrument_number, notice.instrument_body) == (court.number, court.body)
    assert notice.explanation == "主要证据不足。"
    assert notice.withdrawn_at == shanghai("2025-01-20 15:00").instant
    assert list_disclosures(connection).items == ()
    assert count_disclosures(connection, text="占道") == 0
    assert [one.id for one in disclosures_in_order(connection).items] == [page]


def test_nothing_of_the_body_stays_after_a_revocation(view: View) -> None:
    case, _ = view.place.publish()
    view.place.revoke(case)
    (row,) = view.look().execute(select(disclosure)).mappings()
    assert "摆摊" not in str(dict(row))
    assert "张某某" not in str(dict(row))
    assert row["matter"] == ""
    assert row["decided_on"] is None


def test_no_moment_shows_both_or_neither_of_page_and_notice(view: View) -> None:
    """Event by event: at every position the page is either current or has its notice."""
    case, page = view.place.publish()
    view.look()
    view.place.revoke(case)
    states = []
    follower = Follower(view.place.ledgers, events_at_once=1)
    while True:
        with view.place.ledgers.engine.connect() as connection:
            shown = find_disclosure(connection, view.name, page)
            notice = find_withdrawal(connection, view.name, page)
        assert shown
        states.append((shown.status, notice is not None))
        if not follower._step(view.name):
            break
    assert states == [("current", False), ("withdrawn", True)]


def test_notices_are_listed_latest_first_and_in_order(view: View) -> None:
    done = [view.place.publish() for _ in range(3)]
    for case, _ in done:
        view.place.revoke(case)
    pages = [page for _, page in done]
    connection = view.look()
    first = list_withdrawals(connection, view.name, limit=2)
    second = list_withdrawals(connection, view.name, limit=2, after=first.next)
    assert [one.id for one in first.items + second.items] == pages[::-1]
    assert [one.id for one in withdrawals_in_order(connection).items] == pages
    assert count_withdrawals(connection) == 3


def test_a_decision_that_never_was_public_has_no_notice(view: View) -> None:
    hidden, unpublished = view.place.file(), view.place.file(place="监漳镇东街")
    view.place.sign(hidden)
    view.place.clear(hidden)
    view.place.step(hidden, withholding(), REVIEWER)
    view.place.sign(unpublished)
    for case in (hidden, unpublished):
        view.place.revoke(case)
    connection = view.look()
    assert count_withdrawals(connection) == 0
    assert count_withheld(connection).total == 1
    assert disclosures_in_order(connection).items == ()


def test_a_further_revocation_changes_the_notice_and_not_its_time(view: View) -> None:
    case, page = view.place.publish()
    view.place.revoke(case)
    view.place.at("2025-01-09 09:00")
    view.place.revoke(case, effect="void", explanation="判决确认无效。", entry=SCAN)
    notice = find_withdrawal(view.look(), view.name, page)
    assert notice
    assert (notice.effect, notice.explanation) == ("void", "判决确认无效。")
    assert notice.withdrawn_at == shanghai("2025-01-06 09:00").instant


def test_a_paper_of_an_earlier_instrument_leaves_the_notice_as_it_is_and_counts_no_second_time(view: View) -> None:
    case, page = view.place.publish()
    view.place.at("2025-02-10 09:00")
    view.place.revoke(case)
    earlier = Instrument(
        kind="reconsideration",
        number="武政复决〔2025〕1号",
        body="武乡县人民政府",
        dated_on=date(2025, 1, 20),
        received_on=date(2025, 1, 20),
    )
    view.place.revoke(case, effect="changed", instrument=earlier, entry=SCAN, occurred_at="2025-01-20")
    connection = view.look()
    notice = find_withdrawal(connection, view.name, page)
    assert notice
    assert notice.effect == "revoked"
    assert [row.revoked for row in statistics(connection, view.name)] == [1]


# ---- Recordings and scans ----


def test_a_recording_and_a_papers_scan_belong_to_the_cases_that_name_them(view: View) -> None:
    case = view.place.file()
    assert not is_linked_in(view.look(), view.name, RECORDING.blake3)
    view.place.link(case, occurred_at="2025-01-06", entry=SCAN)
    view.place.sign(case, entry=SCAN)  # the same paper again
    connection = view.look()
    for digest in (RECORDING.blake3, SCAN.scan):
        assert is_linked(view.place.ledgers.engine, digest)
        assert is_linked_in(connection, view.name, digest)
        assert is_linked_in(connection, view.name, digest, {AGENCY})
        assert not is_linked_in(connection, view.name, digest, {"another"})
        assert not is_linked_in(connection, view.name, digest, ())
        assert not is_linked_in(connection, "elsewhere", digest)


def test_a_paper_that_came_in_belongs_to_the_case_as_a_scan_does(view: View) -> None:
    case = view.place.file()
    view.place.sign(case)
    assert not is_linked_in(view.look(), view.name, PAPER.blake3)
    view.place.take(case, ReceiveReliefCopy, received_on=view.place.ledger.now().day)
    assert is_linked_in(view.look(), view.name, PAPER.blake3, {AGENCY})


def test_every_kind_of_step_that_names_an_object_belongs_to_those_that_are_bound() -> None:
    for kind in COMMANDS:
        naming = {"object", "blake3"}.intersection(kind.__struct_fields__)
        blank = {one.name: None for one in msgspec.structs.fields(kind) if one.required}
        fields: dict[str, Any] = blank | dict.fromkeys(naming, RECORDING.blake3)
        event = kind(**fields)
        assert [digest for digest, _ in objects_of(event)] == [RECORDING.blake3 for _ in naming], kind


def test_cases_are_listed_within_the_reach_of_who_asks(view: View) -> None:
    case = view.place.file()
    connection = view.look()
    for reach, found in ((None, [case]), ({AGENCY}, [case]), ({"another"}, []), ((), [])):
        assert [one.case_id for one in list_cases(connection, view.name, reach).items] == found
        assert count_by_stage(connection, view.name, reach) == ({"filing": 1} if found else {})


# ---- Timeline ----


def test_a_back_entered_step_stands_where_it_occurred_and_is_known_from_when_it_was_recorded(view: View) -> None:
    place = view.place
    case = place.file()
    place.at("2025-01-10 09:00")
    place.sign(case)
    place.at("2025-01-20 09:00")
    place.step(case, _service_on("2025-01-12"))
    place.at("2025-01-21 09:00")
    place.review(case)
    connection = view.look()

    def tags(found: tuple[object, ...]) -> list[str]:
        return [str(entry.tag).partition("/")[0] for entry in found]  # type: ignore[attr-defined]  # Entry

    prepared = ["correction-waived", "filing-approved", "inspection-recorded", "opinion-submitted", "opinion-endorsed"]
    prepared += ["notice-given", "document-served", "defence-waived"]
    everything = ["case-filed", *prepared, "decision-signed", "document-served"]
    published = ["secrecy-reviewed", "disclosure-reviewed"]
    assert tags(entries(connection, view.name, case)) == everything + published
    on_15th = shanghai("2025-01-15 12:00")
    assert tags(entries(connection, view.name, case, at=on_15th)) == everything
    assert tags(entries(connection, view.name, case, known_at=on_15th)) == everything[:-1]
    assert tags(entries(connection, view.name, case, known_at=shanghai("2025-01-20 09:00"))) == everything
    both = entries(connection, view.name, case, at=on_15th, known_at=shanghai("2025-01-21 09:00"))
    assert tags(both) == everything
    served = both[-1]
    assert (served.occurred_at, served.dated) == ("2025-01-12", True)
    assert served.entry is not None
    assert served.recorded_at == shanghai("2025-01-20 09:00").instant
    assert served.sentence == "送达监漳罚决〔2025〕1号（直接送达）"


def test_a_step_entered_before_an_earlier_one_comes_after_it_in_the_timeline(view: View) -> None:
    place = view.place
    place.at("2025-03-03 09:00")
    case = place.file(occurred_at="2025-02-20", entry=SCAN)
    place.sign(case, occurred_at="2025-02-25", entry=SCAN)
    place.step(case, _service_on("2025-02-28"))
    place.step(case, _service_on("2025-02-26"))
    found = entries(view.look(), view.name, case)
    assert [one.occurred_at for one in found] == ["2025-02-20", "2025-02-25", "2025-02-26", "2025-02-28"]
    assert [one.version for one in found] == [1, 2, 4, 3]
    assert [defect.code for defect in found[2].defects] == ["already-served"]
    assert find_case(view.look(), view.name, case).served_on == date(2025, 2, 26)  # type: ignore[union-attr]  # it is there


def test_refusals_stand_beside_the_case(view: View) -> None:
    case = view.place.file()
    view.place.sign(case)
    taken = len(entries(view.look(), view.name, case))
    with pytest.raises(Refused):
        view.place.sign(case)
    with pytest.raises(Refused):
        view.place.file(agency="unknown")
    connection = view.look()
    (refused,) = refusals(connection, view.name, case)
    assert (refused.step, refused.code) == ("sign-decision", "decision-exists")
    assert refused.article == "行政处罚法 第五十七条"
    assert refused.actor == f"person:{HEAD}"
    assert len(entries(connection, view.name, case)) == taken
    (opening,) = refusals(connection, view.name)
    assert (opening.case_id, opening.code) == ("", "agency-not-registered")
    assert latest_refusals(connection, view.name) == (opening, refused)
    assert latest_refusals(connection, view.name, before=opening.position) == (refused,)


# ---- Cases ----


def test_a_case_shows_how_far_it_has_come(view: View) -> None:
    case = view.place.file()
    assert _stage(view, case) == ("filing", "立案", 1)
    view.place.link(case)
    view.place.sign(case)
    assert _stage(view, case) == ("decision", "决定", 11)
    view.place.review(case)
    view.place.serve(case)  # an earlier stage does not take it back
    assert _stage(view, case) == ("disclosure", "公示", 14)
    row = find_case(view.look(), view.name, case)
    assert row
    assert (row.recordings, row.back_entered, row.defects) == (1, False, 0)
    other = view.place.file(title="另一案")
    connection = view.look()
    assert [one.case_id for one in list_cases(connection, view.name).items] == [other, case]
    assert [one.case_id for one in list_cases(connection, view.name, stage="filing").items] == [other]
    assert [one.case_id for one in list_cases(connection, view.name, text="另一").items] == [other]
    assert [one.case_id for one in list_cases(connection, view.name, text="罚决〔2025〕1号").items] == [case]
    assert list_cases(connection, view.name, agency="unknown").items == ()
    assert count_by_stage(connection, view.name) == {"filing": 1, "disclosure": 1}


def _stage(view: View, case: str) -> tuple[str, str, int]:
    row = find_case(view.look(), view.name, case)
    assert row
    return row.stage, row.stage_title, row.version


# ---- Due list ----


def test_the_publication_clocks_count_make_up_saturdays_across_spring_festival(view: View) -> None:
    """Signed on Thursday 12 February 2026; off 15 to 23, worked on the Saturdays 14 and 28."""
    view.place.at("2026-02-12 10:00")
    case = view.place.file()
    view.place.sign(case)
    terms = view.terms(case)
    days = {name: term.due_on for name, term in terms.items() if name != "stale"}
    assert days == {
        "filing-approval": date(2026, 2, 24),
        "defence": date(2026, 2, 26),
        "decision": date(2026, 5, 13),
        "service": date(2026, 2, 28),
        "publication.guidance": date(2026, 2, 28),
        "publication.regulation": date(2026, 3, 11),
        "publication.openness": date(2026, 3, 18),
    }
    assert terms["decision"].state == "kept"
    assert terms["publication.guidance"].article == "国办发〔2018〕118号"
    assert [name for name, term in terms.items() if term.provisional] == ["stale"]  # into 2027


def test_each_breached_publication_term_stands_by_itself_and_counts_from_the_recording(view: View) -> None:
    view.place.at("2026-02-12 10:00")
    case = view.place.file()
    view.place.sign(case)
    view.place.at("2026-03-12 10:00")
    view.place.review(case, occurred_at="2026-02-27", entry=SCAN)
    terms = view.terms(case)
    published = {name: term for name, term in terms.items() if name.startswith("publication")}
    assert {term.kept_on for term in published.values()} == {date(2026, 3, 12)}
    assert {term.proven_on for term in published.values()} == {date(2026, 3, 12)}
    late = [name for name, term in published.items() if term.kept_on and term.kept_on > term.due_on]
    assert sorted(late) == ["publication.guidance", "publication.regulation"]
    (sums,) = statistics(view.look(), view.name)
    figures = {one.limit_id: one for one in sums.terms}
    assert figures["publication.guidance"].late_occurred == 1
    assert figures["publication.regulation"].late_recorded == 1
    assert figures["publication.openness"].on_time_occurred == 1


def test_a_service_that_was_entered_late_is_kept_but_not_proven(view: View) -> None:
    view.place.at("2026-03-02 10:00")
    case = view.place.file()
    view.place.sign(case)
    view.place.at("2026-03-20 10:00")
    view.place.step(case, _service_on("2026-03-05"))
    service = view.terms(case)["service"]
    assert (service.state, service.kept_on, service.due_on) == ("kept", date(2026, 3, 5), date(2026, 3, 11))
    assert service.proven_on == date(2026, 3, 20)
    (sums,) = statistics(view.look(), view.name)
    (figures,) = (one for one in sums.terms if one.limit_id == "service")
    assert (figures.on_time_occurred, figures.late_occurred) == (1, 0)
    assert (figures.on_time_recorded, figures.late_recorded) == (0, 1)


@pytest.mark.parametrize("days", [("2026-03-04", "2026-03-10"), ("2026-03-10", "2026-03-04")])
def test_of_two_services_the_one_that_occurred_first_counts(view: View, days: tuple[str, str]) -> None:
    view.place.at("2026-03-02 10:00")
    case = view.place.file()
    view.place.sign(case)
    view.place.at("2026-03-20 10:00")
    for day in days:
        view.place.step(case, _service_on(day))
        view.look()
    terms = view.terms(case)
    assert terms["service"].kept_on == terms["payment"].starts_on == date(2026, 3, 4)


def test_a_withheld_decision_fulfils_the_duty_to_publish(view: View) -> None:
    view.place.at("2026-03-02 10:00")
    case = view.place.file()
    view.place.sign(case)
    view.place.at("2026-03-04 10:00")
    view.place.clear(case)
    view.place.step(case, withholding(), REVIEWER)
    term = view.terms(case)["publication.guidance"]
    assert (term.state, term.kept_on) == ("kept", date(2026, 3, 4))


def test_a_revocation_starts_the_withdrawal_and_lets_open_terms_lapse(view: View) -> None:
    view.place.at("2026-03-02 10:00")
    case = view.place.file()
    view.place.sign(case)
    view.place.review(case)
    view.place.at("2026-03-06 10:00")
    view.place.revoke(case)
    terms = view.terms(case)
    withdrawal = terms["withdrawal"]
    assert (withdrawal.starts_on, withdrawal.due_on) == (date(2026, 3, 6), date(2026, 3, 11))
    assert (withdrawal.state, withdrawal.kept_on) == ("kept", date(2026, 3, 6))
    assert (terms["service"].state, terms["service"].lapsed_on) == ("lapsed", date(2026, 3, 6))
    assert terms["publication.guidance"].state == "kept"


def test_a_revocation_says_nothing_of_whether_the_fine_was_paid(view: View) -> None:
    view.place.at("2026-03-02 10:00")
    case, _ = view.place.publish()
    view.place.at("2026-04-20 10:00")
    view.place.revoke(case)
    payment = view.terms(case)["payment"]
    assert (payment.state, payment.lapsed_on) == ("lapsed", date(2026, 4, 20))
    assert payment.due_on < date(2026, 4, 20)
    (sums,) = statistics(view.look(), view.name)
    assert "payment" not in {one.limit_id for one in sums.terms}


def test_a_withdrawal_counts_from_the_day_on_which_the_instrument_was_received(view: View) -> None:
    view.place.at("2026-03-02 10:00")
    case, _ = view.place.publish()
    view.place.at("2026-03-12 10:00")
    court = Instrument(
        kind="judgment", number="1号", body="法院", dated_on=date(2026, 3, 4), received_on=date(2026, 3, 6)
    )
    view.place.revoke(case, instrument=court)
    withdrawal = view.terms(case)["withdrawal"]
    assert (withdrawal.starts_on, withdrawal.due_on) == (date(2026, 3, 6), date(2026, 3, 11))
    assert withdrawal.kept_on == date(2026, 3, 12)  # late


def test_a_payment_is_open_after_service_and_asked_of_fines_alone(view: View) -> None:
    view.place.at("2026-09-20 10:00")
    fined, warned = view.place.file(), view.place.file()
    view.place.sign(fined)
    view.place.sign(warned, kinds=("警告",), fine_yuan=None)
    for case in (fined, warned):
        view.place.serve(case)
    payment = view.terms(fined)["payment"]
    # The fifteenth day, 5 October, is off: a party's term ends on the next working day.
    assert (payment.state, payment.bound, payment.due_on) == ("open", "party", date(2026, 10, 8))
    assert "payment" not in view.terms(warned)


def test_a_calendar_that_is_adopted_later_moves_provisional_terms(view: View) -> None:
    """Signed on 30 December 2026, when the notice for 2027 was not there."""
    view.place.at("2026-12-30 10:00")
    case = view.place.file()
    view.place.sign(case)
    waiting = view.terms(case)["service"]
    assert (waiting.due_on, waiting.provisional) == (date(2027, 1, 8), True)
    view.place.at("2027-01-12 10:00")
    view.place.serve(case)
    late = statistics(view.look(), view.name, first_month="2027-01")[0].terms
    assert [(one.limit_id, one.late_occurred) for one in late] == [("service", 1)]
    notice = CalendarAdopted(
        year=2027,
        notice="国办发明电〔2026〕9号",
        off=(date(2027, 1, 1), date(2027, 1, 7), date(2027, 1, 8)),
        working=(),
    )
    view.place.enter(notice)
    moved = view.terms(case)["service"]
    assert (moved.due_on, moved.provisional) == (date(2027, 1, 13), False)
    in_time = statistics(view.look(), view.name, first_month="2027-01")[0].terms
    assert [(one.limit_id, one.on_time_occurred, one.late_occurred) for one in in_time] == [("service", 1, 0)]


def test_the_due_list_begins_with_the_most_urgent_and_goes_on_page_by_page(view: View) -> None:
    view.place.at("2026-03-02 10:00")
    cases = [view.place.file() for _ in range(2)]
    view.place.sign(cases[1])
    connection = view.look()
    whole = due_list(connection, view.name).items
    assert [term.due_on for term in whole] == sorted(term.due_on for term in whole)
    assert {term.state for term in whole} == {"open"}
    assert len(whole) == 6
    paged, after = list[CaseTerm](), None
    while True:
        page = due_list(connection, view.name, after=after, limit=2)
        paged += page.items
        after = page.next
        if after is None:
            break
    assert tuple(paged) == whole
    urgent = due_list(connection, view.name, warn_until=date(2026, 3, 11)).items
    assert sorted(term.limit_id for term in urgent) == ["filing-approval", "publication.guidance", "service"]
    kept = due_list(connection, view.name, states=("kept",)).items
    assert {"filing-approval", "defence", "decision"} < {term.limit_id for term in kept}
    assert [one.case_id for one in due_list(connection, view.name, limit_id="decision").items] == [cases[0]]
    overdue = {one.limit_id: (one.open, one.overdue) for one in count_overdue(connection, view.name, date(2026, 3, 12))}
    assert overdue["publication.guidance"] == (1, 1)
    assert overdue["publication.regulation"] == (1, 0)
    assert count_overdue(connection, view.name, date(2026, 3, 12), agency="unknown") == ()


def test_terms_agree_with_the_law_data_computed_by_hand(view: View) -> None:
    """Every term of the eventful town, recomputed from the events and the law files."""
    live_through(view.place)
    law, calendar = in_force(seed_texts(), date(2026, 1, 1)), Calendar()
    for recorded in _everything(view.place):
        if isinstance(recorded.event, CalendarAdopted):
            calendar = calendar.adopt(recorded.event.year, recorded.event.off, recorded.event.working)
    connection = view.look()
    found = due_list(connection, view.name, states=("open", "kept", "lapsed"), limit=200).items
    assert len(found) > 30
    for term in found:
        expected = due(law.limits[term.limit_id], term.starts_on, calendar)
        assert (term.due_on, term.warn_on) == (expected.on, expected.warn_on)


# ---- Statistics ----


def test_statistics_equal_a_recount_of_the_events(view: View) -> None:
    live_through(view.place)
    expected: dict[str, Counter[str]] = {}
    for recorded in _everything(view.place):
        for month, measure, value in _recount(recorded):
            expected.setdefault(month, Counter())[measure] += value
    rows = {row.month: row for row in statistics(view.look(), view.name, by=("month",))}
    for month, sums in expected.items():
        assert {name: getattr(rows[month], name) for name in sums} == dict(sums), month
    plain = {month: msgspec.structs.replace(row, terms=(), spans=()) for month, row in rows.items()}
    counted = {month for month, row in plain.items() if row != Figures(month=month)}
    assert counted == {month for month, sums in expected.items() if any(sums.values())}


def test_statistics_of_terms_equal_a_recount_of_the_due_list(view: View) -> None:
    live_through(view.place)
    connection = view.look()
    expected: Counter[tuple[str, str, str]] = Counter()
    for term in due_list(connection, view.name, states=("kept", "lapsed"), limit=200).items:
        if term.kept_on and term.proven_on:
            for day, by in ((term.kept_on, "occurred"), (term.proven_on, "recorded")):
                kept = "on_time" if day <= term.due_on else "late"  # none of these is in hours
                expected[f"{term.kept_on:%Y-%m}", term.limit_id, f"{kept}_{by}"] += 1
        elif term.bound == "agency" and term.lapsed_on and term.lapsed_on > term.due_on:
            for by in ("occurred", "recorded"):
                expected[f"{term.lapsed_on:%Y-%m}", term.limit_id, f"late_{by}"] += 1
    found = {
        (row.month, term.limit_id, name): getattr(term, name)
        for row in statistics(connection, view.name, by=("month",))
        for term in row.terms
        for name in ("on_time_occurred", "late_occurred", "on_time_recorded", "late_recorded")
        if getattr(term, name)
    }
    assert found == dict(expected)
    assert any(name.startswith("late") for _, _, name in found)


def test_statistics_are_summed_over_what_is_not_asked_for(view: View) -> None:
    live_through(view.place)
    connection = view.look()
    (whole,) = statistics(connection, view.name)
    by_month = statistics(connection, view.name, by=("month",))
    by_all = statistics(connection, view.name, by=("agency", "matter", "month"))
    for measure in ("cases_filed", "fines_fen", "refusals", "back_entries", "disclosed"):
        assert getattr(whole, measure) == sum(getattr(row, measure) for row in by_month) > 0
        assert getattr(whole, measure) == sum(getattr(row, measure) for row in by_all)
    assert [row.month for row in by_month] == sorted(row.month for row in by_month)
    assert statistics(connection, view.name, agency="nobody") == (Figures(),)
    assert statistics(connection, view.name, agency="nobody", by=("month",)) == ()
    (year,) = statistics(connection, view.name, matter=MATTER, first_month="2026-01", last_month="2026-12")
    assert (year.served, year.disclosed) == (1, 1)


def test_months_are_those_of_shanghai(view: View) -> None:
    view.place.at("2025-02-01 00:30")  # still January in UTC
    view.place.file()
    rows = statistics(view.look(), view.name, by=("month",))
    assert [row.month for row in rows if row.cases_filed] == ["2025-02"]


def _recount(recorded: Recorded) -> Iterator[tuple[str, str, int]]:
    occurred, written = f"{recorded.occurred_at.day:%Y-%m}", f"{Moment(recorded.recorded_at).day:%Y-%m}"
    event = recorded.event
    if getattr(event, "entry", None):
        yield written, "back_entries", 1
    if isinstance(event, CaseFiled):
        yield occurred, "cases_filed", 1
    elif isinstance(event, NoticeGiven):
        yield occurred, "notices", 1
    elif isinstance(event, DecisionSigned):
        yield occurred, "decisions", 1
        yield occurred, "fines_fen", int(100 * (event.fine_yuan or 0))
        yield occurred, "confiscated_fen", int(100 * (event.confiscated_yuan or 0))
    elif isinstance(event, DocumentServed) and event.document == "decision":
        yield occurred, "served", 1
    elif isinstance(event, DisclosureReviewed):
        yield written, "withheld" if event.outcome == "withheld" else "disclosed", 1
    elif isinstance(event, DecisionRevoked):
        yield written, "revoked", 1  # each of these cases has one
    elif isinstance(event, StepRefused):
        yield written, "refusals", 1


def _everything(place: Town) -> list[Recorded]:
    return place.ledger.batch(0, 1_000)


def _service_on(day: str) -> ServeDocument:
    return ServeDocument(method="in-person", recipient="本人", occurred_at=day, entry=SCAN)
