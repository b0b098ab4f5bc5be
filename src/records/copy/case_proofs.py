"""Makes and checks the proofs of a whole case: each of its events, opened, at its place in the log."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import msgspec

from records.copy.case_form import CaseProofs
from records.copy.form import Record, Shown, Slot
from records.log import checkpoint as checkpoints
from records.log.checkpoint import Checkpoint
from records.log.encoding import base64_of, hash_of, in_base64, shown
from records.log.errors import Malformed, NotProven
from records.log.notes import Note, VerifierKey
from records.log.tree import Hash, leaf_hash, verify_inclusion
from records.seal.commitment import HEADER, commit, entry, frame
from records.seal.slots import SaltedEvent

_USES: Final = re.compile(r"recording:[0-9a-f]{64}")


class Proved(msgspec.Struct, frozen=True):
    """An event of the case as the log has it."""

    index: int
    tag: str
    values: Mapping[str, Any]
    """By path what was committed to, decoded; erased values are not among them."""

    @property
    def stream(self) -> str:
        """Whose history it belongs to."""
        return str(self.values["@stream"])


class ProvedCase(msgspec.Struct, frozen=True):
    """All that the proofs have shown."""

    checkpoint: Checkpoint
    events: tuple[Proved, ...]
    witnessed: tuple[tuple[str, int], ...]
    """The witnesses that were asked for, and when they cosigned the checkpoint, in seconds since 1970."""

    def of(self, stream: str) -> list[Proved]:
        """The events of a stream, in order."""
        return [one for one in self.events if one.stream == stream]


# ---- Making ----


def proofs_of(
    log: str, case: str, events: Iterable[SaltedEvent], note: Note, path_to: Callable[[int], Sequence[Hash]]
) -> CaseProofs:
    """The file's content; `path_to` gives the proof of a leaf by its index."""
    ordered = sorted(events, key=lambda one: one.position)
    records = tuple(_record(one, tuple(map(in_base64, path_to(one.position - 1)))) for one in ordered)
    return CaseProofs("case/1", log, case, records, note.text)


def _record(event: SaltedEvent, proof: tuple[str, ...]) -> Record:
    slots: list[Slot] = [
        in_base64(slot.commitment)
        if slot.value is None or slot.salt is None
        else Shown(slot.path, slot.value.decode(), in_base64(slot.salt))
        for slot in event.slots
    ]
    return Record(event.position - 1, event.tag, tuple(slots), proof=proof)


# ---- Checking ----


def check_proofs(proofs: CaseProofs, key: VerifierKey, witnesses: Sequence[VerifierKey] = ()) -> ProvedCase:
    """What the proofs show under the log's public key. Raises Malformed or NotProven, with what is wrong."""
    note = Note.parse(proofs.checkpoint.encode())
    checkpoint = checkpoints.verify(note, key)
    if checkpoint.origin.rpartition("/")[2] != proofs.log:
        raise NotProven(f"检查点属于 {checkpoint.origin}，不是日志 {shown(proofs.log)} 的")
    events = tuple(_proved(one, proofs.log, checkpoint) for one in proofs.records)
    _check_order(events, proofs.case)
    return ProvedCase(checkpoint, events, tuple((one.name, _cosigned(note, one)) for one in witnesses))


def _cosigned(note: Note, witness: VerifierKey) -> int:
    seconds = checkpoints.cosigned_at(note, witness)
    if seconds is None:
        raise NotProven(f"检查点没有见证人 {witness.name}（{witness.id.hex()}）的签名")
    return seconds


def _proved(record: Record, log: str, checkpoint: Checkpoint) -> Proved:
    at = f"第 {record.index + 1} 号记录"
    leaf = leaf_hash(entry(b"".join(_commitment(record.tag, slot) for slot in record.slots)))
    try:
        path = [hash_of(one, "证明中的哈希") for one in record.proof]
        verify_inclusion(leaf, record.index, checkpoint.size, path, checkpoint.root)
    except NotProven as error:
        raise NotProven(f"不能证明{at}在日志中：它的字段、盐、位置或者证明与日志的根不符") from error
    opened = [slot for slot in record.slots if isinstance(slot, Shown)]
    values = {slot.path: msgspec.json.decode(slot.value) for slot in opened}
    if [slot.path for slot in opened[: len(HEADER)]] != [*HEADER] or len(values) < len(opened):
        raise Malformed(f"{at}没有依次出示记录的各项")
    if (values["@ledger"], values["@tag"]) != (log, record.tag):
        raise NotProven(f"{at}是账本 {values['@ledger']} 的 {values['@tag']}，不是所写的")
    return Proved(record.index, record.tag, values)


def _commitment(tag: str, slot: Slot) -> bytes:
    if isinstance(slot, str):
        return hash_of(slot, "字段的承诺")
    return commit(base64_of(slot.salt, "盐"), frame(tag, slot.path), slot.value.encode())


def _check_order(events: Sequence[Proved], case: str) -> None:
    """In the order of the log, of this case alone, and of its two streams none left out between the others."""
    if any(one.index >= other.index for one, other in pairwise(events)):
        raise Malformed("案件的记录没有按日志中的先后排列")
    versions = defaultdict[str, list[int]](list)
    for one in events:
        versions[one.stream].append(one.values["@version"])
    own = (f"case:{case}", f"documents:{case}")
    if strange := [stream for stream in versions if stream not in own and not _USES.fullmatch(stream)]:
        raise NotProven(f"{shown(strange[0])} 不属于这个案件")
    for stream in own:
        if versions[stream] != list(range(1, len(versions[stream]) + 1)):
            raise NotProven(f"{stream} 的记录不连续，中间有缺少的")
    if not versions[own[0]]:
        raise NotProven("没有这个案件的任何记录")
