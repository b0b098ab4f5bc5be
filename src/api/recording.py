"""音像记录 for staff: coverage and gaps, late uploads, uses by purpose, devices (全过程记录制度 二至四)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import cache, partial
from typing import Any, Final

import msgspec
from fastapi import APIRouter, Request, Response

from api import pages
from api.access import Door, Principal
from api.answers import Json
from api.case_view import person_name
from api.filters import clean
from api.jurisdictions import Jurisdictions
from api.reading import PRIVATE
from api.recording_uses import OPERATOR, OPERATOR_NAME, PURPOSES
from projections.coverage import (
    DIMENSIONS,
    Dimension,
    coverage_by,
    gaps,
    late_recordings,
    use_figures,
    uses,
)
from projections.information import agency_titles
from records.course.coverage import coverage
from records.errors import Invalid
from records.judgement import Context
from records.moment import Moment
from records.register.events import DeviceRegistered
from records.register.recorders import Loan, Offset, is_over, loan_at, loans_of, offset_at
from records.store.directory import Ledgers
from records.store.ledger import Ledger

_MONTH: Final = re.compile(r"([12][0-9]{3}-(0[1-9]|1[0-2]))?")
_DIGEST: Final = re.compile(r"([0-9a-f]{64})?")


class DeviceState(msgspec.Struct, frozen=True, kw_only=True):
    """A device with who has it, and what its clock said."""

    device: DeviceRegistered
    ended: bool
    """Whether it is out of use."""
    loan: Loan | None
    """None: nobody has it."""
    name: str
    """Of who has it."""
    overdue: bool
    """Whether it should be back."""
    clock: Offset | None
    loans: int
    """How often it was lent."""


def routes(ledgers: Ledgers, door: Door) -> APIRouter:
    """JSON under `/api/{ledger}/recording`, and the staff's pages."""
    router, views = APIRouter(), Recording(ledgers, door)
    of = "/api/{ledger}/recording"
    for path, view in (
        (f"{of}/coverage", views.coverage),
        (f"{of}/gaps", views.gaps),
        (f"{of}/late", views.late),
        (f"{of}/uses", views.uses),
        (f"{of}/devices", views.devices),
    ):
        router.add_api_route(path, view, methods=["GET"], tags=["recording"], response_class=Response)
    for path, page in (("/staff/{ledger}/recording", views.page), ("/staff/{ledger}/devices", views.device_page)):
        router.add_api_route(path, page, methods=["GET", "HEAD"], include_in_schema=False)
    return router


