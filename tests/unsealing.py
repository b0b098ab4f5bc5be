"""What a verifier does with stored bytes, in a few lines of its own: none of the code that sealed them is used here.

Commitments and entries need `hashlib` and `blake3` alone; only whoever holds the keys can also open the values.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

from blake3 import blake3
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from records.store.stored import StoredRow


def secrets_of(folder: Path) -> dict[bytes, bytes]:
    """Secrets by key id, out of the two files."""
    master = AESGCM((folder / "master.key").read_bytes())
    connection = sqlite3.connect(folder / "keys.sqlite3")
    rows = connection.execute("SELECT id, wrapped FROM key WHERE wrapped IS NOT NULL").fetchall()
    connection.close()
    return {identity: master.decrypt(wrapped[:12], wrapped[12:], identity) for identity, wrapped in rows}


def key_id(ledger: str, owner: str) -> bytes:
    return blake3(f"{ledger}\0{owner}".encode()).digest(length=16)


def texts_of(row: StoredRow, ledger: str, secrets: Mapping[bytes, bytes]) -> list[str | None]:
    """The JSON texts of the row's parts in order; None where the key is gone."""
    texts: list[str | None] = []
    sealed, at = row.sealed, 2
    assert sealed[0] == 1
    for _ in range(sealed[1]):
        identity, nonce = sealed[at : at + 16], sealed[at + 16 : at + 28]
        length = int.from_bytes(sealed[at + 28 : at + 32], "big")
        text = sealed[at + 32 : at + 32 + length]
        at += 32 + length
        if identity not in secrets:
            texts.append(None)
            continue
        cipher = AESGCM(blake3(b"values", key=secrets[identity]).digest())
        bound = f"{ledger}\0{row.stream}\0{row.version}\0{row.tag}\0".encode() + identity
        texts.append(cipher.decrypt(nonce, text, bound).decode())
    assert at == len(sealed)
    return texts


def salts(secret: bytes, event_id: bytes, count: int) -> list[bytes]:
    whole = blake3(b"salts", key=blake3(b"event" + event_id, key=secret).digest()).digest(length=32 * count)
    return [whole[32 * index : 32 * index + 32] for index in range(count)]


def commitment(salt: bytes, tag: str, path: str, value: bytes) -> bytes:
    named = b"".join(len(part).to_bytes(2, "big") + part for part in (tag.encode(), path.encode()))
    return sha256(salt + named + value).digest()


def header(row: StoredRow, ledger: str) -> list[tuple[str, bytes]]:
    values = {
        "@ledger": ledger,
        "@stream": row.stream,
        "@version": row.version,
        "@tag": row.tag,
        "@recorded_at": _time(row.recorded_at),
        "@occurred_at": _day(row.occurred_at) if row.dated else _time(row.occurred_at),
        "@actor": row.actor,
        "@rules": row.rules.hex(),
        "@registers_to": row.registers_to,
        "@checkpoint": row.checkpoint.hex(),
    }
    return [(path, json.dumps(value, ensure_ascii=False).encode()) for path, value in values.items()]


def commitments(
    row: StoredRow,
    ledger: str,
    secrets: Mapping[bytes, bytes],
    slots: Iterable[tuple[str, bytes, str | None]],
) -> list[bytes | None]:
    """Each slot's commitment, the header's first; None where the salt is erased. `slots`: path, value, person."""
    whole = [*((path, value, None) for path, value in header(row, ledger)), *slots]
    owners = [row.stream if person is None else f"personal:{person}" for _, _, person in whole]
    handed = {
        owner: iter(salts(secrets[key_id(ledger, owner)], row.event_id, owners.count(owner)))
        for owner in set(owners)
        if key_id(ledger, owner) in secrets
    }
    return [
        commitment(next(handed[owner]), row.tag, path, value) if owner in handed else None
        for owner, (path, value, _) in zip(owners, whole, strict=True)
    ]


def entry(whole: bytes) -> bytes:
    return b"mingjing\x01" + sha256(whole).digest()


def in_pieces(whole: bytes) -> list[bytes]:
    return [whole[at : at + 32] for at in range(0, len(whole), 32)]


def _time(micros: int) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06}Z"


def _day(micros: int) -> str:
    shanghai = timezone(timedelta(hours=8))
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)).astimezone(shanghai).date().isoformat()
