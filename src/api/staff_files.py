"""A page on which a clerk uploads a file through the browser: a recording, an item of evidence, a paper's scan."""

from __future__ import annotations

import base64
import logging
from collections.abc import AsyncIterator, Mapping
from typing import Final

import msgspec
from anyio import CancelScope, CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from api import multipart, pages
from api.access import COOKIE, Door, Forbidden, Principal, Unauthorised
from api.jurisdictions import Jurisdictions
from api.reading import is_id
from media import metadata
from media.errors import BadHeader, MediaError, NoSpace, StoreUnavailable, TooLong
from media.spool import Spool, Upload
from records.store.directory import Ledgers

_log = logging.getLogger("mingjing.media")

_SAID: Final[Mapping[type[Exception], tuple[int, str]]] = {
    TooLong: (413, "文件太大，请用采集站上传。"),
    NoSpace: (507, "存储空间或者配额不足，没有保存文件。请告知系统管理员。"),
    StoreUnavailable: (503, "文件存储暂时不可用，请稍后重新上传。"),
    BadHeader: (400, "文件的名称或者类型不能识别，请改名以后重新上传。"),
    MediaError: (500, "没有保存文件，请稍后重新上传；仍不成功的，请告知系统管理员。"),
    msgspec.DecodeError: (400, "没有完整收到文件，请重新选择文件上传。"),
}
"""Status and sentence of what can go wrong with a file."""
_CHOOSE: Final = "请选择要上传的文件，文件不能是空的。"


def routes(ledgers: Ledgers, spool: Spool, door: Door, stores: CapacityLimiter) -> APIRouter:
    """The page `/staff/{ledger}/files`; `stores` counts the threads that wait for the store."""
    router, files = APIRouter(prefix="/staff/{ledger}", include_in_schema=False), Files(ledgers, spool, door, stores)
    router.add_api_route("/files", files.show, methods=["GET", "HEAD"])
    router.add_api_route("/files", files.take, methods=["POST"])
    return router


class Files:
    """The endpoints. A large file over a bad line is the business of `/uploads`, which resumes."""

    def __init__(self, ledgers: Ledgers, spool: Spool, door: Door, stores: CapacityLimiter) -> None:
        self._spool, self._door, self._stores = spool, door, stores
        self._jurisdictions = Jurisdictions(ledgers.engine)

    def show(self, request: Request, ledger: str, case: str = "") -> Response:
        """上传文件的表单。"""
        return self._page(request, self._admitted(request, ledger, case), case)

    async def take(self, request: Request, ledger: str, case: str = "") -> Response:
        """接收一个文件，给出它的摘要。"""
        holder = await to_thread.run_sync(self._door.holder, request.cookies.get(COOKIE, ""))
        if holder is None:
            raise Unauthorised
        try:
            return await self._taken(request, ledger, case)
        except (MediaError, msgspec.DecodeError) as error:
            status, wrong = next(_SAID[kind] for kind in type(error).__mro__ if kind in _SAID)
            if status >= 500:
                _log.error("%s %s: %r", request.method, request.url.path, error, exc_info=error)
            return await to_thread.run_sync(self._failed, request, holder, ledger, case, status, wrong)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it

    async def _taken(self, request: Request, ledger: str, case: str) -> Response:
        form = await multipart.read(request.headers.get("content-type", ""), _length(request), request.stream())
        principal = await to_thread.run_sync(self._sender, request, form.word, ledger, case)
        if not form.filename or not form.length:
            return await to_thread.run_sync(self._failed, request, principal, ledger, case, 422, _CHOOSE)
        stored = await self._store(principal.name, form)
        return await to_thread.run_sync(self._page, request, principal, case, stored)

    def _failed(
        self, request: Request, principal: Principal, ledger: str, case: str, status: int, wrong: str
    ) -> Response:
        """The page again, whoever the form's word is of: it may not have come."""
        if principal.ledger != ledger or not principal.may("upload"):
            raise Forbidden(f"该账号不能在账本 {ledger} 上传文件")
        return self._page(request, principal, case if is_id(case) else "", wrong=wrong, status=status)

    def _sender(self, request: Request, word: str, ledger: str, case: str) -> Principal:
        self._door.form(request, word)
        return self._admitted(request, ledger, case)

    def _admitted(self, request: Request, ledger: str, case: str) -> Principal:
        if case:
            self._door.to_case(request, ledger, case)
        return self._door(request, "upload", ledger)

    async def _store(self, owner: str, form: multipart.FileForm) -> Upload:
        """Has the spool take the file; what does not come whole is dropped."""
        asked = metadata.parse(_metadata(form))
        upload = await to_thread.run_sync(self._spool.create, owner, form.length, asked)
        try:
            await self._receive(upload.id, owner, form.chunks())
        except BaseException:
            with CancelScope(shield=True):  # also of who is being cancelled
                await to_thread.run_sync(self._spool.terminate, upload.id, owner)
            raise
        return await to_thread.run_sync(self._spool.settle, upload.id, owner, limiter=self._stores)

    async def _receive(self, upload: str, owner: str, chunks: AsyncIterator[bytes]) -> None:
        with await to_thread.run_sync(self._spool.write, upload, owner, 0) as writer:
            async for chunk in chunks:
                writer.append(chunk)
            await to_thread.run_sync(self._spool.acknowledge, writer)

    def _page(
        self,
        request: Request,
        principal: Principal,
        case: str,
        stored: Upload | None = None,
        *,
        wrong: str = "",
        status: int = 200,
    ) -> Response:
        return pages.show_private(
            "staff_file.html",
            status=status,
            wrong=wrong,
            principal=principal,
            site=self._jurisdictions.get(principal.ledger),
            case=case,
            stored=stored,
            word=self._door.word(request),
        )


def _length(request: Request) -> int:
    given = request.headers.get("content-length", "")
    if not given.isdigit():
        raise msgspec.DecodeError("the length of the body is not told")
    return int(given)


def _metadata(form: multipart.FileForm) -> str:
    """What the browser says of the file, as a tus client would say it."""
    told = {"filename": _plain(form.filename)[-200:], "filetype": _plain(form.media_type)}
    pairs = (f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items() if value)
    return ",".join(pairs)


def _plain(text: str) -> str:
    """Without what doesn't show."""
    return "".join(filter(metadata.is_plain, text))
