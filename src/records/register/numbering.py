"""The series of document numbers: without gaps per agency, kind and year."""

from __future__ import annotations

import msgspec

from records.register.events import DocumentNumberTaken, SeriesContinued


class Series(msgspec.Struct, frozen=True):
    """What of a series is given out: all numbers below `next`, and those that papers took before their turn."""

    next: int = 1
    ahead: frozenset[int] = frozenset()
    continued_at: int = 0
    """Position at which a person set the next number after a loss, 0 when nobody has."""

    def after(self, event: DocumentNumberTaken) -> Series:
        """The series with one more number taken; the gap below an early one is filled first."""
        return self._from(self.next, self.ahead | {event.sequence})

    def continued(self, event: SeriesContinued, position: int) -> Series:
        """The series as a person has set it: what is lost took every number below."""
        start = max(self.next, event.next)
        ahead = frozenset(one for one in self.ahead if one >= start)
        return msgspec.structs.replace(self._from(start, ahead), continued_at=position)

    def _from(self, start: int, ahead: frozenset[int]) -> Series:
        following = start
        while following in ahead:
            ahead -= {following}
            following += 1
        return Series(following, ahead, self.continued_at)
