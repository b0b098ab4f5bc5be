"""A folder is looked at until nothing of it waits: what is at rest is hashed, sent and, when asked, deleted."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from api.ingest.bar import Bar
from api.ingest.errors import Away, Left, Unsettled
from api.ingest.finding import Source, find
from api.ingest.opened import opened
from api.ingest.report import Outcome, line_of
from api.ingest.stable import Stability
from api.ingest.taking import Taking
from api.progress import Watch

LOOKS: Final = 4
"""Looks of a single run: the first, and three for files that were changing."""

RETRY_SECONDS: Final = 60.0
"""After which a file that was left is tried again while a folder is watched."""


class Ingest:
    """One run over one folder."""

    def __init__(
        self,
        folder: Path,
        span: float,
        taking: Taking,
        tell: Callable[[str], None],
        watched: Callable[[], AbstractContextManager[Watch]],
    ) -> None:
        """`folder` absolute and without a link in it; a file is at rest when nothing of it changed for `span` seconds.

        `tell` is given lines, `watched` shows the progress of a look.
        """
        self._folder, self._span, self._taking, self._tell, self._watched = folder, span, taking, tell, watched
        self._stability = Stability(span)
        self._outcomes: dict[str, Outcome] = {}
        self._left: dict[Source, tuple[float, Outcome]] = {}
        self._waits = False

    @property
    def outcomes(self) -> Sequence[Outcome]:
        """What has become of each file by now, in the order of their names."""
        return sorted(self._outcomes.values(), key=lambda one: one.file)

    def once(self) -> None:
        """Looks until nothing waits, or what still changes has had its time. Raises Away or Stopped."""
        for look in range(LOOKS):
            if look:
                time.sleep(self._span)
            self._look()
            if not self._waits:
                break

    def watch(self) -> None:
        """Looks for ever; a site that is away is tried again. Raises Stopped."""
        while True:
            try:
                self._look()
            except Away as error:
                self._tell(str(error))
            time.sleep(max(1.0, self._span))

    def _look(self) -> None:
        self._waits = False
        self._outcomes = {name: one for name, one in self._outcomes.items() if one.state != "left"}
        ready = [source for source in find(self._folder, self._unread) if self._is_ready(source)]
        if ready:
            with self._watched() as watch:
                self._take_all(ready, Bar(watch, sum(source.stamp.size for source in ready)))

    def _take_all(self, ready: Sequence[Source], bar: Bar) -> None:
        for source in ready:
            self._outcomes.pop(source.name, None)
        try:
            for source in ready:
                self._take(source, bar)
        except BaseException as error:  # a key that was pressed too: the report names what is left
            for source in ready:
                if source.name not in self._outcomes:
                    self._leave(source, str(error) or "运行被中断", again=True)
            raise
        bar.end()

    def _take(self, source: Source, bar: Bar) -> None:
        bar.begin(source.stamp.size)
        try:
            with opened(source) as file:
                outcome = self._taking.take(file, bar)
        except Unsettled as error:
            self._leave(source, str(error), again=True)
        except Left as error:
            self._leave(source, str(error), again=False)
            self._tell(line_of(self._outcomes[source.name]))
        else:
            self._outcomes[source.name] = outcome
            self._tell(line_of(outcome))

    # ---- What waits ----

    def _is_ready(self, source: Source) -> bool:
        """Whether it is to be taken now; otherwise its outcome says why not."""
        is_stable = self._stability.is_stable(source, time.monotonic())
        if (done := self._taking.done(source)) is not None:
            self._outcomes.setdefault(source.name, done)
            return False
        if source in self._left and time.monotonic() - self._left[source][0] < RETRY_SECONDS:
            self._outcomes[source.name] = self._left[source][1]
            return False
        if not is_stable and not self._taking.is_known(source):
            self._leave(source, "文件还在变化，等它不再变化再上传", again=True)
            return False
        return True

    def _leave(self, source: Source, reason: str, *, again: bool) -> None:
        """The file stays; `again` when the next look may find it otherwise."""
        outcome = Outcome(file=source.name, state="left", size=source.stamp.size, reason=reason)
        self._outcomes[source.name] = outcome
        self._waits |= again
        if not again:
            self._left[source] = (time.monotonic(), outcome)

    def _unread(self, name: str, error: OSError) -> None:
        self._outcomes[name] = Outcome(file=name, state="left", reason=f"不能读取（{error.strerror}）")
