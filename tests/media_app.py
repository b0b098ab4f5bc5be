"""The routes of uploads and objects on a bare app with a trivial door, in a thread or as a process."""

from __future__ import annotations

import base64
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import uvicorn
from fastapi import FastAPI, HTTPException, Request

from api import objects, uploads
from media.catalogue import Catalogue
from media.errors import MediaError
from media.folder import FolderStore
from media.limits import Limits
from media.spool import Spool
from media.store import ObjectStore
from uploading import catalogue_in


class Somebody(NamedTuple):
    name: str


def door(request: Request, permission: str) -> Somebody:
    """Lets anybody in who gives a name; "reader" may not upload."""
    name = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not name or (name == "reader" and permission == "upload"):
        raise HTTPException(401 if not name else 403)
    return Somebody(name)


def make_app(spool: Spool, store: ObjectStore, catalogue: Catalogue) -> FastAPI:
    app = FastAPI()
    app.add_exception_handler(MediaError, uploads.problem)
    app.include_router(uploads.routes(spool, door))
    app.include_router(objects.routes(catalogue, store, door))
    return app


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """A server in a thread; yields its address."""
    config = uvicorn.Config(app, port=0, log_level="error", ws="none", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


class Site(NamedTuple):
    """A server and a client that speaks to it as "device"."""

    spool: Spool
    http: httpx.Client


@contextmanager
def site_of(folder: Path, store: ObjectStore) -> Iterator[Site]:
    catalogue = catalogue_in(folder)
    spool = Spool(folder / "spool", store, catalogue, Limits(largest=1 << 30, quota=1 << 24, free_floor=0))
    headers = {"Tus-Resumable": "1.0.0", "Authorization": "Bearer device"}
    with (
        serving(make_app(spool, store, catalogue)) as address,
        httpx.Client(base_url=address, headers=headers, trust_env=False) as http,
    ):
        yield Site(spool, http)
    spool.close()


def encoded(**pairs: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items())


def create(http: httpx.Client, length: int, **pairs: str) -> str:
    headers = {"Upload-Length": str(length), **({"Upload-Metadata": encoded(**pairs)} if pairs else {})}
    answer = http.post("/uploads", headers=headers)
    assert answer.status_code == 201
    location: str = answer.headers["Location"]
    return location


def patch(http: httpx.Client, path: str, offset: int, data: bytes, **more: str) -> httpx.Response:
    headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
    return http.patch(path, content=data, headers=headers | more)


def offset(http: httpx.Client, path: str) -> int:
    return int(http.head(path).headers["Upload-Offset"])


def uploaded(http: httpx.Client, content: bytes, **pairs: str) -> str:
    answer = patch(http, create(http, len(content), **pairs), 0, content)
    assert answer.status_code == 204
    digest: str = answer.headers["Mingjing-Blake3"]
    return digest


def main(folder: Path) -> None:
    """Serve until killed, and print the address first."""
    store = FolderStore(folder / "objects")
    catalogue = catalogue_in(folder)
    spool = Spool(folder / "spool", store, catalogue)
    spool.reconcile(lambda _: False)
    with serving(make_app(spool, store, catalogue)) as address:
        print(address, flush=True)  # noqa: T201
        threading.Event().wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
