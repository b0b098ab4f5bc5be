"""What `verify` finds in the files of a log of 70,000 entries, whose tree has three levels of tiles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from log_trees import MemoryTree, numbered
from media.published_folder import PublishedFolder
from records.log import checkpoint
from records.log.checkpoint import Checkpoint
from records.log.errors import Malformed
from records.log.files import LogFiles
from records.log.notes import Note, SigningKey
from records.log.signer import LogSigner
from records.verify.findings import KEPT, SENTENCES, Findings
from records.verify.growing import Growing
from records.verify.kept import origin_of, read_kept

SIZE = 70_000
ENTRIES = numbered(SIZE)
KEY = SigningKey("log.example.gov/agency-1", bytes(range(32)))
WANTED = (1, 255, 256, 257, 511, 65_535, 65_536, 65_537, 69_888, SIZE - 1, SIZE)


class Recorded:
    """Entries as the signer reads them."""

    def read(self, after: int, limit: int) -> list[bytes]:
        return ENTRIES[after : after + limit]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("log")
    signer = LogSigner("agency-1", Recorded(), PublishedFolder(found), KEY)
    while signer.advance():
        pass
    return found


@pytest.fixture(scope="module")
def tree() -> MemoryTree:
    return MemoryTree(ENTRIES)


def grown(folder: Path, entries: list[bytes | None], size: int = SIZE) -> tuple[list[tuple[str, int]], Growing]:
    findings = Findings()
    growing = Growing(LogFiles("agency-1", PublishedFolder(folder)), size, WANTED, findings)
    for entry in entries:
        growing.take(entry)
    growing.end()
    return [(one.code, one.position) for one in findings.found()], growing


def test_the_roots_are_those_of_the_tree_at_every_size_that_is_asked_for(folder: Path, tree: MemoryTree) -> None:
    found, growing = grown(folder, [*ENTRIES])
    assert found == []
    assert growing.roots == {0: growing.roots[0]} | {size: tree.root(size) for size in WANTED}


def test_entries_that_came_after_the_checkpoint_are_no_finding(folder: Path, tree: MemoryTree) -> None:
    found, growing = grown(folder, [*ENTRIES, b"one more", b"and one"])
    assert found == []
    assert growing.roots[SIZE] == tree.root(SIZE)


@pytest.fixture
def flipped(folder: Path) -> Iterator[Callable[[str, int], None]]:
    """Flips a bit of a file until the end of the test."""
    was: dict[Path, bytes] = {}

    def flip(path: str, at: int) -> None:
        file = folder / "log" / "agency-1" / path
        data = bytearray(was.setdefault(file, file.read_bytes()))
        data[at] ^= 128
        file.write_bytes(data)

    yield flip
    for file, data in was.items():
        file.write_bytes(data)


@pytest.mark.parametrize(
    ("path", "at", "code", "position"),
    [
        ("tile/0/000", 0, "tile-differs", 1),
        ("tile/0/100", 32 * 200 + 31, "tile-differs", 25_801),
        ("tile/0/273.p/112", -1, "tile-differs", SIZE),
        ("tile/1/000", 32 * 100, "tile-differs", 25_601),
        ("tile/1/001.p/17", 32 * 16, "tile-differs", 69_633),
        ("tile/2/000.p/1", 5, "tile-differs", 1),
        ("tile/entries/000", 5, "bundle-differs", 1),
        ("tile/entries/273.p/112", -1, "bundle-differs", SIZE),
    ],
)
def test_a_flipped_bit_is_named_with_its_position(
    folder: Path, flipped: Callable[[str, int], None], path: str, at: int, code: str, position: int
) -> None:
    flipped(path, at)
    assert grown(folder, [*ENTRIES])[0] == [(code, position)]


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/273.p/112", "tile/1/001.p/17", "tile/entries/273.p/112"])
@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data + data[-32:], lambda _: b""])
def test_a_file_that_is_too_short_or_too_long_is_found(
    folder: Path, path: str, change: Callable[[bytes], bytes]
) -> None:
    file = folder / "log" / "agency-1" / path
    was = file.read_bytes()
    file.write_bytes(change(was))
    try:
        found = grown(folder, [*ENTRIES])[0]
    finally:
        file.write_bytes(was)
    assert [code for code, _ in found] == ["bundle-differs" if "entries" in path else "tile-differs"]


def test_an_entry_that_differs_from_bundle_and_tile_was_rewritten_and_the_tree_is_the_logs(
    folder: Path, tree: MemoryTree
) -> None:
    entries: list[bytes | None] = [*ENTRIES]
    entries[300], entries[69_999] = b"another", b"last"
    found, growing = grown(folder, entries)
    assert found == [("entry-rewritten", 301), ("entry-rewritten", SIZE)]
    assert growing.roots[SIZE] == tree.root(SIZE)


def test_what_is_missing_is_taken_from_the_log(folder: Path, tree: MemoryTree) -> None:
    entries: list[bytes | None] = [*ENTRIES]
    entries[1000:1600] = [None] * 600
    found, growing = grown(folder, entries)
    assert found == []  # that they are missing says who reads the rows
    assert growing.roots[SIZE] == tree.root(SIZE)


def test_a_gap_behind_the_log_ends_what_is_known(folder: Path) -> None:
    findings = Findings()
    growing = Growing(LogFiles("agency-1", PublishedFolder(folder)), 512, [512, 600], findings)
    for entry in ENTRIES[:520]:
        growing.take(entry)
    growing.skip(2**60)
    growing.take(b"behind it")
    growing.end()
    assert findings.count == 0
    assert set(growing.roots) == {0, 512}


def test_findings_are_counted_and_those_at_the_lowest_positions_kept() -> None:
    findings = Findings()
    for position in range(5 * KEPT, 0, -1):
        findings.add("entry-differs", position)
    assert findings.count == 5 * KEPT
    assert [one.position for one in findings.found()] == list(range(1, KEPT + 1))


# ---- Kept checkpoints ----


def noted(size: int) -> Note:
    return checkpoint.sign(Checkpoint(KEY.name, size, bytes([size]) * 32), KEY)


def test_several_notes_are_read_from_one_file() -> None:
    notes = [noted(1), noted(2).with_signatures(noted(2).signatures), noted(3)]
    for between in ("", "\n", "\n\n"):
        assert read_kept(between.join(note.text for note in notes)) == notes
    assert [origin_of(note) for note in notes] == [KEY.name] * 3


@pytest.mark.parametrize("text", ["", "\n\n", "no note", noted(1).body, noted(1).text + "half\nof", "\0"])
def test_a_file_that_is_no_checkpoint_is_said(text: str) -> None:
    with pytest.raises(Malformed):
        read_kept(text)


def test_the_document_names_every_code() -> None:
    text = (Path(__file__).parent.parent / "docs" / "verify.md").read_text()
    rows = [
        line.partition(" | ")[0] for line in text.partition("## Findings")[2].splitlines() if line.startswith("| `")
    ]
    assert sorted(re.findall(r"`([a-z-]+)`", "".join(rows))) == sorted(SENTENCES)
