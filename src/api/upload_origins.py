"""CORS (Fetch Standard, 3.2) for uploads from pages of other origins, as of a docking station's own site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_METHODS: Final = ("OPTIONS", "POST", "HEAD", "PATCH", "DELETE")
_SENT: Final = (
    *("Authorization", "Content-Type", "Tus-Resumable", "Upload-Length", "Upload-Offset", "Upload-Metadata"),
    *("Upload-Defer-Length", "Upload-Concat", "Upload-Checksum", "X-HTTP-Method-Override", "X-Request-ID"),
    *("Mingjing-Possession", "Mingjing-Proof"),
)
_TOLD: Final = (
    *("Location", "Tus-Resumable", "Tus-Version", "Tus-Extension", "Tus-Max-Size", "Tus-Checksum-Algorithm"),
    *("Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Defer-Length", "Upload-Concat", "Upload-Expires"),
    *("Mingjing-Blake3", "Mingjing-Sha256", "Mingjing-File-Name", "Mingjing-Challenge", "Retry-After"),
)


class UploadOrigins:
    """Lets pages of the named origins speak to `/uploads`, and to nothing else; cookies are of no use there."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._app = app
        self._open = CORSMiddleware(
            app,
            allow_origins=list(origins),
            allow_methods=_METHODS,
            allow_headers=_SENT,
            expose_headers=_TOLD,
            max_age=86_400,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one connection (ASGI)."""
        path = scope.get("path", "")
        there = path == "/uploads" or path.startswith("/uploads/")
        await (self._open if scope["type"] == "http" and there else self._app)(scope, receive, send)
