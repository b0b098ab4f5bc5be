"""The public ledger: what was published, withdrawn and withheld, so that nobody can be shown less than others.

It has no tables of its own, and no rebuild touches it: its rows are events under `{ledger}-public`, written for good
in the transaction in which the projections move on, and signed as a log of their own. An act follows from one event,
and is there once, by (source, act, page): whoever starts from the first event again finds what is there.

What followed from a position that was lost with the database is ended by an act `lost`: nothing stands of it until a
person enters it again.

Whoever writes has the place of `public-ledger` in `tracking` locked: of two followers the second waits, and is
overtaken.
"""

from __future__ import annotations

import logging
import time
from functools import partial
from typing import Final

from projections.copies import statement_of
from projections.projection import Batch, Projection, Step, Target
from records.copy.form import digest
from records.correction.events import DisclosureCorrected
from records.errors import RecordError
from records.log.acts import Act, Kind, Taken
from records.log.checkpoint import Checkpoint
from records.log.encoding import in_base64
from records.log.files import LogFiles
from records.log.notes import Note
from records.log.published import PublishedStore
from records.moment import rfc3339
from records.penalty.events import DecisionRevoked, DisclosureReviewed
from records.publishing.events import DisclosureReReviewed, PublicationEnded
from records.store.clock import Clock, wall_clock
from records.store.directory import Ledgers
from records.store.engine import SILENT, writing
from records.store.failures import Overtaken
from records.store.public_ledger import append, last_acts, require_whole, taken_at
from records.store.tracking import advance, tracked

NAME: Final = "public-ledger"

EVERY: Final = 3600
"""Seconds of real time between two checkpoints of the sealed log that are taken in."""

LOOK: Final = 5.0
"""Seconds between two looks for a checkpoint that is due and was not there, or was taken in before."""

_log = logging.getLogger(__name__)


class LogAway(RecordError):
    """The store of the logs is away, and how far the public one has come was never known: nothing is written."""


class PublicLedgers:
    """Writes the public ledgers of a deployment. For the thread of one follower."""

    def __init__(self, ledgers: Ledgers, published: PublishedStore | None = None, clock: Clock = wall_clock) -> None:
        """`published` is where the sealed logs are, None where none is published; `clock` gives real time."""
        self._ledgers, self._published, self._clock = ledgers, published, clock
        self._looked: dict[str, float] = {}  # by ledger when a checkpoint was looked for last, monotonic seconds
        self._taken: dict[str, int] = {}  # by ledger when one was taken in last, as far as this process knows
        self._told: dict[str, str] = {}  # by ledger what keeps it, said once

    @property
    def projection(self) -> Projection:
        """What the follower applies with the views."""
        return Projection(NAME, (), self.project)

    # ---- Acts ----

    def project(self, batch: Batch, target: Target) -> None:
        """Adds the acts that follow from the batch. Raises LogAway, Overtaken, and Behind of a restored database."""
        acts = [act for step in batch.steps() if (act := act_of(batch, step)) is not None]
        lost = self._lost(batch, target) if batch.lost else []
        append(target.connection, batch.ledger, lost + acts, partial(self._floor, batch.ledger))

    def _lost(self, batch: Batch, target: Target) -> list[Act]:
        """The ends of what was done last with a page at a position that is lost."""
        require_whole(target.connection, batch.ledger, partial(self._floor, batch.ledger))
        ended, lost = [], batch.lost
        for act in last_acts(target.connection, batch.ledger, (one.disclosure for one in batch.lost_acts())):
            if act.source in lost and act.act != "lost":
                _log.critical("%s: page %s is lost as %s, enter that again", batch.ledger, act.disclosure, act.act)
                ended.append(Act(1, "lost", act.disclosure, "", act.source, rfc3339(lost[act.source])))
        return ended

    def _floor(self, ledger: str) -> int:
        try:
            return self._ledgers.public_floor(ledger)
        except Exception as error:  # the store's own: which one it is, is known above us alone
            raise LogAway(f"the public log of {ledger} is out of reach: {error!r}") from error

    # ---- Checkpoints ----

    def take_in(self) -> None:
        """Takes in the sealed log's checkpoint wherever the last one is an hour old; what keeps one keeps no other."""
        for ledger in self._ledgers.names() if self._published else ():
            now = time.monotonic()
            if self._is_due(ledger) and now - self._looked.get(ledger, -LOOK) >= LOOK:
                self._looked[ledger] = now
                self._try(ledger)

    def _is_due(self, ledger: str) -> bool:
        return self._clock() - self._taken.get(ledger, 0) >= EVERY * 1_000_000

    def _try(self, ledger: str) -> None:
        try:
            self._take(ledger)
        except Overtaken:
            return  # somebody writes to it: the next look finds it again
        except Exception as error:  # of the database, of the store: acts wait for neither
            if self._told.get(ledger) != repr(error):
                self._told[ledger] = repr(error)
                _log.warning("%s: the hourly checkpoint can't be taken in: %r", ledger, error)
            return
        self._told.pop(ledger, None)

    def _take(self, ledger: str) -> None:
        with self._ledgers.engine.connect() as connection:
            last = taken_at(connection, ledger)
        if last is not None:  # by whoever followed before us
            self._taken[ledger] = last
        if not self._is_due(ledger):
            return
        checkpoint = self._latest(ledger)
        if checkpoint is None or checkpoint.size == 0:
            return
        now = self._clock()
        taken = Taken(1, "checkpoint", ledger, checkpoint.size, in_base64(checkpoint.root), rfc3339(now))
        with writing(self._ledgers.engine, silent=SILENT) as connection:
            position = tracked(connection, NAME, ledger)
            advance(connection, NAME, ledger, position, position)  # others wait until this has ended
            if append(connection, ledger, [taken], partial(self._floor, ledger)):
                self._taken[ledger] = now

    def _latest(self, ledger: str) -> Checkpoint | None:
        """The published checkpoint; of our own store its signature is believed."""
        assert self._published is not None
        note = LogFiles(ledger, self._published).read("checkpoint")
        return Checkpoint.parse(Note.parse(note).body) if note is not None else None


