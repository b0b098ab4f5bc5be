"""Proofs that an entry is in a log (C2SP tlog-proof@v1): index, hashes and a checkpoint in one text.

It is checked offline, with the log's public key and the entry alone.
"""

from __future__ import annotations

from typing import Final, Self

import msgspec

from records.log import checkpoint, tree
from records.log.checkpoint import Checkpoint
from records.log.encoding import decimal_of, hash_of, in_base64, shown, text_of
from records.log.errors import Malformed
from records.log.notes import Note, VerifierKey
from records.log.tree import Hash

FIRST_LINE: Final = "c2sp.org/tlog-proof@v1"

_INDEX: Final = "index "
_MOST_HASHES: Final = 63


class Proof(msgspec.Struct, frozen=True):
    """What is needed beside an entry to show that it is in a log."""

    index: int
    """The leaf's index: the event's position less one."""
    path: tuple[Hash, ...]
    """The leaf's sibling first."""
    note: Note
    """The signed checkpoint of a tree that has the leaf."""

    @classmethod
    def parse(cls, text: str | bytes) -> Self:
        """Reads a proof without an `extra` line: one text only leads to one proof, and back. Raises Malformed."""
        head, gap, note = text_of(text, "证明").partition("\n\n")
        lines = head.split("\n")
        if not gap or len(lines) < 2 or lines[0] != FIRST_LINE:
            raise Malformed(f"证明的第一行应为 {FIRST_LINE}，其后有序号、哈希、空行和检查点")
        if not lines[1].startswith(_INDEX):
            raise Malformed(f"证明的第二行应为序号（index），实为 {shown(lines[1])}")
        if len(lines) - 2 > _MOST_HASHES:
            raise Malformed(f"证明有 {len(lines) - 2} 个哈希，超过 {_MOST_HASHES} 个")
        path = tuple(hash_of(line, "证明中的哈希") for line in lines[2:])
        return cls(decimal_of(lines[1].removeprefix(_INDEX), "证明的序号"), path, Note.parse(note))

    @property
    def text(self) -> str:
        """The proof as a file."""
        lines = [FIRST_LINE, f"{_INDEX}{self.index}", *(in_base64(hashed) for hashed in self.path)]
        return "\n".join(lines) + "\n\n" + self.note.text


def verify(proof: Proof, entry: bytes, key: VerifierKey) -> Checkpoint:
    """Shows that the entry stands at the proof's index in the log of this key, and in which checkpoint.

    Raises Malformed when the checkpoint can't be read, NotProven when anything doesn't fit.
    """
    found = checkpoint.verify(proof.note, key)
    tree.verify_inclusion(tree.leaf_hash(entry), proof.index, found.size, proof.path, found.root)
    return found
