"""Whether a file is at rest: nothing of it changed over a span, and nobody has it open for writing."""

from __future__ import annotations

import errno
import signal
import sys
from pathlib import Path

from api.ingest.finding import Source, Stamp

if sys.platform == "linux":
    import fcntl

    def is_written(fd: int) -> bool:
        """Whether some process has the file open for writing; False also where that can't be told.

        A read lease is granted only while there is none. Whoever opens the file meanwhile waits until it is given
        back, at once; the signal that would tell us is one that is ignored.
        """
        try:
            fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except OSError as error:
            return error.errno == errno.EAGAIN
        fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        return False

else:

    def is_written(fd: int) -> bool:  # noqa: ARG001
        """False: it can't be told here."""
        return False


class Stability:
    """Remembers since when each file is as it is. Times are seconds of a clock that only goes forwards.

    The file's own time isn't believed: recorders' clocks are wrong, and a copy keeps the time of its original.
    """

    def __init__(self, span: float) -> None:
        """`span` in seconds."""
        self.span = span
        self._since: dict[Path, tuple[Stamp, float]] = {}

    def is_stable(self, source: Source, now: float) -> bool:
        """Whether the file was seen unchanged for the span; each call is a look at it."""
        stamp, since = self._since.get(source.path, (source.stamp, now))
        if stamp != source.stamp:
            since = now
        self._since[source.path] = (source.stamp, since)
        return now - since >= self.span
