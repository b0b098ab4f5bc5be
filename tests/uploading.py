"""What tests of the spool do all the time: make uploads, send bytes, restart."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from blake3 import blake3
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from media.catalogue import Catalogue, install
from media.errors import StoreUnavailable
from media.metadata import parse
from media.spool import Spool, Upload
from media.store import ObjectStore
from media.tail import Checksum

CONTENT = os.urandom(300_000)
HALF = 150_000


def catalogue_in(folder: Path) -> Catalogue:
    """A catalogue in a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{folder / 'catalogue.sqlite3'}", poolclass=NullPool)
    install(engine)
    return Catalogue(engine)


def reopen(spool: Spool) -> Spool:
    """What a restart does: nothing of the old process is left but the folder."""
    spool.close()
    return Spool(spool._folder, spool._finish._store, spool._finish._catalogue, spool.limits)


def create(spool: Spool, length: int = len(CONTENT), raw: str = "") -> str:
    return spool.create("device", length, parse(raw)).id


def send(spool: Spool, upload: str, offset: int, data: bytes, checksum: Checksum | None = None) -> Upload:
    with spool.write(upload, "device", offset, len(data), checksum) as writer:
        for start in range(0, len(data), 65_536):
            writer.append(data[start : start + 65_536])
        return spool.acknowledge(writer)


def upload_whole(spool: Spool, content: bytes = CONTENT, raw: str = "") -> Upload:
    upload = create(spool, len(content), raw)
    send(spool, upload, 0, content)
    return spool.settle(upload, "device")


def settled(spool: Spool, upload: str) -> bytes:
    """Settle an upload, and return the stored bytes once the digests have been seen to be theirs."""
    done = spool.settle(upload, "device")
    assert done.length is not None
    content = b"".join(spool._finish._store.open(done.blake3, 0, done.length))
    assert done.blake3 == blake3(content).hexdigest()
    assert done.sha256 == hashlib.sha256(content).hexdigest()
    return content


def parts(spool: Spool) -> list[Path]:
    return list(spool._folder.glob("*.part"))


class Faulty:
    """A real store that fails once, before it has stored or after."""

    def __init__(self, store: ObjectStore, when: str) -> None:
        self._store, self._when = store, when
        self.open, self.size, self.exists, self.locked = store.open, store.size, store.exists, store.locked
        self.replace = store.replace

    def put(self, path: Path, digest: str, size: int) -> str:
        when, self._when = self._when, ""
        if when == "before":
            raise StoreUnavailable(when)
        version = self._store.put(path, digest, size)
        if when == "after":
            raise StoreUnavailable(when)
        return version
