"""Writes a BagIt package (RFC 8493): a folder of payload and tag files, each with its SHA-256 and BLAKE3.

The package is made beside its place and renamed at the end, so that it is there whole or not at all. Beside what the
RFC asks for lies `seal-sha256.txt`, with the SHA-256 of the tag manifests and, in its last line, of its lines above:
no manifest may list a tag manifest, so without it nobody could say which of two that differ was changed.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from media.digest import Digests
from media.durable import flush_folder

DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS: Final = ("sha256", "blake3")
SEAL: Final = "seal-sha256.txt"
LISTED: Final = re.compile(r"([0-9a-f]{64})  ([^\r\n%\\]+)\n")
"""A line of a manifest: digest and path."""

_NAME: Final = re.compile(r"[^\W_][\w.-]*(?:/[^\W_][\w.-]*)*")


class Stored(NamedTuple):
    """A file of the package."""

    sha256: str
    blake3: str
    size: int


class Package:
    """A package that is being written. For one thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._payload: dict[str, Stored] = {}

    def add(self, path: str, chunks: Iterable[bytes]) -> Stored:
        """Writes a payload file, `path` below `data/`. Raises ValueError for a path that is taken or no plain one."""
        path = f"data/{path}"
        if path in self._payload:
            raise ValueError(path)
        self._payload[path] = self._write(path, chunks)
        return self._payload[path]

    def close(self, info: Sequence[tuple[str, str]], tags: Sequence[tuple[str, bytes]]) -> None:
        """Writes `bag-info.txt`, further tag files, and the manifests; the package is whole when this returns."""
        size = sum(one.size for one in self._payload.values())
        oxum = ("Payload-Oxum", f"{size}.{len(self._payload)}")
        said = "".join(f"{name}: {_line(value)}\n" for name, value in (*info, oxum))
        files = {"bagit.txt": DECLARATION, "bag-info.txt": said.encode(), **dict(tags)}
        for name in ALGORITHMS:
            files[f"manifest-{name}.txt"] = _manifest(self._payload, name)
        written = {path: self._write(path, [content]) for path, content in files.items()}
        manifests = {f"tagmanifest-{name}.txt": _manifest(written, name) for name in ALGORITHMS}
        for path, content in manifests.items():
            self._write(path, [content])
        self._write(SEAL, [sealed(manifests)])
        for folder, _, _ in os.walk(self._folder):
            flush_folder(Path(folder))

    def _write(self, path: str, chunks: Iterable[bytes]) -> Stored:
        if not _NAME.fullmatch(path):
            raise ValueError(path)
        place, digests, size = self._folder / path, Digests(), 0
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
                digests.update(chunk)
                size += len(chunk)
            file.flush()
            os.fdatasync(file.fileno())
        return Stored(digests.sha256, digests.blake3, size)


@contextmanager
def packed(target: Path) -> Iterator[Package]:
    """A package that is at `target` when the block ends well, and nowhere when it doesn't.

    Raises FileExistsError where something is there already, and what the file system says.
    """
    _require_free(target)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    try:
        yield Package(folder)
        _require_free(target)  # somebody else may have made it meanwhile: a rename would replace an empty folder
        folder.rename(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    flush_folder(target.parent)


def _require_free(target: Path) -> None:
    if os.path.lexists(target):
        raise FileExistsError(str(target))


def sealed(manifests: dict[str, bytes]) -> bytes:
    """The bytes of `seal-sha256.txt`: the digests of the tag manifests, then that of the lines above."""
    lines = "".join(f"{sha256(content).hexdigest()}  {path}\n" for path, content in sorted(manifests.items()))
    return f"{lines}{sha256(lines.encode()).hexdigest()}  {SEAL}\n".encode()


def _manifest(files: dict[str, Stored], algorithm: str) -> bytes:
    return "".join(f"{getattr(one, algorithm)}  {path}\n" for path, one in sorted(files.items())).encode()


def _line(value: str) -> str:
    return " ".join(value.split())
