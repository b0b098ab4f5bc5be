"""What was found when stored recordings were read again: a list for the staff whom it concerns."""

from __future__ import annotations

from typing import Final

import msgspec
from fastapi import APIRouter, Request, Response

from api.access import Door
from api.answers import Json
from api.reading import PRIVATE
from media.checks import Checks, Wrong

MOST: Final = 500
"""Objects that are listed."""


class ObjectChecks(msgspec.Struct, frozen=True):
    """How the stored recordings stand."""

    counts: dict[str, int]
    """By result: sound, healed, missing, hidden, damaged, unreadable."""
    wrong: int
    """Those of them that somebody has to look at."""
    never_checked: int
    oldest_check: str | None
    items: list[Wrong]
    """What somebody has to look at, what was found last first."""


def routes(checks: Checks, door: Door) -> APIRouter:
    """The route `/api/objects/checks`."""
    router, found = APIRouter(prefix="/api/objects", tags=["objects"]), Routes(checks, door)
    router.add_api_route("/checks", found.get, methods=["GET"])
    return router


class Routes:
    """The endpoint."""

    def __init__(self, checks: Checks, door: Door) -> None:
        self._checks, self._door = checks, door

    def get(self, request: Request) -> Response:
        """重新读取音像和扫描件的结果：不见的、被遮住的、内容不符的、不能读取的，还没有读过的件数，最早一次的时间。

        所列只有摘要、长度和结果，不涉及案件内容；最多列出 500 件，件数是全部的。
        """
        self._door(request, "check-objects")
        found = self._checks.overview()
        wrong, items = sum(self._checks.count_wrong().values()), self._checks.wrong(MOST)
        body = ObjectChecks(found.counts, wrong, found.never_checked, found.oldest_check, items)
        return Json(body, headers={"Cache-Control": PRIVATE})
