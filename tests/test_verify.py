"""`verify` over a whole ledger: nothing found in one that is as it was recorded, the exact finding for every damage."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy.exc import DatabaseError

from records.application import Sender, record_entry
from records.log.checkpoint import Checkpoint, cosign, sign
from records.log.extent import Extent
from records.log.notes import COSIGNER, Note, SigningKey
from records.log.published import public
from records.log.state import State
from records.log.tiles import Bundle, Tile, path_of
from records.log.tree import root_at
from records.log.witness_policy import Policy, Witness
from records.register.events import PersonErased
from records.seal.keys import sealing_key
from records.seal.master import Master
from records.store.losses import LossGuard
from records.store.mapper import _bound, _encrypt, open_part, sealed_parts
from records.store.read_only import connect_read_only
from records.store.stored import StoredRow
from town import standing_database
from verify_town import KEY, LEDGER, Place, built, copied


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A signed town that nobody damages."""
    folder = tmp_path_factory.mktemp("town")
    server = str(request.getfixturevalue("postgres_url"))
    with standing_database(request.param, server, folder) as url, built(url, folder) as place:
        yield place


@pytest.fixture
def place(whole: Place, tmp_path: Path) -> Iterator[Place]:
    """A copy of it."""
    with copied(whole, tmp_path) as found:
        yield found


def test_a_ledger_as_it_was_recorded_holds(whole: Place) -> None:
    verdict = whole.verdict(whole.note(), key=KEY.verifier)
    assert verdict.findings == []
    assert verdict.holds
    assert verdict.size == verdict.events > 100


# ---- Rows ----


def last_of_a_case(place: Place) -> tuple[StoredRow, StoredRow]:
    """The last steps of two cases, the later one first."""
    last = {row.stream: row for row in place.rows() if row.stream.startswith("case:")}
    earlier, later = sorted(last.values(), key=lambda row: row.position)[:2]
    return later, earlier


def test_a_changed_ciphertext_is_found(place: Place) -> None:
    row = place.rows("decision-signed/")[1]
    place.change(row.position, sealed=row.sealed[:-1] + bytes([row.sealed[-1] ^ 1]))
    assert place.found() == [("values-unopened", row.position)]


def test_a_value_that_was_sealed_again_with_the_real_key_is_found(place: Place) -> None:
    row = place.rows("decision-signed/")[1]
    place.change(row.position, sealed=place.resealed(row, row, (b'"1234.56"', b'"1234.57"')))
    (found,) = place.findings()
    assert (found.code, found.position) == ("value-differs", row.position)
    assert found.detail == "fine_yuan 的内容与承诺不符，共 1 处"


@pytest.mark.parametrize(
    ("column", "value"),
    [("actor", "person:nobody"), ("occurred_at", 1), ("registers_to", 1), ("rules", b"x" * 32), ("dated", True)],
)
def test_a_changed_column_is_found(place: Place, column: str, value: object) -> None:
    row = place.rows("decision-signed/")[0]
    place.change(row.position, **{column: value})
    (found,) = place.findings()
    assert (found.code, found.position) == ("column-differs", row.position)
    slot_name = "occurred_at" if column == "dated" else column
    assert found.detail.startswith(f"@{slot_name} ")


def test_an_hour_that_a_dated_row_was_given_is_found(place: Place) -> None:
    """The day alone is committed to, and folds go by the column."""
    row = next(one for one in place.rows() if one.dated)
    place.change(row.position, occurred_at=row.occurred_at + 3_600_000_000)
    assert place.found() == [("column-differs", row.position)]


def test_a_back_dated_row_is_found(place: Place) -> None:
    row = place.rows("decision-signed/")[0]
    place.change(row.position, recorded_at=row.recorded_at - 86_400_000_000 * 400)
    assert place.found() == [("time-backwards", row.position), ("column-differs", row.position)]


def test_a_hidden_entry_of_a_register_is_found(place: Place) -> None:
    row = place.rows("officer-registered/")[0]
    place.change(row.position, register=False)
    assert place.found() == [("register-differs", row.position)]


