"""Programs that we did not write accept a log in these formats, and nothing that was altered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from go_programs import fsck, spicy
from log_trees import ORIGIN, SEED, MemoryTree, numbered
from records.log import checkpoint
from records.log.checkpoint import Checkpoint
from records.log.notes import Note, SigningKey
from records.log.proofs import Proof
from records.log.tiles import Bundle, Tile, path_of, width_at
from records.log.tree import inclusion

LOG = SigningKey(ORIGIN, SEED)
SIZE = 70_000
DAMAGED = {
    "a hash of a full tile": "tile/0/100",
    "a hash of a partial tile": "tile/1/001.p/17",
    "a hash of the topmost tile": "tile/2/000.p/1",
    "an entry of a full bundle": "tile/entries/100",
    "an entry of a partial bundle": "tile/entries/273.p/112",
}


@pytest.fixture(scope="module")
def tree() -> MemoryTree:
    return MemoryTree(numbered(SIZE))


@pytest.fixture(scope="module")
def note(tree: MemoryTree) -> Note:
    return checkpoint.sign(Checkpoint(ORIGIN, SIZE, tree.root(SIZE)), LOG)


@pytest.fixture(scope="module")
def log(tree: MemoryTree, note: Note, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log as plain files."""
    folder = tmp_path_factory.mktemp("log")
    for level in range(3):
        for tile in _row(level):
            _write(folder, tile, tree.tile(tile))
    for tile in _row(0):
        bundle = Bundle(tile.index, tile.width)
        _write(folder, bundle, tree.bundle(bundle))
    (folder / "checkpoint").write_text(note.text)
    return folder


def test_tesseras_fsck_finds_seventy_thousand_entries_right(log: Path, tmp_path: Path) -> None:
    with _served(log) as url:
        assert fsck(url, LOG.verifier.text, tmp_path) == SIZE


@pytest.mark.parametrize("path", DAMAGED.values(), ids=DAMAGED.keys())
def test_tesseras_fsck_finds_each_damage(path: str, log: Path, tmp_path: Path) -> None:
    file = log / path
    sound = file.read_bytes()
    file.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    try:
        with _served(log) as url:
            assert fsck(url, LOG.verifier.text, tmp_path, seconds=60) is None
    finally:
        file.write_bytes(sound)


def test_tesseras_fsck_refuses_another_key(log: Path, tmp_path: Path) -> None:
    with _served(log) as url:
        assert fsck(url, SigningKey(ORIGIN, bytes(32)).verifier.text, tmp_path, seconds=60) is None


@pytest.mark.parametrize("index", [0, 255, 65_536, SIZE - 1])
def test_torchwoods_spicy_accepts_a_proof(index: int, tree: MemoryTree, note: Note, tmp_path: Path) -> None:
    proof = Proof(index, tuple(inclusion(index, SIZE, tree.read)), note)
    accepted, says = spicy(tree.entries[index], proof.text, LOG.verifier.text, tmp_path)
    assert accepted, says


def test_torchwoods_spicy_rejects_an_altered_entry(tree: MemoryTree, note: Note, tmp_path: Path) -> None:
    proof = Proof(7, tuple(inclusion(7, SIZE, tree.read)), note)
    accepted, says = spicy(tree.entries[7] + b" ", proof.text, LOG.verifier.text, tmp_path)
    assert not accepted
    assert "could not verify inclusion" in says


def _row(level: int) -> Iterator[Tile]:
    index = 0
    while width := width_at(level, index, SIZE):
        yield Tile(level, index, width)
        index += 1


def _write(folder: Path, place: Tile | Bundle, data: bytes) -> None:
    file = folder / path_of(place)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


class _Quiet(SimpleHTTPRequestHandler):
    def log_request(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
