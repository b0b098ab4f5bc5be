"""What anonymous reads have in common: GET and HEAD, a validator, and no copy that is served unasked.

A page may be withdrawn at any moment, so nothing that shows one is served from a cache without asking (`no-cache`):
the ETag makes the asking cheap.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final

from fastapi import APIRouter, Request, Response

REVALIDATE: Final = "public, no-cache"
FOR_EVER: Final = "public, max-age=31536000, immutable"
PRIVATE: Final = "private, no-store"

GUARD: Final = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
OPEN: Final = {"Access-Control-Allow-Origin": "*"}
"""Pages of other sites may read what anybody may read: it takes no cookie and gives none."""

_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def readable(router: APIRouter, path: str, endpoint: Callable[..., Any]) -> None:
    """Adds a route for GET, described in OpenAPI, and the same for HEAD."""
    router.add_api_route(path, endpoint, methods=["GET"], response_class=Response)
    router.add_api_route(path, endpoint, methods=["HEAD"], include_in_schema=False)


def conditional(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    cache: str = REVALIDATE,
    headers: dict[str, str] | None = None,
) -> Response:
    """The body with its ETag, or 304 when the client has just that."""
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    sent = {**GUARD, "Cache-Control": cache, "ETag": etag, **(headers or {})}
    if has(request, etag):
        return Response(status_code=304, headers=sent)
    return Response(body, headers=sent, media_type=media_type)


def has(request: Request, etag: str) -> bool:
    """Whether the client says that it has the representation with that validator."""
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or etag.removeprefix("W/") in (
        one.strip().removeprefix("W/") for one in given.split(",")
    )


def is_id(text: str) -> bool:
    """Whether a text can be the id of a public page or a case: anything else need not be looked up."""
    return _ID.fullmatch(text) is not None


def page_url(base: str, ledger: str, page: str) -> str:
    """The address of a disclosure's page, or of the notice that stands in its place."""
    return f"{base}{ledger}/disclosures/{page}"
