"""更正 in public: what was corrected, and asking for a correction without a login (信息公示制度 第十三条)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Any, Final
from uuid import uuid4

import msgspec
from anyio import CapacityLimiter, fail_after, to_thread
from fastapi import APIRouter, Request, Response

from api import pages
from api.access import Door
from api.answers import Json
from api.bodies import decode, takes
from api.copies import proven_copy
from api.desks import CaseDesks
from api.jurisdictions import Jurisdiction, Jurisdictions
from api.limiter import Limiter, address_of
from api.not_taken import NOT_TAKEN, later, not_taken
from api.objects import guarded
from api.posted import LARGEST, MOST, File, Posted, answered, away, check_files, place, store
from api.published_logs import PublishedLogs
from api.query_codes import code_of
from api.reading import OPEN, conditional, is_id, readable
from api.requests import LABELS, CorrectionAsked, files_of, read_correction
from media.catalogue import Catalogue
from media.spool import Spool
from media.store import ObjectStore
from projections.corrections import corrections_figures, find_former, list_corrections
from projections.disclosures import Disclosure, case_of_page, find_disclosure
from records.application import Sender
from records.correction.commands import RequestCorrection
from records.correction.events import CorrectionRequested, EvidenceRecorded
from records.course.shapes import SomebodyGiven
from records.errors import Invalid, NotFound
from records.event import CaseEvent

_EACH, _TOGETHER, _WINDOW = 10, 300, 3600.0
"""Requests of one address, and of all, within so many seconds."""

_BYTES_EACH, _BYTES_TOGETHER, _DAY = 256 << 20, 2 << 30, 86_400.0
"""Bytes of evidence of one address, and of all, in a day (P): nobody who sends them is known."""

_PATIENCE: Final = 120.0
"""Seconds in which a form has to have come."""

_SLOW: Final = "提交得太频繁，没有收下这次申请，请稍后再提交；您填写的内容还在下面。"
_LARGE: Final = f"证据文件合计超过{MOST >> 20}兆字节，没有收下，请减少或者压缩以后重新选择；您填写的内容还在下面。"
_FULL: Final = (
    "今天收下的证据文件已经太多，没有收下这次申请。可以不附文件，现在就提交申请，证据送到办理机关；"
    "也可以过一天再提交。您填写的内容还在下面。"
)
_FULL_TITLE: Final = "今天收下的证据文件已经太多，请过一天再提交，或者不附文件提交申请"


class _Full(Exception):
    """The day has no room for more evidence files."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


class Received(msgspec.Struct, frozen=True):
    """What who asked gets back."""

    query_code: str
    progress: str
    """Where the code is entered."""


def routes(
    desks: CaseDesks, spool: Spool, media: tuple[Catalogue, ObjectStore], door: Door, logs: PublishedLogs
) -> APIRouter:
    """The public routes, and the one by which staff read evidence files."""
    router, corrections = APIRouter(), Corrections(desks, spool, media, door, logs)
    public = APIRouter(prefix="/public/{ledger}", tags=["public"])
    readable(public, "/corrections", corrections.listed)
    readable(public, "/disclosures/{page}/versions/{version}/copy", corrections.former)
    public.add_api_route(
        "/corrections", corrections.ask, methods=["POST"], status_code=201, openapi_extra=takes("CorrectionAsked")
    )
    router.include_router(public)
    for path, page in (
        ("/{ledger}/corrections", corrections.page),
        ("/{ledger}/disclosures/{page}/correction", corrections.form),
    ):
        router.add_api_route(path, page, methods=["GET", "HEAD"], include_in_schema=False)
    path = "/{ledger}/disclosures/{page}/correction"
    router.add_api_route(path, corrections.send, methods=["POST"], include_in_schema=False)
    router.add_api_route(
        "/api/{ledger}/cases/{case}/evidence/{blake3}", corrections.evidence, methods=["GET"], tags=["cases"],
        response_class=Response,
    )  # fmt: skip
    return router


