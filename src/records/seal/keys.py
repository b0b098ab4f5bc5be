"""The keys under which events are sealed: one per stream and one per person, wrapped by a master key.

They are kept apart from the events, so that a copy of the database alone opens nothing: in a file of this machine
(`KeyFile`) or in a database of their own (`KeyDatabase`). The master key is kept where `records.seal.master` says.
A person's key is destroyed when the person is erased; nobody can bring it back from here.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, Protocol

from blake3 import blake3
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Engine, event

from records.errors import Corrupt
from records.seal.key_rows import IndexRow, KeyRow, KeyRows
from records.seal.master import Master, MasterFile, MasterKeys
from records.store.engine import connect
from records.store.turn import turn

KEY_ID: Final = 16
"""Bytes of a key's id."""

SECRET: Final = 32
"""Bytes of a key's secret."""

KeyState = Literal["there", "destroyed", "missing", "unreadable"]
"""What became of a key: it opens; it was destroyed; there never was one here; it is there and opens under no master key
of ours, or it is another one's."""

INDEX_OWNER: Final = "person-index"
"""Owner, in no ledger, of the key that the index of ID numbers is keyed by."""

COMMANDS_OWNER: Final = "commands"
"""Owner, in no ledger, of the key that the digests of requests are keyed by (`records.store.ledger`)."""


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


class KeyStore(Protocol):
    """Where keys are kept. Safe for threads and for several processes, also such that come and go.

    - A key is durable before `obtain` returns, so before the first event that uses it, and is the same for whoever
      obtains it at once.
    - What was destroyed opens nothing any more from here on, not even by what this process has in memory, and is never
      made anew; it is durable when `destroy` returns. Other processes learn of it when they fold the event that says
      so, which every decision and every reading of personal values does first (`records.store.ledger`).
    """

    def obtain(self, ledger: str, owners: Iterable[str]) -> dict[str, SealingKey]:
        """The owners' keys, made and durable where there was none. Corrupt when one was destroyed."""

    def find(self, identity: bytes) -> SealingKey | None:
        """The key of this id, None when it was destroyed or never was. Corrupt when no master key of ours opens it."""

    def state(self, identity: bytes) -> KeyState:
        """What became of the key of this id, by what is kept and not by what is in memory."""

    def peek(self, identity: bytes) -> tuple[KeyState, SealingKey | None]:
        """The same with the key, if it opens: for whoever looks at every key once, since none of it stays in memory."""

    def destroy(self, ledger: str, persons: Collection[str]) -> int:
        """Destroys the keys of these persons and what finds them by their numbers; returns how many were still there.

        What is done already is not done again, so it may be asked for at every start.
        """

    def identify(self, ledger: str, number: str, candidate: str) -> str:
        """The person registered under this ID number, or `candidate`, who is from now on.

        Only a keyed digest of the number is kept, in the key store, which is erased too.
        """

    def identified(self, ledger: str, number: str) -> str:
        """The person registered under this ID number, empty when there is none; nothing is written."""

    def close(self) -> None:
        """Gives back what was opened."""


