"""The command `mingjing verify`, as an operator or an auditor runs it beside a server, or over a backup."""

from __future__ import annotations

import json
import shutil
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from commands import files_of, mingjing, said
from records.log.checkpoint import Checkpoint, sign
from records.log.notes import SigningKey
from test_cli import is_one_sentence
from verify_town import KEY, LEDGER, Place, built, copied


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("town")
    with built(f"sqlite:///{folder / 'mingjing.sqlite3'}", folder) as place:
        yield place


@pytest.fixture
def place(whole: Place, tmp_path: Path) -> Iterator[Place]:
    with copied(whole, tmp_path / "var") as found:
        yield found


def verify(place: Place, *arguments: str, **settings: object) -> CompletedProcess[str]:
    return said("verify", *arguments, **{"MINGJING_VAR": place.folder, **settings})


def read(done: CompletedProcess[str]) -> Any:
    return json.loads(done.stdout)


def kept(place: Place, folder: Path, *texts: str) -> str:
    file = folder / "kept"
    file.write_text("\n".join(texts or (place.note().text,)))
    return str(file)


def test_all_that_holds_is_said_and_nothing_is_written(place: Place) -> None:
    before = files_of(place.folder)
    done = mingjing("verify", MINGJING_VAR=place.folder)
    assert (done.returncode, done.stderr) == (0, "")
    count = len(place.rows())
    assert f"核验 {LEDGER}：{count}/{count}" in done.stdout
    assert f"{LEDGER}：{count} 条记录，全部成立" in done.stdout
    assert done.stdout.endswith("全部成立。\n")
    assert {name for name in files_of(place.folder) - before if not name.endswith(("-wal", "-shm"))} == set()


def test_json_has_codes_and_positions(place: Place) -> None:
    row = place.rows("decision-signed/")[0]
    place.change(row.position, actor="person:nobody")
    done = verify(place, "--json", "--ledger", LEDGER)
    found = read(done)
    assert (done.returncode, found["holds"]) == (1, False)
    sealed, public = found["logs"]
    assert (sealed["log"], public["log"]) == (LEDGER, f"{LEDGER}-public")
    assert sealed["events"] == sealed["size"] == len(place.rows())
    assert sealed["root"] == Checkpoint.parse(place.note().body).body().split("\n")[2]
    detail = "@actor 的值与承诺不符，共 1 处"
    assert sealed["findings"] == [{"position": row.position, "code": "column-differs", "detail": detail}]
    assert (sealed["count"], public["count"]) == (1, 0)


def test_the_first_wrong_position_is_named(place: Place) -> None:
    later, first = (row.position for row in place.rows("decision-signed/")[1::-1])
    for position in (later, first):
        place.change(position, actor="person:nobody")
    done = verify(place)
    assert done.returncode == 1
    assert f"发现 2 处问题，最先出错的是第 {first} 条记录" in done.stdout
    assert f"第 {first} 条记录  column-differs  @actor 的值与承诺不符" in done.stdout
    assert done.stdout.endswith("共发现 2 处问题。\n")


def test_checkpoints_kept_elsewhere_are_compared(place: Place, tmp_path: Path) -> None:
    against = kept(place, tmp_path, place.note().text, place.note().text)
    assert verify(place, "--against", against).returncode == 0
    row = place.rows("decision-signed/")[0]
    place.change(row.position, entry=row.entry[:-1] + bytes([row.entry[-1] ^ 1]))
    place.forget_log()
    place.sign()
    found = read(verify(place, "--against", against, "--no-values", "--json"))
    assert [one["code"] for one in found["logs"][0]["findings"]] == [
        "entry-differs",
        "against-differs",
        "against-differs",
    ]


def test_a_kept_checkpoint_that_can_not_be_compared_is_said(place: Place, tmp_path: Path) -> None:
    other = sign(
        Checkpoint("log.example.gov/elsewhere", 3, bytes(32)), SigningKey("log.example.gov/elsewhere", bytes(32))
    )
    is_one_sentence(verify(place, "--against", kept(place, tmp_path, other.text)), "log.example.gov/elsewhere")
    is_one_sentence(verify(place, "--against", kept(place, tmp_path, "no note")), "签名")
    is_one_sentence(verify(place, "--against", str(tmp_path / "none")))