class Corrections:
    """The endpoints; only staff who read an evidence file are asked who they are."""

    def __init__(
        self,
        desks: CaseDesks,
        spool: Spool,
        media: tuple[Catalogue, ObjectStore],
        door: Door,
        logs: PublishedLogs,
    ) -> None:
        self._desks, self._spool, self._door, self._logs = desks, spool, door, logs
        self._catalogue, self._store = media
        self._jurisdictions = Jurisdictions(desks.engine)
        self._limiter = Limiter(desks.engine, "corrections", _EACH, _TOGETHER, _WINDOW)
        self._bytes = Limiter(desks.engine, "evidence", _BYTES_EACH, _BYTES_TOGETHER, _DAY)
        self._forms = CapacityLimiter(8)  # forms that are held in memory at once

    # ---- What was corrected ----

    def listed(self, request: Request, ledger: str, cursor: str = "") -> Response:
        """公示信息的更正，最新的在前：更正了什么、什么时候、为什么；不含申请人。

        `figures` 为申请、准予、不予和按期答复的件数。
        """
        site = self._jurisdictions.get(ledger)
        with self._desks.engine.connect() as connection:
            found = list_corrections(connection, ledger, after=cursor or None)
            figures = corrections_figures(connection, ledger)
        following = f"{request.base_url}public/{ledger}/corrections?cursor={found.next}" if found.next else None
        body = Json({"ledger": site, "items": found.items, "figures": figures, "next": following}).body
        link = {"Link": f'<{following}>; rel="next"'} if following else {}
        return conditional(request, bytes(body), "application/json", headers={**OPEN, **link})

    def page(self, request: Request, ledger: str, cursor: str = "") -> Response:
        """更正目录。"""
        site = self._jurisdictions.get(ledger)
        with self._desks.engine.connect() as connection:
            found = list_corrections(connection, ledger, after=cursor or None)
            figures = corrections_figures(connection, ledger)
        values = {"found": found, "figures": figures, "later": bool(cursor)}
        return pages.show(request, "corrections.html", site=site, **values)

    def former(self, request: Request, ledger: str, page: str, version: str) -> Response:
        """更正以前的版本的可验证副本：证明本页曾经这样公示；含有不应公开的信息的，不再给出。"""
        self._jurisdictions.get(ledger)
        number = int(version) if version.isascii() and version.isdigit() and len(version) < 5 else 0
        with self._desks.engine.connect() as connection:
            stated = find_former(connection, ledger, page, number) if is_id(page) and number else None
        if stated is None:
            raise NotFound("copy", f"{page}/{version}")
        body = proven_copy(stated, self._logs, ledger)
        named = {"Content-Disposition": f'attachment; filename="{ledger}-{page}-{number}.copy.json"'}
        return conditional(request, body, "application/json", headers={**OPEN, **named})

    # ---- Asking for one ----

    def form(self, request: Request, ledger: str, page: str) -> Response:
        """申请更正的表单。"""
        del request
        site, found = self._found(ledger, page)
        return pages.show_private("correction_form.html", **_values(site, found, {}, {}))

    async def send(self, request: Request, ledger: str, page: str) -> Response:
        """收下表单：交给查询码；不能收下的，说明原因，填写的内容都还在。"""
        try:
            async with self._large():
                return await answered(request, partial(self._sent, request, ledger, page), most=MOST, seconds=_PATIENCE)
        except TimeoutError:
            return away()

    def _sent(self, request: Request, ledger: str, page: str, posted: Posted) -> Response:
        site, found = self._found(ledger, page)
        values = partial(_values, site, found, posted.fields)
        if posted.too_large:
            return pages.show_private("correction_form.html", status=413, **values({"evidence": _LARGE}))
        try:
            asked = read_correction(posted.fields, page)
            check_files(posted.files)
        except Invalid as invalid:
            return pages.show_private("correction_form.html", status=422, **values(_by_field(invalid)))
        try:
            if wait := self._limiter.take(self._desks.ledger(ledger), address_of(request)):
                return later(pages.show_private("correction_form.html", status=429, **values({"": _SLOW})), wait)
            with self._evidence(request, ledger, posted.files):
                code = self._open(ledger, found, asked, posted)
        except _Full as full:
            return later(pages.show_private("correction_form.html", status=429, **values({"": _FULL})), full.wait)
        except Invalid as invalid:
            return pages.show_private("correction_form.html", status=422, **values({"": invalid.fields[0][1]}))
        except NOT_TAKEN as error:
            said, status = not_taken(error, files=bool(posted.files))
            return later(pages.show_private("correction_form.html", status=status, **values({"": said})))
        return pages.show_private("received.html", status=201, site=site, code=code, what="更正申请")

    async def ask(self, request: Request, ledger: str) -> Response:
        """申请更正公示信息：不需要登录；`evidence` 为 base64 编码的证据文件。应答中的查询码可以查询办理进展。"""
        try:
            async with self._large(), place():
                with fail_after(_PATIENCE):
                    body = await _bounded(request)
                return await to_thread.run_sync(partial(self._asked, request, ledger, body))
        except TimeoutError:
            return away()

    @asynccontextmanager
    async def _large(self) -> AsyncIterator[None]:
        """Forms with files take some of the places alone: who sends slowly keeps no form without files out."""
        with fail_after(_PATIENCE):
            await self._forms.acquire()
        try:
            yield
        finally:
            self._forms.release()

    def _asked(self, request: Request, ledger: str, body: bytes) -> Response:
        self._jurisdictions.get(ledger)
        asked: CorrectionAsked = decode(request, body, CorrectionAsked).value
        files = files_of(asked)
        check_files(files)
        _, found = self._found(ledger, asked.page)
        if wait := self._limiter.take(self._desks.ledger(ledger), address_of(request)):
            return slowed(wait)
        try:
            with self._evidence(request, ledger, files):
                code = self._open(ledger, found, asked, Posted({}, files))
        except _Full as full:
            return slowed(full.wait, "evidence-full", _FULL_TITLE)
        where = f"{request.base_url}{ledger}/progress"
        return Json(Received(code, where), status_code=201, headers={"Cache-Control": "no-store"})

    @contextmanager
    def _evidence(self, request: Request, ledger: str, files: tuple[File, ...]) -> Iterator[None]:
        """A block that stores the files. Raises _Full where the day has no room for them; what was not stored in the
        end is not counted.
        """
        own, address, size = self._desks.ledger(ledger), address_of(request), sum(len(one.content) for one in files)
        if size and (wait := self._bytes.take(own, address, size)):
            raise _Full(wait)
        try:
            yield
        except BaseException:
            if size:
                self._bytes.give_back(own, address, size, together=True)
            raise

    def _found(self, ledger: str, page: str) -> tuple[Jurisdiction, Disclosure]:
        """The page, which has to be public now."""
        site = self._jurisdictions.get(ledger)
        with self._desks.engine.connect() as connection:
            found = find_disclosure(connection, ledger, page) if is_id(page) else None
        if found is None or found.copy is None:
            raise NotFound("disclosure", page)
        return site, found

    def _open(self, ledger: str, page: Disclosure, asked: CorrectionAsked, posted: Posted) -> str:
        """Opens the correction, once its evidence is stored; returns the query code."""
        own = self._desks.ledger(ledger)
        with self._desks.engine.connect() as connection:
            case = case_of_page(connection, ledger, page.id)
        files = tuple(dict.fromkeys(store(self._spool, f"{ledger}/public", one) for one in posted.files))
        command = RequestCorrection(
            title=f"公示信息更正申请（{page.number}）"[:200],
            agency=page.agency_code,
            source=asked.source,
            requesters=(SomebodyGiven(name=asked.name, contact=asked.contact),),
            received_on=own.now().day,
            related_case=case or "",
            claim=asked.claim,
            proposed=asked.proposed,
            materials=tuple(line[:2_000] for line in asked.materials.splitlines() if line.strip())[:100],
            files=files,
        )
        sender = Sender("public", "system", str(uuid4()), uuid4().bytes * 2, page.agency_code)
        written = self._desks.open(ledger, command, sender)
        opened = next(one for one in written.events if isinstance(one, CaseEvent))
        return code_of(own, opened.case)

    # ---- Evidence ----

    def evidence(self, request: Request, ledger: str, case: str, blake3: str) -> Response:
        """读取更正案件的证据文件：只有能够查看该案件的工作人员可以读取。"""
        self._door.to_case(request, ledger, case)
        folded = self._desks.get(ledger).load(case).case
        named = [digest for one in folded.every(CorrectionRequested) for digest in one.files]
        named += [digest for one in folded.every(EvidenceRecorded) for digest in one.files]
        found = self._catalogue.find(blake3) if blake3 in named else None
        if found is None:
            raise NotFound("object", blake3)
        return guarded(self._store, found)


