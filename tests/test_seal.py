"""The seal: commitments that anybody recomputes, values that only the right key in the right row opens."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import unsealing
from event_shapes import example, strategy
from records.errors import Corrupt
from records.event import ERASED, Erased, Event, PersonText, case_stream
from records.moment import Moment
from records.penalty.events import CaseFiled
from records.register.events import PersonRegistered
from records.seal.commitment import HEADER
from records.seal.keys import KeyFile, key_id
from records.seal.slots import Form
from records.store.mapper import Draft, SealingMapper, form
from records.store.recorder import LedgerRecorder
from records.store.stored import SealedEvent, StoredRow
from records.tags import EVENTS
from town import HANDLERS, PARTY_NAME, PARTY_NUMBER, SCAN, Town, town

PERSONAL = ("name", "number", "address", "representative")


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    with town(database, tmp_path) as found:
        yield found


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[KeyFile]:
    found = KeyFile(tmp_path / "keys")
    yield found
    found.close()


def rows(place: Town, stream: str) -> list[StoredRow]:
    return LedgerRecorder(place.ledger.recorder.engine, place.name).rows(stream)  # type: ignore[attr-defined]


def members(text: str | None) -> dict[str, bytes]:
    """Members of a JSON object with their bytes as they stand there."""
    assert text is not None
    return {name: bytes(value) for name, value in msgspec.json.decode(text, type=dict[str, msgspec.Raw]).items()}


def row_of(sealed: SealedEvent, recorded_at: int = 1_773_626_400_000_000) -> StoredRow:
    """The sealed event as the recorder would store it."""
    commitments, entry = sealed.complete(recorded_at)
    return StoredRow(
        position=1,
        stream=str(sealed.originator_id),
        version=sealed.originator_version,
        tag=sealed.topic,
        event_id=sealed.event_id,
        recorded_at=recorded_at,
        occurred_at=sealed.occurred_at,
        dated=sealed.dated,
        actor=sealed.actor,
        rules=sealed.rules,
        registers_to=sealed.registers_to,
        checkpoint=sealed.checkpoint,
        commitments=commitments,
        sealed=sealed.state,
        entry=entry,
    )


def draft(event: Event, version: int = 1) -> Draft:
    return Draft(event.stream, version, event, Moment(1_773_626_000_000_000), "person:wang", b"r" * 32, 7)


# ---- Recomputed from stored bytes ----


def filed_slots(row: StoredRow, secrets: dict[bytes, bytes]) -> list[tuple[str, bytes, str | None]]:
    """Slots of a stored `case-filed/1` in the order that its type has, out of its two parts."""
    sealed, personal = unsealing.texts_of(row, "jianzhang", secrets)
    case, person = members(sealed), members(personal) if personal else {}
    party = {name: bytes(value) for name, value in members(case["party"].decode()).items()}
    who = json.loads(party["person"])
    before = ("case", "entry", "defects", "title", "matter", "agency", "handlers", "approved_by")
    after = ("acted_on", "discovered_on", "place", "facts")
    return [
        *((name, case[name], None) for name in before),
        *((f"party/{name}", party[name], None) for name in ("person", "kind", "age")),
        *((f"party/{name}", person.get(f"party/{name}", b""), who) for name in PERSONAL),
        *((name, case[name], None) for name in after),
    ]


@pytest.mark.parametrize("entered", [{}, {"occurred_at": "2025-01-06", "entry": SCAN}])
def test_an_event_with_a_party_is_recomputed_from_its_stored_bytes(
    place: Town, tmp_path: Path, entered: dict[str, Any]
) -> None:
    (row,) = rows(place, case_stream(place.file(**entered)))
    secrets = unsealing.secrets_of(tmp_path / "keys")
    found = unsealing.commitments(row, place.name, secrets, filed_slots(row, secrets))
    assert found == unsealing.in_pieces(row.commitments)
    assert unsealing.entry(row.commitments) == row.entry
    assert len(row.entry) == 41


def test_an_event_without_a_party_is_recomputed_from_its_stored_bytes(place: Town, tmp_path: Path) -> None:
    case = place.file()
    place.link(case, entry=SCAN)
    row = rows(place, case_stream(case))[-1]
    secrets = unsealing.secrets_of(tmp_path / "keys")
    (text,) = unsealing.texts_of(row, place.name, secrets)
    of_every_step, of_the_object = (
        ("case", "entry", "defects"),
        ("blake3", "sha256", "size", "media_type", "version_id"),
    )
    of_the_recording = (
        "stage",
        "device",
        "started_at",
        "ended_at",
        "stored_at",
        "officer",
        "derived_from",
        "derivation",
    )
    assert tuple(members(text)) == (*of_every_step, *of_the_object, *of_the_recording, "note")
    slots = [(path, value, None) for path, value in members(text).items()]
    assert unsealing.commitments(row, place.name, secrets, slots) == unsealing.in_pieces(row.commitments)
    assert unsealing.entry(row.commitments) == row.entry


def test_no_personal_value_lies_under_the_case(place: Town, tmp_path: Path) -> None:
    (row,) = rows(place, case_stream(place.file()))
    case, person = unsealing.texts_of(row, place.name, unsealing.secrets_of(tmp_path / "keys"))
    assert PARTY_NAME not in str(case)
    assert PARTY_NUMBER not in str(case)
    assert json.loads(str(person))["party/name"] == PARTY_NAME


def test_every_event_of_a_town_has_the_commitments_that_its_slots_ask_for(place: Town, tmp_path: Path) -> None:
    case, _ = place.publish()
    place.revoke(case)
    keys = KeyFile(tmp_path / "keys")
    mapper = SealingMapper(place.name, keys)
    for row in LedgerRecorder(place.ledger.recorder.engine, place.name).batch(0, 1_000):  # type: ignore[attr-defined]
        event = mapper.open_persons(row).event
        slots, _ = form(row.tag).take_apart(event)
        found = unsealing.commitments(row, place.name, unsealing.secrets_of(tmp_path / "keys"), slots)
        assert found == unsealing.in_pieces(row.commitments), row.tag
    keys.close()


# ---- Lists of persons ----


class Witness(msgspec.Struct, frozen=True, kw_only=True):
    person: str
    role: str
    name: PersonText = ERASED
    phone: PersonText = ERASED


class WitnessesHeard(Event, frozen=True, kw_only=True, tag="witnesses-heard/1"):
    case: str
    witnesses: tuple[Witness, ...]
    place: str

    @property
    def stream(self) -> str:
        return case_stream(self.case)


HEARD = WitnessesHeard(
    case="1",
    witnesses=(
        Witness(person="a", role="邻居", name="李四", phone="1"),
        Witness(person="b", role="店主", name="王五", phone="2"),
        Witness(person="a", role="再次", name="李四", phone="3"),
    ),
    place="监漳村",
)
HEARD_PATHS = [
    "case",
    "witnesses",
    *(f"witnesses/{index}/{name}" for index in range(3) for name in ("person", "role", "name", "phone")),
    "place",
]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The type among those that the mapper knows, for one test."""
    monkeypatch.setitem(EVENTS, "witnesses-heard/1", WitnessesHeard)
    yield
    form.cache_clear()


