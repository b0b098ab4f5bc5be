"""`mingjing verify`: opens what the settings name without writing to it, and checks all of it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Engine, inspect

from api.progress import Watch
from api.settings import Settings, UnusableSetting
from api.stores import open_keys, open_objects, open_published
from media.catalogue import Catalogue
from media.checking import Inspected, Wrong
from media.checking import inspect as inspect_object
from media.store import ObjectStore
from records.errors import Corrupt, NotFound
from records.log.errors import Malformed
from records.log.notes import Note, VerifierKey
from records.log.published import PUBLIC as LOGS
from records.log.published import PublishedStore
from records.seal.keys import KeyStore
from records.store.engine import driver
from records.store.failures import Unreachable
from records.store.losses import PUBLIC
from records.store.read_only import connect_read_only
from records.verify.checking import Checking, Trusted, Verdict
from records.verify.findings import Code
from records.verify.kept import origin_of, read_kept
from records.verify.losses import Span
from records.verify.objects import Damage, Linked
from records.verify.rows import Rows, names

_CODES: Final[dict[Wrong, Code]] = {
    "missing": "object-missing",
    "size": "object-size",
    "differs": "object-differs",
    "hidden": "object-hidden",
    "unlocked": "object-unlocked",
}
_RECENT: Final = 4_096
"""Objects that are not read twice in a row of steps that name them."""

Watched = Callable[[str], AbstractContextManager[Watch]]
"""Shows the progress of one ledger, by its name."""


class Asked(msgspec.Struct, frozen=True):
    """What is to be checked, and by what."""

    ledger: str = ""
    """Empty: all of them."""
    media: bool = False
    values: bool = True
    against: tuple[Note, ...] = ()
    losses: tuple[Span, ...] = ()


def verify(settings: Settings, asked: Asked, watched: Watched) -> list[Verdict]:
    """Checks the ledgers, each with its public one.

    Raises NotFound where there is nothing to check, Malformed for a kept checkpoint of no log here, and what the stores
    raise when they are away.
    """
    with ExitStack() as opened:
        engine = opened.enter_context(_database(settings))
        published = opened.enter_context(open_published(settings))
        keys = opened.enter_context(_keys(settings)) if asked.values else None
        objects = opened.enter_context(_reader(settings, engine)) if asked.media else None
        ledgers = _ledgers(engine, published, asked.ledger)
        trusted = Trusted(_own_keys(settings), asked.against, asked.losses, settings.witness_policy)
        checking = Checking(lambda ledger: Rows(engine, ledger), published, trusted)
        _refuse_strangers(asked.against, checking, _ledgers(engine, published, ""))
        verdicts = []
        for name in ledgers:
            with watched(name) as watch:
                verdicts += checking.ledger(name, keys, objects, watch)
        return verdicts


def read_against(path: Path) -> tuple[Note, ...]:
    """The checkpoints in a file. Raises Malformed, OSError."""
    try:
        return tuple(read_kept(path.read_text(encoding="utf-8")))
    except UnicodeDecodeError as error:
        raise Malformed(f"{path.name} 不是文本") from error


def read_span(text: str) -> Span:
    """`7` or `7-9`. Raises ValueError."""
    first, dash, last = text.partition("-")
    span = (int(first), int(last) if dash else int(first))
    if not 1 <= span[0] <= span[1]:
        raise ValueError(text)
    return span


# ---- What is there ----


@contextmanager
def _database(settings: Settings) -> Iterator[Engine]:
    if not settings.database and not (settings.var / "mingjing.sqlite3").exists():
        raise NotFound("ledger", f"{settings.var} 里还没有，请先运行 mingjing init")
    engine = connect_read_only(settings.database_url)
    try:
        with _readable(engine):
            if not inspect(engine).has_table("event"):
                raise NotFound("ledger", "数据库里还没有，请先运行 mingjing init")
            yield engine
    finally:
        engine.dispose()


@contextmanager
def _readable(engine: Engine) -> Iterator[None]:
    """What a driver says of a file that is no database any more, or of a server that is away, as ours."""
    try:
        yield
    except engine.dialect.loaded_dbapi.Error as error:
        if driver(engine).lost(error):
            raise Unreachable(str(error)) from error
        msg = f"the database can't be read: {error}"
        raise Corrupt(msg) from error


def _keys(settings: Settings) -> AbstractContextManager[KeyStore]:
    """The key store that is there: one that would be made only now opens nothing."""
    if "://" not in settings.keys and not (settings.keys_folder / "keys.sqlite3").exists():
        msg = f"MINGJING_KEYS：{settings.keys_folder} 里没有密钥；没有密钥时请用 --no-values，只核验承诺、条目和日志"
        raise UnusableSetting(msg)
    return open_keys(settings)


def _ledgers(engine: Engine, published: PublishedStore, asked: str) -> list[str]:
    """Names of the ledgers, also of one that has no row any more and still has a log."""
    found = {name.removesuffix(PUBLIC) for name in (*names(engine), *published.list(LOGS))}
    if asked and asked not in found:
        raise NotFound("ledger", asked)
    return [asked] if asked else sorted(found)


def _own_keys(settings: Settings) -> dict[str, VerifierKey]:
    """The public sides of the signing keys, where this process may read their folder."""
    found = {}
    for path in sorted(settings.signing_folder.glob("*.vkey")):
        found[path.stem] = VerifierKey.parse(path.read_text().removesuffix("\n"))
    return found


def _refuse_strangers(against: Sequence[Note], checking: Checking, ledgers: Sequence[str]) -> None:
    """A kept checkpoint of no log here is compared with nothing, and nobody should think that it was."""
    keys = [checking.key_of(log) for name in ledgers for log in (name, name + PUBLIC)]
    known = {key.name for key in keys if key is not None}
    for note in against:
        if origin_of(note) not in known:
            raise Malformed(f"这里没有来源为 {origin_of(note)} 的日志，不能与它的检查点核对")


# ---- Recordings ----


@contextmanager
def _reader(settings: Settings, engine: Engine) -> Iterator[ObjectReader]:
    with open_objects(settings.objects, settings.var / "objects") as store:
        yield ObjectReader(store, Catalogue(engine))


class ObjectReader:
    """Reads each object that a step names; the size and version that a step doesn't say are the catalogue's.

    Where the catalogue has another version than the step names, that one was written from the second store in the
    place of the other: it counts, if it is as it should be.
    """

    def __init__(self, store: ObjectStore, catalogue: Catalogue) -> None:
        self._store, self._catalogue = store, catalogue
        self._recent: OrderedDict[Linked, Inspected] = OrderedDict()

    def __call__(self, named: Linked) -> Damage | None:
        """See `ObjectCheck`."""
        known = self._catalogue.find(named.blake3)
        size = named.size if named.size is not None else known.size if known else None
        version = named.version or (known.version_id if known else "")
        found = self._inspected(Linked(named.blake3, size, version))
        if found.wrong and known and known.version_id != version:
            healed = self._inspected(Linked(named.blake3, size, known.version_id))
            found = healed if healed.wrong is None else found
        if found.wrong is None:
            return None
        return Damage(_CODES[found.wrong], {"digest": named.blake3, "found": found.size, "expected": size})

    def _inspected(self, one: Linked) -> Inspected:
        if one not in self._recent:
            self._recent[one] = inspect_object(self._store, *one)
            if len(self._recent) > _RECENT:
                self._recent.popitem(last=False)
        return self._recent[one]
