"""Checks a public copy offline, with nothing but the log's public key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from records.copy.disclosed import ALWAYS, DECISIONS, OF_DECISION, OF_REVIEW, PATHS, REPEATED, REVIEWS
from records.copy.form import Copy, Record, Shown, Slot, digest, encode, statement_of
from records.copy.making import repeats
from records.copy.said import Reviewed, Values, checkpoint_before, recorded_at, reviewed, value
from records.log import checkpoint as checkpoints
from records.log.checkpoint import Checkpoint
from records.log.encoding import base64_of, hash_of, shown
from records.log.errors import Malformed, NotProven
from records.log.notes import Note, VerifierKey
from records.log.tree import leaf_hash, verify_inclusion
from records.penalty.events import PublicCopy
from records.seal.commitment import commit, entry, frame

REVIEW: Final = "公示审查"
DECISION: Final = "决定"
"""What the two records of a copy are called in messages."""


class Placed(msgspec.Struct, frozen=True):
    """An event of the copy: where it stands and when it was recorded."""

    position: int
    tag: str
    recorded_at: datetime
    """By the clock of whoever recorded it."""
    checkpoint: str
    """SHA-256 in hex of the witnessed checkpoint that it commits to, so that it is not older; empty: there was none."""


class Proven(msgspec.Struct, frozen=True, kw_only=True):
    """What a copy has proven: that all this stands so in the log, at these places."""

    checkpoint: Checkpoint
    statement: str
    """SHA-256 of the copy's statement in hex."""
    review: Placed
    decision: Placed
    said: Reviewed
    repeated: tuple[str, ...]
    """Fields in which the approved text is the decision's to the byte, beside the number."""
    unbacked: tuple[str, ...]
    """Members of the approved text that are not held against the decision: neither repeated nor masked."""
    witnessed: tuple[tuple[str, int], ...]
    """The witnesses that were asked for, and when they cosigned the checkpoint, in seconds since 1970."""


def check(copy: Copy, key: VerifierKey, witnesses: Sequence[VerifierKey] = ()) -> Proven:
    """What the copy proves under the log's public key; every witness that is asked for has to have cosigned it.

    Raises Malformed or NotProven, with what is wrong.
    """
    note = Note.parse(copy.checkpoint.encode())
    checkpoint = _checkpoint(note, key, copy.log)
    review = _proven(copy.records[0], REVIEWS, REVIEW, copy.log, checkpoint)
    decision = _proven(copy.records[1], DECISIONS, DECISION, copy.log, checkpoint)
    said = _said(review)
    placed = _placed(copy.records[0], review), _placed(copy.records[1], decision)
    _check_order(*placed)
    repeated = _repeated(said, review, decision)
    return Proven(
        checkpoint=checkpoint,
        statement=digest(encode(statement_of(copy))),
        review=placed[0],
        decision=placed[1],
        said=said,
        repeated=repeated,
        unbacked=tuple(
            name for name in PublicCopy.__struct_fields__ if name not in (*OF_DECISION, *repeated, *said.hidden)
        ),
        witnessed=tuple((one.name, _cosigned_at(note, one)) for one in witnesses),
    )


# ---- The checkpoint ----


def _checkpoint(note: Note, key: VerifierKey, log: str) -> Checkpoint:
    checkpoint = checkpoints.verify(note, key)
    above, _, name = checkpoint.origin.rpartition("/")
    if not above or name != log:
        raise NotProven(f"检查点属于 {checkpoint.origin}，不是日志 {shown(log)} 的")
    return checkpoint


def _cosigned_at(note: Note, witness: VerifierKey) -> int:
    if sum(signature.is_of(witness) for signature in note.signatures) > 1:
        raise NotProven(f"检查点有见证人 {witness.name} 的几个签名，应当只有一个")
    seconds = checkpoints.cosigned_at(note, witness)
    if seconds is None:
        raise NotProven(f"检查点没有见证人 {witness.name}（{witness.id.hex()}）的签名")
    return seconds


