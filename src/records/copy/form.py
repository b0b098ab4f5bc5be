"""The file that a public copy is, byte by byte: there is one way to write each.

`{"mingjing":"copy/1","log":NAME,"records":[{"index":N,"tag":T,"slots":[…],"proof":[…]},…],"checkpoint":TEXT}` as JSON
in UTF-8, without spaces, members in this order. A slot that is shown is `[path, value, salt]`, the committed bytes as
a JSON string and the salt in base64; any other is its commitment in base64. The copy's *statement* is the same
without `proof` and `checkpoint`: it stays what it is while the log grows, and its digest names it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Final, Literal, TypeVar

import msgspec

from records.log.encoding import LARGEST, base64_of, hash_of, shown
from records.log.errors import Malformed
from records.seal.commitment import DIGEST

LONGEST: Final = 1 << 22
"""Bytes of the longest copy that is read."""

_MOST_HASHES: Final = 63
_Index = Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]
_Name = Annotated[str, msgspec.Meta(pattern=r"\A[a-z][a-z0-9-]{0,62}\Z")]
_Proof = Annotated[tuple[str, ...], msgspec.Meta(max_length=_MOST_HASHES)]


class Shown(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A slot that the copy shows."""

    path: str
    value: str
    """The committed bytes, which are a JSON value."""
    salt: str
    """32 bytes in base64."""


Slot = Shown | str
"""Shown, or the commitment alone in base64."""


class Stated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event as the copy states it."""

    index: _Index
    """Of the leaf in the log: the event's position less one."""
    tag: str
    slots: tuple[Slot, ...]


class Record(Stated, frozen=True, forbid_unknown_fields=True):
    """The same with the proof that it is in the log."""

    proof: _Proof
    """Hashes in base64, the leaf's sibling first."""


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a copy says, without its proof: the review first, then the decision."""

    mingjing: Literal["copy/1"]
    log: _Name
    records: tuple[Stated, Stated]


class Copy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A public copy."""

    mingjing: Literal["copy/1"]
    log: _Name
    records: tuple[Record, Record]
    checkpoint: str
    """The signed note by which both proofs are."""


_T = TypeVar("_T", Statement, Copy)
_ENCODER: Final = msgspec.json.Encoder()
_COPY: Final = msgspec.json.Decoder(Copy)
_STATEMENT: Final = msgspec.json.Decoder(Statement)


def encode(whole: Statement | Copy) -> bytes:
    """The bytes of the file."""
    return _ENCODER.encode(whole)


def digest(statement: bytes) -> str:
    """SHA-256 of a statement in hex: what the public ledger calls a copy by."""
    return sha256(statement).hexdigest()


def statement_of(copy: Copy) -> Statement:
    """What the copy says, without its proof."""
    review, decision = (Stated(one.index, one.tag, one.slots) for one in copy.records)
    return Statement(copy.mingjing, copy.log, (review, decision))


def parse(data: bytes) -> Copy:
    """Reads a copy. Malformed, with what is wrong, for anything but the bytes that `encode` gives."""
    copy = _read(_COPY, data, "可验证副本")
    for record in copy.records:
        for hashed in record.proof:
            hash_of(hashed, "证明中的哈希")
    return copy


def parse_statement(data: bytes) -> Statement:
    """Reads a statement as strictly."""
    return _read(_STATEMENT, data, "副本的内容")


def _read(decoder: msgspec.json.Decoder[_T], data: bytes, what: str) -> _T:
    if len(data) > LONGEST:
        raise Malformed(f"{what}超过 {LONGEST} 字节")
    try:
        found = decoder.decode(data)
    except msgspec.ValidationError as error:
        raise Malformed(f"{what}{_where(error)}不是规定的内容（{_said(error)}）") from error
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Malformed(f"{what}不是有效的 JSON（{error}）") from error
    if encode(found) != data:
        raise Malformed(f"{what}不是规范形式：有多余的空白、重复的成员、不同的次序或者转义")
    for record in found.records:
        for slot in record.slots:
            _check(slot)
    return found


def _check(slot: Slot) -> None:
    if isinstance(slot, str):
        hash_of(slot, "字段的承诺")
    elif len(base64_of(slot.salt, f"字段 {slot.path} 的盐")) != DIGEST:
        raise Malformed(f"字段 {shown(slot.path)} 的盐应为 {DIGEST} 字节")


def _where(error: msgspec.ValidationError) -> str:
    _, _, where = str(error).partition(" - at `")
    place = where.removesuffix("`").removeprefix("$").removeprefix(".")
    return f"的 {place} " if place else ""


def _said(error: msgspec.ValidationError) -> str:
    return str(error).partition(" - at `")[0]
