"""Between events and their stored form: the one file that knows it.

Stored per event (`sealed`): `01`, the number of parts, then per part key id (16) ‖ nonce (12) ‖ length (4, big-endian)
‖ AES-GCM ciphertext. The first part is under the stream's key and holds the JSON object of all values of class case;
each further part is under one person's key and holds path → value. Associated data are ledger, stream, version, tag
and key id, so that a part opens nowhere but in its own row. See `records.seal.commitment` for what is committed to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple

import msgspec
from cryptography.exceptions import InvalidTag
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from records.errors import Corrupt
from records.event import Event
from records.moment import Moment
from records.seal.commitment import DIGEST, HEADER, RECORDED_AT, frame, salts
from records.seal.keys import KEY_ID, KeyStore, SealingKey, key_id, owner_of
from records.seal.randomness import random_bytes
from records.seal.slots import Form, SaltedEvent, SaltedSlot, Slot
from records.store import lost
from records.store.stored import SealedEvent, SealedStep, StoredRow, recorded_value
from records.tags import EVENTS, TRANSLATIONS, is_register

_FORMAT: Final = 1
_NONCE: Final = 12
_HEADER_COUNT: Final = len(HEADER)
_KEY_END: Final = 2 + KEY_ID
_NONCE_END: Final = _KEY_END + _NONCE
_FIRST: Final = _NONCE_END + 4
"""Where the first part's key id, nonce and length end, and its ciphertext begins."""

_NO_EVENT: Final = Event()
"""Where a draft's header is asked for and its event is not."""

_encode = msgspec.json.Encoder().encode
_decode_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


@dataclass(frozen=True)
class Draft:
    """An event about to be sealed, with what every event is committed to beside its fields."""

    originator_id: str
    """The stream."""
    originator_version: int
    event: Event
    occurred_at: Moment
    actor: str
    rules: bytes = b""
    registers_to: int = 0
    checkpoint: bytes = b""


@dataclass(frozen=True)
class Recorded:
    """An event as it was read back, with where and when."""

    position: int
    version: int
    recorded_at: int
    """Microseconds since 1970 in UTC."""
    occurred_at: Moment
    actor: str
    rules: bytes
    registers_to: int
    event: Event
    stream: str


