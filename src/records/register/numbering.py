"""The series of document numbers: without gaps per agency, kind and year."""

from __future__ import annotations

import msgspec

from records.register.events import DocumentNumberTaken


class Series(msgspec.Struct, frozen=True):
    """What of a series is given out: all numbers below `next`, and those that papers took before their turn."""

    next: int = 1
    ahead: frozenset[int] = frozenset()

    def after(self, event: DocumentNumberTaken) -> Series:
        """The series with one more number taken; the gap below an early one is filled first."""
        ahead, following = self.ahead | {event.sequence}, self.next
        while following in ahead:
            ahead -= {following}
            following += 1
        return Series(following, ahead)