async def _bounded(request: Request) -> bytes:
    """The whole body. Raises Invalid for one that is larger than all its evidence may be."""
    body, most = bytearray(), MOST * 4 // 3
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise Invalid([("$.evidence", f"证据文件合计超过{MOST >> 20}兆字节，请减少或者压缩")])
    return bytes(body)


def slowed(wait: int, code: str = "too-often", title: str = "提交得太频繁，请稍后再试") -> Response:
    """The answer to a program that asks too often, or for too much."""
    body = {
        "type": f"urn:mingjing:problem:{code}",
        "title": title,
        "status": 429,
        "code": code,
        "retry_after": wait,
    }
    headers = {"Retry-After": str(wait), "Cache-Control": "no-store"}
    return Response(msgspec.json.encode(body), 429, headers, "application/problem+json")


def _values(site: Jurisdiction, found: Disclosure, typed: dict[str, str], wrong: dict[str, str]) -> dict[str, Any]:
    """What the form shows: the page, what was typed, and the sentence for each field that is wrong."""
    given = {name: typed.get(name, "") for name in LABELS}
    return {"site": site, "page": found, "typed": given, "wrong": wrong, "largest": LARGEST >> 20, "most": MOST >> 20}


def _by_field(invalid: Invalid) -> dict[str, str]:
    found: dict[str, str] = {}
    for path, said in invalid.fields:
        found.setdefault(path.removeprefix("$.").partition("[")[0], said)
    return found
