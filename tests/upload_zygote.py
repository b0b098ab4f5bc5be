"""A process that has all loaded, and forks a server of uploads at each line that it reads: one starts in no time.

    python upload_zygote.py FOLDER [ENDPOINT BUCKET KEY SECRET]

Each server prints its pid and port once it answers. Whoever kills one asks for the next.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import uvicorn

from media.bucket import BucketStore
from media.folder import FolderStore
from media.limits import Limits
from media.spool import Spool
from media.store import ObjectStore
from media_app import make_app
from uploading import catalogue_in


def main(folder: Path, *bucket: str) -> None:
    """Fork until the input ends."""

    def opened() -> ObjectStore:
        if not bucket:
            return FolderStore(folder / "objects")
        endpoint, name, key, secret = bucket
        return BucketStore(endpoint, name, key, secret, secure=False)

    child = 0
    for _ in sys.stdin:
        if child:
            os.waitpid(child, 0)
        child = os.fork()
        if not child:
            serve(folder, opened)
    if child:
        os.waitpid(child, 0)


def serve(folder: Path, opened: Callable[[], ObjectStore]) -> None:
    """Serve until killed."""
    store, catalogue = opened(), catalogue_in(folder)
    spool = Spool(folder / "spool", store, catalogue, Limits(free_floor=0))
    spool.reconcile(lambda _: False)
    config = uvicorn.Config(make_app(spool, store, catalogue), port=0, log_level="error", ws="none", lifespan="off")
    listening = config.bind_socket()
    listening.listen(128)  # who connects from now on waits until the loop runs
    print(os.getpid(), listening.getsockname()[1], flush=True)  # noqa: T201
    uvicorn.Server(config).run([listening])


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
