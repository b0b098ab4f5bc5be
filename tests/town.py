"""A tiny town for tests: a ledger with rules, calendars, an agency, its people and a matter, and its cases.

All of it goes in as real commands through the desk. The ledger is a sample, so that its clock stands where a
test puts it; `Town.at` moves it forwards.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from penal import (
    AGENCIES,
    AGENCY,
    ARCHIVIST,
    BEFORE_DECISION,
    HANDLERS,
    HEAD,
    LAWYER,
    MATTER,
    PAPER,
    PARTY_NAME,
    PARTY_NUMBER,
    PLAIN,
    PRESIDER,
    RECORDING,
    REVIEWER,
    SCAN,
    SECRECY,
    STORED,
    UNIT_HEAD,
    command,
    decision,
    filing,
    people_and_matter,
    review,
    revocation,
    sender_of,
    shanghai,
    timely,
    withholding,
)
from records.application import CaseDesk, Sender, record_entry
from records.course.shapes import Command
from records.errors import Refused
from records.law.file import seed_calendars, seed_texts
from records.moment import SHANGHAI, Moment
from records.paper.events import DocumentRendered
from records.penalty.commands import (
    LinkRecording,
    ReviewSecrecy,
    ServeDocument,
)
from records.penalty.events import DecisionSigned, NoticeGiven, PenaltyDeclined, SecrecyReviewed
from records.register.events import (
    CalendarAdopted,
    ClockSet,
    LedgerOpened,
    RegisterEvent,
    RulesAdopted,
)
from records.seal.keys import KeyFile
from records.store.directory import Ledgers
from records.store.engine import connect
from records.store.ledger import Ledger, Written
from records.store.schema import install
from records.store.stored import CommandKey

__all__ = [
    "AGENCY",
    "ARCHIVIST",
    "HANDLERS",
    "HEAD",
    "LAWYER",
    "MATTER",
    "PAPER",
    "PARTY_NAME",
    "PARTY_NUMBER",
    "PLAIN",
    "PRESIDER",
    "RECORDING",
    "REVIEWER",
    "SCAN",
    "SECRECY",
    "STORED",
    "UNIT_HEAD",
    "Town",
    "command",
    "decision",
    "filing",
    "live_through",
    "open_town",
    "people_and_matter",
    "rendered",
    "review",
    "revocation",
    "sender_of",
    "shanghai",
    "standing_database",
    "town",
    "withholding",
]


@dataclass
class Town:
    """The ledger and the commands that its people send."""

    ledgers: Ledgers
    ledger: Ledger
    desk: CaseDesk
    _keys: Iterator[int] = field(default_factory=count)

    @property
    def name(self) -> str:
        """The ledger's name."""
        return self.ledger.ledger_name

    def sender(self, person: str) -> Sender:
        """Somebody with a key of their own for the next command."""
        actor = person if person == "system" else f"person:{person}"
        return Sender(actor, actor, f"key-{next(self._keys)}", bytes(32), AGENCIES.get(person, AGENCY))

    def at(self, text: str) -> Moment:
        """Moves the clock forwards to a time in Shanghai."""
        moment = shanghai(text)
        self.enter(ClockSet(micros=moment.micros))
        self.ledger.register()  # the clock goes by the registers that were read last
        return moment

    def enter(self, event: RegisterEvent) -> Written:
        """Adds an entry to a register."""
        return record_entry(self.ledger, event, self.sender("system"))

    def adopt_calendar(self, year: int) -> None:
        """Adopts the notice of a year."""
        for one in seed_calendars():
            if one.year == year:
                self.enter(CalendarAdopted(year=year, notice=one.notice, off=one.off, working=one.working))

    def file(self, **changes: Any) -> str:
        """Files a case, at a place where no other was; returns its id."""
        changes = {"place": f"监漳镇中心街{next(self._keys)}号"} | changes
        return str(self.desk.open(filing(**changes), self.sender(HANDLERS[0])).events[-1].case)  # type: ignore[attr-defined]  # the last event is CaseFiled

    def step(self, case: str, command: Command, person: str = HANDLERS[0]) -> Written:
        """Takes a step of a case."""
        return self.desk.step(case, command, self.sender(person))

    def link(self, case: str, **changes: Any) -> Written:
        """Links the recording."""
        return self.step(case, LinkRecording(object=RECORDING.blake3, stage="evidence", **changes))

    def take(self, case: str, kind: type[Any], by: str = "", **changes: Any) -> Written:
        """Takes a step as a plain case would, with changes."""
        now = self.ledger.now().instant.astimezone(SHANGHAI)
        sent: Any = command(kind, **(timely(kind, now) | changes))
        return self.step(case, sent, by or sender_of(kind))

    def prepare(self, case: str, **intended: Any) -> None:
        """Takes every step between filing and decision; `intended` changes the penalty that opinion and notice name."""
        for name, kind, given in BEFORE_DECISION:
            named = intended if name in ("opinion", "notice") else {}
            self.take(case, kind, **(given | named))

    def sign(self, case: str, **changes: Any) -> Written:
        """Signs a decision of 200 yuan, or of what `changes` say; a live one is prepared first when nobody has yet."""
        if "entry" not in changes and NoticeGiven not in self.desk.load(case).case.happened:
            amounts = ("kinds", "fine_yuan", "confiscated_yuan")
            self.prepare(case, **{name: changes[name] for name in amounts if name in changes})
        return self.step(case, decision(**changes), HEAD)

    def serve(self, case: str, **changes: Any) -> Written:
        """Serves it in person."""
        given: dict[str, Any] = {"method": "in-person", "recipient": "张三丰", "relation": "本人"}
        return self.step(case, ServeDocument(**(given | changes)))

    def review(self, case: str, **changes: Any) -> str:
        """Publishes it openly with the party masked as 张某某; returns the page's id."""
        self.clear(case)
        written = self.step(case, review(**changes), REVIEWER)
        return str(written.events[-1].disclosure)  # type: ignore[attr-defined]  # it is DisclosureReviewed

    def clear(self, case: str) -> None:
        """Has the decision, if there is one, reviewed for secrets when nobody has yet."""
        happened = self.desk.load(case).case.happened
        if (DecisionSigned in happened or PenaltyDeclined in happened) and SecrecyReviewed not in happened:
            self.take(case, ReviewSecrecy)

    def revoke(self, case: str, **changes: Any) -> Written:
        """Revokes it by the agency's own decision of today."""
        return self.step(case, revocation(self.ledger.now().day, **changes), REVIEWER)

    def publish(self, **changes: Any) -> tuple[str, str]:
        """A whole case of an act at its own place, from filing to publication; returns the ids of case and page."""
        case = self.file(**({"place": f"监漳镇中心街{next(self._keys)}号"} | changes))
        self.sign(case)
        self.serve(case)
        return case, self.review(case)


