"""Reads the stored recordings again, a process of the deployment at a time, and raises the alarm."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Final

from sqlalchemy import Engine

from api.settings import Settings
from api.stores import open_copy, open_objects
from media.catalogue import Catalogue
from media.checks import Checks
from media.errors import StoreUnavailable
from media.pace import Pace, Stopped
from media.scrubbing import Due, Noted, Passed, Scrub
from media.store import MendableStore

AGAIN: Final = timedelta(days=1)
"""An object that is sound is not read again before."""

SOON: Final = timedelta(hours=1)
"""The same for all others: what a person puts right is seen by then, and what heals from a second store once that is
there."""

IDLE_SECONDS: Final = 10.0
"""Until it is asked again whether there is anything to read."""

AWAY_SECONDS: Final = 30.0
"""Until a store that is away is tried again."""

_log = logging.getLogger("mingjing")


class SecondStore:
    """The second store, opened when it is asked for the first time, and tried again while it is away."""

    def __init__(self, settings: Settings, opened: ExitStack) -> None:
        self._settings, self._opened = settings, opened
        self._found: MendableStore | None = None

    def __call__(self) -> MendableStore | None:
        """See `media.scrubbing.Copy`."""
        if self._found is None:
            self._found = self._opened.enter_context(open_copy(self._settings))
        return self._found


def scrub_of(settings: Settings, engine: Engine, stop: Event, opened: ExitStack) -> Scrub:
    """What looks at the objects of a deployment; its stores are closed with `opened`. Raises StoreUnavailable."""
    store = opened.enter_context(open_objects(settings.objects, settings.var / "objects"))
    second, pace = SecondStore(settings, opened), Pace(settings.scrub_rate, stop)
    return Scrub(store, second, Catalogue(engine), Checks(engine), pace)


class Scrubber:
    """The work; `run` may be given to a lease."""

    def __init__(self, settings: Settings, engine: Engine, tell: Teller | None = None) -> None:
        """Raises UnusableSetting."""
        settings.check_copy()
        self._settings, self._engine, self._tell = settings, engine, tell or Teller()

    def run(self, stop: Event) -> None:
        """Reads whatever is due, until told to stop; a store that is away is waited for."""
        if not self._settings.scrub_rate:
            stop.wait()
        while not stop.is_set():
            try:
                self._read(stop)
            except Stopped:
                return
            except StoreUnavailable as error:
                self._tell.away(str(error))
                stop.wait(AWAY_SECONDS)
            except Exception:  # an object that is read is no reason for a timer to end
                _log.exception("the stored recordings can't be read again")
                stop.wait(AWAY_SECONDS)

    def _read(self, stop: Event) -> None:
        with ExitStack() as opened:
            scrub = scrub_of(self._settings, self._engine, stop, opened)
            while not stop.is_set():
                for one in scrub.turn(now):
                    if self._tell(one) and stop.wait(AWAY_SECONDS):
                        return
                stop.wait(IDLE_SECONDS)


def now() -> Due:
    """Whose turn it is by the hour."""
    at = datetime.now(UTC)
    return Due(at - AGAIN, at - SOON)


class Teller:
    """Says in the log what was found, once for each object and result, and what is away once."""

    def __init__(self, log: Callable[[int, str], None] = _log.log) -> None:
        self._log, self._away = log, ""

    def __call__(self, one: Noted | Passed) -> bool:
        """Whether a store is away, so that the next object can wait."""
        if isinstance(one, Passed):
            self.away(one.why)
            return True
        check, before = one.check, one.before
        if check.result == "sound" and check.detail:
            self.away(check.detail)
        elif check.result == "healed":
            self._log(logging.WARNING, f"recording {check.blake3}: {check.detail}")
        elif check.is_whole:
            self._away = ""
            if before is not None and not before.is_whole:
                self._log(logging.INFO, f"recording {check.blake3} is whole again")
        elif before is None or before.result != check.result:
            self._log(
                logging.ERROR, f"recording {check.blake3} is {check.result}, a person has to look: {check.detail}"
            )
        return False

    def away(self, why: str) -> None:
        """A store is away."""
        if why != self._away:
            self._away = why
            self._log(logging.WARNING, f"recordings can't be read again as they should: {why}")
