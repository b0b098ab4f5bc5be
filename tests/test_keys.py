"""Key stores: the same promises of a file and of a database; rotation and backups that survive what may happen."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

import msgspec
import pytest

from key_stores import KINDS, Place, dying, key_place
from records.errors import Corrupt
from records.moment import Moment
from records.seal.backup import Header, Secret, back_up, read, read_header, restore
from records.seal.key_rows import KeyRows
from records.seal.keys import KeyFile, WrappedKeys, key_id, owner_of
from records.seal.master import MasterFile, MasterTable
from records.seal.rotation import rotate

NOW = Moment.parse("2026-03-16T10:00:00Z")
NUMBER = "140429199001010013"
PASSPHRASE = Secret.of_passphrase("松下问童子言师采药去")
KEY = Secret.of_key(bytes(range(32)))


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with key_place(request.param, tmp_path / "keys", lambda: request.getfixturevalue("postgres_url")) as found:
        yield found


@pytest.fixture
def keys(place: Place) -> Iterator[WrappedKeys]:
    with place.opened() as found:
        yield found


def secrets(keys: WrappedKeys, *owners: str) -> list[bytes]:
    found = keys.obtain("town", owners)
    return [found[owner].secret for owner in owners]


def many(keys: WrappedKeys, count: int = 1_203) -> dict[str, bytes]:
    owners = [f"case:{number}" for number in range(count)]
    return {owner: key.secret for owner, key in keys.obtain("town", owners).items()}


# ---- Both ----


def test_keys_are_the_same_for_another_process(place: Place, keys: WrappedKeys) -> None:
    first = secrets(keys, "case:1", "case:2")
    with place.opened() as other:
        assert secrets(other, "case:1", "case:2") == first
        assert other.identify("town", NUMBER, "p") == "p"
    assert keys.identify("town", NUMBER, "q") == "p"
    assert keys.identified("village", NUMBER) == ""


def _obtain(place: Place, owners: list[str]) -> tuple[dict[str, bytes], str]:
    with place.opened() as keys:
        found = {owner: key.secret for owner, key in keys.obtain("town", owners).items()}
        return found, keys.identify("town", NUMBER, owners[0])


def test_two_processes_that_make_store_and_keys_at_once_agree(place: Place) -> None:
    owners = [f"case:{number}" for number in range(30)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        results = [pool.submit(_obtain, place, one) for one in (owners, owners[::-1])]
        one, other = (result.result() for result in results)
    assert one == other


def test_a_destroyed_key_opens_nothing_and_is_never_made_anew(place: Place, keys: WrappedKeys) -> None:
    key, owner = key_id("town", owner_of("p")), owner_of("p")
    secrets(keys, owner)
    keys.identify("town", NUMBER, "p")
    assert keys.state(key) == "there"
    assert keys.destroy("town", ["p", "q"]) == 1
    assert keys.destroy("town", ["p", "q"]) == 0
    with place.opened() as other:
        for store in (keys, other):
            assert (store.find(key), store.state(key)) == (None, "destroyed")
            assert store.identified("town", NUMBER) == ""
            for gone in ("p", "q"):
                with pytest.raises(Corrupt, match="destroyed"):
                    store.obtain("town", [owner_of(gone)])
        assert other.identify("town", NUMBER, "r") == "r"


def test_the_state_of_a_key_is_what_is_kept(keys: WrappedKeys) -> None:
    secrets(keys, "case:1", "case:2")
    assert keys.state(key_id("town", "case:1")) == "there"
    assert keys.state(key_id("town", "case:3")) == "missing"


def test_neither_number_nor_secret_is_in_the_files(tmp_path: Path) -> None:
    with Place(tmp_path / "keys").opened() as keys:
        (secret,) = secrets(keys, "case:1")
        keys.identify("town", NUMBER, "p")
        for path in (tmp_path / "keys").iterdir():
            assert NUMBER.encode() not in path.read_bytes()
            assert secret not in path.read_bytes()


def test_of_a_destroyed_key_nothing_stays_in_the_key_file(tmp_path: Path) -> None:
    with Place(tmp_path / "keys").opened() as keys:
        secrets(keys, *(owner_of(str(number)) for number in range(300)))
        kept = keys.rows.wrapped(key_id("town", owner_of("150")))
        assert kept is not None
        assert kept[0] is not None
        files = [path for path in (tmp_path / "keys").iterdir() if path.name.startswith("keys.sqlite3")]
        assert any(kept[0] in path.read_bytes() for path in files)
        keys.destroy("town", ["150"])
        assert not any(kept[0] in path.read_bytes() for path in files)


def test_where_keys_are_and_no_master_key_none_is_made(place: Place) -> None:
    with place.opened() as keys:
        secrets(keys, "case:1")
    elsewhere = Place(place.folder.parent / "elsewhere", place.keys)
    if not place.keys:
        elsewhere.folder.mkdir()
        (place.folder / "keys.sqlite3").rename(elsewhere.folder / "keys.sqlite3")
    with pytest.raises(Corrupt, match="missing"):
        elsewhere.open()


def test_a_key_that_was_put_in_the_place_of_another_does_not_open(place: Place, keys: WrappedKeys) -> None:
    secrets(keys, "case:1", "case:2")
    one, other = (key_id("town", owner) for owner in ("case:1", "case:2"))
    kept = {identity: keys.rows.wrapped(identity) for identity in (one, other)}
    for identity, instead in ((one, other), (other, one)):
        before, after = kept[identity], kept[instead]
        assert before is not None
        assert before[0] is not None
        assert after is not None
        assert after[0] is not None
        keys.rows.rewrap(keys.rows.master(), [(identity, before[0], after[0])])
    with place.opened() as again:
        assert again.state(one) == again.state(other) == "unreadable"
        with pytest.raises(Corrupt, match="does not open"):
            again.find(one)


def test_a_key_file_of_before_master_keys_had_ids_is_taken_over(tmp_path: Path) -> None:
    with Place(tmp_path).opened() as keys:
        first = many(keys, 3)
        with keys._engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE key DROP COLUMN master")
            connection.exec_driver_sql("DROP TABLE wrapping")
    with Place(tmp_path).opened() as again:
        assert many(again, 3) == first
        rotate(again)
    with Place(tmp_path).opened() as rotated:
        assert many(rotated, 4).items() >= first.items()


# ---- Master keys ----


@pytest.fixture(params=["file", "table"])
def masters(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MasterFile | MasterTable]:
    if request.param == "file":
        yield MasterFile(tmp_path)
        return
    found = MasterTable(request.getfixturevalue("postgres_database"))
    yield found
    found.close()


def test_a_master_key_is_made_once_and_the_next_takes_its_place(masters: MasterFile | MasterTable) -> None:
    assert masters.read() == ()
    masters.found()
    (first,) = masters.read()
    masters.found()
    second = masters.begin()
    assert masters.begin() == second
    assert masters.read() == (first, second)
    masters.settle(bytes(32))  # of another rotation
    assert masters.read() == (first, second)
    masters.settle(second)
    masters.settle(second)
    assert masters.read() == (second,)


# ---- Rotation ----


def test_a_rotation_wraps_every_key_anew_and_no_secret_changes(place: Place, keys: WrappedKeys) -> None:
    before = many(keys)
    keys.destroy("town", ["p"])
    wrapped = {row.id: row.wrapped for rows in keys.rows.all_keys() for row in rows}
    (master,) = keys.masters.read()
    told: list[tuple[int, int]] = []
    assert rotate(keys, lambda done, total: told.append((done, total))) == len(before)
    assert told[0] == (0, len(before))
    assert told[-1] == (len(before), len(before))
    again = {row.id: row.wrapped for rows in keys.rows.all_keys() for row in rows}
    assert again.keys() == wrapped.keys()
    assert not {one for one in again.values() if one} & set(wrapped.values())
    assert master not in keys.masters.read()
    with place.opened() as other:
        assert many(other) == before
        assert other.state(key_id("town", owner_of("p"))) == "destroyed"


def test_a_process_that_runs_through_a_rotation_goes_on(place: Place, keys: WrappedKeys) -> None:
    """It has the former master key in memory, reads what was wrapped anew, and makes keys that others read."""
    before = many(keys, 5)
    with place.opened() as other:
        rotate(other)
        rotate(other)
    with place.opened() as running:
        keys._cache.clear()
        assert many(keys, 5) == before
        assert secrets(running, "case:new") == secrets(keys, "case:new")
    with place.opened() as other:
        rotate(other)
    made = secrets(keys, "case:made after")
    with place.opened() as other:
        assert secrets(other, "case:made after") == made


STEPS = [
    (MasterFile, "begin", 1),
    (KeyRows, "turn_to", 1),
    (KeyRows, "rewrap", 1),
    (KeyRows, "rewrap", 2),
    (MasterFile, "settle", 1),
]


def _rotate_and_die(place: Place, step: int, *, after: bool) -> None:
    keys = place.open()
    kind, name, nth = STEPS[step]
    setattr(kind, name, dying(getattr(kind, name), after=after, nth=nth))
    rotate(keys)


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", range(len(STEPS)))
@pytest.mark.parametrize("kind", ["file", "database"])
def test_a_rotation_that_is_killed_loses_no_key_and_the_next_ends_it(
    kind: str, step: int, after: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with key_place(kind, tmp_path / "keys", lambda: request.getfixturevalue("postgres_url")) as place:
        with place.opened() as keys:
            before = many(keys)
            (master,) = keys.masters.read()
        process = get_context("fork").Process(target=_rotate_and_die, args=(place, step), kwargs={"after": after})
        process.start()
        process.join()
        assert process.exitcode == -9
        with place.opened() as keys:
            assert many(keys) == before
            assert many(keys, len(before) + 1).items() > before.items()
            rotate(keys)
            left = keys.masters.read()
            assert len(left) == 1
            assert master not in left
            assert keys.rows.wrapped_by_others(keys.rows.master(), 1) == []
        with place.opened() as keys:
            assert many(keys) == before


def test_a_rotation_stops_at_a_key_that_does_not_open_and_keeps_both_master_keys(keys: WrappedKeys) -> None:
    many(keys, 3)
    identity = key_id("town", "case:1")
    kept = keys.rows.wrapped(identity)
    assert kept is not None
    assert kept[0] is not None
    keys.rows.rewrap(b"", [(identity, kept[0], bytes(60))])
    with pytest.raises(Corrupt, match="both master keys are kept"):
        rotate(keys)
    assert len(keys.masters.read()) == 2


# ---- Backups ----


@pytest.mark.parametrize("secret", [PASSPHRASE, KEY], ids=["passphrase", "key"])
def test_a_backup_restores_every_key_into_an_empty_store(keys: WrappedKeys, tmp_path: Path, secret: Secret) -> None:
    before = many(keys)
    secrets(keys, owner_of("p"), owner_of("q"))
    keys.identify("town", NUMBER, "p")
    keys.identify("town", "2", "q")
    keys.destroy("town", ["q"])
    header = back_up(keys, tmp_path / "backup", secret, NOW)
    assert read_header(tmp_path / "backup") == header
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o600
    with Place(tmp_path / "restored").opened() as restored:
        done = restore(restored, tmp_path / "backup", secret)
        assert done.added == header.keys == len(before) + 2
        assert restore(restored, tmp_path / "backup", secret).added == 0
        assert many(restored) == before
        assert restored.identified("town", NUMBER) == "p"
        assert restored.identified("town", "2") == ""
        assert restored.state(key_id("town", owner_of("q"))) == "destroyed"


def test_a_restore_leaves_what_was_destroyed_since(keys: WrappedKeys, tmp_path: Path) -> None:
    secrets(keys, owner_of("p"), "case:1")
    keys.identify("town", NUMBER, "p")
    back_up(keys, tmp_path / "backup", KEY, NOW)
    keys.destroy("town", ["p"])
    assert restore(keys, tmp_path / "backup", KEY).added == 0
    assert keys.state(key_id("town", owner_of("p"))) == "destroyed"
    assert keys.identified("town", NUMBER) == ""


def test_a_restore_over_other_keys_changes_nothing(keys: WrappedKeys, tmp_path: Path) -> None:
    many(keys, 700)
    back_up(keys, tmp_path / "backup", KEY, NOW)
    with Place(tmp_path / "restored").opened() as other:
        own = secrets(other, "case:699")
        with pytest.raises(Corrupt, match="case:699 is kept already, and is another one"):
            restore(other, tmp_path / "backup", KEY)
        assert other.rows.count() == 1
        assert secrets(other, "case:699") == own


def test_a_backup_after_a_rotation_and_one_before_hold_the_same(keys: WrappedKeys, tmp_path: Path) -> None:
    many(keys, 3)
    back_up(keys, tmp_path / "before", KEY, NOW)
    rotate(keys)
    back_up(keys, tmp_path / "after", KEY, NOW)
    assert list(read(tmp_path / "before", KEY)) == list(read(tmp_path / "after", KEY))
    assert restore(keys, tmp_path / "before", KEY).added == 0


def test_a_backup_shows_no_secret_and_no_name_without_its_key(keys: WrappedKeys, tmp_path: Path) -> None:
    found = secrets(keys, owner_of("p"), "case:1")
    back_up(keys, tmp_path / "backup", KEY, NOW)
    bytes_of = (tmp_path / "backup").read_bytes()
    assert not [one for one in (*found, b"case:1", b"personal:") if one in bytes_of]


@pytest.mark.parametrize("wrong", [Secret.of_passphrase("x"), Secret.of_key(bytes(32))], ids=["passphrase", "key"])
@pytest.mark.parametrize("right", [PASSPHRASE, KEY], ids=["passphrase", "key"])
def test_a_backup_opens_with_nothing_else(tmp_path: Path, right: Secret, wrong: Secret) -> None:
    with Place(tmp_path / "keys").opened() as keys:
        secrets(keys, "case:1")
        back_up(keys, tmp_path / "backup", right, NOW)
        with pytest.raises(Corrupt, match=r"opens with|wrong"):
            list(read(tmp_path / "backup", wrong))


def test_a_backup_of_which_any_byte_was_changed_or_lost_is_refused(tmp_path: Path) -> None:
    with Place(tmp_path / "keys").opened() as keys:
        secrets(keys, "case:1")
        back_up(keys, tmp_path / "backup", KEY, NOW)
        whole, changed = (tmp_path / "backup").read_bytes(), tmp_path / "changed"
        for at in range(len(whole)):
            altered = bytearray(whole)
            altered[at] ^= 1
            for text in (bytes(altered), whole[:at], whole + b"\0"):
                changed.write_bytes(text)
                with pytest.raises(Corrupt):
                    restore(keys, changed, KEY)


def test_a_portion_of_a_backup_can_not_be_left_out(tmp_path: Path) -> None:
    with Place(tmp_path / "keys").opened() as keys:
        many(keys)
        back_up(keys, tmp_path / "backup", KEY, NOW)
        line, _, rest = (tmp_path / "backup").read_bytes().partition(b"\n")
        ends = [0]
        while ends[-1] < len(rest):
            ends.append(ends[-1] + 4 + int.from_bytes(rest[ends[-1] : ends[-1] + 4], "big"))
        portions = [rest[start:end] for start, end in pairwise(ends)]
        assert len(portions) > 2
        for left in (portions[1:], portions[:-1], [portions[0], *portions[2:]], [*portions[::-1]], []):
            (tmp_path / "changed").write_bytes(b"\n".join([line, b"".join(left)]))
            with pytest.raises(Corrupt):
                list(read(tmp_path / "changed", KEY))


def test_what_is_no_backup_is_named_so(tmp_path: Path) -> None:
    for text in (b"", b"\n", b"{}\n", b"[1]\n", b"\xff\n", b'{"mingjing":"keys/2"}\n', b"x" * 10_000):
        (tmp_path / "file").write_bytes(text)
        with pytest.raises(Corrupt, match="no backup of keys"):
            read_header(tmp_path / "file")


def test_a_backup_never_overwrites_a_file(tmp_path: Path) -> None:
    (tmp_path / "backup").write_bytes(b"mine")
    with Place(tmp_path / "keys").opened() as keys, pytest.raises(FileExistsError):
        back_up(keys, tmp_path / "backup", KEY, NOW)
    assert (tmp_path / "backup").read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "keys"]


def test_the_age_of_a_backup_is_counted_in_full_days() -> None:
    header = Header("keys/1", "2026-03-16T10:00:00.000000Z", 0, "00" * 32, passphrase=False)
    day = 86_400_000_000
    assert [header.age_days(header.made.micros + after) for after in (0, day - 1, day, 90 * day)] == [0, 0, 1, 90]
    assert msgspec.json.decode(msgspec.json.encode(header), type=Header) == header


def test_a_key_file_is_opened_as_before_by_its_folder_alone(tmp_path: Path) -> None:
    keys = KeyFile(tmp_path / "keys")
    assert keys.obtain("town", ["case:1"])
    keys.close()
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {"keys.lock", "keys.sqlite3", "master.key"}
