"""The upload endpoint, tus 1.0.0 over the spool (`media.tus`), and how errors of `media` look in HTTP.

Chunks are hashed and written inline on the event loop: with a thread for each chunk, 512 MiB ran at 0.6 of the
speed. Flushes, and all that may wait for a disk or a store, run in threads: that costs a PATCH of 64 KiB 0.06 ms
of 1.4, and a flush on a slow disk doesn't hold up every other connection.
"""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial
from typing import ParamSpec, Protocol, TypeVar

import msgspec
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from media import errors, tus
from media.spool import Spool, Upload
from media.tail import Writer
from records.recorder_names import recorder_name

FLUSHES = 16
"""Threads that may wait for the disk at once."""

STORES = 4
"""Threads that may wait for the object store at once, apart from those: a slow store holds no PATCH up."""

ANSWERS: dict[type[BaseException], tuple[int, str]] = {
    errors.BadVersion: (412, "不支持的 tus 协议版本"),
    errors.BadType: (415, "请求体类型必须是 application/offset+octet-stream"),
    errors.BadHeader: (400, "请求头有误"),
    errors.Elsewhere: (404, "这个上传由另一个进程接收，代理应把它的地址转到那个进程"),
    errors.NoUpload: (404, "没有这个上传"),
    errors.Expired: (410, "上传逾期没有续传，已经清除"),
    errors.Terminated: (410, "上传已终止"),
    errors.Concatenated: (403, "由几部分合成的上传不能续传"),
    errors.Unfinished: (400, "要合成的上传有的没有收完，或者不是作为部分新建的"),
    errors.AlreadyBound: (409, "录像已关联案件，不能终止上传"),
    errors.WrongOffset: (409, "上传偏移不符"),
    errors.Superseded: (409, "上传已由新的连接接管"),
    errors.Mismatch: (460, "校验和不符，数据未保留"),
    errors.TooLong: (413, "超出允许的长度"),
    errors.NoSpace: (507, "存储空间或配额不足"),
    errors.NoObject: (404, "没有这个对象"),
    errors.Unsatisfiable: (416, "请求的范围超出对象"),
    errors.StoreUnavailable: (503, "对象存储暂时不可用，请稍后重试"),
    errors.SpoolBusy: (503, "另一个进程正在使用这个上传文件夹，请以 MINGJING_SPOOL 给每个进程各自的文件夹"),
    errors.MediaError: (500, "服务器内部错误"),
}
"""Status and title of each error, by tus 1.0.0 (409, 410, 412, 415, 460), RFC 9110, and RFC 4918 (507)."""

_log = logging.getLogger("mingjing.media")

P = ParamSpec("P")
T = TypeVar("T")


class Principal(Protocol):
    """Whoever is at the door; uploads belong to `name`."""

    @property
    def name(self) -> str:
        """Return the id of the principal."""


Door = Callable[[Request, str], Principal]
"""Tells who is there, or raises when they lack the permission ("upload", "read-objects"); may block."""


async def problem(request: Request, error: Exception) -> Response:
    """Answer an error of `media` as problem+json (RFC 9457); the app registers it for `MediaError`."""
    status, title = next(ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS)
    if status >= 500:
        _log.error("%s %s: %r", request.method, request.url.path, error, exc_info=error)
    code = re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
    body = {
        "type": f"urn:mingjing:problem:{code}",
        "title": title,
        "status": status,
        "code": code,
        **vars(error),
    }
    headers = {"Tus-Resumable": tus.VERSION, "Cache-Control": "no-store", **_told(error)}
    return Response(msgspec.json.encode(body), status, headers, "application/problem+json")


def routes(spool: Spool, door: Door, stores: CapacityLimiter | None = None) -> APIRouter:
    """Return the routes under `/uploads`; `door` is asked for the permission "upload" on each request.

    `stores` counts the threads that wait for the store, where others than this endpoint do so too.
    """
    router, uploads = APIRouter(prefix="/uploads", tags=["uploads"]), Uploads(spool, door, stores)
    router.add_api_route("", uploads.options, methods=["OPTIONS"], status_code=204)
    router.add_api_route("", uploads.create, methods=["POST"], status_code=201)
    router.add_api_route("/{upload}", uploads.options, methods=["OPTIONS"], include_in_schema=False)
    router.add_api_route("/{upload}", uploads.head, methods=["HEAD"])
    router.add_api_route("/{upload}", uploads.patch, methods=["PATCH"], status_code=204)
    router.add_api_route("/{upload}", uploads.terminate, methods=["DELETE"], status_code=204)
    router.add_api_route("/{upload}", uploads.override, methods=["POST"], include_in_schema=False)
    return router


