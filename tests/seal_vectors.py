"""The vectors that docs/seal.md quotes, made by the code: fixed keys, ids and times, so that they never change.

`python tests/seal_vectors.py` writes them when they are missing, and never touches those that are there.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
from blake3 import blake3

from records.copy import form as copies
from records.copy.making import prove, state
from records.event import Event
from records.log.checkpoint import Checkpoint, cosign, sign
from records.log.encoding import in_base64
from records.log.notes import COSIGNER, Note, SigningKey
from records.log.proofs import Proof
from records.log.tree import HashReader, consistency, inclusion, leaf_hash, node_hash, root_at
from records.moment import Moment
from records.penalty.events import (
    CaseFiled,
    DisclosureReviewed,
    HearingHeld,
    Party,
    PublicCopy,
    Somebody,
)
from records.penalty.events.former import DecisionSigned2
from records.register.events import LedgerOpened, PersonRegistered
from records.seal.commitment import commit, entry, frame
from records.seal.keys import KeyFile, key_id, owner_of
from records.seal.slots import SaltedEvent
from records.store.mapper import Draft, SealingMapper
from records.store.stored import StoredRow
from test_golden import FOLDER, LEDGER, SUMS

FILE: Final = FOLDER / "seal_vectors.json"
ORIGIN: Final = f"log.example.gov/{LEDGER}"
LOG_KEY: Final = SigningKey(ORIGIN, bytes(range(32)))
WITNESS: Final = SigningKey("witness.example.org", bytes(range(32, 64)), COSIGNER)
WITNESSED_AT: Final = 1_773_630_000
CONSISTENT_FROM: Final = 3
BEFORE: Final = 5
"""Events that were there before the checkpoint to which those after them commit."""

BEFORE_AT: Final = 1_773_620_000
"""When it was witnessed."""

CASE: Final = "01890a5d-ac96-774b-bcce-b302099a8057"
PAGE: Final = "01890a5d-ac96-774b-bcce-b302099a8058"
PARTY: Final = "0f3c5a17-0000-4000-8000-000000000001"
AGENT: Final = "0f3c5a17-0000-4000-8000-000000000002"
AGENCY: Final = "11140429012345807X"

_AMOUNTS: Final[dict[str, Any]] = {"kinds": ("罚款",), "fine_yuan": Decimal("200.00"), "content": "罚款人民币贰佰元"}
_BASIS: Final = ("某某条例第十条",)
_NUMBER: Final = "监漳罚〔2026〕1号"

EVENTS: Final[tuple[Event, ...]] = (
    LedgerOpened(name=LEDGER, title="样本镇", origin=ORIGIN, region="140429"),
    PersonRegistered(person=PARTY, kind="natural", name="张三", number="", address="监漳镇中心街 1 号"),
    CaseFiled(
        case=CASE,
        title="占道经营案",
        matter="140429001",
        agency=AGENCY,
        handlers=("wang", "li"),
        approved_by="zhao",
        party=Party(person=PARTY, kind="natural", age="adult", name="张三", number="", address="监漳镇中心街 1 号"),
        acted_on=date(2026, 3, 9),
        discovered_on=date(2026, 3, 9),
        place="中心街路口",
        facts="在人行道上摆放货架，“占用”约 2 平方米。\n",
    ),
    HearingHeld(
        case=CASE,
        presider="zheng",
        public=True,
        agents=(
            Somebody(person=PARTY, name="张三", contact="1"),
            Somebody(person=AGENT, name="李四"),
            Somebody(person=PARTY, name="张三", contact=""),
        ),
        statement="",
        signature="signed",
    ),
    HearingHeld(case=CASE, presider="zheng", public=False, statement="无人到场", signature="refused"),
    DecisionSigned2(
        case=CASE,
        number=_NUMBER,
        **_AMOUNTS,
        facts="张三在人行道上摆放货架。",
        evidence=("现场照片",),
        basis=_BASIS,
        reasons="情节轻微",
        performance="十五日内缴纳",
        relief="六十日内申请复议",
        decided_by="zhao",
    ),
    DisclosureReviewed(
        case=CASE,
        disclosure=PAGE,
        number=_NUMBER,
        outcome="redacted",
        grounds=("other-law",),
        basis="某某条例第八条",
        masked=("reasons",),
        copy=PublicCopy(
            number=_NUMBER,
            title="对占道经营的处罚",
            agency="样本镇人民政府",
            agency_code=AGENCY,
            matter="140429001",
            matter_name="对占道经营的处罚",
            party="张某某",
            party_kind="natural",
            **_AMOUNTS,
            confiscated_yuan=None,
            facts="当事人在人行道上摆放货架。",
            basis=_BASIS,
            reasons=None,
            decided_on=date(2026, 3, 16),
        ),
        next_review_on=date(2026, 9, 16),
    ),
)
"""An opening, a person with two keys, a party, hearings with three persons and none, a decision, its page."""

VERSIONS: Final = (1, 1, 1, 2, 3, 4, 5)
OCCURRED: Final = ("2026-03-02T00:00:00.000000Z",) * 3 + ("2026-03-12",) + ("2026-03-16T01:00:00.000001Z",) * 3
RECORDED_AT: Final = 1_773_626_400_000_000
SECRETS: Final = {
    owner: bytes(range(number, number + 32)).hex()
    for number, owner in enumerate(
        ("ledger", f"person:{PARTY}", owner_of(PARTY), owner_of(AGENT), f"case:{CASE}"), start=64
    )
}


def drafts(checkpoint: bytes = b"") -> list[Draft]:
    """The events as they are sealed, in the order of positions; those after `BEFORE` commit to the checkpoint."""
    return [
        Draft(
            event.stream,
            version,
            event,
            Moment.parse(at),
            "person:wang",
            bytes(range(32)),
            number,
            b"" if number < BEFORE else checkpoint,
        )
        for number, (event, version, at) in enumerate(zip(EVENTS, VERSIONS, OCCURRED, strict=True))
    ]


def row_of(mapper: SealingMapper, draft: Draft, position: int) -> StoredRow:
    """The draft sealed and stored, with an event id of our own and so without the right commitments."""
    sealed = mapper.seal(draft)
    return StoredRow(
        position=position,
        stream=draft.originator_id,
        version=draft.originator_version,
        tag=sealed.topic,
        event_id=bytes(range(position, position + 16)),
        recorded_at=RECORDED_AT + position,
        occurred_at=sealed.occurred_at,
        dated=sealed.dated,
        actor=draft.actor,
        rules=draft.rules,
        registers_to=draft.registers_to,
        checkpoint=draft.checkpoint,
        commitments=bytes(len(sealed.commitments)),
        sealed=sealed.state,
        entry=b"",
    )


def committed(event: SaltedEvent) -> SaltedEvent:
    """The event with the commitments that its values and salts make."""
    slots = (
        slot._replace(commitment=commit(slot.salt or b"", frame(event.tag, slot.path), slot.value or b""))
        for slot in event.slots
    )
    return event._replace(slots=tuple(slots))


def witnessed_before(events: list[SaltedEvent]) -> Note:
    """The witnessed checkpoint of the log that ends with these events."""
    leaves = [leaf_hash(entry_of(event)) for event in events]
    note = sign(Checkpoint(ORIGIN, len(leaves), root_at(len(leaves), reader(leaves))), LOG_KEY)
    return note.with_signatures([cosign(note.body, WITNESS, BEFORE_AT)])


def salted(folder: Path) -> list[tuple[StoredRow, SaltedEvent]]:
    """Every event, stored and slot by slot."""
    keys = KeyFile(folder)
    keys.keep(LEDGER, [(owner, bytes.fromhex(secret)) for owner, secret in SECRETS.items()])
    try:
        mapper = SealingMapper(LEDGER, keys)
        found: list[tuple[StoredRow, SaltedEvent]] = []
        for position in range(1, len(EVENTS) + 1):
            note = witnessed_before([event for _, event in found[:BEFORE]]).text if position > BEFORE else ""
            checkpoint = sha256(note.encode()).digest() if note else b""
            row = row_of(mapper, drafts(checkpoint)[position - 1], position)
            found.append((row, committed(mapper.salted(row))))
        return found
    finally:
        keys.close()


def reader(leaves: list[bytes]) -> HashReader:
    """The complete subtrees over leaf hashes that are all in memory."""

    def read(level: int, index: int) -> bytes:
        return leaves[index] if level == 0 else node_hash(read(level - 1, 2 * index), read(level - 1, 2 * index + 1))

    return read


def entry_of(event: SaltedEvent) -> bytes:
    return entry(b"".join(slot.commitment for slot in event.slots))


def _event(row: StoredRow, event: SaltedEvent, owner_at: Callable[[str], str]) -> dict[str, Any]:
    owners = sorted({owner_at(slot.path) for slot in event.slots}, key=list(SECRETS).index)
    return {
        "position": row.position,
        "stream": row.stream,
        "version": row.version,
        "tag": row.tag,
        "event_id": row.event_id.hex(),
        "event_keys": {
            owner: blake3(b"event" + row.event_id, key=bytes.fromhex(SECRETS[owner])).hexdigest() for owner in owners
        },
        "slots": [
            {
                "path": slot.path,
                "owner": owner_at(slot.path),
                "value": (slot.value or b"").decode(),
                "frame": frame(row.tag, slot.path).hex(),
                "salt": (slot.salt or b"").hex(),
                "commitment": slot.commitment.hex(),
            }
            for slot in event.slots
        ],
        "entry": entry_of(event).hex(),
        "leaf": leaf_hash(entry_of(event)).hex(),
    }


def _owner_at(draft: Draft) -> Callable[[str], str]:
    """Whose key each slot is under, by what the events above say."""
    personal = {"name", "number", "address", "representative", "contact"}

    def owner(path: str) -> str:
        *above, last = path.split("/")
        one: Any = draft.event
        for part in above:
            one = one[int(part)] if part.isdigit() else getattr(one, part)
        return owner_of(one.person) if last in personal and hasattr(one, "person") else draft.originator_id

    return owner


def build(folder: Path) -> dict[str, Any]:
    """All vectors. `folder` is for the keys."""
    found = salted(folder)
    events = [event for _, event in found]
    leaves = [leaf_hash(entry_of(event)) for event in events]
    read, size = reader(leaves), len(leaves)
    checkpoint = Checkpoint(ORIGIN, size, root_at(size, read))
    note = sign(checkpoint, LOG_KEY)
    note = note.with_signatures([cosign(note.body, WITNESS, WITNESSED_AT)])
    statement = state(LEDGER, events[-1], events[-2])
    copy = prove(statement, note, lambda index: inclusion(index, size, read))
    return {
        "ledger": LEDGER,
        "secrets": SECRETS,
        "key_ids": {owner: key_id(LEDGER, owner).hex() for owner in SECRETS},
        "events": [_event(row, event, _owner_at(draft)) for (row, event), draft in zip(found, drafts(), strict=True)],
        "log": {"seed": LOG_KEY.seed.hex(), "vkey": LOG_KEY.verifier.text, "checkpoint": note.text},
        "root": checkpoint.root.hex(),
        "witness": {"seed": WITNESS.seed.hex(), "vkey": WITNESS.verifier.text, "time": WITNESSED_AT},
        "witnessed": {"checkpoint": witnessed_before(events[:BEFORE]).text, "time": BEFORE_AT},
        "proof": Proof(2, tuple(inclusion(2, size, read)), note).text,
        "consistency": {
            "old": CONSISTENT_FROM,
            "old_root": root_at(CONSISTENT_FROM, read).hex(),
            "new": size,
            "hashes": [in_base64(one) for one in consistency(CONSISTENT_FROM, size, read)],
        },
        "statement": copies.digest(copies.encode(statement)),
        "copy": copies.encode(copy).decode(),
    }


def fixture() -> Any:
    """The vectors as they were written."""
    return msgspec.json.decode(FILE.read_bytes())


def write_missing() -> bool:
    """Writes the vectors, with their digest, unless they are there."""
    if FILE.exists() or FILE.name in SUMS.read_text():
        return False
    with tempfile.TemporaryDirectory() as folder:
        FILE.write_text(json.dumps(build(Path(folder) / "keys"), ensure_ascii=False, indent=1) + "\n")
    with SUMS.open("a") as file:
        file.write(f"{sha256(FILE.read_bytes()).hexdigest()}  {FILE.name}\n")
    return True


if __name__ == "__main__":
    print("written" if write_missing() else "they are there")  # noqa: T201 - a command's answer