class SealingMapper(Mapper[str]):
    """Seals events for one ledger and opens them again. Safe for threads."""

    def __init__(self, ledger: str, keys: KeyStore) -> None:
        super().__init__(JSONTranscoder())
        self._ledger = ledger
        self._keys = keys

    def to_stored_event(self, domain_event: Any) -> SealedEvent:
        """Seals a `Draft`."""
        return self.seal(domain_event)

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        """Opens what the library's recorder interface gives back: the event alone."""
        tag, stream, version = (
            stored_event.topic,
            str(stored_event.originator_id),
            stored_event.originator_version,
        )
        return _current(self._open(tag, stream, version, stored_event.state))

    def seal(self, draft: Draft) -> SealedEvent:
        """Encrypts and commits; keys are durable when it returns."""
        event, stream, version = draft.event, draft.originator_id, draft.originator_version
        tag = str(event.__struct_config__.tag)
        slots, stored = form(tag).take_apart(event)
        persons = sorted({slot.person for slot in slots if slot.person is not None})
        owners = [stream, *map(owner_of, persons)]
        keys = self._keys.obtain(self._ledger, owners)
        event_id = random_bytes(16)
        commitments, recorded_salt = self._commit(tag, draft, slots, keys, event_id)
        bound = _bound(self._ledger, stream, version, tag)
        parts = [(keys[stream], stored)]
        parts += [(keys[owner_of(person)], _personal(slots, person)) for person in persons]
        return SealedEvent(
            originator_id=stream,
            originator_version=version,
            topic=tag,
            state=bytes((_FORMAT, len(parts))) + b"".join(_encrypt(key, bound, text) for key, text in parts),
            event_id=event_id,
            occurred_at=draft.occurred_at.micros,
            dated=draft.occurred_at.dated,
            actor=draft.actor,
            rules=draft.rules,
            registers_to=draft.registers_to,
            checkpoint=draft.checkpoint,
            commitments=commitments,
            recorded_salt=recorded_salt,
            register=is_register(stream),
        )

    def _commit(
        self, tag: str, draft: Draft, slots: list[Slot], keys: dict[str, SealingKey], event_id: bytes
    ) -> tuple[bytes, bytes]:
        """All commitments, that of `recorded_at` zero, and the salt for it."""
        values = [*_header(self._ledger, tag, draft), *(slot.value for slot in slots)]
        frames = [*_header_frames(tag), *(_frame(tag, slot.path) for slot in slots)]
        salted = _salts(draft.originator_id, slots, keys, event_id)
        digests = [
            sha256(salt + framed + value).digest() for salt, framed, value in zip(salted, frames, values, strict=True)
        ]
        digests[RECORDED_AT] = bytes(DIGEST)
        return b"".join(digests), salted[RECORDED_AT]

    def open(self, row: StoredRow) -> Recorded:
        """The event with its values of class case. Corrupt when its key is missing or doesn't fit."""
        return Recorded(
            position=row.position,
            version=row.version,
            recorded_at=row.recorded_at,
            occurred_at=Moment(row.occurred_at, bool(row.dated)),
            actor=row.actor,
            rules=row.rules,
            registers_to=row.registers_to,
            event=_current(self._open(row.tag, row.stream, row.version, row.sealed)),
            stream=row.stream,
        )

    def open_steps(self, stream: str, steps: Iterable[SealedStep]) -> Iterator[tuple[Event, Moment, int]]:
        """The same for a fold, which asks for events, when they occurred, and their versions.

        It is the path that replay is judged by.
        """
        before, identity, known = f"{self._ledger}\0{stream}\0".encode(), b"", ""
        for occurred_at, version, dated, tag, sealed in steps:
            if tag != known or sealed[2:_KEY_END] != identity:
                known, identity = tag, sealed[2:_KEY_END]
                decrypt = self._stream_key(stream, version, identity).cipher.decrypt
                decode, after = _decoding(tag), b"\0%b\0%b" % (tag.encode(), identity)
            end = _FIRST + int.from_bytes(sealed[_NONCE_END:_FIRST], "big")
            bound = b"%b%d%b" % (before, version, after)
            try:
                text = decrypt(sealed[_KEY_END:_NONCE_END], sealed[_FIRST:end], bound)
            except InvalidTag as error:
                raise _changed(bound) from error
            yield decode(text), Moment(occurred_at, bool(dated)), version

    def open_persons(self, row: StoredRow) -> Recorded:
        """The event with every personal value whose key is still there."""
        opened, values = self.open(row), self._personal_values(row)
        if not values:
            return opened
        event = self._open(row.tag, row.stream, row.version, row.sealed)
        return replace(opened, event=_current(form(row.tag).with_persons(event, values)))

    def _personal_values(self, row: StoredRow) -> dict[str, msgspec.Raw]:
        """Personal values by path, of the persons whose keys are still there."""
        bound = _bound(self._ledger, row.stream, row.version, row.tag)
        values: dict[str, msgspec.Raw] = {}
        if row.tag == lost.TAG:
            return values
        for identity, sealed in _parts(row.sealed)[1:]:
            if key := self._keys.find(identity):
                values.update(_decode_members(_decrypt(key, bound, sealed)))
        return values

    def salted(self, row: StoredRow) -> SaltedEvent:
        """The event's slots in order, each with its bytes and its salt as far as their keys are there.

        Whether the commitments are those of the values is not looked at. Corrupt when there are more or fewer.
        """
        of_tag, text = form(row.tag), self._text(row.tag, row.stream, row.version, row.sealed)
        event: Event = of_tag.put_together(text)
        slots, _ = of_tag.take_apart(event)
        values: list[bytes | None] = [*_header_of(self._ledger, row, event)]
        values += (value for _, value in of_tag.slots_of(text, self._personal_values(row)))
        paths, commitments = (*HEADER, *(slot.path for slot in slots)), _cut(row.commitments)
        if len(commitments) != len(paths):
            msg = f"{row.stream} version {row.version} has {len(commitments)} commitments for {len(paths)} slots"
            raise Corrupt(msg)
        found = zip(paths, values, self._salts_of(row, slots), commitments, strict=True)
        return SaltedEvent(row.position, row.tag, tuple(SaltedSlot(*one) for one in found))

    def _salts_of(self, row: StoredRow, slots: list[Slot]) -> list[bytes | None]:
        """A salt per slot, those of the header first; None where a person's key is gone."""
        owners = {owner_of(slot.person) for slot in slots if slot.person is not None}
        found = {owner: self._keys.find(key_id(self._ledger, owner)) for owner in owners}
        keys = {owner: key for owner, key in found.items() if key is not None}
        keys[row.stream] = self._stream_key(row.stream, row.version, row.sealed[2:_KEY_END])
        there = [slot.person is None or owner_of(slot.person) in keys for slot in slots]
        known = [slot for slot, is_there in zip(slots, there, strict=True) if is_there]
        handed = iter(_salts(row.stream, known, keys, row.event_id))
        return [next(handed) if is_there else None for is_there in (*(True for _ in HEADER), *there)]

    def mentions(self, row: StoredRow, word: str) -> bool:
        """Whether a value of class case is this text: told from the stored bytes, without decoding them."""
        return _encode(word) in self._text(row.tag, row.stream, row.version, row.sealed)

    def _open(self, tag: str, stream: str, version: int, state: bytes) -> Event:
        if tag == lost.TAG:
            return lost.PositionLost()
        event: Event = form(tag).put_together(self._text(tag, stream, version, state))
        return event

    def _text(self, tag: str, stream: str, version: int, state: bytes) -> bytes:
        """The stored object of the values of class case."""
        identity, sealed = _first_part(state)
        return _decrypt(self._stream_key(stream, version, identity), _bound(self._ledger, stream, version, tag), sealed)

    def _stream_key(self, stream: str, version: int, identity: bytes) -> SealingKey:
        key = self._keys.find(identity)
        if key is None:
            msg = f"{stream} version {version}: the stream's key is missing"
            raise Corrupt(msg)
        return key