def test_a_row_that_was_deleted_in_the_middle_is_found(place: Place) -> None:
    row = place.rows("decision-signed/")[0]
    after = next(one for one in place.rows() if (one.stream, one.version) == (row.stream, row.version + 1))
    place.sql("DELETE FROM event WHERE position = :at", at=row.position)
    found = place.findings()
    assert [(one.code, one.position) for one in found] == [
        ("position-missing", row.position),
        ("version-missing", after.position),
    ]
    assert str(row.position) in found[0].detail


def test_rows_that_were_deleted_at_the_end_are_found(place: Place) -> None:
    head = place.rows()[-1].position
    place.sql("DELETE FROM event WHERE position > :at", at=head - 2)
    (found,) = place.findings()
    assert (found.code, found.position) == ("position-missing", head - 1)
    assert f"第 {head - 1} 至 {head} 条" in found.detail


def test_all_rows_deleted_is_found(place: Place) -> None:
    place.sql("DELETE FROM event")
    assert place.found() == [("position-missing", 1)]


def test_two_rows_that_were_swapped_are_found(place: Place) -> None:
    first, second = place.rows("decision-signed/")[0], place.rows("decision-signed/")[1]
    for position, to in ((first.position, -1), (second.position, first.position), (-1, second.position)):
        place.change(position, position=to)
    found = place.found()
    assert found[0] == ("entry-rewritten", first.position)
    assert ("entry-rewritten", second.position) in found
    assert {code for code, _ in found} == {"entry-rewritten", "time-backwards", "version-order"}


def test_a_renumbered_version_is_found_though_sealed_again_with_the_real_keys(place: Place) -> None:
    row, _ = last_of_a_case(place)
    moved = replace(row, version=row.version + 3)
    place.change(row.position, version=moved.version, sealed=place.resealed(moved, row))
    found = place.findings()
    assert [(one.code, one.position) for one in found] == [
        ("column-differs", row.position),
        ("version-missing", row.position),
    ]
    assert found[0].detail == "@version 的值与承诺不符，共 1 处"


def test_an_event_moved_to_another_case_is_found_though_sealed_again_with_the_real_keys(place: Place) -> None:
    row, other = last_of_a_case(place)
    moved = replace(row, stream=other.stream, version=other.version + 1)
    place.change(row.position, stream=moved.stream, version=moved.version, sealed=place.resealed(moved, row))
    assert place.found() == [("salts-differ", row.position)]


def test_a_value_and_its_commitment_changed_together_are_found(place: Place) -> None:
    row = place.rows("decision-signed/")[1]
    changed = replace(row, sealed=place.resealed(row, row, (b'"1234.56"', b'"1234.57"')))
    commitments, entry = place.committed(changed)
    place.change(row.position, sealed=changed.sealed, commitments=commitments)
    assert place.found() == [("entry-differs", row.position)]
    place.change(row.position, entry=entry)
    assert place.found() == [("entry-rewritten", row.position)]


def rewrite(place: Place) -> StoredRow:
    """Changes a fine with its commitments and entry, throws the log away and signs it anew."""
    row = place.rows("decision-signed/")[1]
    changed = replace(row, sealed=place.resealed(row, row, (b'"1234.56"', b'"1234.57"')))
    commitments, entry = place.committed(changed)
    place.change(row.position, sealed=changed.sealed, commitments=commitments, entry=entry)
    place.forget_log()
    place.sign()
    return row


def test_a_history_that_was_rewritten_and_signed_anew_is_found_by_a_checkpoint_kept_elsewhere(place: Place) -> None:
    kept = place.note()
    rewrite(place)
    assert place.found() == []
    (found,) = place.findings(kept)
    assert (found.code, found.position) == ("against-differs", 0)


def test_a_rewritten_history_is_found_by_older_checkpoints_which_say_between_which_it_was(place: Place) -> None:
    row, head = place.rows("decision-signed/")[1], place.rows()[-1].position
    older = [checkpoint_at(place, size) for size in (head, row.position - 1, row.position)]
    rewrite(place)
    assert place.found(older[1]) == []
    told = [one.detail.rpartition("：")[2] for one in place.findings(*older)]
    assert told == [f"第 {row.position} 至 {size} 条记录中有被改写的" for size in (row.position, head)]


