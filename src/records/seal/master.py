"""Master keys: what wraps every other key, kept apart from the keys that it wraps.

There is one, and while a rotation is under way (`records.seal.rotation`) the next one beside it. A wrapped key is
`nonce (12) ‖ AES-256-GCM(secret)` with the id of the key as associated data, so that it opens under no other id.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple, Protocol, Self

from blake3 import blake3
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from records.errors import Corrupt
from records.store.engine import connect, writing
from records.store.turn import turn

LENGTH: Final = 32
"""Bytes of a master key."""

_NONCE: Final = 12


class Master(NamedTuple):
    """A master key ready for use."""

    id: bytes
    """Eight bytes that tell it from others and show nothing of it."""
    cipher: AESGCM

    @classmethod
    def of(cls, key: bytes) -> Self:
        """Raises Corrupt for what is no master key."""
        if len(key) != LENGTH:
            msg = f"a master key has 32 bytes, not {len(key)}"
            raise Corrupt(msg)
        return cls(blake3(b"master", key=key).digest(length=8), AESGCM(key))

    def wrap(self, identity: bytes, secret: bytes) -> bytes:
        """The secret of the key `identity` as it is kept."""
        nonce = os.urandom(_NONCE)
        return nonce + self.cipher.encrypt(nonce, secret, identity)

    def unwrap(self, identity: bytes, wrapped: bytes) -> bytes | None:
        """The secret, None when it was not wrapped by this master key, or under another id, or was changed."""
        try:
            return self.cipher.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], identity)
        except (InvalidTag, ValueError):  # ValueError: cut off within the nonce
            return None


class MasterKeys(Protocol):
    """A place for master keys.

    What `found`, `begin` or `settle` did is durable when they return, whole or not at all when the process is killed in
    them, and the same for all processes: of two that found or begin at once, one does, and both go by its key.
    """

    def read(self) -> tuple[bytes, ...]:
        """The key in use, and behind it the next one while there is one. Empty when there is none; raises Corrupt."""

    def found(self) -> None:
        """Makes the first key; does nothing where there is one."""

    def begin(self) -> bytes:
        """The next key, made unless there is one."""

    def settle(self, key: bytes) -> None:
        """Puts the next key, if it is this one, in the place of the one in use, which is gone then."""

    def close(self) -> None:
        """Gives back what was opened."""


class MasterFile:
    """Master keys in a folder: `master.key`, and `master.next` during a rotation, both with mode 0600."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._key, self._next = folder / "master.key", folder / "master.next"

    def read(self) -> tuple[bytes, ...]:
        """See MasterKeys."""
        following = _read(self._next)  # first: a rotation that ends in between leaves it in the key's place
        found = (_read(self._key), following)
        return tuple(dict.fromkeys(key for key in found if key is not None))

    def found(self) -> None:
        """See MasterKeys."""
        self._make(self._key)

    def begin(self) -> bytes:
        """See MasterKeys."""
        self._make(self._next)
        key = _read(self._next)
        assert key is not None, "only `settle` takes it away, of one rotation at a time"
        return key

    def settle(self, key: bytes) -> None:
        """See MasterKeys."""
        if _read(self._next) == key:
            with suppress(FileNotFoundError):
                self._next.rename(self._key)
            self._flush()

    def close(self) -> None:
        """See MasterKeys."""

    def _make(self, path: Path) -> None:
        """Written and synced under another name first, so never half there; the link fails where there is one."""
        if path.exists():
            return
        descriptor, name = tempfile.mkstemp(prefix="master.", dir=self._folder)  # mode 0600
        part = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(os.urandom(LENGTH))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                path.hardlink_to(part)
        finally:
            part.unlink()
        self._flush()

    def _flush(self) -> None:
        folder = os.open(self._folder, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def _read(path: Path) -> bytes | None:
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return None
    if len(key) != LENGTH:
        msg = f"{path} is not a master key of 32 bytes"
        raise Corrupt(msg)
    return key


_metadata: Final = MetaData()
_master: Final = Table(
    "master_key",
    _metadata,
    Column("place", Integer, primary_key=True, autoincrement=False),  # 1: in use, 2: the next
    Column("key", LargeBinary, nullable=False),
)
_IN_USE: Final = 1
_NEXT: Final = 2


class MasterTable:
    """Master keys in a database of their own, which is neither that of the events nor that of the keys."""

    def __init__(self, url: str) -> None:
        self._engine = connect(url)
        with turn(self._engine, "master"), writing(self._engine) as connection:  # of two at once, one creates it
            _metadata.create_all(connection)

    def read(self) -> tuple[bytes, ...]:
        """See MasterKeys."""
        with self._engine.connect() as connection:
            found = connection.scalars(select(_master.c.key).order_by(_master.c.place)).all()
        if any(len(key) != LENGTH for key in found):
            msg = f"{self._engine.url.database}: what is kept is not a master key of 32 bytes"
            raise Corrupt(msg)
        return tuple(map(bytes, found))

    def found(self) -> None:
        """See MasterKeys."""
        self._make(_IN_USE)

    def begin(self) -> bytes:
        """See MasterKeys."""
        self._make(_NEXT)
        return self.read()[-1]

    def settle(self, key: bytes) -> None:
        """See MasterKeys."""
        c = _master.c
        with writing(self._engine) as connection:
            if connection.scalar(select(c.key).where(c.place == _NEXT).with_for_update()) == key:
                connection.execute(delete(_master).where(c.place == _IN_USE))
                connection.execute(update(_master).where(c.place == _NEXT).values(place=_IN_USE))

    def close(self) -> None:
        """See MasterKeys."""
        self._engine.dispose()

    def _make(self, place: int) -> None:
        with suppress(IntegrityError), writing(self._engine) as connection:
            if connection.scalar(select(_master.c.place).where(_master.c.place == place)) is None:
                connection.execute(insert(_master).values(place=place, key=os.urandom(LENGTH)))
