"""What sealing costs the processor: an event of twelve fields, one person's among them, up to its log entry.

The peer is what no seal of this form can do without, over bytes of the same length: a SHA-256 for each slot and one for
the entry, and an AES-GCM for each of the two keys.
"""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from benchmarks.figure import Figure, in_turns
from records.moment import Moment
from records.penalty.events import EvidencePreserved, Item, Somebody
from records.seal.commitment import DIGEST, HEADER
from records.seal.keys import KeyFile
from records.store.mapper import Draft, SealingMapper, form

EVENTS = 5_000
CASE = "01890a5d-ac96-774b-bcce-b302099a8057"
EVENT = EvidencePreserved(
    case=CASE,
    number="监漳存字〔2026〕1号",
    officers=("wang", "zhao"),
    items=(Item(name="液化气钢瓶", quantity="2 只", place="后院"),),
    keeper="监漳镇人民政府仓库",
    signature="signed",
    witnesses=(Somebody(person="01890a5d-ac96-774b-bcce-b302099a8060", name="张三", contact="13800000000"),),
)


def measure() -> Iterator[Figure]:
    """Events in a second of processor time, keys made before."""
    with tempfile.TemporaryDirectory() as folder, closing(KeyFile(Path(folder))) as keys:
        mapper = SealingMapper("town", keys)
        slots, stored = form("evidence-preserved/1").take_apart(EVENT)
        drafts = [
            Draft(EVENT.stream, version, EVENT, Moment.of(datetime.now(UTC)), "person:0199", os.urandom(32), 100)
            for version in range(1, EVENTS + 1)
        ]
        yield in_turns(
            f"seal and enter an event of {len(slots)} fields with one person",
            "events/s of CPU",
            partial(_seal, mapper, drafts),
            partial(_necessary, [len(slot.value) for slot in slots], stored),
            "SHA-256 of each slot, AES-GCM for each key",
        )


def _seal(mapper: SealingMapper, drafts: list[Draft]) -> float:
    start = time.process_time()
    for draft in drafts:
        mapper.seal(draft).complete(1_790_000_000_000_000)
    return len(drafts) / (time.process_time() - start)


def _necessary(lengths: list[int], stored: bytes) -> float:
    ciphers = [AESGCM(os.urandom(32)) for _ in range(2)]
    nonce, bound, values = bytes(12), bytes(90), [bytes(DIGEST + 40 + length) for length in lengths]
    values += [bytes(DIGEST + 60)] * len(HEADER)
    start = time.process_time()
    for _ in range(EVENTS):
        sha256(b"".join([sha256(value).digest() for value in values])).digest()
        for cipher in ciphers:
            cipher.encrypt(nonce, stored, bound)
    return EVENTS / (time.process_time() - start)
