"""A page on which a clerk uploads a file through the browser: a recording, an item of evidence, a paper's scan."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator

import msgspec
from anyio import to_thread
from fastapi import APIRouter, Request, Response

from api import multipart, pages
from api.access import COOKIE, Door, Principal, Unauthorised
from api.jurisdictions import Jurisdictions
from media import metadata
from media.spool import Spool, Upload
from records.errors import Invalid
from records.store.directory import Ledgers


def routes(ledgers: Ledgers, spool: Spool, door: Door) -> APIRouter:
    """The page `/staff/{ledger}/files`."""
    router, files = APIRouter(prefix="/staff/{ledger}", include_in_schema=False), Files(ledgers, spool, door)
    router.add_api_route("/files", files.show, methods=["GET", "HEAD"])
    router.add_api_route("/files", files.take, methods=["POST"])
    return router


class Files:
    """The endpoints. A large file over a bad line is the business of `/uploads`, which resumes."""

    def __init__(self, ledgers: Ledgers, spool: Spool, door: Door) -> None:
        self._spool, self._door = spool, door
        self._jurisdictions = Jurisdictions(ledgers.engine)

    def show(self, request: Request, ledger: str, case: str = "") -> Response:
        """上传文件的表单。"""
        return self._page(request, self._admitted(request, ledger, case), case, None)

    async def take(self, request: Request, ledger: str, case: str = "") -> Response:
        """接收一个文件，给出它的摘要。"""
        if await to_thread.run_sync(self._door.holder, request.cookies.get(COOKIE, "")) is None:
            raise Unauthorised
        form = await multipart.read(request.headers.get("content-type", ""), _length(request), request.stream())
        principal = await to_thread.run_sync(self._sender, request, form.fields.get("word", ""), ledger, case)
        if not form.filename or not form.length:
            raise Invalid([("$.file", "请选择要上传的文件")])
        stored = await self._store(principal.name, form)
        return await to_thread.run_sync(self._page, request, principal, case, stored)

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
            self._spool.terminate(upload.id, owner)
            raise
        return await to_thread.run_sync(self._spool.settle, upload.id, owner)

    async def _receive(self, upload: str, owner: str, chunks: AsyncIterator[bytes]) -> None:
        with await to_thread.run_sync(self._spool.write, upload, owner, 0) as writer:
            async for chunk in chunks:
                writer.append(chunk)
            await to_thread.run_sync(self._spool.acknowledge, writer)

    def _page(self, request: Request, principal: Principal, case: str, stored: Upload | None) -> Response:
        return pages.show_private(
            "staff_file.html",
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
    told = {"filename": form.filename[-200:], "filetype": form.media_type}
    pairs = (f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items() if value)
    return ",".join(pairs)
