"""Under which address the site is known, whatever a request says of it."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send


class PublicAddress:
    """Has every request come to the public address: `Host` is whatever a client or a proxy wrote there, and links,
    ids of feeds and archives that never change are made of it.
    """

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self._app = app
        parts = urlsplit(origin)
        self._scheme, self._host = parts.scheme, (b"host", parts.netloc.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] == "http":
            others = [header for header in scope["headers"] if header[0] != b"host"]
            scope = {**scope, "scheme": self._scheme, "headers": [self._host, *others]}
        await self._app(scope, receive, send)
