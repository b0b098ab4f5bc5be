"""The latest witnessed checkpoint of each log, to which the steps that follow commit: they were not there before it.

The signer keeps one a minute at most, so that the files stay few however often it publishes. `witnessed/latest` says
which one steps may name: it is written last, after the checkpoint is published and lies under its digest.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from records.log.checkpoint import COSIGNATURE, Checkpoint
from records.log.errors import Malformed
from records.log.files import LogFiles
from records.log.notes import Note
from records.log.published import PublishedStore

LATEST: Final = "witnessed/latest"
"""The text of the checkpoint that was kept last."""

EVERY: Final = 60
"""Seconds, by the clocks of the witnesses, between two checkpoints that are kept."""

_NONE: Final = b""


def keep(files: LogFiles, text: bytes) -> bool:
    """Keeps a published checkpoint for steps to name; not if no witness cosigned it, or one was kept a moment ago.

    It may be called again for the same one, and after a larger one: the latest never goes back. Returns whether steps
    may name it from now on.
    """
    found, known = _read(text), files.read(LATEST)
    if found is None:
        return False
    size, at = found
    kept = _read(known) if known is not None else None
    if kept is not None and (size <= kept[0] or 0 <= at - kept[1] < EVERY):
        return False
    files.store.write(files.public(_path(text)), text)
    return files.store.replace(files.public(LATEST), text, known)


def _read(text: bytes) -> tuple[int, int] | None:
    """Size of a checkpoint and when it was cosigned last; None for anything but a checkpoint with a cosignature.

    Whose they are was asked when they were collected.
    """
    try:
        note = Note.parse(text)
        size = Checkpoint.parse(note.body).size
    except Malformed:
        return None
    times = [int.from_bytes(one.value[:8], "big") for one in note.signatures if len(one.value) == COSIGNATURE]
    return (size, max(times)) if times else None


def _path(text: bytes) -> str:
    return f"witnessed/{sha256(text).hexdigest()}"


class WitnessedCheckpoints:
    """What is known of them in this process: asking is free, looking reads one file, and another when it changed.

    Nobody but the signer has to know the policy: what it keeps is witnessed. Safe for threads.
    """

    def __init__(self, store: PublishedStore) -> None:
        self._store = store
        self._latest: dict[str, bytes] = {}

    def latest(self, log: str) -> bytes:
        """SHA-256 of the latest that was seen, empty where there was none."""
        return self._latest.get(log, _NONE)

    def look(self, log: str) -> None:
        """Reads what is kept now. Raises what the store raises; then what was seen before stands."""
        files = LogFiles(log, self._store)
        text = files.read(LATEST)
        if text is None:
            return
        digest = sha256(text).digest()
        if digest != self.latest(log) and files.read(_path(text)) == text:
            self._latest[log] = digest
