"""The desk on both databases: commands count once, conflicts are solved or told, refusals stand beside the case."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

import msgspec
import pytest

from records.application import CaseDesk, record_entry
from records.errors import Conflict, Invalid, KeyReused, NotFound, Refused, Stale
from records.event import Event, case_stream
from records.judgement import StoredObject
from records.moment import Moment
from records.penalty.commands import GiveNotice, LinkRecording, PartyGiven, ServeDocument
from records.penalty.events import CaseFiled, DecisionSigned
from records.register.events import (
    ClockReleased,
    DeviceRegistered,
    DocumentNumberTaken,
    LedgerOpened,
    MatterWithdrawn,
    PersonRegistered,
    StepRefused,
)
from records.store.directory import Ledgers
from town import (
    AGENCY,
    HANDLERS,
    HEAD,
    MATTER,
    PARTY_NAME,
    PLAIN,
    REVIEWER,
    SCAN,
    Town,
    command,
    decision,
    filing,
    review,
    revocation,
    shanghai,
    town,
)

T = TypeVar("T")
SERVE = ServeDocument(method="in-person", recipient="本人")
WRITERS = 16


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    with town(database, tmp_path) as found:
        yield found


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Town]:
    """The town on SQLite, for what is decided before a store is asked."""
    with town(f"sqlite:///{tmp_path / 'mingjing.sqlite3'}", tmp_path) as found:
        yield found


def together(count: int, act: Callable[[int], T]) -> list[T | Exception]:
    """What each of several threads got that started at once."""
    barrier = Barrier(count)

    def one(number: int) -> T | Exception:
        barrier.wait()
        try:
            return act(number)
        except Exception as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def version(place: Town, case: str) -> int:
    return place.desk.load(case).version


def prepared(town: Town, **changes: Any) -> str:
    """A case that only waits for its decision."""
    case = town.file(**changes)
    town.prepare(case)
    return case


def endorsed(town: Town, **changes: Any) -> str:
    """A case that only waits for its notice."""
    case = town.file(**changes)
    for _, kind, given in PLAIN[1:6]:
        town.take(case, kind, **given)
    return case


# ---- Once ----


def test_a_repeated_command_gets_the_first_answer_and_is_written_once(place: Town) -> None:
    sender = place.sender(HANDLERS[0])
    first = place.desk.open(filing(), sender)
    again = place.desk.open(filing(), sender)
    assert (again.positions, again.versions, again.entries, again.recorded_at) == (
        first.positions,
        first.versions,
        first.entries,
        first.recorded_at,
    )
    case = first.events[-1].case  # type: ignore[attr-defined]
    place.prepare(case)
    head, signer = place.ledger.head(), place.sender(HEAD)
    signed = place.desk.step(case, decision(), signer)
    assert place.desk.step(case, decision(), signer) == signed  # although a second decision would be refused
    assert place.ledger.head() == head + 3  # with its number and its fine
    assert place.ledger.history(f"refusals:{case}") == []


def test_a_repeated_command_gets_its_answer_whatever_has_happened_since(place: Town) -> None:
    sender = place.sender(HANDLERS[0])
    first = place.desk.open(filing(), sender)
    place.enter(MatterWithdrawn(code=MATTER, last_day=date(2020, 1, 1), reason="收回"))
    assert place.desk.open(filing(), sender).positions == first.positions


def test_a_repeated_command_gets_its_answer_under_the_version_it_once_named(place: Town) -> None:
    case = prepared(place)
    sender, known = place.sender(HEAD), version(place, case)
    first = place.desk.step(case, decision(), sender, if_match=known)
    assert place.desk.step(case, decision(), sender, if_match=known) == first


def test_the_same_key_with_another_body_is_refused_whether_the_step_were_lawful_or_not(place: Town) -> None:
    case, sender = prepared(place), place.sender(HEAD)
    (signed, *_) = place.desk.step(case, decision(), sender).versions
    other = msgspec.structs.replace(sender, body=b"x" * 32)
    for sent in (decision(), SERVE, review()):
        with pytest.raises(KeyReused):
            place.desk.step(case, sent, other)
    with pytest.raises(KeyReused):
        place.desk.step(case, decision(), other, if_match=signed - 1)
    assert version(place, case) == signed


def test_the_same_key_of_another_principal_is_unrelated(place: Town) -> None:
    sender = place.sender(HANDLERS[0])
    first = place.desk.open(filing(), sender)
    second = place.desk.open(filing(), msgspec.structs.replace(sender, principal="other account"))
    assert first.positions != second.positions


def test_a_refused_key_may_succeed_after_the_missing_step(place: Town) -> None:
    case, sender = place.file(), place.sender(HANDLERS[0])
    with pytest.raises(Refused, match="no-decision"):
        place.desk.step(case, SERVE, sender)
    place.sign(case)
    assert place.desk.step(case, SERVE, sender).versions == (version(place, case),)
    assert len(place.ledger.history(f"refusals:{case}")) == 1


def test_of_threads_with_one_key_all_get_the_same_answer(place: Town) -> None:
    sender = place.sender(HANDLERS[0])
    answers = together(8, lambda _: place.desk.open(filing(), sender).positions)
    assert len(set(map(str, answers))) == 1, answers
    assert sum(isinstance(one.event, CaseFiled) for one in place.ledger.batch(0, 1_000)) == 1


def test_an_entry_of_a_register_counts_once(place: Town) -> None:
    entry = DeviceRegistered(device="d", agency=AGENCY, model="m", serial="s")
    sender = place.sender("system")
    first = record_entry(place.ledger, entry, sender)
    assert record_entry(place.ledger, entry, sender) == first
    with pytest.raises(KeyReused):
        record_entry(place.ledger, entry, msgspec.structs.replace(sender, body=b"x" * 32))
    with pytest.raises(Stale):
        record_entry(place.ledger, entry, place.sender("system"), if_match=0)
    assert record_entry(place.ledger, entry, place.sender("system"), if_match=1).versions == (2,)


# ---- Conflicts ----


def test_a_stale_version_is_the_clients_to_solve(place: Town) -> None:
    case = prepared(place)
    known = version(place, case)
    place.link(case)
    with pytest.raises(Stale) as raised:
        place.desk.step(case, decision(), place.sender(HEAD), if_match=known)
    assert raised.value.version == known + 1
    signed = place.desk.step(case, decision(), place.sender(HEAD), if_match=known + 1)
    assert signed.versions == (known + 2, 1, 2)  # the case's, its series', and after the party's filing


def test_of_those_who_name_one_version_one_is_first(place: Town) -> None:
    case = place.file()
    desk = CaseDesk(place.ledger, any_object)
    links = [LinkRecording(object=f"{number:064x}", stage="other") for number in range(8)]
    answers = together(8, lambda n: desk.step(case, links[n], place.sender(HANDLERS[0]), if_match=1).versions)
    assert sorted(str(one) if isinstance(one, tuple) else type(one).__name__ for one in answers) == [
        "(2,)",
        *["Stale"] * 7,
    ]


def any_object(digest: str) -> StoredObject:
    return StoredObject(digest, "c" * 64, 1, "video/mp4", "")


def test_threads_that_write_to_one_case_all_succeed(place: Town) -> None:
    case = place.file()
    desk = CaseDesk(place.ledger, any_object)
    links = [LinkRecording(object=f"{number:064x}", stage="other") for number in range(8)]
    answers = together(8, lambda n: desk.step(case, links[n], place.sender(HANDLERS[0])).versions)
    assert sorted(map(str, answers)) == [f"({number},)" for number in range(2, 10)]
    assert set(desk.load(case).case.recordings) == {link.object for link in links}


def test_of_threads_that_take_one_step_one_succeeds_and_the_others_are_refused_by_law(place: Town) -> None:
    case = place.file()
    place.sign(case)
    known = version(place, case)
    answers = together(8, lambda _: place.step(case, SERVE).versions)
    assert sorted(one.code if isinstance(one, Refused) else str(one) for one in answers) == [
        f"({known + 1},)",
        *["already-served"] * 7,
    ]
    refusals = place.ledger.history(f"refusals:{case}")
    assert [one.version for one in refusals] == list(range(1, 8))


def sequences(answers: list[Any], kind: str) -> list[int]:
    """The numbers that were taken from a series, in order."""
    events = [event for one in answers if not isinstance(one, Exception) for event in one]
    return sorted(one.sequence for one in events if isinstance(one, DocumentNumberTaken) and one.kind == kind)


def test_threads_that_sign_decisions_take_numbers_without_gap_or_double(place: Town) -> None:
    cases = [prepared(place, place=f"中心街{number}号") for number in range(WRITERS)]
    answers = together(WRITERS, lambda n: place.step(cases[n], decision(), HEAD).events)
    assert sequences(answers, "罚决") == list(range(1, WRITERS + 1)), answers
    events = [event for one in answers if not isinstance(one, Exception) for event in one]
    taken = {event.number for event in events if isinstance(event, DocumentNumberTaken)}
    assert {event.number for event in events if isinstance(event, DecisionSigned)} == taken
    assert [one.position for one in place.ledger.batch(0, 1_000)] == list(range(1, place.ledger.head() + 1))


def test_threads_that_take_numbers_from_two_series_leave_no_gap_and_no_double_in_either(place: Town) -> None:
    """Each gives its notice, serves it and signs, so that notices and decisions of different cases meet."""
    cases = [endorsed(place, place=f"中心街{number}号") for number in range(WRITERS)]

    def decided(number: int) -> list[Event]:
        case = cases[number]
        told = [written for _, kind, given in PLAIN[6:9] for written in place.take(case, kind, **given).events]
        return [*told, *place.step(case, decision(), HEAD).events]

    answers = together(WRITERS, decided)
    for series in ("罚告", "罚决"):
        assert sequences(answers, series) == list(range(1, WRITERS + 1)), answers
    numbers = [one.event.number for one in place.ledger.batch(0, 1_000) if isinstance(one.event, DocumentNumberTaken)]
    assert len(numbers) == len(set(numbers)) == 2 * WRITERS


def test_two_processes_that_take_numbers_leave_no_gap_and_no_double(place: Town) -> None:
    """Each has a desk of its own, so no lock of one process keeps them apart."""
    other = Ledgers(place.ledgers.engine, place.ledgers._keys)
    desks = [place.desk, CaseDesk(other.get(place.name), any_object)]
    signing = [prepared(place, place=f"中心街{number}号") for number in range(4)]
    telling = [endorsed(place, place=f"南街{number}号") for number in range(4)]
    notice = command(GiveNotice)
    assert isinstance(notice, GiveNotice)

    def numbered(number: int) -> tuple[Event, ...]:
        desk = desks[number % 2]
        if number < 4:
            return desk.step(signing[number], decision(), place.sender(HEAD)).events
        return desk.step(telling[number - 4], notice, place.sender(HANDLERS[0])).events

    answers = together(8, numbered)
    assert sequences(answers, "罚决") == [1, 2, 3, 4], answers
    assert sequences(answers, "罚告") == [5, 6, 7, 8], answers  # after those of the cases that wait for their decision
    other.close()


# ---- Refusals ----


def test_a_refusal_stands_beside_the_case_which_is_unchanged(place: Town) -> None:
    case = place.file()
    with pytest.raises(Refused) as raised:
        place.step(case, SERVE)
    assert version(place, case) == 1
    (refusal,) = place.ledger.history(f"refusals:{case}")
    law = place.ledger.register().law(place.ledger.now().day)
    rule = law.rules["no-decision"]
    assert refusal.event == StepRefused(
        case=case, step="serve-document", code="no-decision", article=rule.article, detail=rule.text
    )
    assert refusal.position == raised.value.position
    assert refusal.actor == f"person:{HANDLERS[0]}"
    assert refusal.rules == law.digest


def test_a_filing_that_was_refused_stands_among_the_openings(place: Town) -> None:
    with pytest.raises(Refused, match="matter-not-listed"):
        place.file(matter="unknown")
    (refusal,) = place.ledger.history("refusals:opening")
    assert isinstance(refusal.event, StepRefused)
    assert (refusal.event.case, refusal.event.step) == ("", "file-case")
    assert not any(isinstance(one.event, CaseFiled | PersonRegistered) for one in place.ledger.batch(0, 1_000))


@pytest.mark.parametrize(
    "case", ["", "x", "019C0000-0000-7000-8000-000000000001", "019c0000-0000-7000-8000-000000000001"]
)
def test_a_case_that_is_not_there_is_not_found(embedded: Town, case: str) -> None:
    with pytest.raises(NotFound):
        embedded.step(case, SERVE)


def test_a_field_that_cannot_be_right_is_named_and_nothing_is_recorded(embedded: Town) -> None:
    head = embedded.ledger.head()
    with pytest.raises(Invalid):
        embedded.file(occurred_at="gestern")
    assert embedded.ledger.head() == head


# ---- Back-entries ----


def test_a_back_entry_without_a_stored_scan_is_not_recorded(embedded: Town) -> None:
    case, head = embedded.file(), embedded.ledger.head()
    entry = msgspec.structs.replace(SCAN, scan="e" * 64)
    with pytest.raises(NotFound, match="object"):
        embedded.link(case, entry=entry)
    with pytest.raises(NotFound, match="object"):
        embedded.file(entry=entry)
    assert embedded.ledger.head() == head


def test_a_back_entry_names_a_refusal_of_its_case_or_of_an_opening(embedded: Town) -> None:
    with pytest.raises(Refused) as opening:
        embedded.file(matter="unknown")
    case, other = embedded.file(), embedded.file()
    with pytest.raises(Refused) as refused:
        embedded.serve(case)
    embedded.sign(case)
    for wrong in (0, -1, 1, embedded.ledger.head(), embedded.ledger.head() + 1, 10**12):
        with pytest.raises(Invalid) as raised:
            embedded.serve(case, entry=msgspec.structs.replace(SCAN, refusal=wrong))
        assert [path for path, _ in raised.value.fields] == ["$.entry.refusal"]
    with pytest.raises(Invalid):
        embedded.link(other, entry=msgspec.structs.replace(SCAN, refusal=refused.value.position))
    embedded.serve(case, entry=msgspec.structs.replace(SCAN, refusal=refused.value.position))
    embedded.link(other, entry=msgspec.structs.replace(SCAN, refusal=opening.value.position))


# ---- Agencies ----


def test_an_account_acts_for_its_own_agency_or_for_those_that_its_person_belongs_to(embedded: Town) -> None:
    case, _ = embedded.publish()
    today = embedded.ledger.now().day
    for person, agency, allowed in (
        (REVIEWER, "other", False),
        (REVIEWER, "", False),
        (HANDLERS[0], "", True),
        (HEAD, "", True),
    ):
        sender = msgspec.structs.replace(embedded.sender(person), agency=agency)
        assert (AGENCY in sender.agencies(embedded.ledger.register(), today)) == allowed
        if not allowed:
            with pytest.raises(Refused, match="other-agency"):
                embedded.desk.step(case, revocation(today), sender)
    assert embedded.step(case, revocation(today), REVIEWER)


def test_who_has_left_the_agency_belongs_to_it_no_more(embedded: Town) -> None:
    register, person = embedded.ledger.register(), HANDLERS[0]
    assert register.agencies_of(person, date(2030, 12, 31)) == {AGENCY}
    assert register.agencies_of(person, date(2031, 1, 1)) == set()
    assert register.agencies_of(HEAD, date(2019, 12, 31)) == set()


# ---- Persons ----


def test_a_party_that_is_filed_twice_is_one_person(place: Town) -> None:
    cases = together(6, lambda _: place.file())
    parties = {place.desk.load(str(case)).case.filed.party.person for case in cases}  # type: ignore[union-attr]
    assert len(parties) == 1
    assert len(place.ledger.history(f"person:{parties.pop()}")) == 1


def test_parties_without_a_number_are_never_taken_for_each_other(embedded: Town) -> None:
    party = msgspec.structs.replace(filing().party, number="", born_on=date(1990, 1, 1))
    parties = {embedded.desk.load(embedded.file(party=party)).case.filed.party.person for _ in range(2)}  # type: ignore[union-attr]
    assert len(parties) == 2


def test_a_person_of_a_filing_that_was_refused_is_registered_by_the_next(place: Town) -> None:
    with pytest.raises(Refused):
        place.file(matter="unknown")
    person = place.desk.load(place.file()).case.filed.party.person  # type: ignore[union-attr]
    assert len(place.ledger.history(f"person:{person}")) == 1


@pytest.mark.parametrize(
    ("signed", "shown"),
    [
        ({"facts": f"{PARTY_NAME}占道经营。"}, {}),
        ({"reasons": f"{PARTY_NAME}初次违法。"}, {}),
        ({"content": f"对{PARTY_NAME}罚款200元"}, {}),
        ({"basis": (f"关于{PARTY_NAME}的批复",)}, {}),
        ({}, {"facts_shown": f"{PARTY_NAME}占道经营。"}),
    ],
)
def test_the_full_name_of_a_natural_party_is_not_published(
    embedded: Town, signed: dict[str, Any], shown: dict[str, Any]
) -> None:
    case = embedded.file()
    embedded.sign(case, **signed)
    with pytest.raises(Refused, match="party-not-masked"):
        embedded.review(case, **shown)
    with pytest.raises(Refused, match="party-not-masked"):
        embedded.review(case, **shown, entry=SCAN)


RURAL = msgspec.structs.replace(filing().party, name="武大有", address="监漳镇监漳村南街12号")


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ("当事人住监漳镇监漳村南街12号。", "personal-data-shown"),
        ("当事人住监漳镇监漳村 南街１２号。", "personal-data-shown"),
        ("当事人电话+8613812345678。", "personal-data-shown"),
        ("当事人电话(0355)7654321。", "personal-data-shown"),
        ("身份证140429–19900101–0013。", "personal-data-shown"),
        ("身份证1404 2919 9001 0100 13。", "personal-data-shown"),
        ("武 大有占道经营。", "party-not-masked"),
        ("武\u200b大-有占道经营。", "party-not-masked"),
    ],
)
def test_what_tells_who_the_party_is_is_not_published_however_it_is_written(
    embedded: Town, facts: str, code: str
) -> None:
    case = embedded.file(party=RURAL)
    embedded.sign(case)
    for entry in (None, SCAN):
        with pytest.raises(Refused, match=code):
            embedded.review(case, party_shown="武某某", facts_shown=facts, entry=entry)
    with pytest.raises(Refused, match=code):
        embedded.revoke(case, explanation=facts)
    assert embedded.review(case, party_shown="武某某", facts_shown="当事人在监漳村占道经营。")


def test_an_organisations_address_and_representative_are_public(embedded: Town) -> None:
    firm = PartyGiven(
        kind="individual-business",
        name="顺合粮油店",
        number="92140429MA0XX0015C",
        address="监漳镇监漳村南街12号",
        representative="牛桂香",
    )
    case = embedded.file(party=firm)
    embedded.sign(case)
    assert embedded.review(case, party_shown=firm.name, facts_shown="监漳镇监漳村南街12号牛桂香的店")


def test_a_masked_name_that_still_has_the_whole_name_in_it_is_not_published(embedded: Town) -> None:
    party = msgspec.structs.replace(filing().party, name="张三")
    case = embedded.file(party=party)
    embedded.sign(case)
    with pytest.raises(Refused, match="party-not-masked"):
        embedded.review(case, party_shown="张三某")
    assert embedded.review(case, party_shown="张某")


def test_the_notice_of_a_withdrawal_names_no_natural_party(embedded: Town) -> None:
    case, _ = embedded.publish()
    today = embedded.ledger.now().day
    named = msgspec.structs.replace(revocation(today).instrument, number=f"{PARTY_NAME}案判决书")
    for changes in ({"explanation": f"{PARTY_NAME}申请复议。"}, {"instrument": named}):
        with pytest.raises(Refused, match="party-not-masked"):
            embedded.step(case, revocation(today, **changes), REVIEWER)


def test_a_name_under_a_masked_field_stays_inside(embedded: Town) -> None:
    case = embedded.file()
    embedded.sign(case, facts=f"{PARTY_NAME}占道经营。")
    masked = {"outcome": "redacted", "masked": ("facts",), "grounds": ("other-law",), "basis": "某法 第一条"}
    assert embedded.review(case, **masked)


# ---- Ledgers and clocks ----


def opened(name: str, *, sample: bool = False) -> LedgerOpened:
    return LedgerOpened(name=name, title="村", origin=f"log.example.gov/{name}", region="140429", sample=sample)


def test_a_ledger_has_a_name_that_goes_into_an_address(embedded: Town) -> None:
    for name in ("", "Town", "1town", "town\n", "town-public", "镇", "a" * 64, "a b"):
        with pytest.raises(Invalid):
            embedded.ledgers.create(opened(name), "system")


def test_a_ledger_is_opened_once(place: Town) -> None:
    place.ledgers.create(opened("a"), "system")
    with pytest.raises(Conflict):
        place.ledgers.create(opened("a"), "someone else")
    assert place.ledgers.names() == ["a", place.name]


def test_of_those_who_open_one_ledger_one_is_first(place: Town) -> None:
    answers = together(4, lambda n: place.ledgers.create(opened("a"), f"system-{n}").ledger_name)
    assert sorted(one if isinstance(one, str) else "conflict" for one in answers) == ["a", *["conflict"] * 3]
    assert all(isinstance(one, str | Conflict) for one in answers)
    assert place.ledgers.get("a").head() == 1


def test_only_a_sample_has_a_clock_and_it_has_one(embedded: Town) -> None:
    with pytest.raises(Invalid):
        embedded.ledgers.create(opened("a"), "system", start=shanghai("2025-01-06 09:00"))
    with pytest.raises(Invalid):
        embedded.ledgers.create(opened("a", sample=True), "system")
    assert embedded.ledgers.names() == [embedded.name]


def test_a_sample_goes_by_its_clock_until_it_is_released(place: Town) -> None:
    assert place.ledger.now() == shanghai("2025-01-06 09:00")
    first = place.ledger.history("ledger")[0]
    assert first.recorded_at == shanghai("2025-01-06 09:00").micros
    moment = place.at("2025-04-01 09:00")
    case = place.file()
    filed = place.ledger.history(case_stream(case))[0]
    assert filed.occurred_at == moment
    assert filed.recorded_at == moment.micros
    place.enter(ClockReleased())
    place.ledger.register()
    assert abs(place.ledger.now().micros - time.time_ns() // 1000) < 10_000_000


def test_a_sample_whose_clock_was_just_moved_decides_by_the_new_time(place: Town) -> None:
    """Without anybody having read the registers in between."""
    from records.register.events import ClockSet

    moment = shanghai("2025-04-01 09:00")
    place.enter(ClockSet(micros=moment.micros))
    assert place.ledger.history(case_stream(place.file()))[0].occurred_at == moment


def test_a_ledger_that_is_no_sample_goes_by_the_real_time(place: Town) -> None:
    ledger = place.ledgers.create(opened("a"), "system")
    assert abs(ledger.now().micros - time.time_ns() // 1000) < 10_000_000
    assert ledger.register().opened == opened("a")
    assert isinstance(ledger.now(), Moment)


def test_a_ledger_that_is_not_there_is_not_found(embedded: Town) -> None:
    with pytest.raises(NotFound):
        embedded.ledgers.get("nowhere")