class Recording:
    """The endpoints; everybody sees what is of the cases that they read."""

    def __init__(self, ledgers: Ledgers, door: Door) -> None:
        self._ledgers, self._engine, self._door = ledgers, ledgers.engine, door
        self._jurisdictions = Jurisdictions(ledgers.engine)

    def coverage(
        self,
        request: Request,
        ledger: str,
        by: str = "agency,procedure,step,month",
        case: str = "",
        agency: str = "",
        procedure: str = "",
        month: str = "",
    ) -> Response:
        """应当制作的音像记录：已关联、经批准免予、缺少的件数，`by` 为 agency、procedure、step、month 中的一个或者几个。

        写明 `case` 的，为一件案件的各项。
        """
        if case:
            self._door.to_case(request, ledger, case)
            return _private({"items": coverage_of(self._ledgers.get(ledger), case)})
        reach = self._door.reach(self._door(request, "read-cases", ledger))
        wanted = _dimensions(by)
        if not _MONTH.fullmatch(month):
            raise Invalid([("month", "应为月份，如 2026-01")])
        with self._engine.connect() as connection:
            found = coverage_by(
                connection, ledger, wanted, reach, agency=clean(agency), procedure=clean(procedure), month=month
            )
        return _private({"items": found})

    def gaps(self, request: Request, ledger: str) -> Response:
        """缺少音像记录的案件和环节，最近的在前，最多 200 项。"""
        reach = self._door.reach(self._door(request, "read-cases", ledger))
        with self._engine.connect() as connection:
            return _private({"items": gaps(connection, ledger, reach)})

    def late(self, request: Request, ledger: str) -> Response:
        """入库逾时的音像记录，最近的在前，最多 200 件。"""
        reach = self._door.reach(self._door(request, "read-cases", ledger))
        with self._engine.connect() as connection:
            return _private({"items": late_recordings(connection, ledger, reach)})

    def uses(self, request: Request, ledger: str, blake3: str = "", case: str = "", month: str = "") -> Response:
        """音像记录的使用：按月份、用途统计，并列出最近 200 次；可以只看一件录像或者一件案件。"""
        reach = self._door.reach(self._door(request, "read-cases", ledger))
        if not _DIGEST.fullmatch(blake3) or not _MONTH.fullmatch(month):
            raise Invalid([("blake3" if _MONTH.fullmatch(month) else "month", "格式不正确，请核对")])
        with self._engine.connect() as connection:
            figures = use_figures(connection, ledger, reach, month=month)
            found = uses(connection, ledger, reach, blake3=blake3, case=clean(case))
        return _private({"items": found, "statistics": figures})

    def devices(self, request: Request, ledger: str, at: str = "", overdue: bool = False) -> Response:
        """音像记录设备和领用人；`at` 为时刻，可查任一时刻在谁手中；`overdue` 为真时只列逾期未还的。"""
        reach = self._door.reach(self._door(request, "read-cases", ledger))
        own = self._ledgers.get(ledger)
        found = devices_at(own, _time(at) if at else own.now(), reach)
        return _private({"items": [one for one in found if one.overdue or not overdue]})

    def page(self, request: Request, ledger: str) -> Response:
        """音像记录：覆盖情况、缺口、入库逾时、使用统计。"""
        principal = self._door(request, "read-cases", ledger)
        reach, own = self._door.reach(principal), self._ledgers.get(ledger)
        with self._engine.connect() as connection:
            values: dict[str, Any] = {
                "figures": coverage_by(connection, ledger, DIMENSIONS, reach),
                "gaps": gaps(connection, ledger, reach),
                "late": late_recordings(connection, ledger, reach),
                "uses": uses(connection, ledger, reach, limit=50),
                "statistics": use_figures(connection, ledger, reach),
            }
        register = own.register()
        agencies = agency_titles(register)
        out = [one for one in devices_at(own, own.now(), reach) if one.overdue]
        named = cache(partial(person_name, own))
        return self._show(
            "staff_recording.html",
            principal,
            agencies=agencies,
            overdue=out,
            names={one.person: named(one.person) for one in values["uses"]} | {OPERATOR: OPERATOR_NAME},
            purposes=PURPOSES,
            **values,
        )

    def device_page(self, request: Request, ledger: str) -> Response:
        """音像记录设备：在谁手中、逾期未还的、时钟误差。"""
        principal = self._door(request, "read-cases", ledger)
        own = self._ledgers.get(ledger)
        found = devices_at(own, own.now(), self._door.reach(principal))
        return self._show("staff_devices.html", principal, devices=found, today=own.now().day)

    def _show(self, template: str, principal: Principal, **values: Any) -> Response:
        site = self._jurisdictions.get(principal.ledger)
        return pages.show_private(template, principal=principal, site=site, **values)


def coverage_of(ledger: Ledger, name: str) -> list[Any]:
    """What one case has to have, and what became of each."""
    case, now, register = ledger.case(name)[0], ledger.now(), ledger.register()
    context = Context(
        case=name,
        procedure=case.procedure,
        agency=case.agency,
        actor="system",
        now=now,
        occurred_at=now,
        register=register,
    )
    return list(coverage(case, context))


def devices_at(ledger: Ledger, at: Moment, reach: Iterable[str] | None) -> list[DeviceState]:
    """The devices of the agencies, with who had each at that time; what should be back comes first."""
    register, names = ledger.register(), ledger.officer_names()
    held = None if reach is None else frozenset(reach)
    mine = [one for one in register.devices.values() if held is None or one.agency in held]
    found = [_state(one, ledger, at, names) for one in mine]
    return sorted(found, key=lambda one: (not one.overdue, one.loan is None, one.device.device))


def _state(device: DeviceRegistered, ledger: Ledger, at: Moment, names: dict[str, str]) -> DeviceState:
    register = ledger.register()
    loan, name = loan_at(register, device.device, at), ""
    if loan is not None:
        name = names.get(loan.person, "") or person_name(ledger, loan.person)
    return DeviceState(
        device=device,
        ended=is_over(register, device.device, at.day),
        loan=loan,
        name=name,
        overdue=loan is not None and _is_past(loan.due_on, at.day),
        clock=offset_at(register, device.device, at),
        loans=len(loans_of(register, device.device)),
    )


def _is_past(due_on: date, today: date) -> bool:
    return today > due_on


def _dimensions(text: str) -> tuple[Dimension, ...]:
    wanted = [one for one in text.split(",") if one]
    if any(one not in DIMENSIONS for one in wanted):
        raise Invalid([("by", "应为 agency、procedure、step、month 中的一个或者几个，以逗号分隔")])
    return tuple(one for one in DIMENSIONS if one in wanted)


def _time(text: str) -> Moment:
    try:
        return Moment.parse(text)
    except ValueError:
        raise Invalid([("at", "应为日期和时间，并写明时区，如 2026-01-05T09:30:00+08:00")]) from None


def _private(content: object) -> Response:
    return Json(content, headers={"Cache-Control": PRIVATE})