class Uploads:
    """The endpoints; each decodes headers, calls the spool, and encodes headers."""

    def __init__(self, spool: Spool, door: Door, stores: CapacityLimiter | None = None) -> None:
        self._spool, self._door = spool, door
        self._flushes, self._stores = CapacityLimiter(FLUSHES), stores or CapacityLimiter(STORES)

    async def options(self, request: Request) -> Response:
        """说明支持的 tus 版本、扩展、校验算法和最大长度。"""
        await self._owner(request)
        return Response(status_code=204, headers=tus.offered(self._spool.limits))

    async def create(self, request: Request) -> Response:
        """新建上传（tus creation）；`Location` 是上传的地址。

        首段数据可以同时送来，长度可以以后再说，也可以由几部分合成。

        `Mingjing-File-Name` 说明从执法记录仪的文件名读出的设备、人员、开始时间和序号，不认识的为 unknown。
        """
        owner = await self._owner(request)
        asked = tus.creation(request.headers)
        upload = await self._made(owner, asked)
        try:
            if asked.body:
                upload = await self._write(request, upload.id, owner, asked.body)
            upload = await self._settle(upload, owner)
        except ClientDisconnect:
            await self._forget(upload, owner)
            return Response(status_code=400)  # nobody reads it, nor knows the upload
        except errors.MediaError:
            await self._forget(upload, owner)
            raise
        location = f"{request.scope.get('root_path', '')}/uploads/{upload.id}"
        said = _said_by(asked.metadata.filename)
        if asked.proves and not asked.body and not upload.blake3:
            said |= await self._challenge(upload)
        return Response(status_code=201, headers={"Location": location, **said, **tus.created(upload, asked)})

    async def head(self, request: Request, upload: str) -> Response:
        """上传的进度；全部收到以后另有 `Mingjing-Blake3` 和 `Mingjing-Sha256`。"""
        owner = await self._owner(request)
        tus.check_version(request.headers)
        found = await self._flush(self._spool.find, upload, owner)
        found = await self._settle(found, owner)
        return Response(status_code=200, headers=tus.state(found))

    async def patch(self, request: Request, upload: str) -> Response:
        """从 `Upload-Offset` 处续传；应答以前数据已落盘，最后一段的应答带有摘要。"""
        owner = await self._owner(request)
        asked = tus.patch(request.headers)
        if asked.proof:
            proved = await to_thread.run_sync(self._spool.prove, upload, owner, asked.proof, limiter=self._stores)
            return Response(status_code=204, headers=tus.progress(proved))
        try:
            done = await self._write(request, upload, owner, asked)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it; the bytes that came are kept for the next PATCH
        return Response(status_code=204, headers=tus.progress(await self._settle(done, owner)))

    async def terminate(self, request: Request, upload: str) -> Response:
        """终止上传并释放空间（tus termination）。"""
        owner = await self._owner(request)
        tus.check_version(request.headers)
        await self._flush(self._spool.terminate, upload, owner)
        return Response(status_code=204, headers={"Tus-Resumable": tus.VERSION})

    async def override(self, request: Request, upload: str) -> Response:
        """Serve clients that can only POST (tus 1.0, X-HTTP-Method-Override)."""
        await self._owner(request)
        methods = {"PATCH": self.patch, "DELETE": self.terminate, "HEAD": self.head}
        name = request.headers.get("x-http-method-override", "")
        if name not in methods:
            raise errors.BadHeader("X-HTTP-Method-Override", f"must be one of {', '.join(methods)}")
        return await methods[name](request, upload)

    async def _made(self, owner: str, asked: tus.Creation) -> Upload:
        if asked.is_final:
            return await self._flush(self._spool.concatenate, owner, asked.concat, asked.metadata)
        is_part = bool(asked.concat)
        return await self._flush(self._spool.create, owner, asked.length, asked.metadata, partial=is_part)

    async def _challenge(self, upload: Upload) -> dict[str, str]:
        """What is asked instead of bytes; nothing while the store is away, which the spool needs not for bytes."""
        with suppress(errors.StoreUnavailable):
            challenge = await to_thread.run_sync(self._spool.challenge, upload, limiter=self._stores)
            return tus.challenged(challenge) if challenge else {}
        return {}

    async def _forget(self, upload: Upload, owner: str) -> None:
        """Ends an upload whose creation failed: its address was told to nobody."""
        with suppress(errors.MediaError):
            await self._flush(self._spool.terminate, upload.id, owner)

    async def _write(self, request: Request, upload: str, owner: str, asked: tus.Patch) -> Upload:
        chunks = request.stream()
        first = await anext(chunks, b"")  # when the client has gone, it must not fence off who follows it
        begin = partial(self._spool.write, upload, owner, asked.offset, asked.size, asked.checksum, asked.length)
        with await self._flush(begin) as writer:
            writer.append(first)
            return await self._receive(chunks, writer)

    async def _receive(self, chunks: AsyncIterator[bytes], writer: Writer) -> Upload:
        async for chunk in chunks:
            writer.append(chunk)
        return await self._flush(self._spool.acknowledge, writer)

    async def _settle(self, upload: Upload, owner: str) -> Upload:
        if not upload.settles:
            return upload
        return await to_thread.run_sync(self._spool.settle, upload.id, owner, limiter=self._stores)

    async def _owner(self, request: Request) -> str:
        return (await to_thread.run_sync(self._door, request, "upload")).name

    async def _flush(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await to_thread.run_sync(partial(call, *args, **kwargs), limiter=self._flushes)


def _said_by(filename: str) -> dict[str, str]:
    """What the name of a recorder's file says, or that it says nothing that is known."""
    if not filename:
        return {}
    found = recorder_name(filename)
    if found is None:
        return {"Mingjing-File-Name": "unknown"}
    said = f"device={found.device}; user={found.user}; start={found.started_at.isoformat()}; sequence={found.sequence}"
    return {"Mingjing-File-Name": said}


def _told(error: Exception) -> dict[str, str]:
    match error:
        case errors.BadVersion():
            return {"Tus-Version": tus.VERSION}
        case errors.Unsatisfiable(size=size):
            return {"Content-Range": f"bytes */{size}"}
        case errors.StoreUnavailable():
            return {"Retry-After": "10"}
        case _:
            return {}
