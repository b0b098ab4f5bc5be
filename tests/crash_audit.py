"""Compares what clients were told with what is stored: the ledger's rows, the spool's, the objects', the views.

It only reads, and only while a server runs or none will: whoever opens an SQLite file first after a crash recovers
it, and that is to be the server.
"""

from __future__ import annotations

import base64
import sqlite3
from collections import Counter
from contextlib import closing
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import msgspec
from blake3 import blake3
from sqlalchemy import Engine, select

from api.deployment import open_ledgers
from api.settings import Settings
from crash_load import LEDGER, Command, Notes, authorised
from projections.registry import PROJECTIONS
from records.event import Event
from records.penalty.events import CaseFiled, DecisionSigned, NoticeGiven, RecordingLinked
from records.register.events import DocumentNumberTaken, FineImposed, PersonRegistered
from records.store.schema import event as event_table
from records.store.schema import tracking

_BATCHES = {
    ("person-registered/1", "case-filed/1", "filing-noted/1"),
    ("case-filed/1", "filing-noted/1"),
    ("recording-linked/2",),
    ("correction-waived/1",),
    ("filing-approved/1",),
    ("inspection-recorded/1",),
    ("opinion-submitted/1",),
    ("opinion-endorsed/1",),
    ("notice-given/1", "document-number-taken/1"),
    ("document-served/2",),
    ("defence-waived/1",),
    ("decision-signed/3", "document-number-taken/1", "fine-imposed/1"),
    ("secrecy-reviewed/1",),
    ("disclosure-reviewed/1",),
    ("step-refused/1",),
}
"""Tags that the events of one command may have; a part of one is half a batch."""

_COLUMNS = ("position", "stream", "version", "tag", "entry", "recorded_at", "principal", "command")


class Row(NamedTuple):
    """What of a stored event needs no key to be read."""

    position: int
    stream: str
    version: int
    tag: str
    entry: bytes
    recorded_at: int
    principal: str | None
    command: str | None


class Kept(NamedTuple):
    """A row of the spool."""

    id: str
    state: str
    blake3: str


