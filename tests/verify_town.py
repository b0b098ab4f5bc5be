"""A town whose log is signed, to be damaged: made once per database, and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from sqlalchemy import make_url, text

from media.published_folder import PublishedFolder
from records.log.files import LogFiles
from records.log.notes import Note, SigningKey, VerifierKey
from records.log.published import public
from records.log.signer import LogSigner
from records.log.witness_policy import Policy
from records.moment import Moment
from records.penalty.events import HearingHeld, Somebody
from records.seal.commitment import commit, frame
from records.seal.commitment import entry as entry_of
from records.seal.keys import KeyFile, SealingKey, key_id
from records.seal.slots import SaltedEvent
from records.store.directory import Ledgers
from records.store.engine import connect, writing
from records.store.entries import StoredEntries
from records.store.ledger import Ledger
from records.store.mapper import SealingMapper, _bound, _encrypt, open_part, sealed_parts
from records.store.read_only import connect_read_only
from records.store.schema import install
from records.store.stored import CommandKey, StoredRow
from records.verify.checking import Checking, Trusted, Verdict
from records.verify.findings import Finding
from records.verify.objects import ObjectCheck
from records.verify.rows import Rows
from town import live_through, town

LEDGER = "jianzhang"
KEY = SigningKey(f"log.example.gov/{LEDGER}", bytes(range(32)))
PUBLIC_KEY = SigningKey(f"log.example.gov/{LEDGER}-public", bytes(range(1, 33)))
NOBODY = Policy()
_TRIGGERS = ("event_is_never_updated", "event_is_never_deleted", "event_is_never_replaced")


@dataclass
class Place:
    """The database, the keys and the published log of a town; `folder` is a deployment's `var`."""

    url: str
    folder: Path

    @property
    def store(self) -> PublishedFolder:
        return PublishedFolder(self.folder / "log")

    @property
    def files(self) -> LogFiles:
        return LogFiles(LEDGER, self.store)

    # ---- Looking ----

    def verdict(
        self,
        *against: Note,
        log: str = LEDGER,
        objects: ObjectCheck | None = None,
        losses: tuple[tuple[int, int], ...] = (),
        key: VerifierKey | None = None,
        values: bool = True,
        witnesses: Policy = NOBODY,
    ) -> Verdict:
        """What is found now in the sealed log, or in the one that is named."""
        engine = connect_read_only(self.url)
        with closing(KeyFile(self.folder / "keys")) as keys:
            try:
                trusted = Trusted({LEDGER: key} if key else {}, against, losses, witnesses)
                checking = Checking(lambda ledger: Rows(engine, ledger), self.store, trusted)
                found = checking.ledger(LEDGER, keys if values else None, objects)
            finally:
                engine.dispose()
        return next(one for one in found if one.log == log)

    def found(self, *against: Note, **more: Any) -> list[tuple[str, int]]:
        """Code and position of each finding, in their order."""
        return [(one.code, one.position) for one in self.findings(*against, **more)]

    def findings(self, *against: Note, **more: Any) -> list[Finding]:
        return self.verdict(*against, **more).findings

    def row(self, position: int, ledger: str = LEDGER) -> StoredRow:
        engine = connect(self.url)
        try:
            rows = Rows(engine, ledger)
            return next(
                kept.row for batch in rows.batches(rows.head()) for kept in batch if kept.row.position == position
            )
        finally:
            engine.dispose()

    def rows(self, tag: str = "") -> list[StoredRow]:
        engine = connect(self.url)
        try:
            rows = Rows(engine, LEDGER)
            return [kept.row for batch in rows.batches(rows.head()) for kept in batch if kept.row.tag.startswith(tag)]
        finally:
            engine.dispose()

    def note(self) -> Note:
        """The published checkpoint, as somebody keeps it."""
        data = self.files.read("checkpoint")
        assert data is not None
        return Note.parse(data)

    # ---- Damaging ----

    def sql(self, statement: str, **values: object) -> int:
        """Runs a statement as whoever owns the database; returns how many rows it changed."""
        engine = connect(self.url)
        try:
            with writing(engine) as connection:
                if engine.dialect.name == "sqlite":
                    for trigger in _TRIGGERS:
                        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger}")
                return int(connection.execute(text(statement), values).rowcount)
        finally:
            engine.dispose()

    def change(self, at: int, /, **columns: object) -> None:
        """Changes columns of the row at a position."""
        named = ", ".join(f"{name} = :{name}" for name in columns)
        changed = self.sql(f"UPDATE event SET {named} WHERE ledger = '{LEDGER}' AND position = :at", at=at, **columns)
        assert changed == 1

    @contextmanager
    def keys(self) -> Iterator[KeyFile]:
        with closing(KeyFile(self.folder / "keys")) as found:
            yield found

    @contextmanager
    def opened(self) -> Iterator[Ledgers]:
        """The ledgers, as a server has them."""
        engine = connect(self.url)
        with self.keys() as keys, closing(Ledgers(engine, keys)) as ledgers:
            yield ledgers
        engine.dispose()

    def fill(self, cases: int, steps: int) -> None:
        """A ledger of nothing but cases with so many steps each."""
        self.folder.mkdir(exist_ok=True)
        engine = connect(self.url)
        install(engine)
        with self.keys() as keys, closing(Ledger(LEDGER, engine, keys, sample=False)) as ledger:
            for number in range(cases):
                ledger.append(
                    [_hearing(str(number)) for _ in range(steps)],
                    expected={f"case:{number}": 0},
                    command=CommandKey("test", str(number), bytes(32)),
                    occurred_at=Moment(1_760_000_000_000_000),
                    actor="person:wang",
                    law=None,
                    registers_to=0,
                )
        engine.dispose()

    def resealed(self, row: StoredRow, was: StoredRow, replaced: tuple[bytes, bytes] = (b"", b"")) -> bytes:
        """The values of `was` sealed again with the real keys as those of `row`, some bytes of the first replaced."""
        with self.keys() as keys:
            parts = []
            for place, part in enumerate(sealed_parts(was.sealed)):
                key = self._key(keys, part.key)
                opened = open_part(LEDGER, was, part, key)
                if place == 0:
                    assert replaced[0] in opened
                    opened, key = opened.replace(*replaced), self._key(keys, key_id(LEDGER, row.stream))
                bound = _bound(LEDGER, row.stream, row.version, row.tag)
                parts.append(_encrypt(key, bound, opened))
            return was.sealed[:2] + b"".join(parts)

    def committed(self, row: StoredRow) -> tuple[bytes, bytes]:
        """The commitments to what a row has now, and the entry over them."""
        with self.keys() as keys:
            event: SaltedEvent = SealingMapper(LEDGER, keys).salted(row)
        made = [
            slot.commitment if slot.value is None else commit(slot.salt or b"", frame(row.tag, slot.path), slot.value)
            for slot in event.slots
        ]
        return b"".join(made), entry_of(b"".join(made))

    def _key(self, keys: KeyFile, identity: bytes) -> SealingKey:
        found = keys.find(identity)
        assert found is not None
        return found

    def flip(self, path: str, at: int) -> None:
        """One bit of a byte of a public file of the log."""
        file = self.folder / "log" / public(LEDGER, path)
        data = bytearray(file.read_bytes())
        data[at] ^= 1
        file.write_bytes(data)

    def sign(self, key: SigningKey = KEY, log: str = LEDGER) -> None:
        """Publishes all that is recorded."""
        engine = connect(self.url)
        try:
            self.store.write(public(log, "key"), f"{key.verifier.text}\n".encode())
            signer = LogSigner(log, StoredEntries(engine, log), self.store, key)
            while signer.advance():
                pass
        finally:
            engine.dispose()

    def forget_log(self) -> None:
        """Takes away everything that was published or decided of the log."""
        for part in ("log", "signer"):
            shutil.rmtree(self.folder / "log" / part)


def _hearing(case: str) -> HearingHeld:
    agents = (Somebody(person=f"agent of {case}", name="李四", contact="1"),)
    return HearingHeld(case=case, presider="zheng", public=True, agents=agents, statement="", signature="signed")


# ---- Making and copying ----


@contextmanager
def built(url: str, folder: Path) -> Iterator[Place]:
    """A town that has lived through fourteen months, signed."""
    with town(url, folder) as place:
        live_through(place)
    found = Place(url, folder)
    found.sign()
    yield found


@contextmanager
def copied(place: Place, folder: Path) -> Iterator[Place]:
    """The same once more, for one test."""
    shutil.copytree(place.folder, folder, dirs_exist_ok=True)
    if place.url.startswith("sqlite"):
        yield Place(f"sqlite:///{folder / 'mingjing.sqlite3'}", folder)
        return
    name, template = f"copy_{uuid4().hex}", str(make_url(place.url).database)
    server = place.url.replace(f"/{template}?", "/postgres?").replace("+psycopg", "")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY = wal_log")
        yield Place(place.url.replace(f"/{template}?", f"/{name}?"), folder)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
