"""The keys under which events are sealed: one per stream and one per person, wrapped by a master key.

The embedded store is a SQLite file beside a master key file, both with mode 0600 in a folder of their own, so that
a copy of the database alone opens nothing. A key is on disk before `obtain` returns, so before the first event that
uses it.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from blake3 import blake3
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from records.errors import Corrupt

KEY_ID: Final = 16
"""Bytes of a key's id."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS key (
    id BLOB PRIMARY KEY, ledger TEXT NOT NULL, owner TEXT NOT NULL, wrapped BLOB, destroyed_at INTEGER,
    UNIQUE (ledger, owner));
CREATE TABLE IF NOT EXISTS person_index (
    ledger TEXT NOT NULL, digest BLOB NOT NULL, person TEXT NOT NULL, PRIMARY KEY (ledger, digest));
"""


class SealingKey(NamedTuple):
    """A key ready for use: its id, the secret that salts come from, and the cipher for values."""

    id: bytes
    secret: bytes
    cipher: AESGCM


def key_id(ledger: str, owner: str) -> bytes:
    """Id of the key of `owner` (a stream, or a person by `owner_of`) in `ledger`: the same wherever it is asked for."""
    return blake3(ledger.encode() + b"\0" + owner.encode()).digest(length=KEY_ID)


def owner_of(person: str) -> str:
    """The owner of a person's key. The stream `person:…` has another one, which outlives the person's values."""
    return f"personal:{person}"


class KeyFile:
    """The embedded key store. Safe for threads, and for several processes on one machine."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "keys.sqlite3"
        with _alone(folder / "keys.lock"):
            self._master = AESGCM(_master_key(folder / "master.key", make=not path.exists()))
            path.touch(mode=0o600)
            self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
            self._connection.execute("PRAGMA journal_mode = WAL")  # fails at once beside another that does the same
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.executescript(_SCHEMA)
        self._lock = threading.Lock()  # owns the connection
        self._cache: dict[bytes, SealingKey] = {}

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._connection.close()

    def obtain(self, ledger: str, owners: Iterable[str]) -> dict[str, SealingKey]:
        """The owners' keys, made and durable where there was none. Corrupt when one was destroyed."""
        found = {owner: self._cache.get(key_id(ledger, owner)) for owner in owners}
        if missing := [owner for owner, key in found.items() if key is None]:
            self._create(ledger, missing)
            found.update((owner, self.find(key_id(ledger, owner))) for owner in missing)
        keys = {owner: key for owner, key in found.items() if key is not None}
        if len(keys) < len(found):
            msg = f"keys of {sorted(set(found) - set(keys))} were destroyed"
            raise Corrupt(msg)
        return keys

    def find(self, identity: bytes) -> SealingKey | None:
        """The key of this id, None when it was destroyed or never was. Corrupt when the master key doesn't fit."""
        if key := self._cache.get(identity):
            return key
        with self._lock:
            row = self._connection.execute("SELECT wrapped FROM key WHERE id = ?", (identity,)).fetchone()
        if row is None or row[0] is None:
            return None
        key = self._unwrap(identity, row[0])
        self._cache[identity] = key
        return key

    def identify(self, ledger: str, number: str, candidate: str) -> str:
        """The person registered under this ID number, or `candidate`, who is from now on.

        Only a keyed digest of the number is kept, in the key store, which is erased too.
        """
        row = (ledger, self._digest(ledger, number), candidate)
        with self._lock:
            self._connection.execute("INSERT OR IGNORE INTO person_index VALUES (?, ?, ?)", row)
        return self.identified(ledger, number) or candidate

    def identified(self, ledger: str, number: str) -> str:
        """The person registered under this ID number, empty when there is none; nothing is written."""
        query = "SELECT person FROM person_index WHERE ledger = ? AND digest = ?"
        digest = self._digest(ledger, number)
        with self._lock:
            found = self._connection.execute(query, (ledger, digest)).fetchone()
        return str(found[0]) if found else ""

    def _digest(self, ledger: str, number: str) -> bytes:
        return blake3(b"person\0" + ledger.encode() + b"\0" + number.encode(), key=self._index_key()).digest()

    def _create(self, ledger: str, owners: list[str]) -> None:
        rows = []
        for owner in owners:
            identity, nonce = key_id(ledger, owner), os.urandom(12)
            wrapped = nonce + self._master.encrypt(nonce, os.urandom(32), identity)
            rows.append((identity, ledger, owner, wrapped))
        with self._lock, self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(
                "INSERT OR IGNORE INTO key (id, ledger, owner, wrapped) VALUES (?, ?, ?, ?)", rows
            )

    def _unwrap(self, identity: bytes, wrapped: bytes) -> SealingKey:
        try:
            secret = self._master.decrypt(wrapped[:12], wrapped[12:], identity)
        except InvalidTag as error:
            msg = f"key {identity.hex()} does not open with this master key"
            raise Corrupt(msg) from error
        return SealingKey(identity, secret, AESGCM(blake3(b"values", key=secret).digest()))

    def _index_key(self) -> bytes:
        return self.obtain("", ["person-index"])["person-index"].secret


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Holds the lock file, so that processes which open the store at once make it one after the other."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _master_key(path: Path, *, make: bool) -> bytes:
    """Reads the master key, or makes it: written and synced under another name first, so never half there.

    Where keys are kept already, none is made: they would not open with it. Raises Corrupt.
    """
    if not path.exists():
        if not make:
            msg = f"{path} is missing, and the keys beside it open with no other"
            raise Corrupt(msg)
        descriptor, name = tempfile.mkstemp(prefix="master.", dir=path.parent)  # mode 0600
        part = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(32))
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    key = path.read_bytes()
    if len(key) != 32:
        msg = f"{path} is not a master key of 32 bytes"
        raise Corrupt(msg)
    return key
