"""Slows down who asks too often, by address and in all, in bounded memory (信息公示制度 第十条: never a login).

Each process counts by itself: behind several, an address gets as much more. Nothing of an address is kept beyond the
window.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Network, ip_address
from threading import Lock
from typing import Final

from fastapi import Request

ADDRESSES: Final = 4096
"""Addresses that are remembered at most; the one that was quiet for longest is forgotten first."""


class Limiter:
    """So many within a window for one address, and so many for all together. Safe for threads."""

    def __init__(self, each: int, together: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """`each` and `together` are counts within `seconds`."""
        self._each, self._together, self._seconds, self._clock = each, together, seconds, clock
        self._by_address: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()
        self._lock = Lock()  # owns both

    def take(self, address: str) -> int:
        """Counts one more; 0 when it may pass, else the seconds after which to come again: then it is not counted."""
        with self._lock:
            now, own = self._clock(), self._own(address)
            wait = max(self._wait(own, self._each, now), self._wait(self._all, self._together, now))
            if wait:
                return wait
            own.append(now)
            self._all.append(now)
            return 0

    def wait_alone(self, address: str) -> int:
        """The seconds of one address by itself, whatever all together did; counts nothing."""
        with self._lock:
            return self._wait(self._by_address.get(address, deque()), self._each, self._clock())

    def note(self, address: str) -> int:
        """The same as `take`, but counted for the address also where all together are too many."""
        with self._lock:
            now, own = self._clock(), self._own(address)
            alone, together = self._wait(own, self._each, now), self._wait(self._all, self._together, now)
            if not alone:
                own.append(now)
            if not together:
                self._all.append(now)
            return max(alone, together)

    def _own(self, address: str) -> deque[float]:
        found = self._by_address.setdefault(address, deque())
        self._by_address.move_to_end(address)
        while len(self._by_address) > ADDRESSES:
            self._by_address.popitem(last=False)
        return found

    def _wait(self, times: deque[float], most: int, now: float) -> int:
        while times and now - times[0] >= self._seconds:
            times.popleft()
        return int(self._seconds - (now - times[0])) + 1 if len(times) >= most else 0


def address_of(request: Request) -> str:
    """Where a request comes from; of a proxy that is believed, what it says (`api.server`). Of IPv6 its /64."""
    host = request.client.host if request.client else ""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Network((int(found), 64), strict=False))
