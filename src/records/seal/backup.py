"""Backups of a key store: one file, apart from that of the database, encrypted under a passphrase or a key.

The file: a line of JSON (`Header`), then portions, each `length (4, big-endian) ‖ AES-256-GCM`. A portion's nonce is
its number, its associated data are the header's line and whether it is the last, so that none can be left out, moved or
put under another date. The secrets of the keys are in there as they are, apart from any master key: a backup is
restored where the master key was lost as well, and is worth as much as all keys are.

A restore adds what is missing and changes nothing that is there: what was destroyed since stays so. What was erased
since, of which the key store that was lost knew and the backup does not, is destroyed again when the ledger is opened
(`records.store.ledger`), before anything is read from it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from hashlib import scrypt
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, Self

import msgspec
from blake3 import blake3
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from records.errors import Corrupt
from records.moment import Moment
from records.seal.key_rows import IndexRow
from records.seal.keys import WrappedKeys, key_id, owner_of
from records.seal.rotation import Progress

_FORMAT: Final = "keys/1"
_LINE: Final = 4_096
"""Bytes of a header at most."""
_PORTION: Final = 4 << 20
"""Bytes of a portion at most."""
_COST: Final = (1 << 16, 8, 1)
"""Of scrypt: 64 MiB and a tenth of a second."""
_DAY: Final = 86_400_000_000


class Secret(NamedTuple):
    """What a backup is encrypted under."""

    value: bytes
    passphrase: bool
    """Whether people thought it up, so that guessing has to be made slow; else it is 32 random bytes."""

    @classmethod
    def of_passphrase(cls, text: str) -> Self:
        """Of a passphrase."""
        return cls(text.encode(), passphrase=True)

    @classmethod
    def of_key(cls, key: bytes) -> Self:
        """Of a key. Raises Corrupt unless it has 32 bytes."""
        if len(key) != 32:
            msg = f"the key of a backup has 32 bytes, not {len(key)}"
            raise Corrupt(msg)
        return cls(key, passphrase=False)


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of a backup, which anybody can read."""

    mingjing: str
    made_at: str
    """RFC 3339 in UTC."""
    keys: int
    """How many there were when it was begun."""
    salt: str
    """32 random bytes, in hex."""
    passphrase: bool

    @property
    def made(self) -> Moment:
        """When it was made."""
        return Moment.parse(self.made_at)

    def age_days(self, now: int) -> int:
        """Full days since it was made, at `now` (microseconds since 1970 in UTC)."""
        return (now - self.made.micros) // _DAY


class KeptKey(msgspec.Struct, frozen=True, array_like=True):
    """A key of a backup."""

    ledger: str
    owner: str
    secret: bytes | None
    """None when it had been destroyed."""


class KeptPerson(msgspec.Struct, frozen=True, array_like=True):
    """By which digest a person is found."""

    ledger: str
    digest: bytes
    person: str

    @property
    def row(self) -> IndexRow:
        """As it is kept."""
        return IndexRow(self.ledger, self.digest, self.person)


class Portion(msgspec.Struct, frozen=True):
    """A part of a backup."""

    keys: tuple[KeptKey, ...] = ()
    persons: tuple[KeptPerson, ...] = ()


class Restored(NamedTuple):
    """What a restore did."""

    added: int
    """Keys that were missing."""
    held: frozenset[bytes]
    """Ids of all keys that the backup has and that had not been destroyed in it."""


def back_up(keys: WrappedKeys, path: Path, secret: Secret, now: Moment, progress: Progress | None = None) -> Header:
    """Writes a backup, durable when this returns. FileExistsError where a file is; Corrupt at a key of no use."""
    header = Header(_FORMAT, str(now), keys.rows.count(), os.urandom(32).hex(), secret.passphrase)
    line = msgspec.json.encode(header) + b"\n"
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(line)
            _write(file, _cipher(header, secret), line, _watched(_portions(keys), header.keys, progress))
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(name)
    finally:
        Path(name).unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return header


def read_header(path: Path) -> Header:
    """The first line of a backup. Raises Corrupt for a file that is none."""
    with path.open("rb") as file:
        return _header(file)[0]


def read(path: Path, secret: Secret) -> Iterator[Portion]:
    """The portions of a backup. Corrupt for a wrong passphrase or key, and at the first portion that was changed."""
    with path.open("rb") as file:
        header, line = _header(file)
        cipher, number, last = _cipher(header, secret), 0, False
        while not last:
            number += 1
            text, last = _open(cipher, number, line, file)
            yield msgspec.msgpack.decode(text, type=Portion)
        if file.read(1):
            msg = "something stands behind the end of the backup"
            raise Corrupt(msg)


