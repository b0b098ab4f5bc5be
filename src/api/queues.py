"""Work queues: what waits for a role, as JSON for case systems and as a page for people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request, Response

from api import pages
from api.access import ACTORS, Door, Forbidden, Principal
from api.answers import Json
from api.jurisdictions import Jurisdictions
from api.reading import PRIVATE
from api.recording import DeviceState, devices_at
from api.review_sheet import ReviewSheet, review_sheet
from api.step_forms import sources
from projections.queues import QueuePage, counts, queue
from records.errors import NotFound
from records.law.entries import Actor
from records.register.events import Role
from records.register.fold import Register
from records.store.directory import Ledgers

LINES: Final = 50
"""Of a queue, in one answer."""

QUEUES: Final[Mapping[str, tuple[Actor, str]]] = {
    "handler": ("handler", "承办人"),
    "unit-head": ("unit-head", "承办机构负责人"),
    "reviewer": ("reviewer", "法制审核人员"),
    "presider": ("presider", "听证主持人"),
    "decider": ("head", "机关负责人"),
    "secrecy-reviewer": ("secrecy-reviewer", "保密审查人员"),
    "disclosure-officer": ("disclosure-officer", "公示审查人员"),
    "archivist": ("archivist", "档案管理人员"),
    "recording-officer": ("recording-officer", "音像记录管理人员"),
    "supervisor": ("supervisor", "监督人员"),
}
"""By the name in the address: who the law data mean, and the words for it."""

_APPOINTED: Final[Mapping[str, Role]] = {"unit-head": "unit-head", "decider": "decider"}
"""Queues of those whom the register appoints: an account of that role has them, another one that may act so only
where its person is appointed.
"""


def routes(ledgers: Ledgers, door: Door) -> APIRouter:
    """The routes `/api/{ledger}/queues/{role}` and `/staff/{ledger}/queues/{role}`."""
    router, queues = APIRouter(), Queues(ledgers, door)
    router.add_api_route("/api/{ledger}/queues/{role}", queues.json, methods=["GET"], tags=["queues"])
    for path, page in (("/staff/{ledger}/queues", queues.first), ("/staff/{ledger}/queues/{role}", queues.page)):
        router.add_api_route(path, page, methods=["GET", "HEAD"], include_in_schema=False)
    return router


class Queues:
    """The endpoints; each asks the door first."""

    def __init__(self, ledgers: Ledgers, door: Door) -> None:
        self._ledgers, self._engine, self._door = ledgers, ledgers.engine, door
        self._jurisdictions = Jurisdictions(ledgers.engine)

    def json(self, request: Request, ledger: str, role: str, cursor: str = "", everyone: bool = False) -> Response:
        """待办：等待该角色办理的事项，最久的在前；`everyone` 为真时不限于本人承办的案件。"""
        principal = self._admitted(request, ledger, role)
        found = self._found(principal, role, cursor, mine=not everyone)
        headers = {"Cache-Control": PRIVATE}
        if found.next is not None:
            headers["Link"] = f'<{request.url.include_query_params(cursor=found.next)}>; rel="next"'
        return Json(found, headers=headers)

    def first(self, request: Request, ledger: str) -> Response:
        """第一个有待办事项的队列。"""
        principal = self._door(request, "read-cases", ledger)
        own = self._own(principal)
        waiting = self._counts(principal)
        chosen = next((name for name in own if waiting.get(QUEUES[name][0])), own[0] if own else "")
        if not chosen:
            raise Forbidden("该账号没有待办队列")
        return self.page(request, ledger, chosen)

    def page(self, request: Request, ledger: str, role: str, cursor: str = "", everyone: bool = False) -> Response:
        """一个队列。"""
        principal = self._admitted(request, ledger, role)
        found = self._found(principal, role, cursor, mine=not everyone)
        return pages.show_private(
            "staff_queue.html",
            principal=principal,
            site=self._jurisdictions.get(ledger),
            found=found,
            role=role,
            title=QUEUES[role][1],
            tabs=self._tabs(principal),
            everyone=everyone,
            later=cursor,
            today=self._today(ledger),
            overdue=self._overdue(principal) if role == "recording-officer" else [],
            reviews=self._reviews(principal, found) if role == "reviewer" else {},
        )

    def _reviews(self, principal: Principal, found: QueuePage) -> dict[str, ReviewSheet | None]:
        """By case what its draft was handed over with."""
        ledger = self._ledgers.get(principal.ledger)
        cases = dict.fromkeys(one.case_id for one in found.items)
        known = (sources(ledger, self._engine, principal, one, ledger.case(one)[0]) for one in cases)
        return {one.context.case: review_sheet(one.case, one.context) for one in known}

    def _overdue(self, principal: Principal) -> list[DeviceState]:
        """Recorders that should be back."""
        ledger = self._ledgers.get(principal.ledger)
        return [one for one in devices_at(ledger, ledger.now(), self._door.reach(principal)) if one.overdue]

    def _admitted(self, request: Request, ledger: str, role: str) -> Principal:
        """Who is there, when it is a queue of theirs. Raises Unauthorised, Forbidden or NotFound."""
        principal = self._door(request, "read-cases", ledger)
        if role not in QUEUES:
            raise NotFound("queue", role)
        if role not in self._own(principal):
            raise Forbidden(f"该账号没有{QUEUES[role][1]}的待办队列")
        return principal

    def _found(self, principal: Principal, role: str, cursor: str, *, mine: bool) -> QueuePage:
        with self._engine.connect() as connection:
            return queue(
                connection,
                principal.ledger,
                QUEUES[role][0],
                self._today(principal.ledger),
                reach=self._door.reach(principal),
                person=_person(principal) if mine else "",
                after=cursor or None,
                limit=LINES,
            )

    def _counts(self, principal: Principal) -> dict[str, int]:
        today, reach = self._today(principal.ledger), self._door.reach(principal)
        with self._engine.connect() as connection:
            return counts(connection, principal.ledger, today, reach=reach, person=_person(principal))

    def _tabs(self, principal: Principal) -> list[dict[str, Any]]:
        waiting = self._counts(principal)
        return [
            {"name": name, "title": QUEUES[name][1], "count": waiting.get(QUEUES[name][0], 0)}
            for name in self._own(principal)
        ]

    def _own(self, principal: Principal) -> list[str]:
        """Names of the queues that the account may open; a supervisor sees all of them."""
        if principal.may("supervise"):
            return list(QUEUES)
        reach, register = self._door.reach(principal) or frozenset(), self._ledgers.get(principal.ledger).register()
        appointed = _appointed(register, principal, reach, self._today(principal.ledger))
        return [name for name in QUEUES if name in appointed or _opens(name, principal)]

    def _today(self, ledger: str) -> date:
        return self._ledgers.get(ledger).now().day


def _opens(name: str, principal: Principal) -> bool:
    """Whether the roles of the account open the queue, whoever its person is."""
    opened_by = {_APPOINTED[name]} if name in _APPOINTED else ACTORS[QUEUES[name][0]]
    return not opened_by.isdisjoint(principal.grant.roles)


def _appointed(register: Register, principal: Principal, agencies: frozenset[str], on: date) -> set[str]:
    """Queues of what the account's person is appointed to on that day, as far as its roles may act so."""
    person, roles = principal.actor.removeprefix("person:"), principal.grant.roles
    appointed = {
        "unit-head": any(register.is_unit_head(agency, person, on) for agency in agencies),
        "decider": any(register.is_head(agency, person, on) for agency in agencies),
    }
    return {name for name, holds in appointed.items() if holds and not ACTORS[QUEUES[name][0]].isdisjoint(roles)}


def _person(principal: Principal) -> str:
    """Whose work it is; a supervisor, who has none, sees everybody's."""
    return "" if principal.may("supervise") else principal.actor.removeprefix("person:")
