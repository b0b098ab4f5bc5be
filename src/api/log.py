"""The logs as anybody checks them (C2SP tlog-tiles), served out of the published store alone.

A path that is not the one form of a file that is there is 404, also in another spelling of the same address.
"""

from __future__ import annotations

import re
from typing import Final

from fastapi import APIRouter, Request, Response

from api.answers import Json
from api.problems import problem
from api.published_logs import PublishedLogs
from api.reading import FOR_EVER, GUARD, OPEN, conditional, readable
from records.log.errors import Malformed
from records.log.files import LogFiles
from records.log.tiles import FULL, Bundle, Tile, parse

SECONDS: Final = "public, max-age=2"
"""What grows, and what is not there yet."""

A_MINUTE: Final = "public, max-age=60"
"""A partial tile, which doesn't change but may go."""

_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,80}")
_TEXT: Final = "text/plain"
_BYTES: Final = "application/octet-stream"
_STAMPED: Final = re.compile(r"[0-9a-f]{64}\.(tsr|checkpoint)")
_REPLY: Final = "application/timestamp-reply"


def routes(logs: PublishedLogs) -> APIRouter:
    """The routes `/log` and those below it."""
    router, served = APIRouter(tags=["log"]), ServedLogs(logs)
    readable(router, "/log", served.list)
    readable(router, "/log/{name}/checkpoint", served.checkpoint)
    readable(router, "/log/{name}/key", served.key)
    readable(router, "/log/{name}/proof/{position}", served.proof)
    readable(router, "/log/{name}/witnessed/{digest}", served.witnessed)
    readable(router, "/log/{name}/timestamps/{file}", served.timestamps)
    readable(router, "/log/{name}/tile/{path:path}", served.tile)
    # Without it, a path with a slash too much would lead to one that is there.
    router.add_api_route("/log/{path:path}", nothing, methods=["GET", "HEAD"], include_in_schema=False)
    return router


class ServedLogs:
    """The endpoints; all are open to everybody, and to pages of other sites."""

    def __init__(self, logs: PublishedLogs) -> None:
        self._logs = logs

    def list(self) -> Response:
        """全部日志：名称、来源、公钥和已公布的条目数。"""
        return Json(self._logs.listed(), headers={**GUARD, **OPEN, "Cache-Control": SECONDS})

    def checkpoint(self, request: Request, name: str) -> Response:
        """日志最新的检查点，带签名和见证（C2SP tlog-checkpoint）。"""
        return self._file(request, name, "checkpoint", _TEXT, SECONDS)

    def key(self, request: Request, name: str) -> Response:
        """核对日志签名的公钥（vkey）。"""
        return self._file(request, name, "key", _TEXT, SECONDS)

    def tile(self, request: Request, name: str, path: str) -> Response:
        """日志的一个哈希块或者条目块（C2SP tlog-tiles）。"""
        try:
            place = parse(f"tile/{path}")
        except Malformed:
            return nothing()
        return self._file(request, name, f"tile/{path}", _BYTES, _cache(place))

    def witnessed(self, request: Request, name: str, digest: str) -> Response:
        """已由见证人见证的一个检查点，以其 SHA-256 查找。"""
        if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            return nothing()
        return self._file(request, name, f"witnessed/{digest}", _TEXT, FOR_EVER)

    def timestamps(self, request: Request, name: str, file: str) -> Response:
        """检查点的时间戳（RFC 3161），以其 SHA-256 查找：.tsr 是时间戳，.checkpoint 是检查点；latest 是最近一个。"""
        if file == "latest":
            return self._file(request, name, "timestamps/latest", _TEXT, SECONDS)
        found = _STAMPED.fullmatch(file)
        if found is None:
            return nothing()
        return self._file(request, name, f"timestamps/{file}", _REPLY if found[1] == "tsr" else _TEXT, FOR_EVER)

    def proof(self, request: Request, name: str, position: str) -> Response:
        """账本这个位置的条目在日志中的证明（C2SP tlog-proof），附最新的检查点。"""
        if not _is_at(request, name, f"proof/{position}") or not _is_position(position):
            return nothing()
        proof = self._logs.proof(name, int(position))
        if proof is None:
            return nothing()
        return conditional(request, proof.text.encode(), _TEXT, cache=SECONDS, headers=OPEN)

    def _file(self, request: Request, name: str, path: str, media_type: str, cache: str) -> Response:
        if not _is_at(request, name, path):
            return nothing()
        content = LogFiles(name, self._logs.store).read(path)
        if content is None:
            return nothing()
        return conditional(request, content, media_type, cache=cache, headers=OPEN)


def nothing() -> Response:
    """It is not there, or not yet."""
    return problem(404, "not-found", "没有找到", headers={**OPEN, "Cache-Control": SECONDS})


def _cache(place: Tile | Bundle) -> str:
    return FOR_EVER if place.width == FULL else A_MINUTE


def _is_position(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20 and not text.startswith("0")


def _is_at(request: Request, name: str, path: str) -> bool:
    """Whether the request is for this path as it is written, with nothing escaped, and for a log that can be."""
    raw: bytes = request.scope.get("raw_path") or b""
    return _NAME.fullmatch(name) is not None and raw.partition(b"?")[0] == f"/log/{name}/{path}".encode()