def restore(keys: WrappedKeys, path: Path, secret: Secret, progress: Progress | None = None) -> Restored:
    """Adds what the backup has and the key store has not. All of it is read before the first key is written.

    Corrupt when the backup was damaged, or one of its keys is another one than what is kept under the same id: then
    nothing was changed.
    """
    total = read_header(path).keys * 2
    held: set[bytes] = set()
    seen = _watched(read(path, secret), total, progress)
    for portion in seen:
        held.update(_compared(keys, portion))
    added = 0
    for portion in _watched(read(path, secret), total, progress, total // 2):
        added += _add(keys, portion)
    return Restored(added, frozenset(held))


# ---- What is in it ----


def _portions(keys: WrappedKeys) -> Iterator[Portion]:
    for rows in keys.rows.all_keys():
        yield Portion(keys=tuple(KeptKey(row.ledger, row.owner, _secret(keys, row.id, row.wrapped)) for row in rows))
    for found in keys.rows.all_persons():
        yield Portion(persons=tuple(KeptPerson(*row) for row in found))


def _secret(keys: WrappedKeys, identity: bytes, wrapped: bytes | None) -> bytes | None:
    if wrapped is None:
        return None
    secret = keys.unwrap(identity, wrapped)
    if secret is None:
        msg = f"key {identity.hex()} does not open with this master key"
        raise Corrupt(msg)
    return secret


def _compared(keys: WrappedKeys, portion: Portion) -> Iterator[bytes]:
    """Ids of the keys that were not destroyed."""
    for one in portion.keys:
        if one.secret is None:
            continue
        identity = key_id(one.ledger, one.owner)
        kept = keys.rows.wrapped(identity)
        if kept is not None and kept[0] is not None and keys.unwrap(identity, kept[0]) != one.secret:
            called = f"{one.ledger} {one.owner}" if one.ledger else one.owner
            msg = f"the key of {called} is kept already, and is another one than in the backup"
            raise Corrupt(msg)
        yield identity


def _add(keys: WrappedKeys, portion: Portion) -> int:
    missing = [one for one in portion.keys if keys.rows.wrapped(key_id(one.ledger, one.owner)) is None]
    for ledger in {one.ledger for one in missing}:
        keys.keep(ledger, [(one.owner, one.secret) for one in missing if one.ledger == ledger])
    persons = (one for one in portion.persons if not _is_destroyed(keys, one))
    for person in persons:
        keys.rows.identify(person.row)
    return sum(one.secret is not None for one in missing)


def _is_destroyed(keys: WrappedKeys, person: KeptPerson) -> bool:
    return keys.rows.wrapped(key_id(person.ledger, owner_of(person.person))) == (None,)


# ---- The file ----


def _header(file: BinaryIO) -> tuple[Header, bytes]:
    line = file.readline(_LINE)
    try:
        header = msgspec.json.decode(line, type=Header)
        right = header.mingjing == _FORMAT and not header.made.dated and len(bytes.fromhex(header.salt)) == 32
    except (msgspec.DecodeError, ValueError, OverflowError):
        right = False
    if not right:
        msg = "this is no backup of keys, or one of another version"
        raise Corrupt(msg)
    return header, line


def _cipher(header: Header, secret: Secret) -> AESGCM:
    if header.passphrase != secret.passphrase:
        msg = f"the backup opens with a {'passphrase' if header.passphrase else 'key'}"
        raise Corrupt(msg)
    salt, key = bytes.fromhex(header.salt), secret.value
    if secret.passphrase:
        n, r, p = _COST
        key = scrypt(secret.value, salt=salt, n=n, r=r, p=p, maxmem=2 * 128 * n * r, dklen=32)
    return AESGCM(blake3(b"key backup" + salt, key=key).digest())


def _write(file: BinaryIO, cipher: AESGCM, line: bytes, portions: Iterable[Portion]) -> None:
    number, waiting = 0, Portion()
    for number, portion in enumerate(portions, 1):
        if number > 1:
            file.write(_close(cipher, number - 1, line, waiting, last=False))
        waiting = portion
    file.write(_close(cipher, max(number, 1), line, waiting, last=True))


def _close(cipher: AESGCM, number: int, line: bytes, portion: Portion, *, last: bool) -> bytes:
    text = msgspec.msgpack.encode(portion)
    sealed = cipher.encrypt(number.to_bytes(12, "big"), text, _bound(line, last=last))
    return len(sealed).to_bytes(4, "big") + sealed


def _open(cipher: AESGCM, number: int, line: bytes, file: BinaryIO) -> tuple[bytes, bool]:
    """The text of the next portion, and whether it is the last."""
    length = int.from_bytes(file.read(4), "big")
    sealed = file.read(min(length, _PORTION))
    for last in (False, True) if len(sealed) == length else ():
        try:
            return cipher.decrypt(number.to_bytes(12, "big"), sealed, _bound(line, last=last)), last
        except (InvalidTag, ValueError):
            continue
    wrong = "the passphrase or the key is wrong, or the backup was changed" if number == 1 else "the backup was changed"
    msg = f"{wrong}: its portion {number} does not open"
    raise Corrupt(msg)


def _bound(line: bytes, *, last: bool) -> bytes:
    return line + bytes((last,))


def _watched(portions: Iterable[Portion], total: int, progress: Progress | None, done: int = 0) -> Iterator[Portion]:
    for portion in portions:
        yield portion
        done += sum(one.secret is not None for one in portion.keys)
        if progress is not None:
            progress(done, max(total, done))
