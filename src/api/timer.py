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

from sqlalchemy.exc import DBAPIError

from api.desks import CaseDesks
from projections.due import CaseTerm, ripe
from records.application import Sender
from records.errors import Conflict, Invalid, NotFound, Refused
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
        self._refused: set[str] = set()  # keys of what the law refused: asking again would only fill its record

    def run(self, stop: Event) -> None:
        """Looks until `stop` is set."""
        while not stop.wait(EVERY):
            try:
                self.tick()
            except (DBAPIError, Conflict) as error:
                _log.warning("what is due waits: %s", error)

    def tick(self) -> int:
        """Sends all that is due now; returns how many commands were accepted."""
        return sum(self._send(name, term) for name in self._ledgers.names() for term in self._due(name))

    def _due(self, ledger: str) -> tuple[CaseTerm, ...]:
        today = self._ledgers.get(ledger).now().day
        with self._ledgers.engine.connect() as connection:
            return ripe(connection, ledger, today)

    def _send(self, ledger: str, term: CaseTerm) -> bool:
        key = f"timer:{term.limit_id}:{term.case_id}:{term.subject}:{term.due_on}"
        if key in self._refused or term.then is None or term.then not in _COMMANDS:
            return False
        command = _COMMANDS[term.then](term, self._desks.get(ledger).load(term.case_id).case)
        if command is None:
            return False
        sender = Sender("system", "system", key, sha256(key.encode()).digest())
        try:
            self._desks.step(ledger, term.case_id, command, sender)
        except (Refused, Invalid, NotFound) as refused:
            self._refused.add(key)
            _log.warning("%s %s: %s can't be done: %s", ledger, term.case_id, term.then, refused)
            return False
        return True


def _lapse(term: CaseTerm, _: Penalty) -> Step:
    return LapsePreservation(item=term.subject)


def _serve(term: CaseTerm, case: Penalty) -> Step | None:
    notices = (one for one in reversed(case.every(NoticePublished)) if one.number == term.subject)
    notice = next(notices, None)
    if notice is None:
        return None
    proof = f"公告：{'、'.join(notice.carriers)}；原因：{notice.reason}"
    issued_on = notice.issued_on
    return ServeDocument(document=notice.document, method="public-notice", proof=proof[:200], noticed_on=issued_on)


def _resume(_: CaseTerm, __: Penalty) -> Step:
    return ResumeCase(reason="中止期限届满")


_COMMANDS: Final[Mapping[str, Callable[[CaseTerm, Penalty], Step | None]]] = {
    "lapse-preservation": _lapse,
    "serve-document": _serve,
    "resume-case": _resume,
}
