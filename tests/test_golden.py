"""Golden files: one stored event of every type, with the keys that open it. They are only ever added to.

`python tests/test_golden.py` writes those that are missing and never touches one that is there.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import unsealing
from event_shapes import as_json, example
from records.moment import Moment
from records.penalty.events import DecisionSigned, DocumentServed
from records.seal.keys import KeyFile, key_id
from records.store.mapper import Draft, Recorded, SealingMapper, form
from records.store.stored import StoredRow
from records.tags import EVENTS, TRANSLATIONS

FOLDER: Final = Path(__file__).parent / "golden"
SUMS: Final = FOLDER / "SHA256SUMS"
LEDGER: Final = "golden"
MEMBERS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
RECORDED_AT: Final = 1_773_626_400_000_000


def path_of(tag: str) -> Path:
    return FOLDER / f"{tag.replace('/', '-')}.json"


def sums() -> dict[str, str]:
    lines = SUMS.read_text().splitlines() if SUMS.exists() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def key_file(folder: Path, secrets: dict[str, str]) -> KeyFile:
    """A key file in which the owners have these secrets."""
    keys = KeyFile(folder)
    master = AESGCM((folder / "master.key").read_bytes())
    connection = sqlite3.connect(folder / "keys.sqlite3")
    for owner, secret in secrets.items():
        identity, nonce = key_id(LEDGER, owner), os.urandom(12)
        wrapped = nonce + master.encrypt(nonce, bytes.fromhex(secret), identity)
        connection.execute(
            "INSERT INTO key (id, ledger, owner, wrapped) VALUES (?, ?, ?, ?)", (identity, LEDGER, owner, wrapped)
        )
    connection.commit()
    connection.close()
    return keys


def row_of(golden: dict[str, Any]) -> StoredRow:
    hexed = ("event_id", "rules", "checkpoint", "commitments", "sealed", "entry")
    fields: dict[str, Any] = {name: bytes.fromhex(value) if name in hexed else value for name, value in golden.items()}
    return StoredRow(**fields)


FORMER: Final = frozenset(str(kind.__struct_config__.tag) for kind in TRANSLATIONS)
"""Tags of which no new event is made: what was stored under them opens to today's types."""


def opened(tag: str, folder: Path) -> Recorded:
    """The golden event of a tag with its personal values, as whoever reads it today gets it."""
    golden = json.loads(path_of(tag).read_text())
    keys = key_file(folder / "keys", golden["secrets"])
    try:
        return SealingMapper(LEDGER, keys).open_persons(row_of(golden["row"]))
    finally:
        keys.close()


@pytest.mark.parametrize("tag", [tag for tag in EVENTS if tag not in FORMER])
def test_a_stored_event_still_opens_to_what_it_was(tag: str, tmp_path: Path) -> None:
    golden, event = json.loads(path_of(tag).read_text()), opened(tag, tmp_path).event
    assert as_json(event) == golden["event"]
    assert event == msgspec.convert(golden["event"], EVENTS[tag])


@pytest.mark.parametrize("tag", EVENTS)
def test_a_stored_event_still_opens_to_who_it_was_and_when(tag: str, tmp_path: Path) -> None:
    golden, found = json.loads(path_of(tag).read_text()), opened(tag, tmp_path)
    assert (found.actor, found.registers_to, str(found.occurred_at)) == ("person:golden", 6, golden["occurred_at"])


@pytest.mark.parametrize(
    ("tag", "more"),
    [
        ("decision-signed/1", {"bank": "", "surcharge": False, "departure": "", "distinct": ""}),
        ("decision-signed/2", {}),
    ],
)
def test_a_former_decision_opens_to_one_of_today_that_says_nothing_more(
    tag: str, more: dict[str, Any], tmp_path: Path
) -> None:
    event, stored = opened(tag, tmp_path).event, json.loads(path_of(tag).read_text())
    assert isinstance(event, DecisionSigned)
    more |= {"degree": "", "benchmark": "", "gains_yuan": None, "returned_yuan": None}
    more |= {"returned_proof": "", "gains_exception": ""}
    assert as_json(event) == {**stored["event"], "type": "decision-signed/3", **more}


def test_a_former_service_opens_to_one_of_today_with_its_names_as_persons(tmp_path: Path) -> None:
    event, stored = opened("document-served/1", tmp_path).event, json.loads(path_of("document-served/1").read_text())
    assert isinstance(event, DocumentServed)
    said = stored["event"]
    assert [one.name for one in event.recipients] == [said["recipient"]]
    assert [one.name for one in event.witnesses] == [said["witness"]]
    same = {name: value for name, value in said.items() if name not in ("type", "recipient", "witness")}
    assert {name: value for name, value in as_json(event).items() if name in same} == same
    assert (event.document, event.relation) == ("decision", "")
    assert opened("document-served/1", tmp_path / "again").event == event  # under the same persons each time


