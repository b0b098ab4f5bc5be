"""The timer: does what is due when time has passed, by sending ordinary commands as `system`.

A preserved item whose days are over lapses, a paper whose public notice has hung long enough is served, a suspension
that had an end is over. What is due is read from the due list, whose limits name the command (`then`). Each is sent
under a key made of ledger, limit, case, subject and due date, so that however often it is sent it happens once. Open
cases whose delegation or whose matter has ended are told so (`api.endings`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from hashlib import sha256
from threading import Event
from typing import Final

from api.desks import CaseDesks
from api.endings import endings
from projections.due import CaseTerm, ripe
from records.application import Sender
from records.course.case import Case
from records.course.shapes import Command
from records.errors import Invalid, NotFound, Refused
from records.licence.commands import DeemAccepted, DeemRenewal
from records.measure.commands import LapseMeasure
from records.measure.holding import held
from records.penalty.commands import LapsePreservation, ResumeCase, ServeDocument
from records.penalty.events import NoticePublished
from records.publishing.commands import EndPublication
from records.store.directory import Ledgers

EVERY: Final = 5.0
"""Seconds between two looks: what is due ends with a day, and a sample's clock jumps."""

_log = logging.getLogger("mingjing")


class Timer:
    """Sends what is due, ledger by ledger. For one thread."""

    def __init__(self, ledgers: Ledgers, desks: CaseDesks) -> None:
        self._ledgers, self._desks = ledgers, desks
        self._done: set[str] = set()  # keys of what was accepted: the due list hears of it a moment later
        self._told: set[str] = set()  # what could not be done and was said to be so: it is tried on, and said once

    def run(self, stop: Event) -> None:
        """Looks until `stop` is set."""
        while not stop.wait(EVERY):
            try:
                self.tick()
            except Exception as error:  # the database is away, for one: the next look finds the same
                _log.warning("what is due waits: %r", error)

    def tick(self) -> int:
        """Sends all that is due now; returns how many commands were accepted.

        What can't be done keeps nothing else waiting, of its ledger or of another.
        """
        done = sum(self._tend(name, term) for name in self._ledgers.names() for term in self._due(name))
        return done + sum(self._end(name) for name in self._ledgers.names())

    def _due(self, ledger: str) -> tuple[CaseTerm, ...]:
        try:
            today = self._ledgers.get(ledger).now().day
            with self._ledgers.engine.connect() as connection:
                return ripe(connection, ledger, today)
        except Exception as error:
            self._tell(f"timer:{ledger}", "what is due in %s can't be read: %r", ledger, error)
            return ()

    def _tend(self, ledger: str, term: CaseTerm) -> bool:
        key = f"timer:{ledger}:{term.limit_id}:{term.case_id}:{term.subject}:{term.due_on}"
        if key in self._done:
            return False
        try:
            return self._send(ledger, term, key)
        except (Refused, Invalid, NotFound) as refused:
            self._tell(key, "%s %s: %s can't be done: %s", ledger, term.case_id, term.then, refused)
        except Exception as error:
            self._tell(key, "%s %s: %s failed: %r", ledger, term.case_id, term.then, error)
        return False

    def _send(self, ledger: str, term: CaseTerm, key: str) -> bool:
        """Whether it was accepted. It is looked at first: a refusal of what nobody asked for would fill the record."""
        desk = self._desks.get(ledger)
        make = _COMMANDS.get(term.then or "")
        command = make(term, desk.load(term.case_id).case) if make else None
        if command is None:
            return False
        sender = Sender("system", "system", key, sha256(key.encode()).digest())
        desk.preview(term.case_id, command, sender)
        self._desks.step(ledger, term.case_id, command, sender)
        self._done.add(key)
        return True

    def _end(self, ledger: str) -> int:
        """Tells open cases that their delegation or their matter has ended; returns how many were told."""
        try:
            found = self._ledgers.get(ledger)
            register, today = found.register(), found.now().day
            with self._ledgers.engine.connect() as connection:
                due = list(endings(connection, ledger, register, today))
        except Exception as error:
            self._tell(f"timer:{ledger}:endings", "what has ended in %s can't be read: %r", ledger, error)
            return 0
        return sum(self._told_of(ledger, case, f"{version}:{register.position}", sent) for case, version, sent in due)

    def _told_of(self, ledger: str, case: str, stands: str, command: Command) -> bool:
        """Whether the case was told; one that need not be is looked at again once it or the registers have changed."""
        key = f"timer:{ledger}:{command.__struct_config__.tag}:{case}:{stands}"
        if key in self._done:
            return False
        sender = Sender("system", "system", key, sha256(key.encode()).digest())
        try:
            self._desks.get(ledger).preview(case, command, sender)
            self._desks.step(ledger, case, command, sender)
        except (Refused, Invalid, NotFound):
            self._done.add(key)
            return False
        except Exception as error:
            self._tell(key, "%s %s: %s failed: %r", ledger, case, command.__struct_config__.tag, error)
            return False
        self._done.add(key)
        return True

    def _tell(self, key: str, message: str, *values: object) -> None:
        if key not in self._told:
            self._told.add(key)
            _log.warning(message, *values)


def _lapse(term: CaseTerm, _: Case) -> Command:
    return LapsePreservation(item=term.subject)


def _lapse_measure(term: CaseTerm, case: Case) -> Command | None:
    """One lapse is for all items whose term is over, so that those of the same day need none of their own."""
    return LapseMeasure() if term.subject in held(case) else None


def _serve(term: CaseTerm, case: Case) -> Command | None:
    notices = (one for one in reversed(case.every(NoticePublished)) if one.number == term.subject)
    notice = next(notices, None)
    if notice is None:
        return None
    proof = f"公告：{'、'.join(notice.carriers)}；原因：{notice.reason}"[:200]
    document, number = notice.document, notice.number
    # Without a time of its own it stands on the term's last day.
    return ServeDocument(
        document=document, number=number, method="public-notice", proof=proof, noticed_on=term.starts_on
    )


def _resume(_: CaseTerm, __: Case) -> Command:
    return ResumeCase(reason="中止期限届满")


_COMMANDS: Final[Mapping[str, Callable[[CaseTerm, Case], Command | None]]] = {
    "deem-accepted": lambda _, __: DeemAccepted(),
    "deem-renewal": lambda _, __: DeemRenewal(),
    "end-publication": lambda _, __: EndPublication(),
    "lapse-preservation": _lapse,
    "lapse-measure": _lapse_measure,
    "serve-document": _serve,
    "resume-case": _resume,
}
