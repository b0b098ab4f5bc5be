"""投诉、举报 in public: anonymous, without a login, slowed down where it comes too often (信息公示制度 第十条).

One that names a public page goes to the case that the page is of; any other is entered in the agency's register of
complaints, which its staff read and settle.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import date
from functools import partial
from typing import Annotated, Any, Final
from uuid import uuid4

import msgspec
from fastapi import APIRouter, Request, Response

from api import pages
from api.access import Door
from api.answers import Json
from api.bodies import decode, takes
from api.cases import BodyBytes
from api.corrections import slowed
from api.desks import CaseDesks
from api.jurisdictions import Jurisdictions
from api.limiter import Limiter, address_of
from api.not_taken import NOT_TAKEN, later, not_taken
from api.posted import SMALL, Posted, answered
from api.reading import is_id
from api.requests import LABELS, ComplaintSent, read_complaint
from projections.disclosures import Disclosure, case_of_page, find_disclosure
from projections.information import public_registers
from records.application import Sender, record_entry
from records.beside.commands import ReceiveComplaint
from records.course.complained import Complain
from records.course.shapes import SomebodyGiven
from records.errors import Invalid, NotFound, Refused, Stale
from records.event import Erased
from records.licence.commands import ReceiveLicenceComplaint
from records.register.acting import reaches
from records.register.events import ComplaintEntered, ComplaintSettled, complaints_stream
from records.register.fold import Register
from records.register.successors import ended_of, has_ended, successors, who_now
from records.store.ledger import Ledger

_EACH, _TOGETHER, _WINDOW = 10, 300, 3600.0
"""Complaints of one address, and of all, within so many seconds."""

_SLOW: Final = "提交得太频繁，没有收下，请稍后再提交；您填写的内容还在下面。"

_LARGE: Final = "填写的内容太长，没有收下，请缩短以后再提交；您填写的内容还在下面。"

_log = logging.getLogger("mingjing")


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint that names no case, as staff read it."""

    item: str
    agency: str
    received_on: str
    summary: str
    name: str
    contact: str
    answer: str
    """Empty while it is open."""
    case: str


