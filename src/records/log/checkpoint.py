"""Checkpoints (C2SP tlog-checkpoint) and what witnesses say of them (C2SP tlog-cosignature, Ed25519).

A checkpoint is a note of three lines: the log's origin, which is its key's name, the tree's size and its root. A
cosignature states that at its time this was the largest tree that the witness had seen of the log, grown out of all
that it saw before.
"""

from __future__ import annotations

from typing import Final, Self

import msgspec

from records.log import notes
from records.log.encoding import LARGEST, decimal_of, hash_of, in_base64, shown, text_of
from records.log.errors import Malformed, NotProven
from records.log.notes import COSIGNER, Note, Signature, SigningKey, VerifierKey, check_name
from records.log.tree import EMPTY, Hash

_TIME: Final = 8

COSIGNATURE: Final = _TIME + 64
"""Bytes of a witness's signature: its time and Ed25519."""


class Checkpoint(msgspec.Struct, frozen=True):
    """A log's tree at one size."""

    origin: str
    size: int
    root: Hash

    @classmethod
    def parse(cls, body: str) -> Self:
        """Reads the body of a checkpoint's note: three lines, no extension. Raises Malformed."""
        lines = text_of(body, "检查点").split("\n")
        if len(lines) != 4 or lines[3]:
            raise Malformed(f"检查点应有三行（来源、大小、根），实为 {shown(body)}")
        origin = check_name(lines[0])
        size, root = decimal_of(lines[1], "检查点的大小"), hash_of(lines[2], "检查点的根")
        if size == 0 and root != EMPTY:
            raise Malformed("没有条目的检查点应有空树的根")
        return cls(origin, size, root)

    def body(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{in_base64(self.root)}\n"


def sign(checkpoint: Checkpoint, key: SigningKey) -> Note:
    """The checkpoint as a note signed by its log, whose key has the origin as name."""
    if checkpoint.origin != key.name:
        raise Malformed(f"检查点的来源 {checkpoint.origin} 与密钥的名称 {key.name} 不同")
    return notes.sign(checkpoint.body(), key)


def verify(note: Note, key: VerifierKey) -> Checkpoint:
    """The checkpoint of a note that the log itself signed. Raises Malformed and NotProven."""
    notes.verify(note, key)
    checkpoint = Checkpoint.parse(note.body)
    if checkpoint.origin != key.name:
        raise NotProven(f"这是 {checkpoint.origin} 的检查点，不是 {key.name} 的")
    return checkpoint


# ---- Witnesses ----


def cosign(body: str, key: SigningKey, seconds: int) -> Signature:
    """A witness's cosignature of a checkpoint's body at `seconds` since 1970."""
    if key.kind != COSIGNER or not 0 <= seconds <= LARGEST:
        raise Malformed(f"{key.name} 不能在时间 {seconds} 作见证")
    value = seconds.to_bytes(_TIME, "big") + key.signature(_cosigned(body, seconds))
    return Signature(key.name, key.verifier.id, value)


def verify_cosignature(body: str, signature: Signature, key: VerifierKey) -> int:
    """When the witness cosigned this body, seconds since 1970. Raises NotProven."""
    if key.kind != COSIGNER:
        raise NotProven(f"{key.name} 的公钥不是见证人的公钥")
    if not signature.is_of(key):
        raise NotProven(f"这是 {signature.name} 的签名，不是 {key.name} 的见证")
    seconds = int.from_bytes(signature.value[:_TIME], "big")
    if seconds > LARGEST or not key.signed(_cosigned(body, seconds), signature.value[_TIME:]):
        raise NotProven(f"{key.name} 的见证与检查点不符")
    return seconds


def cosigned_at(note: Note, key: VerifierKey) -> int | None:
    """When the witness cosigned the note (the latest time), None if it didn't. NotProven if a cosignature is false."""
    times = [verify_cosignature(note.body, signature, key) for signature in note.signatures if signature.is_of(key)]
    return max(times, default=None)


def _cosigned(body: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{body}".encode()