@pytest.mark.parametrize("tag", EVENTS)
def test_a_stored_event_still_has_its_slots_and_its_entry(tag: str) -> None:
    golden = json.loads(path_of(tag).read_text())
    row = row_of(golden["row"])
    secrets = {unsealing.key_id(LEDGER, owner): bytes.fromhex(one) for owner, one in golden["secrets"].items()}
    texts = unsealing.texts_of(row, LEDGER, secrets)
    personal = {path: value for text in texts[1:] for path, value in MEMBERS.decode(str(text)).items()}
    found = list(form(tag).slots_of(str(texts[0]).encode(), personal))
    assert [path for path, _ in unsealing.header(row, LEDGER)] + [path for path, _ in found] == golden["slots"]
    owners = golden["owners"]
    slots = [(path, value or b"", owners.get(path)) for path, value in found]
    assert unsealing.commitments(row, LEDGER, secrets, slots) == unsealing.in_pieces(row.commitments)
    assert unsealing.entry(row.commitments).hex() == golden["entry"] == golden["row"]["entry"]


def test_every_type_of_event_has_a_golden_file() -> None:
    """A new type gets its own by `python tests/test_golden.py`; a tag that was once stored stays readable for good."""
    assert {path.name for path in FOLDER.glob("*-*.json")} == {path_of(tag).name for tag in EVENTS}


def test_no_golden_file_was_ever_changed() -> None:
    assert {path.name: sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.json")} == sums()


def golden_of(tag: str, folder: Path) -> dict[str, Any]:
    """A stored event of that type and everything that opens it."""
    event, keys = example(EVENTS[tag]), KeyFile(folder)
    draft = Draft(event.stream, 5, event, Moment.parse("2026-03-16"), "person:golden", bytes(range(32)), 6)
    sealed = SealingMapper(LEDGER, keys).seal(draft)
    keys.close()
    commitments, entry = sealed.complete(RECORDED_AT)
    slots, _ = form(tag).take_apart(event)
    owners = [event.stream, *sorted({f"personal:{slot.person}" for slot in slots if slot.person is not None})]
    secrets = unsealing.secrets_of(folder)
    return {
        "ledger": LEDGER,
        "secrets": {owner: secrets[unsealing.key_id(LEDGER, owner)].hex() for owner in owners},
        "occurred_at": str(draft.occurred_at),
        "event": as_json(event),
        "slots": [
            *(path for path, _ in unsealing.header(_row(sealed, b"", b""), LEDGER)),
            *(one.path for one in slots),
        ],
        "owners": {slot.path: slot.person for slot in slots if slot.person is not None},
        "row": {
            name: value.hex() if isinstance(value, bytes) else value
            for name, value in msgspec.structs.asdict(_row(sealed, commitments, entry)).items()
        },
        "entry": entry.hex(),
    }


def _row(sealed: Any, commitments: bytes, entry: bytes) -> StoredRow:
    return StoredRow(
        position=7,
        stream=sealed.originator_id,
        version=sealed.originator_version,
        tag=sealed.topic,
        event_id=sealed.event_id,
        recorded_at=RECORDED_AT,
        occurred_at=sealed.occurred_at,
        dated=sealed.dated,
        actor=sealed.actor,
        rules=sealed.rules,
        registers_to=sealed.registers_to,
        checkpoint=sealed.checkpoint,
        commitments=commitments,
        sealed=sealed.state,
        entry=entry,
    )


def write_missing() -> list[str]:
    """Writes a golden file for every tag that has none; returns their names."""
    FOLDER.mkdir(exist_ok=True)
    written = []
    for tag in EVENTS:
        path = path_of(tag)
        if path.exists() or path.name in sums():
            continue
        with tempfile.TemporaryDirectory() as folder:
            path.write_text(json.dumps(golden_of(tag, Path(folder) / "keys"), ensure_ascii=False, indent=1) + "\n")
        with SUMS.open("a") as file:
            file.write(f"{sha256(path.read_bytes()).hexdigest()}  {path.name}\n")
        written.append(path.name)
    return written


if __name__ == "__main__":
    print("\n".join(write_missing()) or "none is missing")  # noqa: T201 - a command's answer
