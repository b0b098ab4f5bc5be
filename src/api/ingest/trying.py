"""How often and after what wait something is tried again."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from api.ingest.errors import Away, Broken, Gone, IngestError, Left, Moved, Spoilt

MOST_SPOILT: Final = 3
"""Times that the same bytes are sent again."""

_FIRST: Final = 0.5
_LONGEST: Final = 30.0


class Tries:
    """The tries of one file; what gets on begins to count anew."""

    def __init__(self, most: int, tell: Callable[[str], None]) -> None:
        """`most` failures in a row; `tell` is given a line for whoever waits."""
        self._most, self._tell = most, tell
        self._failed, self._spoilt, self._anew, self._furthest = 0, 0, 0, -1

    def reached(self, offset: int) -> None:
        """The site has bytes that it never had before."""
        if offset > self._furthest:
            self._failed, self._spoilt, self._furthest = 0, 0, offset

    def failed(self, error: IngestError) -> None:
        """Waits, or raises what the failure comes to after the last try."""
        match error:
            case Spoilt():
                self._spoilt += 1
                if self._spoilt > MOST_SPOILT:
                    raise Left(f"同一段内容重发 {MOST_SPOILT} 次，校验仍然不符") from error
            case Gone() if self._spoilt:
                raise Left("站点收到的内容与先前算出的摘要不符") from error
            case Gone():
                self._anew, self._furthest = self._anew + 1, -1
                if self._anew > self._most:
                    raise Left("站点一再清除这个上传") from error
            case _:
                self._wait(error)

    def _wait(self, error: IngestError) -> None:
        self._failed += 1
        if self._failed >= self._most:
            if isinstance(error, Moved):
                raise Left("另一个连接正在续传同一个上传") from error
            if isinstance(error, Broken):
                raise Left(str(error)) from error
            raise error
        seconds = min(_LONGEST, _FIRST * 2 ** (self._failed - 1))
        if isinstance(error, Away):
            seconds = min(2 * _LONGEST, max(seconds, error.wait))
            self._tell(f"{error}，{seconds:g} 秒后再试")
        time.sleep(seconds)