class WrappedKeys:
    """Keys in tables, wrapped by master keys: see KeyStore. Read keys stay in memory until they are destroyed."""

    def __init__(self, engine: Engine, masters: MasterKeys, alone: AbstractContextManager[None]) -> None:
        """`alone` is a block that one process at a time is in. Raises Corrupt where keys are and no master key.

        The engine and the master keys are closed with it, also when it can't be opened.
        """
        self._engine = engine
        self.rows, self.masters = KeyRows(engine), masters
        self._lock = threading.Lock()  # owns _known and _wrapping
        self._known: tuple[Master, ...] = ()
        self._wrapping: Master | None = None  # the one that new keys are wrapped by, as far as we have heard
        self._cache: dict[bytes, SealingKey] = {}
        self._gone: set[bytes] = set()  # destroyed: never again in _cache
        try:
            with alone:
                self.rows.install()
                self._begin()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """See KeyStore."""
        self.masters.close()
        self._engine.dispose()

    def obtain(self, ledger: str, owners: Iterable[str]) -> dict[str, SealingKey]:
        """See KeyStore."""
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
        """See KeyStore."""
        if key := self._cache.get(identity):
            return key
        kept = self.rows.wrapped(identity)
        if kept is None or kept[0] is None or identity in self._gone:
            return None
        secret = self.unwrap(identity, kept[0])
        if secret is None:
            msg = f"key {identity.hex()} does not open with this master key"
            raise Corrupt(msg)
        key = self._cache[identity] = sealing_key(identity, secret)
        if identity in self._gone:  # since we looked
            self._cache.pop(identity, None)
            return None
        return key

    def state(self, identity: bytes) -> KeyState:
        """See KeyStore."""
        return self.peek(identity)[0]

    def peek(self, identity: bytes) -> tuple[KeyState, SealingKey | None]:
        """See KeyStore."""
        kept = self.rows.wrapped(identity)
        if kept is None:
            return "missing", None
        if kept[0] is None:
            return "destroyed", None
        secret = self.unwrap(identity, kept[0])
        return ("unreadable", None) if secret is None else ("there", sealing_key(identity, secret))

    def destroy(self, ledger: str, persons: Collection[str]) -> int:
        """See KeyStore."""
        if not persons:
            return 0
        owners = {owner: key_id(ledger, owner) for owner in map(owner_of, persons)}
        self._gone.update(owners.values())  # first, so that no reader puts one back
        for identity in owners.values():
            self._cache.pop(identity, None)
        return self.rows.destroy(ledger, [KeyRow(one, ledger, owner, None) for owner, one in owners.items()], persons)

    def identify(self, ledger: str, number: str, candidate: str) -> str:
        """See KeyStore."""
        self.rows.identify(IndexRow(ledger, self._digest(ledger, number), candidate))
        return self.identified(ledger, number) or candidate

    def identified(self, ledger: str, number: str) -> str:
        """See KeyStore."""
        return self.rows.identified(ledger, self._digest(ledger, number))

    def _digest(self, ledger: str, number: str) -> bytes:
        index_key = self.obtain("", [INDEX_OWNER])[INDEX_OWNER].secret
        return blake3(b"person\0" + ledger.encode() + b"\0" + number.encode(), key=index_key).digest()

    # ---- Wrapping ----

    def _begin(self) -> None:
        """Reads the master keys. Where keys are kept already, none is made: they would not open with it."""
        found = self.masters.read()
        if not found:
            if self.rows.master() or not self.rows.is_empty():
                msg = "the master key is missing, and the keys that are kept open with no other"
                raise Corrupt(msg)
            self.masters.found()
            found = self.masters.read()
        if not self.rows.master():
            self.rows.turn_to(Master.of(found[0]).id)
        self.read_masters()

    def read_masters(self) -> None:
        """Takes note of the master keys as they are now, and of the one that new keys are wrapped by."""
        known, wrapping = tuple(map(Master.of, self.masters.read())), self.rows.master()
        with self._lock:
            self._known = known
            self._wrapping = next((one for one in known if one.id == wrapping), None)

    def unwrap(self, identity: bytes, wrapped: bytes) -> bytes | None:
        """The secret of a wrapped key, None when no master key opens it: they are read again before that is said."""
        for _ in range(2):
            opened = (one.unwrap(identity, wrapped) for one in self._known)
            if secret := next((one for one in opened if one is not None), None):
                return secret
            self.read_masters()
        return None

    def keep(self, ledger: str, secrets: Iterable[tuple[str, bytes | None]]) -> None:
        """Keeps keys of these secrets (None: destroyed), wrapped, for owners that have none. Raises Corrupt."""
        given = list(secrets)
        for _ in range(2):
            master = self._wrapping
            if master is not None and self.rows.add(master.id, [_wrapped(master, ledger, *one) for one in given]):
                return
            self.read_masters()  # another process has turned to the next one
        msg = "no key can be made: what is kept does not open with this master key"
        raise Corrupt(msg)

    def _create(self, ledger: str, owners: list[str]) -> None:
        self.keep(ledger, [(owner, os.urandom(SECRET)) for owner in owners])


class KeyFile(WrappedKeys):
    """The embedded key store: a SQLite file with mode 0600 in a folder of its own, for the processes of one machine."""

    def __init__(self, folder: Path, masters: MasterKeys | None = None) -> None:
        """`masters`: where the master key is; a file beside the keys unless it is said."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / "keys.sqlite3"
        path.touch(mode=0o600)
        engine = connect(f"sqlite:///{path}")
        event.listen(engine, "connect", _overwrite)
        super().__init__(engine, masters or MasterFile(folder), _alone(folder / "keys.lock"))


class KeyDatabase(WrappedKeys):
    """The key store in a PostgreSQL database that holds no events, for the processes of several machines."""

    def __init__(self, url: str, masters: MasterKeys) -> None:
        """`url` is SQLAlchemy's. Every process has to be given the same master key."""
        engine = connect(url)
        super().__init__(engine, masters, turn(engine, "keys"))


def sealing_key(identity: bytes, secret: bytes) -> SealingKey:
    """The key of that secret, ready for use."""
    return SealingKey(identity, secret, AESGCM(blake3(b"values", key=secret).digest()))


def _wrapped(master: Master, ledger: str, owner: str, secret: bytes | None) -> KeyRow:
    identity = key_id(ledger, owner)
    if secret is None:
        return KeyRow(identity, ledger, owner, None, 0)
    return KeyRow(identity, ledger, owner, master.wrap(identity, secret))


def _overwrite(connection: Any, _: object) -> None:
    """What is deleted from the file is overwritten in it."""
    connection.execute("PRAGMA secure_delete = ON")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Holds the lock file, so that processes which open the store at once make it one after the other."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