def checkpoint_at(place: Place, size: int) -> Note:
    """What was published when the log had that size."""
    return sign(Checkpoint(KEY.name, size, root_at(size, place.files.hashes(place.verdict().size))), KEY)


def test_a_shortened_history_that_was_signed_anew_is_found_by_a_checkpoint_kept_elsewhere(place: Place) -> None:
    kept, head = place.note(), place.rows()[-1].position
    place.sql("DELETE FROM event WHERE position = :at", at=head)
    place.forget_log()
    place.sign()
    assert place.found() == []
    assert place.found(kept) == [("against-longer", head)]


def test_a_kept_checkpoint_with_another_signature_proves_nothing_and_is_said(place: Place) -> None:
    forged = sign(Checkpoint(KEY.name, 3, bytes(32)), SigningKey(KEY.name, bytes(32)))
    (found,) = place.findings(forged)
    assert (found.code, found.position) == ("against-invalid", 0)


# ---- The log ----


def test_a_flipped_tile_is_found(place: Place) -> None:
    width = place.verdict().size
    path = path_of(Tile(0, 0, min(width, 256)))
    place.flip(path, 32 * 6 + 5)
    assert place.found() == [("tile-differs", 7)]


def test_a_flipped_bundle_is_found(place: Place) -> None:
    path = path_of(Bundle(0, min(place.verdict().size, 256)))
    place.flip(path, (2 + 41) * 9 + 2 + 20)
    assert place.found() == [("bundle-differs", 10)]


def test_tiles_and_bundles_that_are_gone_are_found(place: Place) -> None:
    width = min(place.verdict().size, 256)
    for where in (Tile(0, 0, width), Bundle(0, width)):
        place.store.remove(public(LEDGER, path_of(where)))
    assert sorted(place.found()) == [("bundle-missing", 1), ("tile-missing", 1)]


def test_a_checkpoint_that_was_changed_is_found(place: Place) -> None:
    note = place.note()
    place.store.write(public(LEDGER, "checkpoint"), note.text.replace(f"\n{place.verdict().size}\n", "\n7\n").encode())
    assert place.found() == [("checkpoint-invalid", 0)]
    place.store.write(public(LEDGER, "checkpoint"), b"no note")
    assert place.found() == [("checkpoint-invalid", 0)]
    place.store.remove(public(LEDGER, "checkpoint"))
    assert place.found() == [("checkpoint-missing", 0)]


def test_a_checkpoint_with_too_few_witnesses_is_found(place: Place) -> None:
    keys = [SigningKey(f"witness.example/{number}", bytes([number]) * 32, COSIGNER) for number in (1, 2)]
    policy = Policy(2, tuple(Witness(key.name, "https://witness.example", key.verifier) for key in keys))
    note = place.note()
    signatures = [cosign(note.body, key, 1_773_630_000) for key in keys]
    for given, expected in ((signatures, []), (signatures[:1], [("checkpoint-unwitnessed", 0)])):
        place.store.write(public(LEDGER, "checkpoint"), note.with_signatures(given).text.encode())
        assert place.found(witnesses=policy) == expected
    false = replace(signatures[1], value=signatures[0].value)
    place.store.write(public(LEDGER, "checkpoint"), note.with_signatures([signatures[0], false]).text.encode())
    assert place.found(witnesses=policy) == [("checkpoint-unwitnessed", 0)]


def test_a_checkpoint_that_a_step_names_has_to_be_there_and_older(place: Place) -> None:
    row, size = place.rows("decision-signed/")[0], place.verdict().size
    witness = SigningKey("witness.example/1", bytes(32), COSIGNER)
    notes = [sign(Checkpoint(KEY.name, at, root_at(at, place.files.hashes(size))), KEY)
             for at in (row.position - 1, row.position)]  # fmt: skip
    older, newer = (note.with_signatures([cosign(note.body, witness, 1_773_630_000)]).text.encode() for note in notes)
    wrong = [newer, notes[0].text.encode(), b"no note"]
    for text, told in ((older, []), *((one, ["witnessed-differs"]) for one in wrong)):
        digest = sha256(text).digest()
        place.change(row.position, checkpoint=digest)
        assert place.found() == [("column-differs", row.position), ("witnessed-missing", row.position)]
        place.store.write(public(LEDGER, f"witnessed/{digest.hex()}"), text)
        found = [one.code for one in place.findings() if one.position == row.position]
        assert found == ["column-differs", *told]  # the first is right: the step did not name it