class Audit:
    """Looks at one deployment again and again; what it has seen once must be there the next time."""

    def __init__(self, settings: Settings, notes: Notes) -> None:
        self._settings, self._notes = settings, notes
        self._seen: list[Row] = []
        self._events: list[Event] = []  # of those rows, opened
        self._first = 0  # rows that were there before any client came

    def begin(self) -> None:
        """Takes up the ledger as it was founded."""
        self._read()
        self._first = len(self._seen)

    def check(self, restarted_at: int) -> None:
        """Everything that holds at any moment; `restarted_at` in microseconds, when the server was started last."""
        commands, refusals = list(self._notes.commands), list(self._notes.refusals)
        uploads = {one.path.rpartition("/")[2]: (one.acknowledged, one.blake3) for one in self._notes.recordings}
        spool = self._spool()
        self._read()
        self._check_ledger(commands, refusals)
        self._check_persons()
        self._check_series()
        self._check_uploads(spool, uploads)
        self._check_bound(spool, restarted_at)

    def check_at_rest(self) -> None:
        """What holds besides when no request is under way: nothing lies about, and every object is what it says."""
        spool = self._spool()
        parts = {path.stem for path in self._settings.spool_folder.glob("*.part")}
        assert parts == {one.id for one in spool if one.state in {"receiving", "complete"}}
        stored = {path.name: path for path in self._objects.glob("??/??/*")}
        assert stored.keys() == {one.blake3 for one in spool if one.blake3}
        for name, path in stored.items():
            assert blake3(path.read_bytes()).hexdigest() == name

    # ---- The ledger ----

    def _read(self) -> None:
        """Reads all rows; those that were there before must be the same, the new ones are opened."""
        with open_ledgers(self._settings) as ledgers:
            rows = _rows(ledgers.engine)
            assert rows[: len(self._seen)] == self._seen, "events that were there have changed or are gone"
            opened = ledgers.get(LEDGER).batch(len(self._seen), len(rows) - len(self._seen)) if rows else []
        self._events += [one.event for one in opened]
        self._seen = rows
        assert len(self._events) == len(rows)

    def _check_ledger(self, commands: list[Command], refusals: list[int]) -> None:
        self._check_order()
        batches = self._batches()
        tags = {key: tuple(row.tag for row in batch) for key, batch in batches.items()}
        halves = {key: found for key, found in tags.items() if found not in _BATCHES}
        assert not halves, f"half batches: {halves}"
        unknown = {key for key in batches if key not in self._notes.sent and not key[1].startswith("record:")}
        assert not unknown, f"nobody sent {unknown}"
        for command in commands:
            stored = [_stored(row) for row in batches.get((command.principal, command.key), [])]
            assert stored == _told(command), f"{command.principal} {command.key}: told {_told(command)}, is {stored}"
        assert all(self._seen[position - 1].tag == "step-refused/1" for position in refusals)

    def _check_order(self) -> None:
        """Positions and versions have no gap, and the time of recording never goes backwards."""
        assert all(earlier.recorded_at <= later.recorded_at for earlier, later in pairwise(self._seen))
        versions: Counter[str] = Counter()
        for position, row in enumerate(self._seen, 1):
            versions[row.stream] += 1
            assert (row.position, row.version) == (position, versions[row.stream]), f"expected {position}: {row}"

    def _batches(self) -> dict[tuple[str, str], list[Row]]:
        """The clients' commands with their events, each once."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self._seen[self._first :]:
            if row.principal is not None and row.command is not None:
                key = (row.principal.removeprefix(f"{LEDGER}/"), row.command)
                assert key not in found, f"{key} is there twice"
                found[key] = current = []
            current.append(row)
        return found

    def _check_persons(self) -> None:
        """A party is registered once, by the case that named it first."""
        registered: set[str] = set()
        for before, event in pairwise([Event(), *self._events[self._first :]]):
            if isinstance(event, PersonRegistered):
                assert event.person not in registered
                registered.add(event.person)
            elif isinstance(event, CaseFiled):
                assert event.party.person in registered
                if isinstance(before, PersonRegistered):
                    assert event.party.person == before.person
        parties = {one.party.person for one in self._events if isinstance(one, CaseFiled)}
        assert parties == registered, f"registered or filed alone: {parties ^ registered}"

    def _check_series(self) -> None:
        """Numbers go up by one, each is that of the paper written with it, and each fine that of a decision."""
        taken = [one for one in self._events if isinstance(one, DocumentNumberTaken)]
        for stream, series in groupby(sorted(taken, key=lambda one: one.stream), key=lambda one: one.stream):
            given_out = [one.sequence for one in series]
            assert given_out == list(range(1, len(given_out) + 1)), f"{stream}: {given_out}"
        assert _papers(self._events, NoticeGiven, DecisionSigned) == [(one.case, one.number) for one in taken]
        assert len({one.number for one in taken}) == len(taken)
        signed = _papers(self._events, DecisionSigned)
        assert len(dict(signed)) == len(signed)
        assert signed == [(one.case, one.number) for one in self._events if isinstance(one, FineImposed)]

    # ---- Recordings ----

    def _spool(self) -> list[Kept]:
        with closing(sqlite3.connect(self._settings.spool_folder / "spool.sqlite3")) as database:
            database.execute("PRAGMA query_only = ON")
            rows = database.execute("SELECT id, state, blake3 FROM upload").fetchall()
        return [Kept(*row) for row in rows]

    @property
    def _objects(self) -> Path:
        return self._settings.var / "objects"

    def _stored_size(self, digest: str) -> int:
        return (self._objects / digest[:2] / digest[2:4] / digest).stat().st_size

    def _check_uploads(self, spool: list[Kept], uploads: dict[str, tuple[int, str]]) -> None:
        """What was acknowledged of an upload is there, in the spool or in the store."""
        rows = {one.id: one for one in spool}
        for upload, (acknowledged, digest) in uploads.items():
            row = rows[upload]
            if digest:
                assert (row.blake3, self._stored_size(digest)) == (digest, acknowledged), f"{row}: {digest}"
            elif row.blake3:
                assert self._stored_size(row.blake3) >= acknowledged, f"{row}: {acknowledged}"
            else:
                assert row.state == "receiving", f"{row}: {acknowledged}"
                assert self._received(upload) >= acknowledged, f"{row}: {acknowledged}"

    def _received(self, upload: str) -> int:
        """Bytes of an upload that was receiving a moment ago: it may have been stored and bound since."""
        try:
            return (self._settings.spool_folder / f"{upload}.part").stat().st_size
        except FileNotFoundError:
            return next(self._stored_size(one.blake3) for one in self._spool() if one.id == upload)

    def _check_bound(self, spool: list[Kept], restarted_at: int) -> None:
        """An event has its recording, a bound recording its event; older than the start, its spool file is gone."""
        bound = {one.blake3: one.id for one in spool if one.state == "bound"}
        linked = {
            event.blake3: (event, row)
            for row, event in zip(self._seen, self._events, strict=True)
            if isinstance(event, RecordingLinked)
        }
        assert bound.keys() <= linked.keys(), f"bound without an event: {bound.keys() - linked.keys()}"
        for digest, (event, row) in linked.items():
            assert self._stored_size(digest) == event.size
            if row.recorded_at < restarted_at:
                assert digest in bound, f"{row.position} links {digest}, which the spool doesn't know to be bound"
                assert not (self._settings.spool_folder / f"{bound[digest]}.part").exists(), digest


def _papers(events: list[Event], *kinds: type[NoticeGiven | DecisionSigned]) -> list[tuple[str, str]]:
    """Case and number of each paper of those kinds, in the order of the ledger."""
    return [(one.case, one.number) for one in events if isinstance(one, kinds)]


def _rows(engine: Engine) -> list[Row]:
    c = event_table.c
    query = select(*(c[name] for name in _COLUMNS)).where(c.ledger == LEDGER).order_by(c.position)
    with engine.connect() as connection:
        return [Row(*row) for row in connection.execute(query)]


def _stored(row: Row) -> tuple[object, ...]:
    return (row.position, row.stream, row.version, row.tag, row.entry)


def _told(command: Command) -> list[tuple[object, ...]]:
    events = command.answer["events"]
    receipt = command.answer["receipt"]
    assert (receipt["position"], receipt["entry"]) == (events[0]["position"], events[0]["entry"])
    return [
        (one["position"], one["stream"], one["version"], one["type"], base64.b64decode(one["entry"])) for one in events
    ]


# ---- Through HTTP ----


def check_repetition(http: httpx.Client, command: Command) -> None:
    """The same command again gets the first answer."""
    headers = {**authorised(command.principal), **command.headers, "Idempotency-Key": command.key}
    answer = http.post(f"/api/{LEDGER}/cases{command.path}", content=command.body, headers=headers)
    assert (answer.status_code, answer.json()) == (201, command.answer)


def check_views(http: httpx.Client, notes: Notes) -> None:
    """Every case shows its steps, and every recording reads back byte for byte, when all work is done."""
    staff = authorised("clerk-0")
    for case, commands in groupby(sorted(notes.commands, key=_case), key=_case):
        told = list(commands)
        view = http.get(f"/api/{LEDGER}/cases/{case}", headers=staff).json()
        assert view["version"] == max(one.answer["version"] for one in told) == len(told)
        timeline = http.get(f"/api/{LEDGER}/cases/{case}/timeline", headers=staff).json()
        shown = {(one["position"], one["type"]) for one in timeline["steps"]}
        assert shown == {(e["position"], e["type"]) for one in told for e in _of_case(one)}
    for recording in notes.recordings:
        assert (
            http.get(f"/objects/{recording.blake3}?purpose=enforcement-supervision", headers=staff).content
            == recording.content
        )


def _case(command: Command) -> str:
    return str(command.answer["case"])


def _of_case(command: Command) -> list[dict[str, Any]]:
    return [one for one in command.answer["events"] if one["stream"].startswith("case:")]


def projected(engine: Engine) -> dict[str, list[str]]:
    """All rows of all projections, and how far they are."""
    tables = [*(table for projection in PROJECTIONS for table in projection.tables), tracking]
    with engine.connect() as connection:
        return {
            table.name: sorted(msgspec.json.encode(list(row)).decode() for row in connection.execute(select(table)))
            for table in tables
        }