# ---- From events to acts ----


def act_of(batch: Batch, step: Step) -> Act | None:
    """What a step does with a page, None when it does nothing. Needs the keys, for the digest of the copy."""
    match step.event:
        case DisclosureReReviewed(copy=None):
            return None  # it was not public before, and is not
        case DisclosureReviewed() as review:
            statement = statement_of(batch, step)
            return _act(step, _kind_of(review), review, digest(statement) if statement else "")
        case PublicationEnded():
            page = step.case.disclosure
            return _act(step, "expired", page, "") if page else None
        case DisclosureCorrected() as corrected:
            return _act(step, "corrected", corrected, digest(statement_of(batch, step) or b""))
        case DecisionRevoked():
            page = _withdrawn(step)
            return _act(step, "withdrawn", page, "") if page else None
        case _:
            return None


def _kind_of(review: DisclosureReviewed) -> Kind:
    """One that shows more than the review before it corrects the page."""
    if isinstance(review, DisclosureReReviewed) and review.former != "withheld":
        return "corrected"
    return "published" if review.copy is not None else "withheld"


def _withdrawn(step: Step) -> DisclosureReviewed | None:
    """The page that a revocation takes away: what was published before, and neither revoked nor taken down since."""
    version, happened = step.recorded.version, step.case.happened
    reviews = happened.get(DisclosureReviewed, ())
    kept_back = [one for one in reviews if one.event.copy is None]
    gone = (*happened.get(DecisionRevoked, ()), *happened.get(PublicationEnded, ()), *kept_back)
    revoked = [one.version for one in gone if one.version < version]
    for review in reviews:
        event: DisclosureReviewed = review.event
        if event.copy is not None and review.version < version and max(revoked, default=0) < review.version:
            return event
    return None


def _act(step: Step, kind: Kind, page: DisclosureReviewed | DisclosureCorrected, copy: str) -> Act:
    return Act(1, kind, page.disclosure, copy, step.recorded.position, rfc3339(step.recorded.recorded_at))