def test_a_signed_checkpoint_of_another_tree_is_found(place: Place) -> None:
    size = place.verdict().size
    place.store.write(public(LEDGER, "checkpoint"), sign(Checkpoint(KEY.name, size, bytes(32)), KEY).text.encode())
    assert place.found() == [("root-differs", 0)]


def test_a_log_under_another_key_is_found_by_the_signers_own(place: Place) -> None:
    place.forget_log()
    place.sign(SigningKey(KEY.name, bytes(32)))
    assert place.found() == []
    assert place.found(key=KEY.verifier) == [("key-differs", 0), ("checkpoint-invalid", 0)]


def test_a_signers_state_that_does_not_fit_is_found(place: Place) -> None:
    state = State.decode(place.store.read(place.files.private("state")))
    for other in (State.of(Extent(), Extent()), msgspec.structs.replace(state, peaks=(bytes(32),) * len(state.peaks))):
        fitting = msgspec.structs.replace(other, root=other.extent.root)
        place.store.write(place.files.private("state"), fitting.encode())
        assert place.found() == [("state-differs", 0)]
    place.store.write(place.files.private("state"), b"{}x")
    assert place.found() == [("state-differs", 0)]


# ---- Keys ----


def persons(place: Place) -> list[tuple[str, bytes, bytes]]:
    """Owner, id and wrapped key of persons who have values, in the order of their first events."""
    with place.keys() as keys:
        found = {row.id: row for rows in keys.rows.all_keys() for row in rows if row.owner.startswith("personal:")}
    order = [identity for row in place.rows() if row.sealed for identity in keys_of(row)[1:]]
    return [(found[one].owner, one, found[one].wrapped or b"") for one in dict.fromkeys(order)]


def keys_of(row: StoredRow) -> list[bytes]:
    """Ids of the keys that an event lies under: that of its stream, then those of persons."""
    return [part.key for part in sealed_parts(row.sealed)]


def first_under(place: Place, identity: bytes) -> int:
    return next(row.position for row in place.rows() if identity in keys_of(row))


def set_key(place: Place, identity: bytes, wrapped: bytes | None) -> None:
    with closing(sqlite3.connect(place.folder / "keys" / "keys.sqlite3")) as database, database:
        database.execute("UPDATE key SET wrapped = ? WHERE id = ?", (wrapped, identity))


def test_keys_that_were_swapped_between_two_persons_are_found(place: Place) -> None:
    (_, one, of_one), (_, other, of_other) = persons(place)[:2]
    set_key(place, one, of_other)
    set_key(place, other, of_one)
    expected = {("key-unreadable", first_under(place, one)), ("key-unreadable", first_under(place, other))}
    assert set(place.found()) == expected


def test_keys_that_were_swapped_with_the_real_master_key_are_found(place: Place) -> None:
    (_, one, _), (_, other, _) = persons(place)[:2]
    rows = [row for row in place.rows() if {one, other} & set(keys_of(row))]
    with place.keys() as keys:
        secrets = {identity: keys.find(identity) for identity in (one, other)}
        master = Master.of(keys.masters.read()[0])
    for identity, given in ((one, other), (other, one)):
        secret = secrets[given]
        assert secret is not None
        set_key(place, identity, master.wrap(identity, secret.secret))
    assert place.found() == [("values-unopened", row.position) for row in rows]


def test_a_person_key_that_was_swapped_and_its_values_sealed_again_is_found(place: Place) -> None:
    _, one, _ = persons(place)[0]
    row = next(row for row in place.rows() if one in keys_of(row))
    with place.keys() as keys:
        was = keys.find(one)
        master, other = Master.of(keys.masters.read()[0]), sealing_key(one, bytes(32))
    assert was is not None
    part = next(part for part in sealed_parts(row.sealed) if part.key == one)
    again = _encrypt(other, _bound(LEDGER, row.stream, row.version, row.tag), open_part(LEDGER, row, part, was))
    old = one + part.sealed[:12] + (len(part.sealed) - 12).to_bytes(4, "big") + part.sealed[12:]
    assert old in row.sealed
    place.change(row.position, sealed=row.sealed.replace(old, again))
    set_key(place, one, master.wrap(one, other.secret))
    found = place.findings()
    assert found[0].position == row.position
    assert found[0].code in {"salts-differ", "value-differs"}  # the latter for a person with one value
    others = [later for later in place.rows() if one in keys_of(later)][1:]
    assert [(later.code, later.position) for later in found[1:]] == [
        ("values-unopened", one.position) for one in others
    ]


