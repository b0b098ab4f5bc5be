"""Everything that one process of a deployment holds open, in the order in which it has to be opened and closed."""

from __future__ import annotations

import logging
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple, Self
from urllib.parse import urlsplit

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.adopting import is_behind
from api.desks import CaseDesks
from api.identity import identity
from api.limiter import forget
from api.limiter import install as install_limits
from api.papers.printing import Printer
from api.scrubber import Scrubber
from api.settings import Role, Settings
from api.signing import Signer
from api.stores import open_keys, open_objects, open_published
from api.timer import Timer
from media.catalogue import Catalogue
from media.catalogue import install as install_catalogue
from media.checks import Checks
from media.checks import install as install_checks
from media.spool import Spool
from media.store import ObjectStore
from projections.follower import Follower, Stopped
from projections.public_ledger import LogAway
from projections.recordings import is_linked, linked_of
from projections.schema import install as install_projections
from records.log.authority import Authority
from records.log.timestamps import Timestamps
from records.log.witness_policy import Policy
from records.log.witnessed import WitnessedCheckpoints
from records.store.directory import Ledgers
from records.store.engine import connect
from records.store.lease import Lease, Work
from records.store.losses import LossGuard
from records.store.schema import install as install_events
from records.store.turn import turn

HEAR_SECONDS: Final = 5.0
"""Between two looks for persons who were erased at another process: for as long their keys may stay in memory here,
unless a decision or somebody who reads personal values asks before. And for the checkpoint that was witnessed last, to
which the next steps commit."""

TEND_SECONDS: Final = 30.0
"""Between two looks for an object store that is away, for recordings that another process has bound, and for counts of
public forms whose window is over."""

_log = logging.getLogger("mingjing")


@contextmanager
def open_ledgers(settings: Settings, *, as_owner: bool = False) -> Iterator[Ledgers]:
    """Database, keys and ledgers alone: for commands that run beside a server, which holds the spool.

    What a database that was restored has lost comes back from the log when a ledger is opened. `as_owner` is for what
    makes and drops tables.
    """
    engine = connect(settings.owner_url if as_owner else settings.database_url)
    try:
        with open_keys(settings) as keys, open_published(settings) as published:
            ledgers = Ledgers(engine, keys, LossGuard(engine, published), WitnessedCheckpoints(published))
            with closing(ledgers):
                yield ledgers
    finally:
        engine.dispose()


class Media(NamedTuple):
    """What a process with the role `api` has open for recordings: the store, and its own spool."""

    objects: ObjectStore
    spool: Spool