@contextmanager
def standing_database(kind: str, server: str, folder: Path) -> Iterator[str]:
    """The URL of a database for all tests of a module: creating one on PostgreSQL takes longer than a test."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'mingjing.sqlite3'}"
        return
    name = f"standing_{uuid4().hex}"
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} STRATEGY = wal_log")
        yield server.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def town(
    database: str,
    folder: Path,
    *,
    start: str = "2025-01-06 09:00",
    years: tuple[int, ...] = (2025, 2026),
    law: Mapping[str, str] | None = None,
) -> Iterator[Town]:
    """The town in an empty database, its clock at `start`, with the calendars of `years` adopted.

    `law` has the texts that it adopted when it was founded, those of today when none are given.
    """
    engine = connect(database)
    install(engine)
    keys = KeyFile(folder / "keys")
    ledgers = Ledgers(engine, keys)
    try:
        yield open_town(ledgers, start=start, years=years, law=law)
    finally:
        ledgers.close()
        keys.close()
        engine.dispose()


def open_town(
    ledgers: Ledgers,
    name: str = "jianzhang",
    *,
    start: str = "2025-01-06 09:00",
    years: tuple[int, ...] = (2025, 2026),
    law: Mapping[str, str] | None = None,
) -> Town:
    """Opens one more town's ledger beside others."""
    opened = LedgerOpened(name=name, title="监漳镇", origin=f"log.example.gov/{name}", region="140429", sample=True)
    ledger = ledgers.create(opened, "system", start=shanghai(start))
    found = Town(ledgers, ledger, CaseDesk(ledger, STORED.get))
    _found(ledger, [*_law(seed_texts() if law is None else law), *_calendars(*years), *people_and_matter()])
    return found