@cache
def form(tag: str) -> Form:
    """How events of this tag are stored. Corrupt when no event type has it."""
    if tag not in EVENTS:
        msg = f"no event type is called {tag}"
        raise Corrupt(msg)
    return Form(EVENTS[tag])


for _tag in EVENTS:
    form(_tag)  # while there is one thread: two that build the same decoder at once crash msgspec 0.22


@cache
def _decoding(tag: str) -> Callable[[bytes], Event]:
    """From the stored object of a tag to what the event is today."""
    decode = form(tag).put_together
    translate = TRANSLATIONS.get(EVENTS[tag])
    return decode if translate is None else lambda text: translate(decode(text))


def _current(event: Event) -> Event:
    translate = TRANSLATIONS.get(type(event))
    return translate(event) if translate else event


_frame = lru_cache(maxsize=4096)(frame)


@cache
def _header_frames(tag: str) -> tuple[bytes, ...]:
    return tuple(frame(tag, path) for path in HEADER)


def _salts(stream: str, slots: list[Slot], keys: dict[str, SealingKey], event_id: bytes) -> list[bytes]:
    """A salt per slot, those of the header first, out of the key that the slot is sealed under."""
    persons = [slot.person for slot in slots if slot.person is not None]
    of_case = _cut(salts(keys[stream].secret, event_id, _HEADER_COUNT + len(slots) - len(persons)))
    if not persons:
        return of_case
    sources: dict[str | None, Iterator[bytes]] = {None: iter(of_case[_HEADER_COUNT:])}
    for person in set(persons):
        sources[person] = iter(_cut(salts(keys[owner_of(person)].secret, event_id, persons.count(person))))
    return [*of_case[:_HEADER_COUNT], *(next(sources[slot.person]) for slot in slots)]


def _cut(whole: bytes) -> list[bytes]:
    return [whole[at : at + DIGEST] for at in range(0, len(whole), DIGEST)]