@pytest.mark.parametrize(("sql", "code"), [
    ("DELETE FROM key WHERE id = ?", "key-missing"),
    ("UPDATE key SET wrapped = NULL, destroyed_at = 1 WHERE id = ?", "key-destroyed"),
])  # fmt: skip
def test_a_key_that_is_gone_without_an_event_is_found(place: Place, sql: str, code: str) -> None:
    _, person, _ = persons(place)[0]
    stream = place.rows("decision-signed/")[0].sealed[2:18]
    with closing(sqlite3.connect(place.folder / "keys" / "keys.sqlite3")) as database, database:
        for identity in (person, stream):
            database.execute(sql, (identity,))
    expected = sorted([(code, first_under(place, person)), (code, first_under(place, stream))], key=lambda one: one[1])
    assert place.found() == expected


def test_a_person_who_was_erased_by_an_event_is_no_finding_unless_the_key_comes_back(place: Place) -> None:
    owner, identity, wrapped = persons(place)[0]
    with place.opened() as ledgers:
        ledger = ledgers.get(LEDGER)
        person = owner.removeprefix("personal:")
        sender = Sender("registrar", "system", "erase", bytes(32))
        record_entry(ledger, PersonErased(person=person, reason="期满", basis="某某条例"), sender)
        ledger.register()
        assert ledger.key_state(person) == "destroyed"
    assert place.found() == []
    row = place.row(first_under(place, identity))
    place.change(row.position, actor="person:nobody")
    assert place.found() == [("column-differs", row.position)]
    place.change(row.position, actor=row.actor, commitments=row.commitments[:-1] + bytes([row.commitments[-1] ^ 1]))
    assert place.found()[0] == ("entry-differs", row.position)
    place.change(row.position, commitments=row.commitments)
    set_key(place, identity, wrapped)
    assert place.found() == [("key-not-destroyed", 0)]


# ---- Losses ----


def test_what_was_lost_is_named_for_ever_and_a_finding_until_it_is_acknowledged(place: Place) -> None:
    head = place.rows()[-1].position
    place.sql("DELETE FROM event WHERE position > :at", at=head - 3)
    with place.opened() as ledgers:
        assert LossGuard(ledgers.engine, place.store).restore(LEDGER) == 3
        ledgers.get(LEDGER).register()
    place.sign()
    verdict = place.verdict()
    assert verdict.lost == [(head - 2, head)]
    assert [(one.code, one.position) for one in verdict.findings] == [("lost", head - 2)]
    acknowledged = place.verdict(losses=((head - 2, head),))
    assert (acknowledged.holds, acknowledged.lost) == (True, [(head - 2, head)])
    assert place.found(losses=((head - 2, head - 1),)) == [("lost", head)]


def test_a_row_that_is_passed_off_as_lost_is_found(place: Place) -> None:
    row, _ = last_of_a_case(place)
    place.change(row.position, stream="lost", version=1, tag="position-lost/1", commitments=b"", sealed=b"")
    assert place.found() == [("lost", row.position)]
    place.change(row.position, sealed=row.sealed)
    assert ("lost-differs", row.position) in place.found()


# ---- Without keys, and without writing ----


def test_without_keys_commitments_entries_and_log_are_checked_all_the_same(place: Place) -> None:
    row = place.rows("decision-signed/")[0]
    assert place.found(values=False) == []
    place.change(row.position, commitments=row.commitments[:-1] + bytes([row.commitments[-1] ^ 1]))
    assert place.found(values=False) == [("entry-differs", row.position)]


def test_nothing_is_written(place: Place) -> None:
    engine = connect_read_only(place.url)
    with pytest.raises(DatabaseError), engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM event")
    engine.dispose()
    assert place.found() == []
