"""Commitments ↔ values, and entry ↔ commitments, of one stored row: all of it computed anew from the stored bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Final, NamedTuple

import msgspec

from records.errors import Corrupt
from records.moment import Moment
from records.seal.commitment import DIGEST, HEADER, entry, frame, salts
from records.seal.keys import SealingKey, key_id, owner_of
from records.seal.slots import Form, Slot
from records.store import lost
from records.store.mapper import SealedPart, form, header_values, open_part, sealed_parts
from records.store.stored import StoredRow
from records.verify.findings import Findings
from records.verify.keys import CheckedKeys

_decode_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_ENTRY: Final = len(entry(b""))
_OCCURRED_AT: Final = HEADER.index("@occurred_at")


class Opened(NamedTuple):
    """The slots of a row in order, with what their commitments are computed from."""

    slots: list[Slot]
    """Without the header's."""
    values: list[bytes | None]
    """With the header's; None where a person's key is gone."""
    salts: list[bytes]
    """The same; empty bytes there."""


class _Unopened(Exception):
    """Nothing more can be said of the values of this row: a finding says why."""


class ValueCheck:
    """Checks the rows of one sealed ledger. Without keys, what lies under them is left out."""

    def __init__(self, ledger: str, keys: CheckedKeys | None, findings: Findings) -> None:
        self._ledger, self._keys, self._findings = ledger, keys, findings

    def check(self, row: StoredRow) -> Opened | None:
        """The row as far as it could be opened."""
        if row.tag == lost.TAG:
            self._check_lost(row)
            return None
        if row.entry != entry(row.commitments):
            self._findings.add("entry-differs", row.position)
        try:
            of_tag = form(row.tag)
        except Corrupt:
            self._findings.add("tag-unknown", row.position, tag=row.tag)
            return None
        if self._keys is None:
            return None
        try:
            opened = self._opened(row, of_tag, self._keys)
        except _Unopened:
            return None
        self._compare(row, opened)
        return opened

    def _check_lost(self, row: StoredRow) -> None:
        """Such a row has an entry and nothing else: so that none is made of one that has more."""
        if row.stream != lost.STREAM or row.sealed or row.commitments or len(row.entry) != _ENTRY:
            self._findings.add("lost-differs", row.position)

    # ---- Opening ----

    def _opened(self, row: StoredRow, of_tag: Form, keys: CheckedKeys) -> Opened:
        try:
            parts = sealed_parts(row.sealed)
        except Corrupt as error:
            raise self._broken(row, error) from error
        if not parts or parts[0].key != key_id(self._ledger, row.stream):
            self._findings.add("key-of-another-stream", row.position)
        if not parts:
            raise _Unopened
        owner = f"{row.stream} "
        key = keys.find(parts[0].key, row.position, owner, personal=False)
        if key is None:
            raise _Unopened
        try:
            slots = of_tag.cut(self._open(row, parts[0], key, owner))
        except (ValueError, KeyError, msgspec.DecodeError) as error:
            raise self._broken(row, error) from error
        try:
            header = header_values(self._ledger, row)
            if row.dated and Moment.of(Moment(row.occurred_at).day).micros != row.occurred_at:
                header[_OCCURRED_AT] = b""  # a day is committed to without an hour, which folds would go by
        except (OverflowError, ValueError) as error:  # a time outside of the years 1 to 9999
            raise self._broken(row, error) from error
        if len(parts) == 1 and all(slot.person is None for slot in slots):
            made = _cut(salts(key.secret, row.event_id, len(HEADER) + len(slots)))
            return Opened(slots, [*header, *[slot.value for slot in slots]], made)
        of_case = [slot.value for slot in slots if slot.person is None]
        made = _cut(salts(key.secret, row.event_id, len(HEADER) + len(of_case)))
        handed: dict[str | None, Iterator[tuple[bytes, bytes | None]]] = {
            None: zip(made[len(HEADER) :], of_case, strict=True)
        }
        handed |= self._of_persons(row, slots, parts[1:], keys)
        pairs = [next(handed[slot.person]) for slot in slots]
        values = [*header, *(value for _, value in pairs)]
        return Opened(slots, values, [*made[: len(HEADER)], *(salt for salt, _ in pairs)])

    def _of_persons(
        self, row: StoredRow, slots: list[Slot], parts: list[SealedPart], keys: CheckedKeys
    ) -> Iterator[tuple[str, Iterator[tuple[bytes, bytes | None]]]]:
        """Salt and value of each person's slots, in their order."""
        persons = sorted({slot.person for slot in slots if slot.person is not None})
        if [part.key for part in parts] != [key_id(self._ledger, owner_of(person)) for person in persons]:
            raise self._broken(row, "个人信息不在应在的密钥之下")
        for person, part in zip(persons, parts, strict=True):
            paths = [slot.path for slot in slots if slot.person == person]
            owner = f"人员 {person} "
            key = keys.find(part.key, row.position, owner, personal=True)
            if key is None:
                yield person, iter([(b"", None)] * len(paths))
                continue
            values = self._personal(row, self._open(row, part, key, owner), paths)
            yield person, zip(_cut(salts(key.secret, row.event_id, len(paths))), values, strict=True)

    def _personal(self, row: StoredRow, text: bytes, paths: list[str]) -> list[bytes]:
        try:
            members = _decode_members(text)
        except (ValueError, msgspec.DecodeError) as error:
            raise self._broken(row, error) from error
        values = [bytes(value) for value in members.values()]
        whole = b",".join(b'"%b":%b' % (path.encode(), value) for path, value in zip(members, values, strict=True))
        if [*members] != paths or b"{" + whole + b"}" != text:
            raise self._broken(row, "个人信息的字段与类型不符")
        return values

    def _open(self, row: StoredRow, part: SealedPart, key: SealingKey, owner: str) -> bytes:
        try:
            return open_part(self._ledger, row, part, key)
        except Corrupt as error:
            self._findings.add("values-unopened", row.position, owner=owner)
            raise _Unopened from error

    def _broken(self, row: StoredRow, reason: object) -> _Unopened:
        self._findings.add("stored-form", row.position, reason=reason)
        return _Unopened()

    # ---- Comparing ----

    def _compare(self, row: StoredRow, opened: Opened) -> None:
        expected = DIGEST * len(opened.values)
        if len(row.commitments) != expected:
            found = len(row.commitments) // DIGEST
            self._findings.add("slots-differ", row.position, found=found, expected=len(opened.values))
            return
        frames = _frames(row.tag, tuple([slot.path for slot in opened.slots]))
        made = [
            sha256(salt + framed + value).digest() if value is not None else b""
            for salt, framed, value in zip(opened.salts, frames, opened.values, strict=True)
        ]
        if b"".join(made) != row.commitments:
            self._name(row, opened, made)

    def _name(self, row: StoredRow, opened: Opened, made: Sequence[bytes]) -> None:
        """Says which slots don't fit; all of those under one key mean that the salts are others."""
        paths = [*HEADER, *(slot.path for slot in opened.slots)]
        owners = [*(None for _ in HEADER), *(slot.person for slot in opened.slots)]
        wrong = [digest not in {stored, b""} for digest, stored in zip(made, _cut(row.commitments), strict=True)]
        for owner in sorted({one for one, is_wrong in zip(owners, wrong, strict=True) if is_wrong}, key=str):
            places = [place for place, one in enumerate(owners) if one == owner]
            found = [place for place in places if wrong[place]]
            if len(found) == len(places) > 1:
                self._findings.add("salts-differ", row.position, owner=f"人员 {owner} " if owner else f"{row.stream} ")
                continue
            of_header = [place for place in found if place < len(HEADER)]
            of_fields = found[len(of_header) :]
            if of_header:
                self._findings.add("column-differs", row.position, slot=paths[of_header[0]], count=len(of_header))
            if of_fields:
                self._findings.add("value-differs", row.position, slot=paths[of_fields[0]], count=len(of_fields))


@lru_cache(maxsize=1024)
def _frames(tag: str, paths: tuple[str, ...]) -> tuple[bytes, ...]:
    return tuple(frame(tag, path) for path in (*HEADER, *paths))


def _cut(whole: bytes) -> list[bytes]:
    return [whole[at : at + DIGEST] for at in range(0, len(whole), DIGEST)]
