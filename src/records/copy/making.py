"""Makes public copies: the statement out of two stored events, when a decision becomes public; the proofs later.

The statement needs keys, since salts come out of them; what joins the proofs to it needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from records.copy.disclosed import ALWAYS, DECISIONS, OF_DECISION, OF_REVIEW, REPEATED, REVIEWS
from records.copy.form import Copy, Record, Shown, Slot, Stated, Statement
from records.errors import Corrupt
from records.log.encoding import in_base64
from records.log.notes import Note
from records.log.tree import Hash
from records.seal.slots import SaltedEvent, SaltedSlot

_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def state(log: str, review: SaltedEvent, decision: SaltedEvent) -> Statement:
    """The statement of a copy: what `records.copy.disclosed` shows of a review that published, and of its decision.

    Raises Corrupt when the events are others, or can't be shown.
    """
    if review.tag not in REVIEWS or decision.tag not in DECISIONS:
        msg = f"{review.tag} at {review.position} and {decision.tag} at {decision.position} make no public copy"
        raise Corrupt(msg)
    values = {slot.path: slot.value or b"" for slot in review.slots}
    repeated = repeats(
        masked=msgspec.json.decode(values["masked"], type=list[str]),
        copy={name: bytes(value) for name, value in _members(values["copy"]).items()},
        decision={slot.path: slot.value for slot in decision.slots if slot.value is not None},
    )
    stated = _stated(review, (*ALWAYS, *OF_REVIEW)), _stated(decision, (*ALWAYS, *OF_DECISION, *repeated))
    return Statement("copy/1", log, stated)


def repeats(masked: Sequence[str], copy: Mapping[str, bytes], decision: Mapping[str, bytes]) -> tuple[str, ...]:
    """Fields of the decision that the text approved for the public repeats to the byte, masked ones apart."""
    return tuple(
        name
        for name, mask in REPEATED.items()
        if mask not in masked and name in decision and copy.get(name) == decision[name]
    )


def prove(statement: Statement, note: Note, path_to: Callable[[int], Sequence[Hash]]) -> Copy:
    """The copy: the statement with the checkpoint and, by `path_to` a leaf's index, the proofs in its tree."""
    review, decision = (
        Record(one.index, one.tag, one.slots, proof=tuple(map(in_base64, path_to(one.index))))
        for one in statement.records
    )
    return Copy(statement.mingjing, statement.log, (review, decision), note.text)


def _stated(event: SaltedEvent, shown: Sequence[str]) -> Stated:
    return Stated(event.position - 1, event.tag, tuple(_slot(event, slot, shown) for slot in event.slots))


def _slot(event: SaltedEvent, slot: SaltedSlot, shown: Sequence[str]) -> Slot:
    if slot.path not in shown:
        return in_base64(slot.commitment)
    if slot.value is None or slot.salt is None:
        msg = f"{slot.path} at {event.position} is erased and can't be shown"
        raise Corrupt(msg)
    return Shown(slot.path, slot.value.decode(), in_base64(slot.salt))
