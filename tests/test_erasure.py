"""清除个人信息: who is erased is gone from every view, index and process, and the record goes on and stays provable."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select

import unsealing
from api.case_view import person_name, timeline_view
from api.register_checks import check, check_grant
from api.register_entries import GrantAccess
from api.wording import ERASED_WORD, personal, word
from key_stores import Place, dying, key_place
from projections.copies import find_statement, public_copy
from projections.disclosures import count_disclosures, disclosure, find_disclosure
from projections.follower import Follower
from projections.rebuild import rebuild
from projections.schema import install as install_projections
from projections.timeline import latest_refusals
from records.course.shapes import PartyGiven, SomebodyGiven
from records.erasure import erase_person
from records.errors import Conflict, Corrupt, Invalid, NotFound, Refused
from records.event import ERASED, case_stream
from records.moment import Moment
from records.penalty.commands import ArchiveCase, CloseCase, RecordPayment
from records.penalty.events import CaseFiled, InspectionRecorded, Party, Somebody
from records.register.commands import ErasePerson
from records.register.events import HeadAppointed, OfficerRegistered, PersonErased
from records.seal.backup import Secret, back_up, restore
from records.seal.key_rows import KeyRows
from records.seal.keys import WrappedKeys, key_id, owner_of
from records.store.directory import Ledgers
from records.store.engine import connect
from records.store.ledger import Ledger
from records.store.recorder import LedgerRecorder
from records.store.schema import install
from records.store.stored import StoredRow
from town import AGENCY, HANDLERS, PARTY_NAME, PARTY_NUMBER, PLAIN, Town, open_town

OVER = "2037-01-05 09:00"
"""When the file of a case that was archived in 2025 is kept no longer."""
REDACTED: dict[str, Any] = {
    "outcome": "redacted",
    "masked": ("party",),
    "party_shown": "",
    "grounds": ("other-law",),
    "basis": "个人信息保护法 第二十五条",
}
NOW = Moment.parse("2026-03-16T10:00:00Z")
KEY = Secret.of_key(bytes(32))
NAME = "jianzhang"


class Where:
    """A town's databases, so that other processes can open it too."""

    def __init__(self, database: str, keys: Place) -> None:
        self.database, self.keys = database, keys

    @contextmanager
    def opened(self) -> Iterator[Ledgers]:
        """The ledgers as one more process opens them."""
        engine = connect(self.database)
        with self.keys.opened() as keys:
            ledgers = Ledgers(engine, keys)
            try:
                yield ledgers
            finally:
                ledgers.close()
                engine.dispose()


