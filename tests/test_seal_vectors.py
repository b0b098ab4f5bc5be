"""The vectors of docs/seal.md: the code makes them, other code of a few lines makes them too, the page quotes them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import unsealing
from records.copy.checking import check
from records.copy.disclosed import DECISIONS, PATHS, REVIEWS
from records.copy.form import parse
from records.correction.events import DisclosureCorrected
from records.course.decided import Decided
from records.log.checkpoint import cosigned_at, verify
from records.log.encoding import hash_of
from records.log.errors import LogError
from records.log.notes import Note, VerifierKey
from records.log.proofs import Proof
from records.log.proofs import verify as verify_proof
from records.log.tree import root_at, verify_consistency
from records.penalty.events import DecisionSigned, DisclosureReviewed, PenaltyDeclined
from records.publishing.events import DisclosureReReviewed
from records.seal.keys import KeyFile
from records.store.mapper import SealingMapper
from records.tags import EVENTS, TRANSLATIONS
from seal_vectors import AGENT, SECRETS, build, drafts, fixture, reader, row_of
from test_golden import LEDGER

PAGE = (Path(__file__).parent.parent / "docs" / "seal.md").read_text()


@pytest.fixture(scope="module")
def vectors() -> Any:
    return fixture()


def at(vectors: Any, name: str) -> str:
    """The text of one vector, by its path in the file."""
    found = vectors
    for part in name.split("/"):
        found = found[int(part)] if isinstance(found, list) else found[part]
    assert not isinstance(found, list | dict)
    return str(found)


def key_of(vectors: Any, name: str) -> VerifierKey:
    return VerifierKey.parse(vectors[name]["vkey"])


# ---- The code ----


def test_the_code_yields_the_vectors(vectors: Any, tmp_path: Path) -> None:
    assert build(tmp_path / "keys") == vectors


def test_hashing_alone_yields_every_commitment_entry_and_leaf(vectors: Any) -> None:
    secrets = {bytes.fromhex(vectors["key_ids"][owner]): bytes.fromhex(one) for owner, one in SECRETS.items()}
    assert all(unsealing.key_id(LEDGER, owner).hex() == one for owner, one in vectors["key_ids"].items())
    for event in vectors["events"]:
        owners = [slot["owner"] for slot in event["slots"]]
        assert set(owners) == set(event["event_keys"])
        handed = {
            owner: iter(
                unsealing.salts(
                    secrets[unsealing.key_id(LEDGER, owner)], bytes.fromhex(event["event_id"]), owners.count(owner)
                )
            )
            for owner in set(owners)
        }
        found = []
        for slot in event["slots"]:
            salt = next(handed[slot["owner"]])
            found.append(unsealing.commitment(salt, event["tag"], slot["path"], slot["value"].encode()))
            assert (salt.hex(), found[-1].hex()) == (slot["salt"], slot["commitment"])
        assert unsealing.entry(b"".join(found)).hex() == event["entry"]


def test_the_log_of_the_vectors_is_proven_by_its_own_texts(vectors: Any) -> None:
    key, note = key_of(vectors, "log"), Note.parse(vectors["log"]["checkpoint"])
    checkpoint = verify(note, key)
    leaves = [bytes.fromhex(event["leaf"]) for event in vectors["events"]]
    assert (checkpoint.size, checkpoint.root.hex()) == (len(leaves), vectors["root"])
    assert root_at(len(leaves), reader(leaves)) == checkpoint.root
    assert verify_proof(Proof.parse(vectors["proof"]), bytes.fromhex(vectors["events"][2]["entry"]), key) == checkpoint
    grown = vectors["consistency"]
    path = [hash_of(one, "") for one in grown["hashes"]]
    verify_consistency(grown["old"], bytes.fromhex(grown["old_root"]), grown["new"], checkpoint.root, path)
    assert cosigned_at(note, key_of(vectors, "witness")) == vectors["witness"]["time"]


def test_the_copy_of_the_vectors_proves_what_they_recorded(vectors: Any) -> None:
    proven = check(parse(vectors["copy"].encode()), key_of(vectors, "log"), [key_of(vectors, "witness")])
    assert proven.statement == vectors["statement"]
    assert (proven.decision.position, proven.review.position, proven.checkpoint.size) == (6, 7, 7)
    assert proven.said.masked == ("reasons",)
    assert proven.repeated == ("kinds", "content", "fine_yuan", "confiscated_yuan", "basis")
    assert proven.witnessed == (("witness.example.org", vectors["witness"]["time"]),)


def test_one_bit_flipped_in_the_copy_of_the_vectors_never_leads_to_something_else(vectors: Any) -> None:
    """Its checkpoint has a line of a witness too: nobody has to know that, and what it proves stays the same."""
    good, key = vectors["copy"].encode(), key_of(vectors, "log")
    proven = check(parse(good), key)
    accepted = 0
    for at in range(len(good)):
        changed = bytearray(good)
        changed[at] ^= 1 << (at + 3) % 8
        try:
            found = check(parse(bytes(changed)), key)
        except LogError:
            continue
        accepted += 1
        assert found == proven, at
    assert accepted <= len("— witness.example.org ".encode()) + 104  # the bytes of that line alone


def test_what_the_code_seals_now_is_made_of_the_salts_that_it_hands_out(tmp_path: Path) -> None:
    """With the ids and commitments that sealing itself has made, which the vectors replace."""
    keys = KeyFile(tmp_path / "keys")
    mapper = SealingMapper(LEDGER, keys)
    for position, draft in enumerate(drafts(), start=1):
        sealed = mapper.seal(draft)
        row = row_of(mapper, draft, position)
        commitments, entry = sealed.complete(row.recorded_at)
        whole = {name: getattr(row, name) for name in row.__struct_fields__}
        stored = {"event_id": sealed.event_id, "sealed": sealed.state, "commitments": commitments, "entry": entry}
        event = mapper.salted(type(row)(**(whole | stored)))
        for slot in event.slots:
            assert slot.salt is not None
            assert slot.value is not None
            assert unsealing.commitment(slot.salt, row.tag, slot.path, slot.value) == slot.commitment
    keys.close()


def test_of_an_erased_person_neither_value_nor_salt_is_handed_out(vectors: Any, tmp_path: Path) -> None:
    """And the others keep theirs: those of the first person begin where they did."""
    keys = KeyFile(tmp_path / "keys")
    keys.keep(LEDGER, [(owner, bytes.fromhex(secret)) for owner, secret in SECRETS.items()])
    mapper = SealingMapper(LEDGER, keys)
    row = row_of(mapper, drafts()[3], 4)
    assert keys.destroy(LEDGER, [AGENT]) == 1
    expected = {
        slot["path"]: (None, None) if AGENT in slot["owner"] else (slot["value"], slot["salt"])
        for slot in vectors["events"][3]["slots"]
    }
    found = {
        slot.path: (slot.value.decode() if slot.value else None, slot.salt.hex() if slot.salt else None)
        for slot in mapper.salted(row).slots
    }
    assert found == expected
    assert found["agents/1/name"] == (None, None)
    keys.close()


# ---- The page ----


def test_every_vector_that_the_page_quotes_is_in_the_file(vectors: Any) -> None:
    rows = re.findall(r"^\| `([a-z_]+(?:/[^`]+)?)` \| `(.*)` \|$", PAGE, re.MULTILINE)
    quoted = [(name, value) for name, value in rows if name.split("/")[0] in vectors]
    assert len(quoted) >= 60
    assert [(name, at(vectors, name)) for name, _ in quoted] == quoted
    blocks = re.findall(r"^```vector (\S+)\n(.*?)\n```$", PAGE, re.MULTILINE | re.DOTALL)
    assert {name for name, _ in blocks} == {"log/checkpoint", "proof", "witnessed/checkpoint", "copy"}
    assert [(name, at(vectors, name).removesuffix("\n")) for name, _ in blocks] == blocks


def test_the_page_lists_the_slots_of_every_type_that_a_copy_shows() -> None:
    rows = re.findall(r"^\| `([a-z-]+/[0-9]+)` \| ((?:`[a-z_]+` ?)+) \|$", PAGE, re.MULTILINE)
    assert {tag: tuple(re.findall("[a-z_]+", slots)) for tag, slots in rows} == {
        tag: paths[10:] for tag, paths in PATHS.items()
    }
    header = re.findall(r"^\| ([0-9]) \| `(@[a-z_]+)` \|", PAGE, re.MULTILINE)
    assert header == [(str(index), path) for index, path in enumerate(PATHS["disclosure-reviewed/1"][:10])]


def test_a_copy_can_be_made_of_every_review_and_of_every_decision() -> None:
    """A new tag of a review has to be added to `records.copy.disclosed` and to the page."""

    def tags(*kinds: type) -> set[str]:
        translated = {
            kind for kind in TRANSLATIONS if kind.__name__.rstrip("0123456789") in {one.__name__ for one in kinds}
        }
        return {tag for tag, kind in EVENTS.items() if kind in {*kinds, *translated}}

    assert set(REVIEWS) == tags(DisclosureReviewed, DisclosureReReviewed, DisclosureCorrected)
    others = {tag for tag, kind in EVENTS.items() if issubclass(kind, Decided)}
    assert set(DECISIONS) == tags(DecisionSigned, PenaltyDeclined) | others