class SettleComplaint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was found."""

    answer: Annotated[str, msgspec.Meta(min_length=1, max_length=5_000)]
    case: str = ""
    """Id of the case in which it goes on, where it does."""


def routes(desks: CaseDesks, door: Door) -> APIRouter:
    """The public form and JSON, and the register for staff."""
    router, complaints = APIRouter(), Complaints(desks, door)
    for path in ("/{ledger}/complaint", "/{ledger}/disclosures/{page}/complaint"):
        router.add_api_route(path, complaints.form, methods=["GET", "HEAD"], include_in_schema=False)
        router.add_api_route(path, complaints.send, methods=["POST"], include_in_schema=False)
    router.add_api_route(
        "/public/{ledger}/complaints",
        complaints.take,
        methods=["POST"],
        status_code=201,
        tags=["public"],
        openapi_extra=takes("ComplaintSent"),
    )
    path = "/api/{ledger}/complaints"
    router.add_api_route(path, complaints.listed, methods=["GET"], tags=["registers"], response_class=Response)
    router.add_api_route(
        f"{path}/{{item}}",
        complaints.settle,
        methods=["POST"],
        tags=["registers"],
        response_class=Response,
        openapi_extra=takes("SettleComplaint"),
    )
    return router


class Complaints:
    """The endpoints."""

    def __init__(self, desks: CaseDesks, door: Door) -> None:
        self._desks, self._door = desks, door
        self._jurisdictions = Jurisdictions(desks.engine)
        self._limiter = Limiter(desks.engine, "complaints", _EACH, _TOGETHER, _WINDOW)

    # ---- The public ----

    def form(self, ledger: str, page: str = "") -> Response:
        """投诉、举报的表单。"""
        return self._page(ledger, page, {}, {})

    async def send(self, request: Request, ledger: str, page: str = "") -> Response:
        """收下投诉、举报；不能收下的，说明原因，填写的内容都还在。"""
        return await answered(request, partial(self._sent, request, ledger, page), most=SMALL, seconds=60)

    def _sent(self, request: Request, ledger: str, page: str, posted: Posted) -> Response:
        if posted.too_large:
            return self._page(ledger, page, posted.fields, {"": _LARGE}, 413)
        try:
            sent = read_complaint(posted.fields, page)
            self._check(ledger, sent)
            if wait := self._limiter.take(self._desks.ledger(ledger), address_of(request)):
                return later(self._page(ledger, page, posted.fields, {"": _SLOW}, 429), wait)
            self._receive(ledger, sent)
        except Invalid as invalid:
            wrong = {path.removeprefix("$."): said for path, said in invalid.fields}
            return self._page(ledger, page, posted.fields, wrong, 422)
        except NotFound:
            raise
        except NOT_TAKEN as error:
            said, status = not_taken(error)
            return later(self._page(ledger, page, posted.fields, {"": said}, status))
        site = self._jurisdictions.get(ledger)
        return pages.show_private("received.html", status=201, site=site, code="", what="投诉、举报")

    def take(self, request: Request, ledger: str, body: BodyBytes) -> Response:
        """投诉、举报：可以匿名，不需要登录。`page` 为公示页编号；不针对某一公示页的，填写机关代码 `agency`。"""
        self._jurisdictions.get(ledger)
        sent: ComplaintSent = decode(request, body, ComplaintSent).value
        self._check(ledger, sent)
        if wait := self._limiter.take(self._desks.ledger(ledger), address_of(request)):
            return slowed(wait)
        self._receive(ledger, sent)
        return Json({"received": True}, status_code=201, headers={"Cache-Control": "no-store"})

    def _page(
        self, ledger: str, page: str, typed: dict[str, str], wrong: dict[str, str], status: int = 200
    ) -> Response:
        site = self._jurisdictions.get(ledger)
        with self._desks.engine.connect() as connection:
            found = find_disclosure(connection, ledger, page) if is_id(page) else None
        if page and found is None:
            raise NotFound("disclosure", page)
        agencies = [] if found else self._public_agencies(ledger)
        given = {name: typed.get(name, "") for name in LABELS}
        values = {"page": found, "typed": given, "wrong": wrong, "agencies": agencies}
        return pages.show_private("complaint_form.html", status=status, site=site, **values)

    def _check(self, ledger: str, sent: ComplaintSent) -> None:
        """Raises Invalid where neither page nor agency is known, or the agency has ended: with who is competent now."""
        today = self._jurisdictions.today(ledger)
        with self._desks.engine.connect() as connection:
            register = public_registers(connection, ledger)
        if sent.page:
            page = self._shown(ledger, sent.page)
            if page is None:
                raise Invalid([("$.page", "没有这一公示信息，请核对")])
            code, matter = page.agency_code, page.copy.matter if page.copy else ""
            if has_ended(register, code, today) and len(successors(register, code, today, matter)) != 1:
                raise Invalid([("$.summary", who_now(register, code, today, matter))])
        elif sent.agency not in {code for code, _ in _agencies(register, today)}:
            ended = has_ended(register, sent.agency, today)
            said = who_now(register, sent.agency, today) if ended else "请选择投诉、举报涉及的机关"
            raise Invalid([("$.agency", said)])

    def _shown(self, ledger: str, page: str) -> Disclosure | None:
        with self._desks.engine.connect() as connection:
            found = find_disclosure(connection, ledger, page) if is_id(page) else None
            return found if found and case_of_page(connection, ledger, page) else None

    def _public_agencies(self, ledger: str) -> list[tuple[str, str]]:
        """Code and name of each agency that is registered today, without a key: the form is there also while the
        ledger is not.
        """
        today = self._jurisdictions.today(ledger)
        with self._desks.engine.connect() as connection:
            return _agencies(public_registers(connection, ledger), today)

    def _case(self, ledger: str, page: str) -> str | None:
        with self._desks.engine.connect() as connection:
            known = find_disclosure(connection, ledger, page) if is_id(page) else None
            return case_of_page(connection, ledger, page) if known else None

    def _receive(self, ledger: str, sent: ComplaintSent) -> None:
        """In the case that the page is of, or in the register where the case takes none."""
        own, case = self._desks.ledger(ledger), self._case(ledger, sent.page) if sent.page else None
        agency, summary = sent.agency, sent.summary
        if case is not None:
            folded = own.case(case)[0]
            agency = folded.agency
            if has_ended(own.register(), agency, own.now().day):  # nobody acts in its cases any more
                number = folded.decided.number if folded.decided else ""
                summary = f"{summary}\n（针对的公示信息：{number}，原机关：{own.register().agencies[agency][0].name}）"
                now = successors(own.register(), agency, own.now().day, folded.matter)
                agency, case = now[0].code if now else agency, None
        if case is not None:
            kind: Any = ReceiveLicenceComplaint if folded.procedure == "licence" else ReceiveComplaint
            try:
                self._desks.step(ledger, case, _complaint(kind, sent, own), _sender(agency))
            except (Refused, Invalid) as error:
                _log.info("a complaint is entered beside its case: %s", error)
            else:
                return
        item = str(uuid4())
        entered = ComplaintEntered(
            item=item,
            agency=agency,
            received_on=own.now().day,
            summary=summary,
            person=item,
            name=sent.name,
            contact=sent.contact,
        )
        record_entry(own, entered, _sender(agency))

    # ---- Staff ----

    def listed(self, request: Request, ledger: str) -> Response:
        """没有对应案件的投诉、举报：本账号所属机关的，最新的在前；`answer` 为空的尚待处理。"""
        principal = self._door(request, "read-cases", ledger)
        reach, own = self._door.reach(principal), self._desks.ledger(ledger)
        codes = _reached(reach, own)
        found = [one for code in codes for one in entered_of(own, code)]
        return Json({"items": found[::-1]}, headers={"Cache-Control": "no-store"})

    def settle(self, request: Request, ledger: str, item: str, body: BodyBytes) -> Response:
        """登记投诉、举报的处理结果。"""
        principal = self._door(request, "answer-complaint", ledger)
        asked: SettleComplaint = decode(request, body, SettleComplaint).value
        reach, own = self._door.reach(principal), self._desks.ledger(ledger)
        codes = _reached(reach, own)
        code = next((one for one in codes if any(known.item == item for known in entered_of(own, one))), None)
        if code is None:
            raise NotFound("complaint", item)
        settled = ComplaintSettled(item=item, agency=code, answer=asked.answer, case=asked.case)
        _settle(own, settled, Sender(principal.name, principal.actor, str(uuid4()), uuid4().bytes * 2))
        return Json({"settled": True}, status_code=201, headers={"Cache-Control": "no-store"})


def _reached(reach: Collection[str] | None, ledger: Ledger) -> list[str]:
    """Codes of the agencies whose complaints the account deals with: those that ended go to who has their matters."""
    register, today = ledger.register(), ledger.now().day
    every = list(register.agencies)
    if reach is None:
        return every
    own = frozenset(code for code in every if reaches(reach, code, ""))
    return [
        *(code for code in every if code in own),
        *(one for one in ended_of(register, own, today) if one not in own),
    ]


def _settle(ledger: Ledger, settled: ComplaintSettled, sender: Sender) -> None:
    """Records it once: who settles at the same time is told that it is settled. Raises Invalid."""
    while True:
        version = ledger.version(settled.stream)
        if next(one.answer for one in entered_of(ledger, settled.agency) if one.item == settled.item):
            raise Invalid([("$.answer", "这件投诉、举报已经处理，不再重复")])
        try:
            record_entry(ledger, settled, sender, version)
        except Stale:
            continue  # something else was entered meanwhile: is it settled now?
        return


def entered_of(ledger: Ledger, agency: str) -> list[Entered]:
    """The complaints of an agency that name no case, in order."""
    events = [one.event for one in ledger.history(complaints_stream(agency), persons=True)]
    settled = {one.item: one for one in events if isinstance(one, ComplaintSettled)}
    return [_entered(one, settled.get(one.item)) for one in events if isinstance(one, ComplaintEntered)]


def _entered(one: ComplaintEntered, settled: ComplaintSettled | None) -> Entered:
    return Entered(
        item=one.item,
        agency=one.agency,
        received_on=str(one.received_on),
        summary=one.summary,
        name="" if isinstance(one.name, Erased) else one.name,
        contact="" if isinstance(one.contact, Erased) else one.contact,
        answer=settled.answer if settled else "",
        case=settled.case if settled else "",
    )


def _complaint(kind: type[Complain], sent: ComplaintSent, ledger: Ledger) -> Complain:
    named = bool(sent.name or sent.contact)
    who = (SomebodyGiven(name=sent.name or "未写明姓名", contact=sent.contact),) if named else ()
    return kind(complainants=who, received_on=ledger.now().day, summary=sent.summary)


def _sender(agency: str) -> Sender:
    return Sender("public", "system", str(uuid4()), uuid4().bytes * 2, agency)


def _agencies(register: Register, today: date) -> list[tuple[str, str]]:
    """Code and name of each agency that is registered today."""
    found = (register.agency(code, today) for code in register.agencies)
    return [(one.code, one.name) for one in found if one is not None]
