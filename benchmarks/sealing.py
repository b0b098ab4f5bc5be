"""Appending on PostgreSQL as it is used: sealed on the way, and the whole path of a step but HTTP."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial, reduce
from hashlib import sha256
from operator import or_
from pathlib import Path
from uuid import uuid4

import msgspec

from benchmarks.append import PEER, WRITERS, PeerSide, measure_commands, rate
from benchmarks.figure import Figure, in_turns
from benchmarks.server import postgres, with_driver
from records.application import CaseDesk, Sender, record_entry
from records.course.steps import STEP_TYPES
from records.judgement import StoredObject
from records.law.file import seed_calendars, seed_texts
from records.moment import Moment
from records.penalty.commands import FileCase, PartyGiven
from records.penalty.events import RecordingLinked
from records.register.events import (
    AgencyRegistered,
    CalendarAdopted,
    HeadAppointed,
    LedgerOpened,
    MatterRegistered,
    OfficerRegistered,
    RegisterEvent,
    RulesAdopted,
)
from records.seal.keys import KeyFile
from records.store.directory import Ledgers
from records.store.engine import connect
from records.store.mapper import Draft, SealingMapper
from records.store.schema import install
from records.store.stored import SealedEvent

AGENCY = "11140429012345671E"
SINCE = date(2020, 1, 1)


def measure() -> Iterator[Figure]:
    """Seal and commit, then the whole path, with 1, 4 and 16 writers."""
    with postgres() as url, tempfile.TemporaryDirectory() as folder:
        with closing(KeyFile(Path(folder) / "keys")) as keys:
            yield from measure_commands("append: seal and commit", url, partial(_sealed, SealingMapper("town", keys)))
        with closing(_Desk(url, Path(folder) / "desk")) as ours, closing(PeerSide(url)) as peer:
            for writers in WRITERS:
                title = f"append: decode, load, decide, seal and commit, {writers} writer{'s'[: writers > 1]}"
                yield in_turns(title, "events/s", partial(rate, ours, writers), partial(rate, peer, writers), PEER)


def linked(case: str, number: int) -> RecordingLinked:
    """An event of fourteen fields, as a recorder's upload leads to."""
    digest = sha256(number.to_bytes(8, "big")).hexdigest()
    return RecordingLinked(
        case=case,
        blake3=digest,
        sha256=digest,
        size=169_449,
        media_type="video/mp4",
        version_id=str(uuid4()),
        stage="inspection",
        device="recorder-1",
        started_at="2026-01-05T01:30:00+00:00",
        note="现场检查全程录像",
    )


def _sealed(mapper: SealingMapper, stream: str, count: int) -> Iterator[SealedEvent]:
    """Seals as the writer goes; the stream's key is made before the clock runs, as a case's first step makes it."""
    now = Moment.of(datetime.now(UTC))
    drafts = [
        Draft(stream, version, linked(stream, version), now, "person:0199", os.urandom(32), 100)
        for version in range(1, count + 1)
    ]
    mapper.seal(drafts[0])
    return map(mapper.seal, drafts)


class _Desk:
    """A case desk under load: each writer links recordings to a case of its own."""

    def __init__(self, url: str, folder: Path) -> None:
        self._engine = connect(with_driver(url))
        install(self._engine)
        self._keys = KeyFile(folder)
        self._ledgers = Ledgers(self._engine, self._keys)
        opened = LedgerOpened(name="desk", title="监漳镇", origin="bench/desk", region="140429")
        self._ledger = self._ledgers.create(opened, "system")
        for number, entry in enumerate(_registers()):
            record_entry(self._ledger, entry, Sender("bench", "system", f"entry:{number}", b""))
        self._desk = CaseDesk(self._ledger, _find_object)
        self._decoder = msgspec.json.Decoder(reduce(or_, STEP_TYPES))

    def commands(self, count: int) -> Callable[[], None]:
        filed = self._desk.open(_filing(), _sender("person:a"))
        case = next(event.stream for event in filed.events if event.stream.startswith("case:")).partition(":")[2]
        bodies = [_body() for _ in range(count)]
        senders = [_sender("person:a") for _ in range(count)]

        def write() -> None:
            for body, sender in zip(bodies, senders, strict=True):
                self._desk.step(case, self._decoder.decode(body), sender)

        return write

    def stored(self) -> int:
        return self._ledger.head()

    def close(self) -> None:
        self._ledgers.close()
        self._keys.close()
        self._engine.dispose()


def _sender(actor: str) -> Sender:
    return Sender("bench", actor, str(uuid4()), os.urandom(32))


def _body() -> bytes:
    command = {"type": "link-recording", "object": os.urandom(32).hex(), "stage": "inspection", "note": "现场检查"}
    return msgspec.json.encode(command)


def _find_object(digest: str) -> StoredObject:
    return StoredObject(digest, digest, 169_449, "video/mp4", "version")


def _filing() -> FileCase:
    return FileCase(
        title="某粮油店不按规定明码标价案",
        matter="1404290001",
        agency=AGENCY,
        handlers=("a", "b"),
        approved_by="head",
        party=PartyGiven(kind="organisation", name="某粮油店", number="91140429MA0K12348Q"),
        acted_on=date(2026, 1, 5),
        discovered_on=date(2026, 1, 5),
        place="府前街",
        facts="十二种商品未标明价格。",
    )


def _registers() -> list[RegisterEvent]:
    calendars = [
        CalendarAdopted(year=year.year, notice=year.notice, off=year.off, working=year.working)
        for year in seed_calendars()
    ]
    officers = [
        OfficerRegistered(
            person=person,
            agency=AGENCY,
            certificate=person,
            category="综合",
            valid_from=SINCE,
            valid_to=date(2099, 1, 1),
            name="样本",
        )
        for person in ("a", "b")
    ]
    return [
        *(RulesAdopted(name=name, text=text) for name, text in seed_texts().items()),
        *calendars,
        AgencyRegistered(
            code=AGENCY, name="监漳镇人民政府", short="监漳", kind="agency", region="140429", valid_from=SINCE
        ),
        HeadAppointed(agency=AGENCY, person="head", valid_from=SINCE),
        *officers,
        MatterRegistered(
            code="1404290001", name="对不明码标价的处罚", agency=AGENCY, basis=(), power="law", valid_from=SINCE
        ),
    ]
