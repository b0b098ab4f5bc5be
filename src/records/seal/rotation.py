"""Rotation: every key wrapped anew by a new master key. No event is touched, since keys stay what they are.

1. The next master key is made beside the one in use: both can be read from here on.
2. Keys are made under the next one alone, also by processes that run on with the former one in memory: whoever adds a
   key looks first which one it is (`KeyRows.add`).
3. What the former one wraps is wrapped anew, some hundred keys in one transaction.
4. When the former one wraps nothing any more, the next one takes its place.

Killed at any step, every key opens, and the next rotation goes on from there instead of making one more master key.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from records.errors import Corrupt
from records.seal.keys import WrappedKeys
from records.seal.master import Master

Progress = Callable[[int, int], None]
"""Told how many keys are done, and of how many."""

_AT_ONCE: Final = 500


def rotate(keys: WrappedKeys, progress: Progress | None = None) -> int:
    """Wraps all keys by a new master key, which is the only one at the end; returns how many keys there are.

    Corrupt when a key opens under no master key: then the former one stays beside the next one.
    """
    key = keys.masters.begin()
    master = Master.of(key)
    keys.rows.turn_to(master.id)
    keys.read_masters()
    total, tell = keys.rows.count(), progress or _silent
    done = 0
    while some := keys.rows.wrapped_by_others(master.id, _AT_ONCE):
        tell(done, max(total, done + len(some)))
        keys.rows.rewrap(master.id, [(one, before, _again(keys, master, one, before)) for one, before in some])
        done += len(some)
    keys.rows.end_of_rotation()
    keys.masters.settle(key)
    keys.read_masters()
    tell(max(total, done), max(total, done))
    return max(total, done)


def _again(keys: WrappedKeys, master: Master, identity: bytes, wrapped: bytes) -> bytes:
    secret = keys.unwrap(identity, wrapped)
    if secret is None:
        msg = f"key {identity.hex()} does not open with this master key: nothing was lost, both master keys are kept"
        raise Corrupt(msg)
    return master.wrap(identity, secret)


def _silent(_done: int, _total: int) -> None:
    pass
