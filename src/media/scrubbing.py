"""Reads the objects of the catalogue again, one after the other, and puts right what a second store still has.

An object that is whole is copied into the second store where that lacks it, or has it damaged. One that is missing,
damaged or unreadable is written again from there. Where neither store has it whole, a person has to look.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from media.catalogue import Catalogue, StoredObject
from media.checking import chunks_of, look, verified
from media.checks import Check, Checks, Result
from media.errors import Corrupt, NoObject, StoreUnavailable
from media.pace import Pace
from media.store import MendableStore

_BROKEN: Final = ("missing", "damaged", "unreadable")
_NAMES: Final[dict[Result, str]] = {"missing": "不见了", "damaged": "内容不符", "unreadable": "不能读取"}

REST: Final = 30.0
"""Seconds for which a second store that is away is not asked again: finding that out takes long."""

Copy = Callable[[], MendableStore | None]
"""Gives the second store, None where none is configured; raises `StoreUnavailable` while it is away."""


class Due(NamedTuple):
    """Before when an object has to have been looked at last for its turn to come."""

    whole: datetime
    """For one that was sound."""
    other: datetime
    """For all others."""


class Noted(NamedTuple):
    """What was found of an object now and, None where nobody had looked, before."""

    check: Check
    before: Check | None


class Passed(NamedTuple):
    """An object of which nothing was found out, since a store is away."""

    blake3: str
    why: str


class _State(NamedTuple):
    result: Result
    detail: str = ""


class Scrub:
    """Looks at objects. For one thread; several may be at work in as many processes, to no harm and no gain."""

    def __init__(self, store: MendableStore, copy: Copy, catalogue: Catalogue, checks: Checks, pace: Pace) -> None:
        self._store, self._copy, self._catalogue, self._checks, self._pace = store, copy, catalogue, checks, pace
        self._rested = float("-inf")  # until then the second store isn't asked but for what has to heal
        self._away = ""

    def turn(self, due: Callable[[], Due]) -> Iterator[Noted | Passed]:
        """Look at all that is due, what came in meanwhile too, and write down what was found.

        Raises Stopped, or StoreUnavailable where the catalogue is away.
        """
        passed: set[str] = set()
        while digests := self._checks.due(*due(), passed):
            for digest in digests:
                try:
                    found = self.check(digest)
                except StoreUnavailable as error:
                    passed.add(digest)
                    yield Passed(digest, str(error))
                    continue
                if found is not None:
                    before = self._checks.find(digest)
                    self._checks.note(found)
                    yield Noted(found, before)

    def check(self, digest: str) -> Check | None:
        """Look at an object, and mend it where that can be done; None for one that the catalogue doesn't know any more.

        Raises StoreUnavailable, which is no result, and Stopped.
        """
        while (found := self._catalogue.find(digest)) is not None:
            state = self._look(self._store, found, found.version_id)
            if state.result == "missing":
                self._store.check_there()
            if self._catalogue.find(digest) == found:  # it is not another version by now, or gone
                state = self._with_copy(found, state)
                return Check(digest, datetime.now(UTC), *state)
        return None

    def _look(self, store: MendableStore, found: StoredObject, version: str) -> _State:
        try:
            inspected = look(store, found.blake3, found.size, version, self._pace)
        except OSError as error:
            return _State("unreadable", f"不能读取：{error.strerror}")
        match inspected.wrong:
            case None | "unlocked":
                return _State("sound")
            case "hidden":
                return _State("hidden", "被删除标记遮住，原来的版本还在，可以读取")
            case "missing":
                return _State("missing", "不见了")
            case "size":
                return _State("damaged", f"有 {inspected.size} 字节，应有 {found.size} 字节")
            case "differs":
                return _State("damaged", "内容与摘要不符")

    def _with_copy(self, found: StoredObject, state: _State) -> _State:
        """What comes of it with the second store, which is not there for a moment, or not at all, or has it or not."""
        if state.result not in _BROKEN and time.monotonic() < self._rested:
            return _State(state.result, f"{state.detail}；{self._away}".removeprefix("；"))
        try:
            copy = self._copy()
            if copy is None:
                return state
            second = self._look(copy, found, "")
            if state.result not in _BROKEN:
                return state if second.result == "sound" else self._copied(found, state, copy)
            if second.result != "sound":
                return _State(state.result, f"{state.detail}；第二份也{_NAMES.get(second.result, '不能用')}")
            return self._healed(found, state, copy)
        except (StoreUnavailable, OSError) as error:
            self._rested, self._away = time.monotonic() + REST, f"第二份暂时不能用：{error}"
            return _State(state.result, f"{state.detail}；{self._away}".removeprefix("；"))

    def _copied(self, found: StoredObject, state: _State, copy: MendableStore) -> _State:
        try:
            copy.replace(found.blake3, found.size, self._chunks(self._store, found, found.version_id))
        except (Corrupt, NoObject):  # it went bad since it was looked at
            return _State("damaged", "读取期间发生变化")
        return state

    def _healed(self, found: StoredObject, state: _State, copy: MendableStore) -> _State:
        digest, was = found.blake3, found.version_id
        try:
            version = self._store.replace(digest, found.size, self._chunks(copy, found, ""), was)
        except (Corrupt, NoObject):
            return _State(state.result, f"{state.detail}；第二份读取期间发生变化")
        self._catalogue.moved(digest, was, version)
        return _State("healed", f"原来{state.detail}，已由第二份恢复")

    def _chunks(self, store: MendableStore, found: StoredObject, version: str) -> Iterator[bytes]:
        """What is to be written elsewhere; raises NoObject at its end where the object was disposed of meanwhile."""
        yield from verified(chunks_of(store, found.blake3, found.size, version, self._pace), found.blake3)
        if self._catalogue.find(found.blake3) is None:
            raise NoObject(found.blake3)
