"""Commitments to the fields of an event, and the log entry that they add up to.

A field's commitment is `SHA-256(salt ‖ len(tag) ‖ tag ‖ len(path) ‖ path ‖ value)`, lengths as two big-endian bytes,
salt 32 bytes, value the stored bytes to the end. A log entry is `magic ‖ version ‖ SHA-256(C₁ ‖ … ‖ Cₙ)`: it shows
nothing of the event, not even its type. Whoever is handed salts and values recomputes it with SHA-256 alone.

The first slots are the same for every event (`HEADER`), so that an event can't be moved, renumbered or back-dated
even by somebody who holds the keys.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from blake3 import blake3

DIGEST: Final = 32
"""Bytes of a salt, a commitment and a SHA-256."""

HEADER: Final = (
    "@ledger",
    "@stream",
    "@version",
    "@tag",
    "@recorded_at",
    "@occurred_at",
    "@actor",
    "@rules",
    "@registers_to",
    "@checkpoint",
)
"""Paths of the slots that open every event. No schema field can start with `@`."""

RECORDED_AT: Final = HEADER.index("@recorded_at")
"""The slot that is completed by whoever writes the batch: all others are known when the event is sealed."""

_MAGIC: Final = b"mingjing"
_VERSION: Final = b"\x01"


def frame(tag: str, path: str) -> bytes:
    """What stands between the salt and the value: tag and path, each behind its length."""
    tag_bytes, path_bytes = tag.encode(), path.encode()
    return len(tag_bytes).to_bytes(2, "big") + tag_bytes + len(path_bytes).to_bytes(2, "big") + path_bytes


def commit(salt: bytes, framed: bytes, value: bytes) -> bytes:
    """The commitment to `value` under a frame made by `frame()`."""
    return sha256(salt + framed + value).digest()


def salts(key: bytes, event_id: bytes, count: int) -> bytes:
    """`count` salts of 32 bytes in a row, out of one key and one event's random id.

    They come from the key, so that destroying it also destroys them and nobody can guess an erased value back.
    """
    event_key = blake3(b"event" + event_id, key=key).digest()
    return blake3(b"salts", key=event_key).digest(length=DIGEST * count)


def complete(commitments: bytes, tag: str, salt: bytes, recorded_at: bytes) -> tuple[bytes, bytes]:
    """Fills in the slot of `recorded_at` and returns all commitments and the log entry."""
    start = RECORDED_AT * DIGEST
    own = commit(salt, frame(tag, HEADER[RECORDED_AT]), recorded_at)
    whole = commitments[:start] + own + commitments[start + DIGEST :]
    return whole, entry(whole)


def entry(commitments: bytes) -> bytes:
    """The log entry over all commitments in slot order."""
    return _MAGIC + _VERSION + sha256(commitments).digest()
