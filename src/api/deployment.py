"""Everything that one process of a deployment holds open, in the order in which it has to be opened and closed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from sqlalchemy import Engine

from api.desks import CaseDesks
from api.settings import Settings
from api.stores import open_objects
from media.spool import Spool
from projections.follower import Follower, Stopped
from projections.recordings import is_linked
from projections.schema import install as install_projections
from records.seal.keys import KeyFile
from records.store.directory import Ledgers
from records.store.engine import connect
from records.store.schema import install as install_events

RETRY_SECONDS: Final = 30.0
"""Between two looks for an object store that is away."""

_log = logging.getLogger("mingjing")


@contextmanager
def open_ledgers(settings: Settings, *, as_owner: bool = False) -> Iterator[Ledgers]:
    """Database, keys and ledgers alone: for commands that run beside a server, which holds the spool.

    `as_owner` is for what makes and drops tables.
    """
    engine = connect(settings.owner_url if as_owner else settings.database_url)
    keys = KeyFile(settings.keys_folder)
    ledgers = Ledgers(engine, keys)
    try:
        yield ledgers
    finally:
        ledgers.close()
        keys.close()
        engine.dispose()


class Deployment:
    """What a server holds open; a context manager that also runs the follower."""

    def __init__(self, settings: Settings) -> None:
        """Opens all of it. Raises what the stores raise when one can't be opened; nothing stays open then."""
        with ExitStack() as opened:
            self.ledgers = opened.enter_context(open_ledgers(settings))
            self.objects = opened.enter_context(open_objects(settings.objects, settings.var / "objects"))
            self.spool = Spool(settings.spool_folder, self.objects, settings.limits)
            opened.callback(self.spool.close)
            self._opened = opened.pop_all()
        self.follower = Follower(self.ledgers)
        self.desks = CaseDesks(self.ledgers, self.spool)
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self.follower.run, args=(self._stop,), name="follower"),
            threading.Thread(target=self._tend_spool, name="spool"),
        ]

    def __enter__(self) -> Self:
        """Puts right what a crash has left between upload and event, then starts the follower."""
        try:
            self.follower.catch_up()
        except Stopped:
            _log.exception("a ledger can't be projected any further; the others are served")
        self._postponed = self._reconcile()
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stops the follower and closes everything."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._opened.close()

    def _reconcile(self) -> bool:
        """Puts the spool right; whether something has to wait until the object store is back."""
        found = self.spool.reconcile(lambda digest: is_linked(self.ledgers.engine, digest))
        if found.lost:
            _log.error("bytes of uploads are missing or damaged, a person has to look: %s", ", ".join(found.lost))
        if found.postponed:
            _log.warning("the object store is away, uploads wait for it: %s", ", ".join(found.postponed))
        return bool(found.postponed)

    def _tend_spool(self) -> None:
        """Tries again what the object store's absence at the start has left."""
        while self._postponed and not self._stop.wait(RETRY_SECONDS):
            self._postponed = self._reconcile()


def install(settings: Settings) -> None:
    """Creates the tables that aren't there yet; with an owner's URL, the application's role gets its grants."""
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    owned = bool(settings.owner_database)
    engine = connect(settings.owner_url)
    _make_private(engine)
    app_role = urlsplit(settings.database_url).username if owned else None
    try:
        install_events(engine, app_role)
        install_projections(engine, app_role)
    finally:
        engine.dispose()


def _make_private(engine: Engine) -> None:
    """SQLite would make its file readable by everybody; those beside it get the file's mode."""
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file:
        Path(file).touch(mode=0o600)
