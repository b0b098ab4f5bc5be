"""Where logs are kept, outside of the database that they guard: small files under paths, in a folder or a bucket.

What anybody may read of a log lies under `log/NAME/` (`checkpoint`, `key`, `tile/…`, `witnessed/…`, `timestamps/…`), as
a web server or a bucket alone could serve it; what the signer keeps for itself lies under `signer/NAME/` (`state`,
`staged/…`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

PUBLIC: Final = "log"
"""The folder that anybody may read."""

PRIVATE: Final = "signer"
"""The folder of the signer alone."""


class PublishedStore(Protocol):
    """Files under paths like `log/jianzhang/tile/0/x001/234`.

    Promises:
    - When `write` or `replace` returns, the file is durable. It is there whole or not at all, whenever a process dies,
      and nobody ever reads a part of it.
    - Of any number who `replace` the same content at the same moment, in whatever processes, the file becomes what one
      of them gave; none of the others is told that theirs was taken, unless it is the very same.
    - A store that can't be reached raises its own error from any method, and may or may not have carried out a write.
    All methods may be called from any thread. A path that climbs out or isn't in its plain form raises ValueError.
    """

    def read(self, path: str) -> bytes | None:
        """The file's content, None when there is none."""

    def write(self, path: str, data: bytes) -> None:
        """Puts the file there, in place of one that is there."""

    def write_all(self, files: Sequence[tuple[str, bytes]]) -> None:
        """The same for many files in whatever order: quicker than one after the other, and no more than that."""

    def replace(self, path: str, data: bytes, expected: bytes | None) -> bool:
        """Puts the file there if its present content is `expected` (None: there is no file).

        True: the content is `data` now. False: it was something else than `expected`, and stays.
        """

    def remove(self, path: str) -> None:
        """Removes the file, if it is there."""

    def list(self, folder: str) -> list[str]:
        """Names of the files and folders that lie directly in a folder, in order; empty when there is none."""


def public(log: str, path: str = "") -> str:
    """The path of what anybody may read of a log."""
    return f"{PUBLIC}/{log}/{path}".rstrip("/")


def private(log: str, path: str = "") -> str:
    """The path of what the signer keeps for itself of a log."""
    return f"{PRIVATE}/{log}/{path}".rstrip("/")
