"""Public copies and checkpoints signed by the test log's own key, after `docs/seal.md`, whatever they say."""

import base64
import hashlib
import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "golden" / "seal_vectors.json").read_text("utf-8"))
ORIGIN = "log.example.gov/golden"
REVIEW: dict[str, str] = {slot["path"]: slot["value"] for slot in VECTORS["events"][6]["slots"]}
DECISION: dict[str, str] = {slot["path"]: slot["value"] for slot in VECTORS["events"][5]["slots"]}
SHOWN_REVIEW = ("@ledger", "@tag", "@recorded_at", "@checkpoint", *list(REVIEW)[13:20])
SHOWN_DECISION = (
    "@ledger",
    "@tag",
    "@recorded_at",
    "@checkpoint",
    "number",
    "kinds",
    "fine_yuan",
    "confiscated_yuan",
    "content",
    "basis",
)


def encoded(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + root_of(leaves[:half]) + root_of(leaves[half:]))


def proof_of(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    half = 1 << (len(leaves) - 1).bit_length() - 1
    if index < half:
        return [*proof_of(index, leaves[:half]), root_of(leaves[half:])]
    return [*proof_of(index - half, leaves[half:]), root_of(leaves[:half])]


def key_of(name: str, seed: bytes) -> tuple[bytes, str]:
    """Key id and written form of a log's key."""
    public = b"\x01" + Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    key_id = sha256(name.encode() + b"\n" + public)[:4]
    return key_id, f"{name}+{key_id.hex()}+{base64_of(public)}"


def signed(body: str, name: str = ORIGIN, seed: bytes | None = None) -> str:
    """The body as a signed note of the test log, or of another key."""
    seed = seed or bytes.fromhex(VECTORS["log"]["seed"])
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(body.encode())
    return f"{body}\n— {name} {base64_of(key_of(name, seed)[0] + signature)}\n"


def checkpoint_of(leaves: Sequence[bytes], origin: str = ORIGIN) -> str:
    return signed(f"{origin}\n{len(leaves)}\n{base64_of(root_of(leaves))}\n", origin)


def sealed(tag: str, values: dict[str, str], shown: Collection[str]) -> tuple[bytes, list[Any]]:
    """Leaf and slots of an event, its salts made up."""
    commitments, slots = b"", []
    for path, value in values.items():
        salt = sha256(f"{tag} {path}".encode())
        frame = b"".join(len(part).to_bytes(2, "big") + part for part in (tag.encode(), path.encode()))
        commitment = sha256(salt + frame + value.encode())
        commitments += commitment
        slots.append([path, value, base64_of(salt)] if path in shown else base64_of(commitment))
    return sha256(b"\x00mingjing\x01" + sha256(commitments)), slots


def forged(  # each argument is one way to lie
    *,
    review: dict[str, str] | None = None,
    decision: dict[str, str] | None = None,
    shown_review: Collection[str] = SHOWN_REVIEW,
    shown_decision: Collection[str] = SHOWN_DECISION,
    review_tag: str = "disclosure-reviewed/1",
    decision_tag: str = "decision-signed/2",
    log: str = "golden",
    origin: str = ORIGIN,
    swapped: bool = False,
    review_first: bool = False,
) -> bytes:
    """A copy whose log commits to these values; without arguments it says what the golden one says."""
    second = {**DECISION, **(decision or {})} if decision_tag == "decision-signed/2" else decision or {}
    made = [
        (review_tag, *sealed(review_tag, {**REVIEW, **(review or {})}, shown_review)),
        (decision_tag, *sealed(decision_tag, second, shown_decision)),
    ]
    places = (5, 6) if review_first else (6, 5)
    leaves = [bytes.fromhex(event["leaf"]) for event in VECTORS["events"][:5]] + [bytes(32), bytes(32)]
    for place, (_, leaf, _) in zip(places, made, strict=True):
        leaves[place] = leaf
    records = [
        {"index": index, "tag": tag, "slots": slots, "proof": list(map(base64_of, proof_of(index, leaves)))}
        for index, (tag, _, slots) in zip(places, made, strict=True)
    ]
    if swapped:
        records.reverse()
    file = {"mingjing": "copy/1", "log": log, "records": records, "checkpoint": checkpoint_of(leaves, origin)}
    return encoded(file).encode()


def public_text(**changes: Any) -> dict[str, str]:
    """The first record's `copy` with other members; the order stays."""
    return {"copy": encoded({**json.loads(REVIEW["copy"]), **changes})}