@pytest.mark.usefixtures("heard")
def test_a_list_of_persons_has_a_slot_for_each_element_and_field_and_one_for_its_length(
    keys: KeyFile, tmp_path: Path
) -> None:
    row = row_of(SealingMapper("town", keys).seal(draft(HEARD)))
    slots, _ = form("witnesses-heard/1").take_apart(HEARD)
    assert [slot.path for slot in slots] == HEARD_PATHS
    assert slots[1].value == b"3"
    assert {slot.path: slot.person for slot in slots if slot.person} == {
        f"witnesses/{index}/{name}": person for index, person in enumerate("aba") for name in ("name", "phone")
    }
    secrets = unsealing.secrets_of(tmp_path / "keys")
    assert unsealing.commitments(row, "town", secrets, slots) == unsealing.in_pieces(row.commitments)
    assert len(unsealing.texts_of(row, "town", secrets)) == 3  # one part per key, not per element


@pytest.mark.usefixtures("heard")
def test_of_a_list_of_persons_one_is_erased_and_the_others_stay(keys: KeyFile, tmp_path: Path) -> None:
    row = row_of(SealingMapper("town", keys).seal(draft(HEARD)))
    destroy(tmp_path, "personal:a")
    with reopened(tmp_path) as again:
        event = SealingMapper("town", again).open_persons(row).event
    assert isinstance(event, WitnessesHeard)
    assert [one.name for one in event.witnesses] == [ERASED, "王五", ERASED]
    assert [one.role for one in event.witnesses] == ["邻居", "店主", "再次"]


