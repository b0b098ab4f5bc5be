"""A folder of recordings, a site that takes them and writes down what it is asked, and the command between them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, Final

import msgspec
from blake3 import blake3
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from commands import said
from media.catalogue import Catalogue, StoredObject
from media.folder import FolderStore
from media.limits import Limits
from media.spool import Spool
from media.store import ObjectStore
from media_app import make_app, serving
from uploading import catalogue_in

MIB: Final = 1 << 20
ROOM: Final = Limits(largest=1 << 30, quota=1 << 26, free_floor=0)


class Fault(msgspec.Struct, frozen=True):
    """What happens to one request: `status` is answered, `before` the site has seen it or once it has done it.

    Without a status the answer stays away until the site ends. `then` is called at that moment.
    """

    method: str
    status: int | None = None
    before: bool = True
    then: Callable[[], None] = lambda: None
    headers: dict[str, str] = {}
    """Put over those of the site's own answer, where it passes."""
    passes: bool = False
    """The site's own answer reaches the client; `then` is called before it does."""


class Gate:
    """What the site was asked, and which faults the next requests of each method meet."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        """Method and bytes of the body."""
        self.faults: list[Fault | str] = []
        """In order; a plain method lets one request pass."""
        self.silent = threading.Event()
        """Set once an answer stays away."""

    def count(self, method: str) -> int:
        return sum(one == method for one, _ in self.asked)

    @property
    def sent(self) -> int:
        """Bytes of recordings that came, once or again."""
        return sum(size for method, size in self.asked if method == "PATCH")

    def next(self, method: str) -> Fault | None:
        """The fault that this request meets."""
        for at, fault in enumerate(self.faults):
            if (fault if isinstance(fault, str) else fault.method) == method:
                del self.faults[at]
                return fault if isinstance(fault, Fault) else None
        return None


class Watched:
    """Stands before the application."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app, self._gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {key.decode(): value.decode() for key, value in scope["headers"]}
        self._gate.asked.append((scope["method"], int(headers.get("content-length", "0"))))
        fault = self._gate.next(scope["method"])
        if fault is None:
            await self._app(scope, receive, send)
            return
        if fault.before:
            fault.then()
        if fault.passes:
            await self._app(scope, receive, _over(send, fault))
            return
        if not fault.before:
            await self._app(scope, receive, _nowhere)
            fault.then()
        await self._answer(fault, receive, send)

    async def _answer(self, fault: Fault, receive: Receive, send: Send) -> None:
        if fault.status is None:
            self._gate.silent.set()
            await _until_gone(receive)
            return
        await send({"type": "http.response.start", "status": fault.status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})


async def _until_gone(receive: Receive) -> None:
    message = await receive()
    if message["type"] != "http.disconnect":
        await _until_gone(receive)


async def _nowhere(message: Message) -> None:
    """The answer is lost on its way."""


def _over(send: Send, fault: Fault) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            if not fault.before:
                fault.then()
            kept = [(key, value) for key, value in message["headers"] if key.decode().lower() not in fault.headers]
            message["headers"] = kept + [(key.encode(), value.encode()) for key, value in fault.headers.items()]
        await send(message)

    return sending


class Place:
    """Where the tests ingest: `folder` is the recorder's card."""

    def __init__(self, folder: Path, address: str, gate: Gate, store: ObjectStore, catalogue: Catalogue) -> None:
        self.address, self.gate, self._store, self._catalogue = address, gate, store, catalogue
        self.folder, self.state = folder / "card", folder / "state"
        self.folder.mkdir()

    def put(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    @property
    def settings(self) -> dict[str, str]:
        return {"MINGJING_TOKEN": "device", "MINGJING_INGEST_STATE": str(self.state)}

    def arguments(self, *more: str) -> tuple[str, ...]:
        to = ("--to", self.address) if "--to" not in more else ()
        stable = ("--stable", "0") if "--stable" not in more else ()
        return ("ingest", str(self.folder), "--device", "DSJ0001", *to, *stable, "--chunk", "1", *more)

    def run(self, *more: str, **settings: str) -> CompletedProcess[str]:
        """The command to its end; of a file nothing has to settle unless `--stable` says otherwise."""
        return said(*self.arguments(*more), **(self.settings | settings))

    def told(self, *more: str, **settings: str) -> Any:
        """The same as JSON, with its exit status as `status`."""
        done = self.run("--json", *more, **settings)
        return {**json.loads(done.stdout), "status": done.returncode}

    def stored(self, content: bytes) -> StoredObject | None:
        """What the site knows of an object, whose bytes are right."""
        digest = blake3(content).hexdigest()
        found = self._catalogue.find(digest)
        if found is not None:
            assert b"".join(self._store.open(digest, 0, found.size)) == content
        return found


@contextmanager
def place_of(folder: Path, store: ObjectStore | None = None, limits: Limits = ROOM) -> Iterator[Place]:
    """A site over a store, by default a folder."""
    catalogue, gate = catalogue_in(folder), Gate()
    store = store or FolderStore(folder / "objects")
    spool = Spool(folder / "spool", store, catalogue, limits)
    app = make_app(spool, store, catalogue)
    app.add_middleware(Watched, gate=gate)
    with serving(app) as address:
        yield Place(folder, address, gate, store, catalogue)
    spool.close()


def states(told: Any) -> dict[str, str]:
    """By file what became of it."""
    return {one["file"]: one["state"] for one in told["files"]}


def reasons(told: Any) -> dict[str, str]:
    """By file that is left, why."""
    return {one["file"]: one["reason"] for one in told["files"] if one["state"] == "left"}
