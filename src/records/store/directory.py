"""The ledgers of a deployment: one per jurisdiction, several in one database."""

from __future__ import annotations

import re
from threading import Lock
from typing import Final

from sqlalchemy import Engine

from records.errors import Conflict, Invalid, NotFound
from records.moment import Moment
from records.register.events import ClockSet, LedgerOpened
from records.seal.keys import KeyFile
from records.store.clock import wall_clock
from records.store.engine import read
from records.store.ledger import Ledger
from records.store.notify import Bell
from records.store.stored import CommandKey

REGION: Final = re.compile(r"[0-9]{6}")
"""Code of an administrative region (GB/T 2260)."""

_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,62}")
_PUBLIC: Final = "-public"
"""A ledger's public log has its name with this behind it."""

_RESERVED: Final = frozenset(
    {
        *("about", "api", "feeds", "healthz", "log", "login", "logout", "metrics", "objects", "openapi", "public"),
        *("readyz", "staff", "static", "uploads"),
    }
)
"""A ledger's pages lie under its name, beside these paths."""

_AFTER: Final = "SELECT min(ledger) FROM event WHERE ledger > $1"


class Ledgers:
    """Opens each ledger when it is first asked for. Safe for threads."""

    def __init__(self, engine: Engine, keys: KeyFile) -> None:
        self.engine = engine
        self._keys = keys
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
        """Names of all ledgers, in order; each is found by one look into the primary key."""
        names: list[str] = []
        while name := read(self.engine, lambda link: link.rows(_AFTER, (names[-1] if names else "",)))[0][0]:
            names.append(name)
        return names

    def get(self, name: str) -> Ledger:
        """The ledger of that name. Raises NotFound."""
        if not _NAME.fullmatch(name):  # anybody may ask: not every text is worth a look, or one that a database takes
            raise NotFound("ledger", name)
        with self._lock:
            if name in self._open:
                return self._open[name]
        ledger = Ledger(name, self.engine, self._keys, sample=self._is_sample(name), bell=self.bell)
        with self._lock:
            return self._open.setdefault(name, ledger)

    def create(self, opened: LedgerOpened, actor: str, start: Moment | None = None) -> Ledger:
        """Opens a new ledger with its first event. Raises Invalid for a wrong field, Conflict when it is there already.

        `start` sets the clock of a sample; no other ledger takes one.
        """
        if not _NAME.fullmatch(opened.name) or opened.name.endswith(_PUBLIC):
            raise Invalid([("$.name", "应为小写字母、数字和连字符，以字母开头，不得以 -public 结尾")])
        if opened.name in _RESERVED:
            raise Invalid([("$.name", f"{opened.name} 是系统页面的地址，请另取名称")])
        if not opened.title.strip():
            raise Invalid([("$.title", "请填写辖区名称")])
        if not REGION.fullmatch(opened.region):
            raise Invalid([("$.region", "应为六位行政区划代码（GB/T 2260）")])
        if (start is not None) != opened.sample:
            raise Invalid([("$.sample", "只有样本账本才有模拟时钟")])
        if opened.name in self.names():
            raise Conflict("ledger", f"账本 {opened.name} 已经存在")
        at = start or Moment(wall_clock())
        first = Ledger(opened.name, self.engine, self._keys, sample=opened.sample, start=start, bell=self.bell)
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

    def _is_sample(self, name: str) -> bool:
        probe = Ledger(name, self.engine, self._keys, sample=True, bell=self.bell)
        opened = probe.register().opened
        if opened is None:
            raise NotFound("ledger", name)
        return opened.sample