@pytest.mark.parametrize(
    "kind",
    [Witness | None, list[Witness], dict[str, Witness], PersonText | None, tuple[PersonText, ...], tuple[Witness, int]],
)
def test_a_type_that_would_put_personal_values_under_the_case_is_refused(kind: Any) -> None:
    unsafe = msgspec.defstruct("Unsafe", [("person", str), ("field", kind)], bases=(Event,), frozen=True, tag="u/1")
    with pytest.raises(TypeError, match="field"):
        Form(cast("type[Event]", unsafe))


def test_personal_values_without_a_person_are_refused() -> None:
    unsafe = msgspec.defstruct("Unsafe", [("name", PersonText)], bases=(Event,), frozen=True, tag="u/1")
    with pytest.raises(TypeError, match="whose"):
        Form(cast("type[Event]", unsafe))


# ---- Changed or moved ----


@pytest.fixture
def filed(keys: KeyFile) -> StoredRow:
    return row_of(SealingMapper("town", keys).seal(draft(_filed())))


def _filed() -> CaseFiled:
    return msgspec.convert(
        {
            "type": "case-filed/1",
            "case": "1",
            "title": "占道经营案",
            "matter": "m",
            "agency": "a",
            "handlers": list(HANDLERS),
            "approved_by": "head",
            "party": {"person": "p", "kind": "natural", "age": "adult"} | dict.fromkeys(PERSONAL, "张三"),
            "acted_on": "2026-01-05",
            "discovered_on": "2026-01-05",
            "place": "监漳村",
            "facts": "事实",
        },
        CaseFiled,
    )


@pytest.mark.parametrize("change", [{"stream": "case:2"}, {"version": 2}, {"tag": "decision-signed/1"}, {"tag": "x/1"}])
def test_a_row_that_was_moved_does_not_open(keys: KeyFile, filed: StoredRow, change: dict[str, Any]) -> None:
    with pytest.raises(Corrupt):
        SealingMapper("town", keys).open(msgspec.structs.replace(filed, **change))


def test_a_row_does_not_open_in_another_ledger(keys: KeyFile, filed: StoredRow) -> None:
    with pytest.raises(Corrupt):
        SealingMapper("village", keys).open(filed)


def test_values_of_which_any_byte_was_changed_do_not_open(keys: KeyFile, filed: StoredRow) -> None:
    mapper = SealingMapper("town", keys)
    assert mapper.open_persons(filed).event == _filed()
    for at in range(len(filed.sealed)):
        changed = bytearray(filed.sealed)
        changed[at] ^= 1
        row = msgspec.structs.replace(filed, sealed=bytes(changed))
        try:
            opened = mapper.open_persons(row).event
        except Corrupt:
            continue
        # A key id that nobody has looks like that of an erased person; the commitments tell them apart.
        assert isinstance(opened, CaseFiled)
        assert opened.party.name == ERASED
        assert bytes(changed).find(key_id("town", "personal:p")) < 0


def test_values_that_were_cut_off_do_not_open(keys: KeyFile, filed: StoredRow) -> None:
    mapper = SealingMapper("town", keys)
    for length in range(len(filed.sealed)):
        with pytest.raises(Corrupt):
            mapper.open_persons(msgspec.structs.replace(filed, sealed=filed.sealed[:length]))


@pytest.mark.parametrize(
    "change",
    [
        {"stream": "case:2"},
        {"version": 2},
        {"tag": "decision-signed/1"},
        {"recorded_at": 1},
        {"occurred_at": 1},
        {"dated": True},
        {"actor": "person:li"},
        {"rules": b""},
        {"registers_to": 8},
        {"checkpoint": b"c"},
    ],
)
def test_everything_beside_the_values_is_committed_to(
    keys: KeyFile, filed: StoredRow, tmp_path: Path, change: dict[str, Any]
) -> None:
    slots, _ = form("case-filed/1").take_apart(_filed())
    secrets = unsealing.secrets_of(tmp_path / "keys")
    secrets[key_id("town", "case:2")] = secrets[key_id("town", "case:1")]
    changed = msgspec.structs.replace(filed, **change)
    assert unsealing.commitments(changed, "town", secrets, slots) != unsealing.in_pieces(filed.commitments)


# ---- Persons ----


def destroy(tmp_path: Path, owner: str) -> None:
    connection = sqlite3.connect(tmp_path / "keys" / "keys.sqlite3")
    changed = connection.execute("UPDATE key SET wrapped = NULL, destroyed_at = 1 WHERE owner = ?", (owner,))
    assert changed.rowcount == 1
    connection.commit()
    connection.close()


