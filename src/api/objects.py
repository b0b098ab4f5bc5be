"""Reading stored recordings, with ranges (RFC 9110, section 14), never as what a browser would run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from api.uploads import Door
from media import ranges
from media.catalogue import Catalogue, StoredObject
from media.errors import NoObject
from media.store import ObjectStore

_SHOWN = re.compile(r"(?:video/(?:mp4|webm)|audio/[a-z0-9.+-]+|image/(?:jpeg|png)|application/pdf)\Z")
"""Media types that a browser may show; the rest is handed over as a file."""

_GUARD = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; media-src 'self'; img-src 'self'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
"""A recording is neither to be guessed at, nor to run anything, nor to stay in a cache."""


Using = Callable[[Request, str], None]
"""Is told of each object whose content is asked for, before it is sent; raises where that may not be."""


def _unnoted(_request: Request, _digest: str) -> None:
    """Of a store that knows of no cases."""


def routes(catalogue: Catalogue, store: ObjectStore, door: Door, using: Using = _unnoted) -> APIRouter:
    """Return the routes under `/objects`; `door` is asked for the permission "read-objects" each time."""
    router, objects = APIRouter(prefix="/objects", tags=["objects"]), Objects(catalogue, store, door, using)
    router.add_api_route("/{blake3}", objects.get, methods=["GET"], response_class=Response)
    router.add_api_route("/{blake3}", objects.head, methods=["HEAD"], response_class=Response)
    return router


class Objects:
    """The endpoints; errors are those of `media`, answered by `api.uploads.problem`."""

    def __init__(self, catalogue: Catalogue, store: ObjectStore, door: Door, using: Using = _unnoted) -> None:
        self._catalogue, self._store, self._door, self._using = catalogue, store, door, using

    def head(self, request: Request, blake3: str) -> Response:
        """对象的长度、类型和摘要。"""
        found = self._find(request, blake3)
        return Response(headers={**_headers(found), "Content-Length": str(found.size)})

    def get(self, request: Request, blake3: str) -> Response:
        """读取对象，支持单个 Range。音像记录应当以 `purpose` 写明用途（本案承办人办案的除外），导出的加 `export`。"""
        found = self._find(request, blake3)
        self._using(request, blake3)
        headers = _headers(found)
        if request.query_params.get("export"):
            headers["Content-Disposition"] = f'attachment; filename="{found.blake3}"'
        if headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        asked = ranges.requested(
            request.headers.get("range"),
            found.size,
            if_range=request.headers.get("if-range"),
            etag=headers["ETag"],
        )
        return self._answer(found, asked, headers)

    def _answer(self, found: StoredObject, asked: range | None, headers: dict[str, str]) -> Response:
        span = range(found.size) if asked is None else asked
        headers["Content-Length"] = str(len(span))
        if asked is not None:
            headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{found.size}"
        chunks = _started(self._store.open(found.blake3, span.start, len(span), found.version_id))
        return StreamingResponse(chunks, 200 if asked is None else 206, headers)

    def _find(self, request: Request, digest: str) -> StoredObject:
        self._door(request, "read-objects")
        found = self._catalogue.find(digest)
        if found is None:
            raise NoObject(digest)
        return found


def guarded(store: ObjectStore, found: StoredObject) -> Response:
    """The whole object, never as what a browser would run; for other doors than that of `/objects`."""
    chunks = _started(store.open(found.blake3, 0, found.size, found.version_id))
    return StreamingResponse(chunks, 200, {**_headers(found), "Content-Length": str(found.size)})


def _started(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Read the first chunk now, while an error can still become a status."""
    return chain([next(chunks, b"")], chunks)


def _headers(found: StoredObject) -> dict[str, str]:
    headers = {**_GUARD, "Accept-Ranges": "bytes", "ETag": f'"{found.blake3}"'}
    if _SHOWN.match(found.media_type):
        return {**headers, "Content-Type": found.media_type}
    name = f'attachment; filename="{found.blake3}"'
    return {**headers, "Content-Type": "application/octet-stream", "Content-Disposition": name}