class Deployment:
    """What a server holds open; a context manager that also carries out the roles which need no request."""

    def __init__(self, settings: Settings) -> None:
        """Opens all of it. Raises what the stores raise when one can't be opened; nothing stays open then."""
        roles, policy, authority = settings.held_roles, settings.witness_policy, settings.authority
        with ExitStack() as opened:
            if authority is not None:
                opened.callback(authority.close)
            self.ledgers = opened.enter_context(open_ledgers(settings))
            self.published = opened.enter_context(open_published(settings))
            self.catalogue = Catalogue(self.ledgers.engine)
            self.checks = Checks(self.ledgers.engine)
            media = _open_media(settings, self.catalogue, self.checks)
            self.media = opened.enter_context(media) if "api" in roles else None
            self._printer = self._made_printer(settings, opened)
            self._scrubber = Scrubber(settings, self.ledgers.engine)
            self.process = opened.enter_context(identity(settings))
            self._opened = opened.pop_all()
        weakref.finalize(self, self._opened.close)  # of a server that was made and never started
        self.follower = Follower(self.ledgers, published=self.published)
        self.desks = CaseDesks(self.ledgers, self.catalogue, self.media and self.media.spool)
        self._stop = threading.Event()
        self._prints_all = settings.documents == "all"
        self._work = self._made_work(settings.signing_folder, policy, authority)
        self._leases = {name: self._lease(name) for name in self._work if name in roles}
        self._threads = list(self._made_threads())

    def __enter__(self) -> Self:
        """Puts right what a crash has left between upload and event, then starts what runs beside the server."""
        self._warn()
        if self.media is not None:
            self._catch_up()
            self._postponed = self._reconcile(self.media.spool)
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Ends what runs, gives its leases back, and closes everything."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._opened.close()

    # ---- Roles ----

    def _made_work(self, signing: Path, policy: Policy, authority: Authority | None) -> dict[Role, Work]:
        """What one process of the deployment does at a time, by the role that it belongs to."""
        stamps = Timestamps(self.published, authority, witnessed=bool(policy.witnesses)) if authority else None
        signer = Signer(self.ledgers, self.published, signing, policy, stamps)
        timer: Work = Timer(self.ledgers, self.desks).run
        if self._printer is not None and self._prints_all:
            timer = together(timer, self._printer.run)
        timer = together(timer, self._scrubber.run)
        return {"follower": self.follower.run, "signer": signer.run, "timer": timer}

    def _made_printer(self, settings: Settings, opened: ExitStack) -> Printer | None:
        """Who prints documents: on request where there is the role `api`, those of all steps where there is `timer`."""
        if self.media is None and "timer" not in settings.held_roles:
            return None
        default = settings.var / "objects"
        objects = self.media.objects if self.media else opened.enter_context(open_objects(settings.objects, default))
        folder = settings.spool_folder / "papers"
        return Printer(self.ledgers, self.catalogue, objects, folder, settings.public_origin)

    @property
    def printer(self) -> Printer:
        """Who prints what is asked for; a process with the role `api` has one."""
        assert self._printer is not None
        return self._printer

    def _lease(self, name: str) -> Lease:
        return Lease(self.ledgers.engine, name, self.process)

    def _made_threads(self) -> Iterator[threading.Thread]:
        if self.media is not None:
            yield threading.Thread(target=self._tend, args=(self.media.spool,), name="spool")
        yield threading.Thread(target=self._hear, name="registers")
        for name, lease in self._leases.items():
            yield threading.Thread(target=lease.run, args=(self._work[name], self._stop), name=f"lease-{name}")

    def _warn(self) -> None:
        """Says which ledgers still go by the law data of a former release: steps that need the new ones wait."""
        behind = [name for name in self.ledgers.names() if is_behind(self.ledgers.get(name).register())]
        for name in behind:
            _log.warning("%s lacks law data of this release: run mingjing law adopt --ledger %s", name, name)

    def _catch_up(self) -> None:
        """Before the spool is put right, if no other process follows: what is bound is read from a projection."""
        if "follower" not in self._leases or not self._leases["follower"].take():
            return
        try:
            self.follower.catch_up()
        except Stopped:
            _log.exception("a ledger can't be projected any further; the others are served")
        except LogAway:
            _log.warning("the store of the logs is away, projections wait", exc_info=True)

    def _hear(self) -> None:
        """Has whoever was erased elsewhere be gone from this process too, and an interrupted erasure be carried out;
        and steps commit to the checkpoint that was witnessed last.
        """
        told: dict[str, str] = {}
        while not self._stop.wait(HEAR_SECONDS):
            _try(told, "the ledgers can't be listed", lambda: self._hear_all(told))

    def _hear_all(self, told: dict[str, str]) -> None:
        """What is wrong with one ledger keeps nobody of another."""
        for name in self.ledgers.names():
            _try(told, f"{name}: the registers can't be read", partial(self._read_registers, name))
            _try(told, f"{name}: the log is away", partial(self.ledgers.hear_witnesses, name))

    def _read_registers(self, name: str) -> None:
        self.ledgers.get(name).register()

    # ---- Uploads ----

    def _reconcile(self, spool: Spool) -> bool:
        """Puts the spool right; whether something has to wait until the object store is back."""
        found = spool.reconcile(lambda digest: is_linked(self.ledgers.engine, digest))
        if found.lost:
            _log.error("bytes of uploads are missing or damaged, a person has to look: %s", ", ".join(found.lost))
        if found.postponed:
            _log.warning("the object store is away, uploads wait for it: %s", ", ".join(found.postponed))
        return bool(found.postponed)

    def _tend(self, spool: Spool) -> None:
        """Tries again what the object store's absence at the start has left, hears what others have bound, and forgets
        who used public forms.
        """
        while not self._stop.wait(TEND_SECONDS):
            try:
                if self._postponed:
                    self._postponed = self._reconcile(spool)
                given_up = spool.sweep()
                if given_up:
                    _log.info("uploads that nobody finished were given up: %s", ", ".join(given_up))
                for digest in linked_of(self.ledgers.engine, spool.unbound()):
                    spool.bound(digest)
                forget(self.ledgers.engine)
            except SQLAlchemyError as error:
                _log.warning("the database is away, the spool waits: %s", error)
            except (sqlite3.Error, OSError):
                _log.exception("the folder of uploads can't be tended, and is tried again")


def together(*works: Work) -> Work:
    """Work of one lease in a thread each; it ends when all have ended."""

    def run(stop: threading.Event) -> None:
        first, *others = works
        threads = [threading.Thread(target=work, args=(stop,)) for work in others]
        for thread in threads:
            thread.start()
        try:
            first(stop)
        finally:
            for thread in threads:
                thread.join()

    return run


def _try(told: dict[str, str], what: str, look: Callable[[], object]) -> None:
    """Looks, and says what failed once: a store that is away is so at the next look too."""
    try:
        look()
    except Exception as error:
        if told.get(what) != repr(error):
            told[what] = repr(error)
            _log.warning("%s: %r", what, error)
    else:
        told.pop(what, None)


@contextmanager
def _open_media(settings: Settings, catalogue: Catalogue, checks: Checks) -> Iterator[Media]:
    def doubted(digest: str) -> bool:
        last = checks.find(digest)
        return last is not None and not last.is_whole

    with open_objects(settings.objects, settings.var / "objects") as objects:
        spool = Spool(settings.spool_folder, objects, catalogue, settings.limits, settings.process_name, doubted)
        with closing(spool):
            yield Media(objects, spool)


def install(settings: Settings) -> None:
    """Creates the tables that aren't there yet; with an owner's URL, the application's role gets its grants."""
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    owned = bool(settings.owner_database)
    engine = connect(settings.owner_url)
    _make_private(engine)
    app_role = urlsplit(settings.database_url).username if owned else None
    try:
        with turn(engine, "install"):  # processes that start at once
            install_events(engine, app_role)
            install_catalogue(engine, app_role)
            install_checks(engine, app_role)
            install_limits(engine, app_role)
            install_projections(engine, app_role)
    finally:
        engine.dispose()


def _make_private(engine: Engine) -> None:
    """SQLite would make its file readable by everybody; those beside it get the file's mode."""
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file:
        Path(file).touch(mode=0o600)