class reopened:  # noqa: N801 - read as a phrase
    """The key file as another process would open it."""

    def __init__(self, tmp_path: Path) -> None:
        self._keys = KeyFile(tmp_path / "keys")

    def __enter__(self) -> KeyFile:
        return self._keys

    def __exit__(self, *_: object) -> None:
        self._keys.close()


def test_personal_values_are_erased_unless_they_are_asked_for(keys: KeyFile, filed: StoredRow) -> None:
    mapper = SealingMapper("town", keys)
    closed, opened = mapper.open(filed).event, mapper.open_persons(filed).event
    assert isinstance(closed, CaseFiled)
    assert isinstance(opened, CaseFiled)
    assert [getattr(closed.party, name) for name in PERSONAL] == [ERASED] * 4
    assert [getattr(opened.party, name) for name in PERSONAL] == ["张三"] * 4


def test_who_is_erased_stays_in_the_register_without_a_name(place: Town, tmp_path: Path) -> None:
    """The stream `person:…` has a key of its own: else a follower would stop at the registration."""
    case = place.file()
    person = place.ledger.history(case_stream(case))[0].event.party.person  # type: ignore[attr-defined]
    (row,) = rows(place, f"person:{person}")
    destroy(tmp_path, f"personal:{person}")
    with reopened(tmp_path) as keys:
        event = SealingMapper(place.name, keys).open_persons(row).event
    assert event == PersonRegistered(person=person, kind="natural")


def test_no_event_is_salted_twice_from_the_same_key(keys: KeyFile, tmp_path: Path) -> None:
    """Whoever is handed the salts of the header must not learn those of a personal value."""
    known = {tag: example(kind) for tag, kind in EVENTS.items()}
    for event in (*known.values(), PersonRegistered(person="", kind="natural", name="张三", number="1", address="")):
        row = row_of(SealingMapper("town", keys).seal(draft(event)))
        at, owners = 2, []
        for _ in range(row.sealed[1]):
            owners.append(row.sealed[at : at + 16])
            at += 32 + int.from_bytes(row.sealed[at + 28 : at + 32], "big")
        assert len(set(owners)) == len(owners)
        slots, _ = form(row.tag).take_apart(event)
        secrets = unsealing.secrets_of(tmp_path / "keys")
        assert unsealing.commitments(row, "town", secrets, slots) == unsealing.in_pieces(row.commitments), row.tag


def test_the_library_is_given_no_personal_value(place: Town) -> None:
    case = place.file()
    (event,) = place.ledger.events.get(case_stream(case))
    assert isinstance(event, CaseFiled)
    assert isinstance(event.party.name, Erased)


def test_a_destroyed_key_erases_the_values_and_leaves_the_commitments(place: Town, tmp_path: Path) -> None:
    (row,) = rows(place, case_stream(place.file()))
    person = place.ledger.history(row.stream)[0].event.party.person  # type: ignore[attr-defined]
    destroy(tmp_path, f"personal:{person}")
    with reopened(tmp_path) as keys:
        mapper = SealingMapper(place.name, keys)
        event = mapper.open_persons(row).event
        with pytest.raises(Corrupt, match="destroyed"):
            keys.obtain(place.name, [f"personal:{person}"])
    assert isinstance(event, CaseFiled)
    assert [getattr(event.party, name) for name in PERSONAL] == [ERASED] * 4
    assert event.title == "占道经营案"
    secrets = unsealing.secrets_of(tmp_path / "keys")
    found = unsealing.commitments(row, place.name, secrets, filed_slots(row, secrets))
    assert found.count(None) == 4
    for computed, stored in zip(found, unsealing.in_pieces(row.commitments), strict=True):
        assert computed in (None, stored)
    assert unsealing.entry(row.commitments) == row.entry


def test_a_stream_without_its_key_stops(keys: KeyFile, filed: StoredRow, tmp_path: Path) -> None:
    destroy(tmp_path, "case:1")
    with reopened(tmp_path) as again, pytest.raises(Corrupt, match="missing"):
        SealingMapper("town", again).open(filed)


# ---- Keys ----


def test_the_key_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    with reopened(tmp_path) as keys:
        keys.obtain("town", ["case:1"])
        folder = tmp_path / "keys"
        assert folder.stat().st_mode & 0o777 == 0o700
        names = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert {"master.key", "keys.sqlite3", "keys.sqlite3-wal"} <= names.keys()
    assert set(names.values()) == {0o600}


def test_keys_are_the_same_after_a_restart(tmp_path: Path) -> None:
    with reopened(tmp_path) as keys:
        first = keys.obtain("town", ["case:1"])["case:1"].secret
    with reopened(tmp_path) as keys:
        assert keys.obtain("town", ["case:1"])["case:1"].secret == first


