"""Who a process is among those of its deployment: what leases know it by, also after a restart."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from api.settings import Settings, UnusableSetting

_ID: Final = 4
"""Random bytes that tell processes of one name in different folders apart."""


@contextmanager
def identity(settings: Settings) -> Iterator[str]:
    """The process's name with an id that its lock file keeps, the process's own until the end of the block.

    The kernel frees the lock of a process that was killed: who holds it after that is the same one, restarted.
    Raises UnusableSetting when another process has it.
    """
    name = settings.process_name
    path = settings.var / (f"process-{name}.lock" if name else "process.lock")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            msg = f"另一个进程正在使用 {path}，请以 MINGJING_NAME 给每个进程各自的名称"
            raise UnusableSetting(msg) from error
        yield f"{name or 'mingjing'}-{_id(descriptor)}"
    finally:
        os.close(descriptor)


def _id(descriptor: int) -> str:
    kept = os.pread(descriptor, 2 * _ID, 0).decode("ascii", "replace")
    if len(kept) == 2 * _ID:
        return kept
    made = secrets.token_hex(_ID)  # at the first start, or when that one was cut off
    os.pwrite(descriptor, made.encode(), 0)
    return made