def _header(ledger: str, tag: str, draft: Draft) -> tuple[bytes, ...]:
    """Values of the header's slots, each a JSON value in bytes; `recorded_at` is left for the writer."""
    return (
        _encode(ledger),
        _encode(draft.originator_id),
        _encode(draft.originator_version),
        _encode(tag),
        b"",
        _encode(str(draft.occurred_at)),
        _encode(draft.actor),
        _encode(draft.rules.hex()),
        _encode(draft.registers_to),
        _encode(draft.checkpoint.hex()),
    )


def _header_of(ledger: str, row: StoredRow, event: Event) -> list[bytes]:
    """The same of a stored event, with `recorded_at`."""
    occurred_at = Moment(row.occurred_at, bool(row.dated))
    known = (row.actor, row.rules, row.registers_to, row.checkpoint)
    values = list(_header(ledger, row.tag, Draft(row.stream, row.version, event, occurred_at, *known)))
    values[RECORDED_AT] = recorded_value(row.recorded_at)
    return values


def header_values(ledger: str, row: StoredRow) -> list[bytes]:
    """The bytes that the header's slots of a stored event are committed to in, out of its columns."""
    return _header_of(ledger, row, _NO_EVENT)


def _bound(ledger: str, stream: str, version: int, tag: str) -> bytes:
    return "\0".join((ledger, stream, str(version), tag)).encode()


def _personal(slots: Iterable[Slot], person: str) -> bytes:
    members = (_encode(slot.path) + b":" + slot.value for slot in slots if slot.person == person)
    return b"{" + b",".join(members) + b"}"


def _encrypt(key: SealingKey, bound: bytes, text: bytes) -> bytes:
    nonce = random_bytes(_NONCE)
    sealed = key.cipher.encrypt(nonce, text, bound + b"\0" + key.id)
    return key.id + nonce + len(sealed).to_bytes(4, "big") + sealed


def _decrypt(key: SealingKey, bound: bytes, sealed: bytes) -> bytes:
    try:
        return key.cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound + b"\0" + key.id)
    except (InvalidTag, ValueError) as error:  # ValueError: cut off within the nonce
        raise _changed(bound + b"\0" + key.id) from error


def _changed(bound: bytes) -> Corrupt:
    place = " ".join(bound[: -KEY_ID - 1].decode().split("\0"))
    return Corrupt(f"{place}: the stored values were changed or moved")


class SealedPart(NamedTuple):
    """The values of a stored event that lie under one key."""

    key: bytes
    """Its id."""
    sealed: bytes
    """Nonce and ciphertext."""


def sealed_parts(sealed: bytes) -> list[SealedPart]:
    """That of the stream, then those of persons in the order of their ids. Raises Corrupt."""
    return [SealedPart(*part) for part in _parts(sealed)]


def open_part(ledger: str, row: StoredRow, part: SealedPart, key: SealingKey) -> bytes:
    """The JSON object in a part. Corrupt when it was changed, or moved here, or lies under another key."""
    return _decrypt(key, _bound(ledger, row.stream, row.version, row.tag), part.sealed)


def _first_part(state: bytes) -> tuple[bytes, bytes]:
    """Key id, and nonce with ciphertext, of the part under the stream's key."""
    return _parts(state, 1)[0]


def _parts(state: bytes, count: int | None = None) -> list[tuple[bytes, bytes]]:
    """Key id, and nonce with ciphertext, of the first `count` parts, or of every one."""
    if state[:1] != bytes((_FORMAT,)):
        msg = f"stored form {state[:1].hex() or 'of no bytes'} is not known"
        raise Corrupt(msg)
    parts, at = [], 2
    for _ in range(count or sum(state[1:2])):
        end = at + KEY_ID + _NONCE + 4
        length = int.from_bytes(state[end - 4 : end], "big")
        parts.append((state[at : at + KEY_ID], state[at + KEY_ID : end - 4] + state[end : end + length]))
        at = end + length
    if count is None and at != len(state):
        msg = "the stored values were cut off"
        raise Corrupt(msg)
    return parts
