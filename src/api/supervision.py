"""Lists and figures for staff as JSON: cases, statistics, terms that run, steps that were refused."""

from __future__ import annotations

import re
from typing import Final, Literal, cast, get_args

from fastapi import APIRouter, Request, Response

from api.access import Door
from api.answers import Json
from api.endings import ended_cases
from api.filters import clean, dimensions, position
from api.reading import PRIVATE
from projections.cases import list_cases
from projections.due import due_list
from projections.statistics import statistics
from projections.timeline import latest_refusals
from projections.voidness import VoidVerdict, void_list
from records.course.terms import TermState
from records.errors import Invalid
from records.store.directory import Ledgers

LINES: Final = 100
"""Of a list, in one answer."""

_MONTH: Final = re.compile(r"([12][0-9]{3}-(0[1-9]|1[0-2]))?")
_STATES: Final = get_args(TermState)


def routes(ledgers: Ledgers, door: Door) -> APIRouter:
    """The routes under `/api/{ledger}` that read projections."""
    router, lists = APIRouter(prefix="/api/{ledger}"), Supervision(ledgers, door)
    router.add_api_route("/cases", lists.cases, methods=["GET"], tags=["cases"])
    router.add_api_route("/statistics", lists.statistics, methods=["GET"], tags=["supervision"])
    router.add_api_route("/supervision/due", lists.due, methods=["GET"], tags=["supervision"])
    router.add_api_route("/supervision/void", lists.void, methods=["GET"], tags=["supervision"])
    router.add_api_route("/supervision/ended", lists.ended, methods=["GET"], tags=["supervision"])
    router.add_api_route("/supervision/refusals", lists.refusals, methods=["GET"], tags=["supervision"])
    return router


class Supervision:
    """The endpoints."""

    def __init__(self, ledgers: Ledgers, door: Door) -> None:
        self._ledgers, self._engine, self._door = ledgers, ledgers.engine, door

    def cases(
        self,
        request: Request,
        ledger: str,
        q: str = "",
        agency: str = "",
        matter: str = "",
        procedure: str = "",
        stage: str = "",
        cursor: str = "",
    ) -> Response:
        """案件目录，最近有步骤的在前；`q` 在案由和文号中检索，`procedure` 为执法类别，`stage` 为已到达的阶段。"""
        reach = self._door.reach(self._door(request, "read-cases", ledger))
        text, agency, matter, procedure, stage = map(clean, (q, agency, matter, procedure, stage))
        with self._engine.connect() as connection:
            found = list_cases(
                connection,
                ledger,
                reach,
                text=text,
                agency=agency,
                matter=matter,
                procedure=procedure,
                stage=stage,
                after=cursor or None,
                limit=LINES,
            )
        return _answer(request, found, found.next)

    def statistics(
        self,
        request: Request,
        ledger: str,
        by: str = "month",
        agency: str = "",
        matter: str = "",
        first_month: str = "",
        last_month: str = "",
    ) -> Response:
        """统计：`by` 为 agency、matter、month 中的一个或者几个；期限按发生和按记录分别计算；金额单位为分。

        `spans` 为各环节用时：总日数、件数，以及不超过若干日的件数。
        """
        self._door(request, "read-statistics", ledger)
        wrong = [
            (name, "应为月份，如 2026-01")
            for name, value in (("first_month", first_month), ("last_month", last_month))
            if not _MONTH.fullmatch(value)
        ]
        if wrong:
            raise Invalid(wrong)
        with self._engine.connect() as connection:
            found = statistics(
                connection,
                ledger,
                by=dimensions(by),
                agency=clean(agency),
                matter=clean(matter),
                first_month=first_month,
                last_month=last_month,
            )
        return _answer(request, {"items": found})

    def due(
        self,
        request: Request,
        ledger: str,
        state: str = "open",
        agency: str = "",
        limit: str = "",
        cursor: str = "",
    ) -> Response:
        """期限，最紧迫的在前；`state` 为 open、paused、kept、lapsed 中的一个或者几个，`limit` 为期限的代码。"""
        self._door(request, "supervise", ledger)
        states = tuple(state.split(","))
        if not set(states) <= set(_STATES):
            raise Invalid([("state", "应为 open、paused、kept、lapsed 中的一个或者几个，以逗号分隔")])
        with self._engine.connect() as connection:
            found = due_list(
                connection,
                ledger,
                states=cast("tuple[TermState, ...]", states),
                agency=clean(agency),
                limit_id=clean(limit),
                today=self._ledgers.get(ledger).now().day,
                after=cursor or None,
                limit=LINES,
            )
        return _answer(request, found, found.next)

    def void(self, request: Request, ledger: str, verdict: str = "", agency: str = "", cursor: str = "") -> Response:
        """依行政处罚法第三十八条可能无效的处罚决定，最近的在前；`verdict` 为 void（无效）或者 doubtful（有疑问）。"""
        self._door(request, "supervise", ledger)
        with self._engine.connect() as connection:
            found = void_list(
                connection,
                ledger,
                verdict=void_verdict(verdict),
                agency=clean(agency),
                after=cursor or None,
                limit=LINES,
            )
        return _answer(request, found, found.next)

    def ended(self, request: Request, ledger: str) -> Response:
        """委托已经终止或者事项已经撤下的未结案件：`delegation` 须由委托机关接收，`matter` 不能再作出决定。"""
        self._door(request, "supervise", ledger)
        found = self._ledgers.get(ledger)
        with self._engine.connect() as connection:
            items = ended_cases(connection, found, found.now())
        return _answer(request, {"items": items})

    def refusals(self, request: Request, ledger: str, before: str = "") -> Response:
        """依法未予办理的步骤，最近的在前；`before` 为账本中的位置。"""
        self._door(request, "supervise", ledger)
        with self._engine.connect() as connection:
            found = latest_refusals(connection, ledger, before=position(before), limit=LINES + 1)
        following = found[LINES - 1].position if len(found) > LINES else None
        return _answer(request, {"items": found[:LINES], "next": following}, following, "before")


def void_verdict(text: str) -> VoidVerdict | Literal[""]:
    """A verdict of the check, or none. Raises Invalid."""
    if text in ("", *get_args(VoidVerdict)):
        return cast("VoidVerdict | Literal['']", text)
    raise Invalid([("verdict", "应为 void 或者 doubtful")])


def _answer(request: Request, content: object, following: str | int | None = None, name: str = "cursor") -> Response:
    """The content, with RFC 8288 `next` when there is more."""
    headers = {"Cache-Control": PRIVATE}
    if following is not None:
        address = request.url.include_query_params(**{name: following})
        headers["Link"] = f'<{address}>; rel="next"'
    return Json(content, headers=headers)
