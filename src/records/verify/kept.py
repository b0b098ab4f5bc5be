"""Checkpoints that somebody keeps elsewhere, one or several in a file, and whether the log still agrees with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from records.log import checkpoint as checkpoints
from records.log.checkpoint import Checkpoint
from records.log.errors import LogError, Malformed
from records.log.notes import Note, VerifierKey
from records.log.tree import Hash
from records.verify.findings import Findings

_SIGNATURE = "— "


def read_kept(text: str) -> list[Note]:
    """The notes of a file, one behind the other, with or without empty lines between them. Raises Malformed."""
    notes = [Note.parse(one) for one in _split(text)]
    if not notes:
        raise Malformed("文件里没有检查点")
    return notes


def _split(text: str) -> Iterator[str]:
    note: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        is_signature = line.startswith(_SIGNATURE)
        if note and note[-1].startswith(_SIGNATURE) and not is_signature:
            yield "\n".join(note) + "\n"
            note = []
        if line or note:
            note.append(line)
    if note:
        yield "\n".join(note) + "\n"


def origin_of(note: Note) -> str:
    """Which log a note is about: its first line."""
    return note.body.partition("\n")[0]


class KeptCheckpoints:
    """Those of one log that its key signed; all others are findings."""

    def __init__(self, notes: list[Note], key: VerifierKey | None, findings: Findings) -> None:
        self._findings = findings
        self._kept = list(self._read(notes, key))

    @property
    def sizes(self) -> set[int]:
        """At which sizes the log's root has to be known."""
        return {one.size for one in self._kept}

    def compare(self, head: int, roots: Mapping[int, Hash]) -> None:
        """That the tree over all entries had these roots; `head` is the last position of the ledger."""
        agreed = 0
        for one in sorted(self._kept, key=lambda one: one.size):
            if one.size > head:
                self._findings.add("against-longer", head + 1, size=one.size, head=head)
            elif one.size in roots and roots[one.size] != one.root:
                self._findings.add("against-differs", size=one.size, first=agreed + 1)
            elif one.size in roots:
                agreed = one.size

    def _read(self, notes: list[Note], key: VerifierKey | None) -> Iterator[Checkpoint]:
        for note in notes:
            try:
                if key is None:
                    raise Malformed("没有可以核对签名的公钥")
                yield checkpoints.verify(note, key)
            except LogError as error:
                self._findings.add("against-invalid", reason=error)
