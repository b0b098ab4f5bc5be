"""The timer: does what is due when time has passed, by sending ordinary commands as `system`.

A preserved item whose days are over lapses, a paper whose public notice has hung long enough is served, a suspension
that had an end is over. What is due is read from the due list, whose limits name the command (`then`). Each is sent
under a key made of ledger, limit, case, subject and due date, so that however often it is sent it happens once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from hashlib import sha256
from threading import Event
from typing import Final

from api.desks import CaseDesks
from projections.due import CaseTerm, ripe
from records.application import Sender
from records.errors import Invalid, NotFound, Refused
from records.penalty.commands import LapsePreservation, ResumeCase, ServeDocument, Step
from records.penalty.events import NoticePublished
from records.penalty.state import Penalty
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
        return sum(self._tend(name, term) for name in self._ledgers.names() for term in self._due(name))

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

    def _tell(self, key: str, message: str, *values: object) -> None:
        if key not in self._told:
            self._told.add(key)
            _log.warning(message, *values)


def _lapse(term: CaseTerm, _: Penalty) -> Step:
    return LapsePreservation(item=term.subject)


def _serve(term: CaseTerm, case: Penalty) -> Step | None:
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


def _resume(_: CaseTerm, __: Penalty) -> Step:
    return ResumeCase(reason="中止期限届满")


_COMMANDS: Final[Mapping[str, Callable[[CaseTerm, Penalty], Step | None]]] = {
    "lapse-preservation": _lapse,
    "serve-document": _serve,
    "resume-case": _resume,
}