def test_ledgers_and_owners_have_keys_of_their_own(keys: KeyFile) -> None:
    found = [*keys.obtain("a", ["case:1", "case:2"]).values(), *keys.obtain("b", ["case:1"]).values()]
    assert len({key.secret for key in found}) == len({key.id for key in found}) == 3


def _obtain(folder: Path, owners: list[str]) -> list[bytes]:
    keys = KeyFile(folder)
    found = [key.secret for key in keys.obtain("town", owners).values()]
    found.append(keys.identify("town", "140429199001010013", owners[0]).encode())
    keys.close()
    return found


def test_two_processes_that_create_keys_at_once_agree(tmp_path: Path) -> None:
    owners = [f"case:{number}" for number in range(50)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        results = [pool.submit(_obtain, tmp_path / "keys", one) for one in (owners, owners[::-1])]
        one, other = (result.result() for result in results)
    assert one[:-1] == other[:-1][::-1]
    assert one[-1] == other[-1]


def test_a_lost_master_key_is_not_replaced_by_another(tmp_path: Path) -> None:
    with reopened(tmp_path) as keys:
        keys.obtain("town", ["case:1"])
    (tmp_path / "keys" / "master.key").unlink()
    with pytest.raises(Corrupt, match="missing"):
        KeyFile(tmp_path / "keys")
    (tmp_path / "keys" / "master.key").write_bytes(bytes(32))
    with reopened(tmp_path) as keys, pytest.raises(Corrupt, match="does not open"):
        keys.obtain("town", ["case:1"])


def test_a_master_key_that_was_cut_off_is_named(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "master.key").write_bytes(bytes(31))
    with pytest.raises(Corrupt, match="32 bytes"):
        KeyFile(tmp_path / "keys")


def test_a_start_that_was_interrupted_does_not_stop_the_next(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "master.left-behind").write_bytes(b"")
    with reopened(tmp_path) as keys:
        assert keys.obtain("town", ["case:1"])


def test_the_number_of_a_person_is_not_in_the_key_file(keys: KeyFile, tmp_path: Path) -> None:
    assert keys.identify("town", PARTY_NUMBER, "p") == "p"
    assert keys.identify("town", PARTY_NUMBER, "q") == "p"
    assert keys.identify("village", PARTY_NUMBER, "r") == "r"
    for path in (tmp_path / "keys").iterdir():
        assert PARTY_NUMBER.encode() not in path.read_bytes()


# ---- Salts ----


def test_salts_differ_between_events_persons_and_slots(keys: KeyFile, tmp_path: Path) -> None:
    mapper = SealingMapper("town", keys)
    sealed = [row_of(mapper.seal(draft(_filed(), version))) for version in (1, 1, 2)]
    secrets = unsealing.secrets_of(tmp_path / "keys")
    handed = [
        salt
        for row in sealed
        for owner in ("case:1", "personal:p")
        for salt in unsealing.salts(secrets[key_id("town", owner)], row.event_id, 30)
    ]
    assert len(set(handed)) == len(handed)


def test_the_same_event_sealed_twice_shows_nothing_in_common(keys: KeyFile) -> None:
    one, other = (row_of(SealingMapper("town", keys).seal(draft(_filed()))) for _ in range(2))
    assert not set(unsealing.in_pieces(one.commitments)) & set(unsealing.in_pieces(other.commitments))
    assert one.sealed != other.sealed
    assert one.entry != other.entry


# ---- Every type ----


@pytest.mark.parametrize("tag", EVENTS)
@settings(max_examples=40)  # of each of two dozen types
@given(data=st.data())
def test_an_event_that_is_taken_apart_is_put_together_again(tag: str, data: st.DataObject) -> None:
    event, shape = data.draw(strategy(EVENTS[tag])), form(tag)
    slots, stored = shape.take_apart(event)
    personal = {slot.path: msgspec.Raw(slot.value) for slot in slots if slot.person is not None}
    bare = shape.put_together(stored)
    assert shape.with_persons(bare, personal) == event
    assert list(shape.slots_of(stored, personal)) == [(slot.path, slot.value) for slot in slots]
    assert [value is None for _, value in shape.slots_of(stored, {})] == [slot.path in personal for slot in slots]
    assert not any(slot.path in HEADER for slot in slots)
    assert shape.take_apart(bare)[1] == stored  # what is opened without persons seals to the same bytes