def test_the_signers_own_key_is_taken_where_it_can_be_read(place: Place) -> None:
    signing = place.folder / "signing"
    signing.mkdir()
    (signing / f"{LEDGER}.vkey").write_text(f"{KEY.verifier.text}\n")
    assert verify(place).returncode == 0
    (signing / f"{LEDGER}.vkey").write_text(f"{SigningKey(KEY.name, bytes(32)).verifier.text}\n")
    found = read(verify(place, "--json"))
    assert [one["code"] for one in found["logs"][0]["findings"]] == ["key-differs", "checkpoint-invalid"]


def test_a_backup_without_keys_is_checked_as_far_as_it_goes(place: Place) -> None:
    shutil.rmtree(place.folder / "keys")
    is_one_sentence(verify(place), "--no-values")
    assert verify(place, "--no-values").returncode == 0
    assert not (place.folder / "keys").exists()


def test_a_ledger_that_was_emptied_is_still_looked_for(place: Place) -> None:
    place.sql("DELETE FROM event")
    found = read(verify(place, "--json"))
    assert [one["code"] for one in found["logs"][0]["findings"]] == ["position-missing"]


def test_what_is_not_there_is_said(place: Place, tmp_path: Path) -> None:
    is_one_sentence(verify(place, "--ledger", "nowhere"), "账本", "nowhere")
    is_one_sentence(said("verify", MINGJING_VAR=tmp_path / "none"), "mingjing init")
    assert not (tmp_path / "none").exists()


def test_a_file_that_is_no_database_any_more_is_said(place: Place) -> None:
    file = place.folder / "mingjing.sqlite3"
    data = bytearray(file.read_bytes())
    data[8192:-4096] = bytes(len(data) - 8192 - 4096)
    file.write_bytes(data)
    is_one_sentence(verify(place))


def test_a_loss_is_acknowledged_by_its_positions(place: Place) -> None:
    row = place.rows()[-1]
    place.change(row.position, stream="lost", version=1, tag="position-lost/1", commitments=b"", sealed=b"")
    named = f"内容已经丢失，只有条目：第 {row.position} 至 {row.position} 条"
    for option, status in ((), 1), (("--lost", str(row.position)), 0), (("--lost", f"1-{row.position}"), 0):
        done = verify(place, *option)
        assert (done.returncode, named in done.stdout) == (status, True)
    assert verify(place, "--lost", "9-3").returncode == 2


def peak(folder: Path, steps: int) -> int:
    """Bytes in memory at once at most, while a ledger of thirty cases with so many steps each is checked."""
    place = Place(f"sqlite:///{folder / 'mingjing.sqlite3'}", folder)
    place.fill(30, steps)
    place.sign()
    assert place.found() == []  # what stays for good is there by now
    tracemalloc.start()
    try:
        assert place.verdict().events == 30 * steps
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_log(tmp_path: Path) -> None:
    small, large = (peak(tmp_path / name, steps) for name, steps in (("small", 70), ("large", 190)))
    assert large < small + 3_600 * 40, (small, large)  # not the smallest object for each of 3,600 events more


GARBAGE: dict[str, tuple[object, ...]] = {
    "tag": ("", "x", "case-filed/1", 7),
    "event_id": (b"", b"x" * 16, "text"),
    "recorded_at": (2**62, -(2**62), "text"),
    "occurred_at": (2**62, 0, "text", b"bytes"),
    "commitments": (b"", b"x", b"x" * 32 * 3, "text"),
    "sealed": (b"", b"\1", b"\1\0", b"\1\1", b"\1\xff" + b"x" * 99, b"\2" * 99, "text"),
    "entry": (b"", b"x" * 70_000, "text"),
    "version": (-5, 0, 2**62),
    "stream": ("", "lost", "case:none", b"\xff"),
    "checkpoint": (b"x" * 32, "text"),
}


@pytest.mark.parametrize("column", GARBAGE)
def test_whatever_stands_in_a_column_is_a_finding_and_never_a_trace(place: Place, column: str) -> None:
    row = place.rows("decision-signed/")[0]
    for value in GARBAGE[column]:
        place.change(row.position, **{column: value})
        found = place.verdict()
        assert found.count, value
        assert found.findings[0].position >= min(row.position, 1), value
        assert any(one.position == row.position for one in found.findings), value
    place.change(row.position, **{column: getattr(row, column)})
    assert place.found() == []