@pytest.fixture(params=["sqlite, key file", "postgresql, keys in a database"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Where]:
    if request.param.startswith("sqlite"):
        database = f"sqlite:///{tmp_path / 'mingjing.sqlite3'}"
    else:
        database = request.getfixturevalue("postgres_database")
    kind = "file" if request.param.startswith("sqlite") else "database"
    with key_place(kind, tmp_path / "keys", lambda: request.getfixturevalue("postgres_url")) as keys:
        yield Where(database, keys)


@pytest.fixture
def place(where: Where) -> Iterator[Town]:
    with where.opened() as ledgers:
        install(ledgers.engine)
        install_projections(ledgers.engine)
        yield open_town(ledgers)


def ended(place: Town, review: dict[str, Any] = REDACTED, **changes: Any) -> str:
    """A case against Zhang Sanfeng from filing to archive, its page without the party's name; returns its id."""
    case = place.file(**changes)
    place.sign(case)
    place.serve(case)
    place.review(case, **review)
    for kind in (RecordPayment, CloseCase, ArchiveCase):
        place.take(case, kind)
    return case


def later(place: Town) -> None:
    """The day when the first files are kept no longer; there are officers then too."""
    place.at(OVER)
    for person in HANDLERS:
        since, until = date(2036, 1, 1), date(2040, 12, 31)
        place.enter(
            OfficerRegistered(
                person=person, agency=AGENCY, certificate=person, category="综合执法", valid_from=since, valid_to=until
            )
        )


def party(place: Town, case: str) -> str:
    filed = place.ledger.case(case)[0].filed
    assert filed is not None
    return filed.party.person


def erase(place: Town, person: str, reason: str = "本人请求，保管期限已满") -> Any:
    return erase_person(place.ledger, ErasePerson(person=person, reason=reason), place.sender("registrar"))


def shown(ledger: Ledger, case: str) -> Party:
    (filed,) = (
        one.event for one in ledger.history(case_stream(case), persons=True) if isinstance(one.event, CaseFiled)
    )
    return filed.party


def rows(place: Town) -> list[StoredRow]:
    return LedgerRecorder(place.ledgers.engine, place.name).batch(0, 1_000)


# ---- Gone ----


def test_who_is_erased_is_gone_from_every_view_and_index(place: Town) -> None:
    case = ended(place)
    person = party(place, case)
    before = place.ledger.case(case)
    later(place)
    assert shown(place.ledger, case).name == PARTY_NAME
    written = erase(place, person)
    assert {type(one) for one in written.events} == {PersonErased}
    assert written.events[0].person == person
    assert len(written.events) == 3  # the party took the notice and the decision in, by ids of their own
    found = shown(place.ledger, case)
    assert [found.name, found.number, found.address, found.representative] == [ERASED] * 4
    assert personal(found.name) == person_name(place.ledger, person) == ERASED_WORD == "（已清除）"
    assert place.ledger.identified(PARTY_NUMBER) == ""
    assert place.ledger.key_state(person) == "destroyed"
    assert place.ledger.case(case) == before
    assert place.ledger.replayed(case) == before[0]
    view = timeline_view(place.ledger, case, None, None)
    told = json.dumps([one.type for one in view.steps])
    assert "case-filed/1" in told
    for text in (PARTY_NAME, PARTY_NUMBER):
        assert text not in repr(view)
        assert text not in repr(place.ledger.register())


def test_an_erased_officer_is_shown_as_erased_and_gets_no_office_any_more(place: Town) -> None:
    place.at("2040-01-01 09:00")
    officer = HANDLERS[0]
    assert place.ledger.officer_names()[officer] == "王五"
    erase(place, officer)
    assert officer not in place.ledger.officer_names()
    assert person_name(place.ledger, officer) == ERASED_WORD
    with pytest.raises(Invalid, match="已经清除"):
        check(HeadAppointed(agency=AGENCY, person=officer, valid_from=place.ledger.now().day), place.ledger)
    with pytest.raises(Invalid, match="已经清除"):
        check_grant(GrantAccess(principal="a", subject=f"person:{officer}", roles=("officer",)), place.ledger)


def test_the_record_goes_on_and_the_same_number_is_another_person(place: Town) -> None:
    first = ended(place)
    later(place)
    erase(place, party(place, first))
    second = place.file()
    assert party(place, second) != party(place, first)
    assert shown(place.ledger, second).name == PARTY_NAME
    assert shown(place.ledger, first).name == ERASED
    place.sign(second)


def test_an_erasure_changes_no_row_and_every_commitment_still_stands(where: Where, place: Town, tmp_path: Path) -> None:
    case = ended(place)
    person = party(place, case)
    later(place)
    before = rows(place)
    erase(place, person)
    after = rows(place)
    assert after[: len(before)] == before
    assert [row.tag for row in after[len(before) :]] == ["person-erased/1"] * 3
    for row in after:
        assert unsealing.entry(row.commitments) == row.entry
    if not where.keys.keys:
        assert key_id(place.name, owner_of(person)) not in unsealing.secrets_of(where.keys.folder)


def test_the_projections_follow_and_a_rebuild_gives_the_same_rows(place: Town) -> None:
    case = ended(place)
    later(place)
    erase(place, party(place, case))
    Follower(place.ledgers).catch_up()
    with place.ledgers.engine.connect() as connection:
        before = connection.execute(select(disclosure)).all()
    rebuild(place.ledgers)
    with place.ledgers.engine.connect() as connection:
        assert connection.execute(select(disclosure)).all() == before
    assert PARTY_NAME not in repr(before)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_page_that_is_still_public_loses_every_form_of_the_name(place: Town, at_once: bool) -> None:
    """The law data bar it; whatever else records the event, no view keeps a name."""
    case, page = place.publish()
    other, other_page = place.publish(
        party=PartyGiven(kind="natural", name="李四", number="", born_on=date(1990, 1, 1))
    )
    follower = Follower(place.ledgers)
    if not at_once:
        follower.catch_up()
    place.enter(PersonErased(person=party(place, case), reason="判决", basis="民法典 第一千一百九十五条"))
    follower.catch_up()
    with place.ledgers.engine.connect() as connection:
        found, same = (find_disclosure(connection, place.name, one) for one in (page, other_page))
        assert found is not None
        assert found.copy is not None
        assert same is not None
        assert same.copy is not None
        assert (found.copy.party, found.masked) == (None, ("party",))
        assert same.copy.party == "张某某"
        assert count_disclosures(connection, place.name, text="张某某") == 1
        assert find_statement(connection, place.name, page) is None
        assert find_statement(connection, place.name, other_page) is not None
        kept = connection.execute(select(disclosure)).all(), connection.execute(select(public_copy)).all()
    rebuild(place.ledgers)
    with place.ledgers.engine.connect() as connection:
        again = connection.execute(select(disclosure)).all(), connection.execute(select(public_copy)).all()
    assert [sorted(map(repr, one)) for one in again] == [sorted(map(repr, one)) for one in kept]
    assert other


# ---- Other processes, and what is killed ----


def test_another_process_forgets_what_it_had_in_memory(where: Where, place: Town) -> None:
    case = ended(place)
    later(place)
    with where.opened() as others:
        other = others.get(NAME)
        assert shown(other, case).name == PARTY_NAME
        erase(place, party(place, case))
        assert shown(other, case).name == ERASED
        assert person_name(other, party(place, case)) == ERASED_WORD


def test_another_process_forgets_when_it_only_looks_at_the_registers(where: Where, place: Town) -> None:
    case = ended(place)
    person = party(place, case)
    later(place)
    with where.opened() as others:
        other, keys = others.get(NAME), others._keys
        assert isinstance(keys, WrappedKeys)
        identity = key_id(NAME, owner_of(person))
        shown(other, case)
        assert identity in keys._cache
        erase(place, person)
        other.register()
        assert identity not in keys._cache
        with pytest.raises(Corrupt, match="destroyed"):
            keys.obtain(NAME, [owner_of(person)])


def _erase_and_die(where: Where, person: str) -> None:
    KeyRows.destroy = dying(KeyRows.destroy, after=False)  # type: ignore[method-assign]
    with where.opened() as ledgers:
        ledger = ledgers.get(NAME)
        erase_person(ledger, ErasePerson(person=person, reason="本人请求"), Town(ledgers, ledger, None).sender("r"))  # type: ignore[arg-type]


def test_an_erasure_that_was_killed_before_the_key_was_destroyed_is_carried_out_at_the_next_start(
    where: Where, place: Town
) -> None:
    case = ended(place)
    person = party(place, case)
    later(place)
    process = get_context("spawn").Process(target=_erase_and_die, args=(where, person))
    process.start()
    process.join()
    assert process.exitcode == -9
    assert rows(place)[-1].tag == "person-erased/1"
    with where.keys.opened() as keys:
        assert keys.state(key_id(NAME, owner_of(person))) == "there"
    with where.opened() as ledgers:
        ledgers.get(NAME)
    with where.keys.opened() as keys:
        assert keys.state(key_id(NAME, owner_of(person))) == "destroyed"
        assert keys.identified(NAME, PARTY_NUMBER) == ""
    assert shown(place.ledger, case).name == ERASED


def test_a_case_that_is_filed_during_an_erasure_is_filed_against_nobody_erased(place: Town) -> None:
    case = ended(place)
    person = party(place, case)
    later(place)
    filed: list[str] = []
    with place.ledger.erasing():
        filing_it = Thread(target=lambda: filed.append(place.file()))
        filing_it.start()
        place.enter(PersonErased(person=person, reason="本人请求", basis="个人信息保护法 第四十七条"))
        place.ledger.register()
    filing_it.join()
    assert party(place, filed[0]) != person
    assert shown(place.ledger, filed[0]).name == PARTY_NAME


# ---- Backups ----


def test_a_restored_backup_brings_nobody_back_who_was_erased_since(where: Where, place: Town, tmp_path: Path) -> None:
    """The drill: the key store is lost, a backup of before the erasure restored, the ledger opened."""
    case, other = ended(place), ended(place, party=PartyGiven(kind="natural", name="李四", number="140429199001010021"))
    person = party(place, case)
    with where.keys.opened() as keys:
        back_up(keys, tmp_path / "backup", KEY, NOW)
    later(place)
    erase(place, person)
    fresh = Where(where.database, Place(tmp_path / "fresh"))
    with fresh.keys.opened() as keys, pytest.raises(Corrupt, match="missing"):
        Ledger(NAME, place.ledgers.engine, keys, sample=True).register()
    with fresh.keys.opened() as keys:
        restore(keys, tmp_path / "backup", KEY)
        assert keys.state(key_id(NAME, owner_of(person))) == "there"
        assert keys.identified(NAME, PARTY_NUMBER) == person
    with fresh.opened() as ledgers:
        ledger = ledgers.get(NAME)
        assert shown(ledger, case).name == ERASED
        assert ledger.identified(PARTY_NUMBER) == ""
        assert shown(ledger, other).name == "李四"
        assert ledger.case(case) == place.ledger.case(case)
    with fresh.keys.opened() as keys:
        assert keys.state(key_id(NAME, owner_of(person))) == "destroyed"


def test_an_erasure_of_somebody_who_was_registered_after_the_backup_is_read_all_the_same(
    where: Where, place: Town, tmp_path: Path
) -> None:
    with where.keys.opened() as keys:
        back_up(keys, tmp_path / "backup", KEY, NOW)
    case = ended(place)
    later(place)
    erase(place, party(place, case))
    fresh = Where(where.database, Place(tmp_path / "fresh"))
    with fresh.keys.opened() as keys:
        restore(keys, tmp_path / "backup", KEY)
    with fresh.opened() as ledgers:
        assert party(place, case) in ledgers.get(NAME).register().erased


# ---- Asked for wrongly ----


def test_a_refused_erasure_changes_nothing_and_goes_to_supervision(place: Town) -> None:
    case = place.file()
    with pytest.raises(Refused) as raised:
        erase(place, party(place, case))
    assert (raised.value.code, raised.value.article) == ("case-still-open", "个人信息保护法 第四十七条")
    assert case in raised.value.detail
    assert shown(place.ledger, case).name == PARTY_NAME
    Follower(place.ledgers).catch_up()
    with place.ledgers.engine.connect() as connection:
        (refusal,) = latest_refusals(connection, place.name)
    assert (refusal.code, word(refusal.step, "step")) == ("case-still-open", "清除个人信息")
    assert refusal.position == raised.value.position


@pytest.mark.parametrize("reason", [f"{PARTY_NAME}本人请求", f"号码 {PARTY_NUMBER}", "电话 13812345678", " "])
def test_a_reason_that_names_the_person_is_not_recorded(place: Town, reason: str) -> None:
    case = ended(place)
    later(place)
    head = place.ledger.head()
    with pytest.raises(Invalid) as raised:
        erase(place, party(place, case), reason)
    assert [path for path, _ in raised.value.fields] == ["$.reason"]
    assert place.ledger.head() == head


def test_nobody_is_erased_twice_and_a_repeated_request_has_the_same_answer(place: Town) -> None:
    case = ended(place)
    person = party(place, case)
    later(place)
    command, sender = ErasePerson(person=person, reason="本人请求"), place.sender("registrar")
    written = erase_person(place.ledger, command, sender)
    assert erase_person(place.ledger, command, sender) == written
    with pytest.raises(Conflict, match="已经清除"):
        erase(place, person)


def test_whom_the_ledger_never_named_is_not_found(place: Town) -> None:
    with pytest.raises(NotFound):
        erase(place, "nobody")


def test_a_witness_is_erased_by_their_own_id_and_the_others_stay(place: Town) -> None:
    case = place.file()
    witnesses = (SomebodyGiven(name="赵六"), SomebodyGiven(name="孙七"))
    named = {"evidence": {"witnesses": witnesses}, "disclosure": REDACTED}
    for name, kind, given in PLAIN[1:]:
        place.take(case, kind, **(given | named.get(name, {})))
    later(place)

    def seen() -> list[Somebody]:
        history = place.ledger.history(case_stream(case), persons=True)
        return next(list(one.event.witnesses) for one in history if isinstance(one.event, InspectionRecorded))

    before = seen()
    assert [one.name for one in before] == ["赵六", "孙七"]
    erase(place, before[0].person)
    assert [one.name for one in seen()] == [ERASED, "孙七"]
    assert shown(place.ledger, case).name == PARTY_NAME
