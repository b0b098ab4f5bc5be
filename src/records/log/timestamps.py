"""Checkpoints with the time-stamp of an authority (RFC 3161), beside the logs: an extra that holds up nothing.

With witnesses, each checkpoint that is kept for steps to name is stamped, one a minute at most
(`records.log.witnessed`); without, the published one, once an hour at most. `timestamps/<hex>.tsr` is the token over
the checkpoint's SHA-256, `timestamps/<hex>.checkpoint` the text where it isn't kept as witnessed, and
`timestamps/latest` has the hex of the last one. The token is written after its checkpoint, and `latest` after both.
"""

from __future__ import annotations

import logging
import time
from hashlib import sha256
from threading import Event
from typing import Final

from records.log.authority import Authority, stamped_at
from records.log.errors import LogError
from records.log.files import LogFiles
from records.log.published import PUBLIC, PublishedStore
from records.log.witnessed import LATEST as WITNESSED

FOLDER: Final = "timestamps"
LATEST: Final = f"{FOLDER}/latest"
"""Lower-case hex of the SHA-256 of the checkpoint that was stamped last, and a newline."""

EVERY: Final = 3_600.0
"""Seconds between two stamps of a log without witnesses, by the authority's clock and ours."""

LOOK: Final = 5.0
"""Seconds between two looks for what is to be stamped."""

PAUSE: Final = 60.0
"""Seconds before an authority that failed is asked again."""

_log = logging.getLogger(__name__)


class Timestamps:
    """Stamps the logs of a store. For one thread, of its own: an authority may take its time."""

    def __init__(self, store: PublishedStore, authority: Authority, *, witnessed: bool, every: float = EVERY) -> None:
        """`witnessed`: whether the logs have witnesses."""
        self._store, self._authority, self._witnessed, self._every = store, authority, witnessed, every
        self._said = ""  # the failure that was logged last: one that lasts is logged once

    def run(self, stop: Event) -> None:
        """Stamps until `stop` is set."""
        pause = LOOK
        while not stop.wait(pause):
            pause = LOOK if self.tick(stop) else PAUSE

    def tick(self, stop: Event) -> bool:
        """Looks at each log once; False when something failed, which is logged."""
        try:
            for name in self._store.list(PUBLIC):
                if stop.is_set():
                    break
                self._stamp(LogFiles(name, self._store))
        except Exception as error:  # of the authority or the store: a later look tries again
            said = str(error) if isinstance(error, LogError) else repr(error)
            if said != self._said:
                _log.warning("checkpoints are not time-stamped: %s", said)
            self._said = said
            return False
        self._said = ""
        return True

    def _stamp(self, files: LogFiles) -> None:
        text = files.read(WITNESSED if self._witnessed else "checkpoint")
        if text is None or not self._is_due(files, text):
            return
        token, name = self._authority.stamp(text), sha256(text).hexdigest()
        if not self._witnessed:
            files.store.write(files.public(checkpoint_path(name)), text)
        files.store.write(files.public(token_path(name)), token)
        files.store.write(files.public(LATEST), f"{name}\n".encode())

    def _is_due(self, files: LogFiles, text: bytes) -> bool:
        latest = (files.read(LATEST) or b"").decode(errors="replace").removesuffix("\n")
        if latest == sha256(text).hexdigest():
            return False
        token = files.read(token_path(latest)) if latest and not self._witnessed else None
        if token is None:
            return True
        try:
            return abs(time.time() - stamped_at(token, bytes.fromhex(latest))) >= self._every
        except (LogError, ValueError):
            return True  # what is damaged there, `mingjing verify` names


def token_path(name: str) -> str:
    """Of the token over the checkpoint with this SHA-256 in hex."""
    return f"{FOLDER}/{name}.tsr"


def checkpoint_path(name: str) -> str:
    """Of the checkpoint itself, where it isn't kept as witnessed."""
    return f"{FOLDER}/{name}.checkpoint"
