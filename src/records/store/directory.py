"""The ledgers of a deployment: one per jurisdiction, several in one database."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Final

from sqlalchemy import Engine

from records.errors import Conflict, Invalid, NotFound
from records.log.witnessed import WitnessedCheckpoints
from records.moment import Moment
from records.regions import is_region
from records.register.events import ClockSet, LedgerOpened
from records.seal.keys import KeyStore
from records.store.clock import wall_clock
from records.store.engine import read
from records.store.failures import Restored
from records.store.ledger import Ledger
from records.store.losses import PUBLIC, LossGuard
from records.store.notify import Bell
from records.store.stored import CommandKey

_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,62}")
_RESERVED: Final = frozenset(
    {
        *("about", "api", "feeds", "healthz", "log", "login", "logout", "metrics", "objects", "openapi", "public"),
        *("readyz", "staff", "static", "uploads"),
    }
)
"""A ledger's pages lie under its name, beside these paths."""

_AFTER: Final = "SELECT min(ledger) FROM event WHERE ledger > $1"


_log = logging.getLogger(__name__)


class Ledgers:
    """Opens each ledger when it is first asked for. Safe for threads."""

    def __init__(
        self,
        engine: Engine,
        keys: KeyStore,
        guard: LossGuard | None = None,
        witnessed: WitnessedCheckpoints | None = None,
    ) -> None:
        """`guard` brings back what a ledger has lost before it is opened, and `witnessed` knows the checkpoints that
        its events commit to; none where there is no log.
        """
        self.engine = engine
        self._keys, self._guard, self._witnessed = keys, guard, witnessed
        self.bell = Bell(engine)
        self._open: dict[str, Ledger] = {}
        self._lock = Lock()  # owns _open

    def close(self) -> None:
        """Stops what the ledgers started in the background. The engine and the keys stay open."""
        with self._lock:
            for ledger in self._open.values():
                ledger.close()
            self._open.clear()
        self.bell.close()

    def names(self) -> list[str]:
        """Names of all ledgers, in order; each is found by one look into the primary key. Public ones are none."""
        names: list[str] = []
        while name := read(self.engine, lambda link: link.rows(_AFTER, (names[-1] if names else "",)))[0][0]:
            names.append(name)
        return [name for name in names if not name.endswith(PUBLIC)]

    def get(self, name: str) -> Ledger:
        """The ledger of that name. Raises NotFound.

        What its database has lost and its log still has is brought back first; where it can't be, the ledger is read
        and nobody writes to it.
        """
        # Anybody may ask: not every text is worth a look, or one that a database takes.
        if not _NAME.fullmatch(name) or name.endswith(PUBLIC):
            raise NotFound("ledger", name)
        with self._lock:
            if name in self._open:
                return self._open[name]
        sample = self._is_sample(name)
        self._recover(name)
        ledger = Ledger(
            name,
            self.engine,
            self._keys,
            sample=sample,
            bell=self.bell,
            floor=self._floor(name),
            witnessed=self._latest(name),
        )
        with self._lock:
            return self._open.setdefault(name, ledger)

    def create(self, opened: LedgerOpened, actor: str, start: Moment | None = None) -> Ledger:
        """Opens a new ledger with its first event. Raises Invalid for a wrong field, Conflict when it is there already.

        `start` sets the clock of a sample; no other ledger takes one.
        """
        if not _NAME.fullmatch(opened.name) or opened.name.endswith(PUBLIC):
            raise Invalid([("$.name", "应为小写字母、数字和连字符，以字母开头，不得以 -public 结尾")])
        if opened.name in _RESERVED:
            raise Invalid([("$.name", f"{opened.name} 是系统页面的地址，请另取名称")])
        if not opened.title.strip():
            raise Invalid([("$.title", "请填写辖区名称")])
        if len(opened.region) != 6 or not is_region(opened.region):
            raise Invalid([("$.region", "应为六位行政区划代码（GB/T 2260）")])
        if (start is not None) != opened.sample:
            raise Invalid([("$.sample", "只有样本账本才有模拟时钟")])
        if opened.name in self.names():
            raise Conflict("ledger", f"账本 {opened.name} 已经存在")
        at = start or Moment(wall_clock())
        first = Ledger(
            opened.name,
            self.engine,
            self._keys,
            sample=opened.sample,
            start=start,
            bell=self.bell,
            floor=self._floor(opened.name),
        )
        first.append(
            [opened, ClockSet(micros=start.micros)] if start else [opened],
            expected={"ledger": 0, "clock": 0},
            command=CommandKey(actor, f"open:{opened.name}", b""),
            occurred_at=at,
            actor=actor,
            law=None,
            registers_to=0,
        )
        return self.get(opened.name)

    def _recover(self, name: str) -> None:
        try:
            if self._guard is not None:
                self._guard.recover(name)
        except Exception:  # whoever writes is refused by the floor, or asks for it once more
            _log.critical("%s may have lost what its log has, and it did not come back", name, exc_info=True)

    def hear_witnesses(self, name: str) -> None:
        """Has later events of the ledger commit to the checkpoint that was witnessed last.

        Raises what the log's store raises when it is away; then they commit to the one that was known before.
        """
        if self._witnessed is not None:
            self._witnessed.look(name)

    def _latest(self, name: str) -> Callable[[], bytes]:
        witnessed = self._witnessed
        if witnessed is None:
            return lambda: b""
        try:
            witnessed.look(name)
        except Exception:  # a step waits for no store: it proves less, and the next ones more
            _log.warning("%s: the checkpoint that was witnessed last is out of reach", name, exc_info=True)
        return partial(witnessed.latest, name)

    def public_floor(self, name: str) -> int:
        """The position that the log of the ledger's public one has reached, 0 where there is no log.

        Raises what the log's store raises when it is away and was never reached.
        """
        return self._floor(name + PUBLIC)()

    def _floor(self, name: str) -> Callable[[], int]:
        guard = self._guard
        if guard is None:
            return lambda: 0
        lost = guard.last_lost(name)

        def floor() -> int:
            """Asked over each new connection, which may be to a database that was restored since the opening."""
            position = guard.floor(name)
            if (since := guard.last_lost(name)) != lost:
                raise Restored(name, lost, since)
            return position

        return floor

    def _is_sample(self, name: str) -> bool:
        probe = Ledger(name, self.engine, self._keys, sample=True, bell=self.bell)
        opened = probe.register().opened
        if opened is None:
            raise NotFound("ledger", name)
        return opened.sample