# ---- One record ----


def _proven(record: Record, tags: Sequence[str], what: str, log: str, checkpoint: Checkpoint) -> Values:
    """What the record shows, once it is shown to be what stands at its place in the log."""
    if record.tag not in tags:
        raise Malformed(f"{what}的记录类型不能是 {shown(record.tag)}")
    found = entry(_commitments(record, what))
    path, at = [hash_of(hashed, "证明中的哈希") for hashed in record.proof], record.index + 1
    if at > checkpoint.size:
        raise NotProven(f"{what}（第 {at} 号记录）不在检查点的 {checkpoint.size} 条记录之中")
    try:
        verify_inclusion(leaf_hash(found), record.index, checkpoint.size, path, checkpoint.root)
    except NotProven as error:
        raise NotProven(f"不能证明{what}是第 {at} 号记录：它的字段、盐、位置或者证明与日志的根不符") from error
    values = {slot.path: slot.value for slot in record.slots if isinstance(slot, Shown)}
    if missing := [path for path in ALWAYS if path not in values]:
        raise Malformed(f"{what}没有出示 {'、'.join(missing)}")
    if value(values, "@ledger", str) != log or value(values, "@tag", str) != record.tag:
        raise NotProven(f"{what}是账本 {values['@ledger']} 的 {values['@tag']}，不是副本所说的")
    return values


def _commitments(record: Record, what: str) -> bytes:
    paths = PATHS[record.tag]
    if len(record.slots) != len(paths):
        raise Malformed(f"{what}应有 {len(paths)} 个字段，实有 {len(record.slots)} 个")
    return b"".join(_commitment(record.tag, path, slot) for path, slot in zip(paths, record.slots, strict=True))


def _commitment(tag: str, path: str, slot: Slot) -> bytes:
    if isinstance(slot, str):
        return hash_of(slot, "字段的承诺")
    if slot.path != path:
        raise Malformed(f"字段 {path} 的位置上是 {shown(slot.path)}")
    return commit(base64_of(slot.salt, "盐"), frame(tag, path), slot.value.encode())


def _placed(record: Record, values: Values) -> Placed:
    return Placed(record.index + 1, record.tag, recorded_at(values), checkpoint_before(values))


# ---- Both together ----


def _said(review: Values) -> Reviewed:
    if set(review) != {*ALWAYS, *OF_REVIEW}:
        raise Malformed(f"{REVIEW}应当出示的字段是 {'、'.join((*ALWAYS, *OF_REVIEW))}，不多也不少")
    return reviewed(review)


def _check_order(review: Placed, decision: Placed) -> None:
    if decision.position >= review.position:
        raise NotProven(f"{REVIEW}应当在{DECISION}之后，实为第 {review.position} 号和第 {decision.position} 号记录")
    if decision.recorded_at > review.recorded_at:
        raise NotProven(f"记录的时间与先后矛盾：{DECISION}在前，时间却比{REVIEW}晚")


def _repeated(said: Reviewed, review: Values, decision: Values) -> tuple[str, ...]:
    """The fields that both show, which have to be those that the approved text repeats."""
    text = {name: bytes(raw) for name, raw in value(review, "copy", dict[str, msgspec.Raw]).items()}
    same = repeats(said.masked, text, {path: raw.encode() for path, raw in decision.items()})
    if not {*ALWAYS, *OF_DECISION} <= set(decision) <= {*ALWAYS, *OF_DECISION, *same}:
        raise Malformed(f"{DECISION}出示的字段与公示文本不对应：{'、'.join(decision)}")
    if not said.number == said.copy.number == value(decision, "number", str):
        raise NotProven(f"{REVIEW}的文号 {review['number']} 与{DECISION}的 {decision['number']} 不同")
    return tuple(name for name in REPEATED if name in decision)