def _found(ledger: Ledger, entries: list[RegisterEvent]) -> None:
    """Enters all at once: one commit, since every test waits for it."""
    ledger.append(
        entries,
        expected={entry.stream: 0 for entry in entries},
        command=CommandKey("system", "founding", bytes(32)),
        occurred_at=ledger.now(),
        actor="system",
        law=None,
        registers_to=ledger.register().position,
    )


def _law(texts: Mapping[str, str]) -> Iterator[RegisterEvent]:
    for file, text in texts.items():
        yield RulesAdopted(name=file, text=text)


def _calendars(*years: int) -> Iterator[RegisterEvent]:
    for one in seed_calendars():
        if one.year in years:
            yield CalendarAdopted(year=one.year, notice=one.notice, off=one.off, working=one.working)


def live_through(town: Town) -> None:
    """Fourteen months of every kind of event, with the calendar of 2026 adopted when cases wait for it."""
    case, _ = town.publish(title="准时公示案")
    town.link(case)
    town.enter(rendered(case))
    with pytest.raises(Refused):
        town.sign(case)
    with pytest.raises(Refused):
        town.file(agency="unknown")
    town.at("2025-03-03 09:00")
    withheld, redacted, unpublished = (
        town.file(title=title, place=title) for title in ("保密案", "遮盖案", "未公示案")
    )
    town.at("2025-06-30 09:00")  # late: over 90 days
    for one in (withheld, redacted, unpublished):
        town.sign(one, kinds=("警告", "罚款"), fine_yuan=Decimal("1234.56"))
    town.clear(withheld)
    town.step(withheld, withholding(), REVIEWER)
    masked = {"outcome": "redacted", "masked": ("party", "amounts"), "party_shown": "", "basis": "条例 第八条"}
    town.review(redacted, **masked, grounds=("other-law", "hinders-enforcement"))
    town.at("2025-09-01 09:00")
    town.revoke(unpublished)  # its service and publication are over and lapse
    town.revoke(redacted, effect="changed")
    town.at("2025-12-25 09:00")
    _on_paper(town)
    waiting = town.file(title="跨年案", place="监漳镇东街")
    town.sign(waiting)
    town.adopt_calendar(2026)
    town.at("2026-01-20 09:00")
    town.serve(waiting, method="post", proof="XA00000001")
    town.review(waiting)


def rendered(case: str, **changes: Any) -> DocumentRendered:
    """What is recorded when the first document of a case was rendered."""
    digests = {"blake3": "b" * 64, "sha256": "c" * 64, "text_blake3": "d" * 64, "text_sha256": "e" * 64}
    given: dict[str, Any] = {
        "case": case,
        "step": 1,
        "paper": "filing",
        "edition": 1,
        "number": "",
        "template": "a" * 64,
    }
    given |= {"renderer": "typst", "size": 48_000, "version_id": "", "text_size": 900, **digests}
    return DocumentRendered(**(given | changes))


def _on_paper(town: Town) -> None:
    """Cases that were entered afterwards, with steps in an order that no live case has."""
    case = town.file(title="补录案", occurred_at="2025-02-03", entry=SCAN)
    town.sign(case, occurred_at="2025-02-10", entry=SCAN, kinds=("没收违法所得",), fine_yuan=None,
              confiscated_yuan=Decimal("88.8"))  # fmt: skip
    town.serve(case, occurred_at="2025-02-12", entry=SCAN)
    town.serve(case, occurred_at="2025-02-11", entry=SCAN)  # a defect: it had been served
    town.review(case, occurred_at="2025-02-13", entry=SCAN)
