"""Forms that anybody sends: fields and evidence files, read within bounds, and what a file really is.

A file is what its first bytes say, whatever its name or the browser calls it: pictures, PDF and MP4 alone are taken.
"""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from email.message import Message
from functools import partial
from typing import Final

import msgspec
from anyio import CapacityLimiter, fail_after, to_thread
from anyio.lowlevel import RunVar
from fastapi import Request, Response

from media import metadata
from media.spool import Spool
from records.errors import Invalid

FILES: Final = 5
LARGEST: Final = 10 << 20
"""Bytes of one file."""

MOST: Final = 24 << 20
"""Bytes of a form with all that is in it."""

SMALL: Final = 64 << 10
"""Bytes of a form without files."""

PARTS: Final = 50
"""Fields and files of a form; no more are looked at."""

_HEAD: Final = 4096
"""Bytes of the head of a part that are looked at."""

_TOGETHER: Final = 32
"""Public forms that are read and answered at once."""

_WAITED: Final = 30.0
"""Seconds that a form waits for its turn."""

_DRAINED: Final = 128 << 20
"""Bytes that are read and dropped of a form that is too large, so that its sender reads the answer."""

_BOUNDARY: Final = re.compile(
    r'multipart/form-data;.*?boundary="?([0-9A-Za-z\'()+_,./:=? -]{1,70})"?\s*(?:;|$)', re.IGNORECASE
)
_FIRST: Final[tuple[tuple[bytes, int, str], ...]] = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"%PDF-", 0, "application/pdf"),
    (b"ftyp", 4, "video/mp4"),
)
"""What a file of the type has at a place, RFC and ISO of each."""


class File(msgspec.Struct, frozen=True):
    """A file as it came."""

    name: str
    content: bytes


class Posted(msgspec.Struct, frozen=True):
    """What was sent."""

    fields: dict[str, str]
    files: tuple[File, ...]
    too_large: bool = False
    """Whether the form was larger than `MOST`: its files are then not there, its fields are as far as they came."""


_PLACES: RunVar[CapacityLimiter] = RunVar("public forms")


@asynccontextmanager
async def place() -> AsyncIterator[None]:
    """One of the places that all public forms share. Raises TimeoutError where none becomes free."""
    try:
        places = _PLACES.get()
    except LookupError:
        places = CapacityLimiter(_TOGETHER)
        _PLACES.set(places)
    with fail_after(_WAITED):
        await places.acquire()
    try:
        yield
    finally:
        places.release()


async def answered(request: Request, answer: Callable[[Posted], Response], *, most: int, seconds: float) -> Response:
    """What `answer` says to the form, in a thread; the form has `seconds` to come. Raises the errors of `read`."""
    try:
        async with place():
            with fail_after(seconds):
                posted = await read(request, most)
            return await to_thread.run_sync(partial(answer, posted))
    except TimeoutError:
        return away()


def away() -> Response:
    """The answer where a form did not come in time, or too many others are there."""
    headers = {"Retry-After": "60", "Cache-Control": "no-store"}
    return Response("提交的内容没有收下：现在提交的人太多，或者传送太慢，请稍后再提交。", 503, headers, "text/plain")


async def read(request: Request, most: int = MOST) -> Posted:
    """The fields and files of a form of at most so many bytes. Raises DecodeError for what no browser sends."""
    match = _BOUNDARY.match(request.headers.get("content-type", ""))
    if match is None:
        raise _wrong()
    received, total = bytearray(), 0
    async for chunk in request.stream():
        total += len(chunk)
        received += chunk[: max(0, most - len(received))]
        if total > most and total > _DRAINED * most // MOST:
            break
    return await to_thread.run_sync(partial(_parted, bytes(received), match[1].encode(), too_large=total > most))


def _parted(body: bytes, boundary: bytes, *, too_large: bool) -> Posted:
    fields: dict[str, str] = {}
    files: list[File] = []
    for number, part in enumerate(_parts(body, boundary, too_large=too_large), 1):
        head, _, content = part.partition(b"\r\n\r\n")
        headers = _headers(head[:_HEAD])
        name, filename = str(headers.get_param("name", "", "content-disposition")), headers.get_filename()
        if filename is None:
            if name and len(fields) < 40:
                fields[name] = content.decode("utf-8", "replace")
        elif content and not too_large:
            files.append(File(filename, content))
        if number == PARTS and len(files) > FILES:  # `check_files` says so
            break
    return Posted(fields, tuple(files), too_large)


def _parts(body: bytes, boundary: bytes, *, too_large: bool) -> Iterator[bytes]:
    """One after the other, never more than `PARTS`. Raises DecodeError for more, and for a form without its end."""
    between = b"\r\n--" + boundary
    at = 0 if body.startswith(between[2:]) else body.find(between) + 2
    at = at + len(between) - 2 if at != 1 else len(body)  # 1: it has no part
    for _ in range(PARTS + 1):
        if body.startswith(b"--", at):
            return
        end = body.find(between, at)
        if end < 0:
            if too_large:
                yield body[at:]
                return
            break
        yield body[at:end]
        at = end + len(between)
    if not too_large:
        raise _wrong()


def _headers(block: bytes) -> Message:
    headers = Message()
    for line in block.decode("utf-8", "replace").split("\r\n"):
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip()] = value.strip()
    return headers


def _wrong() -> msgspec.DecodeError:
    return msgspec.DecodeError("the body is no form")


# ---- Files ----


def kind_of(content: bytes) -> str:
    """The media type by the first bytes, empty for what is not taken."""
    return next((kind for first, at, kind in _FIRST if content[at : at + len(first)] == first), "")


def check_files(files: tuple[File, ...]) -> None:
    """Raises Invalid for files that are not taken, with the reason for each."""
    found = [] if len(files) <= FILES else [("$.evidence", f"证据文件最多{FILES}个，请合并以后重新选择")]
    for index, one in enumerate(files):
        if len(one.content) > LARGEST:
            found.append((f"$.evidence[{index}]", f"文件太大，每个文件不超过{LARGEST >> 20}兆字节"))
        elif not kind_of(one.content):
            found.append((f"$.evidence[{index}]", "只接收照片（JPEG、PNG）、PDF和MP4视频，请转换以后重新选择"))
    if found:
        raise Invalid(found)


def store(spool: Spool, owner: str, file: File) -> str:
    """Has the spool take the file as it takes recordings; returns its BLAKE3. Raises the errors of `media`."""
    kind = base64.b64encode(kind_of(file.content).encode()).decode()
    upload = spool.create(owner, len(file.content), metadata.parse(f"filetype {kind}"))
    try:
        with spool.write(upload.id, owner, 0) as writer:
            writer.append(file.content)
            spool.acknowledge(writer)
        return spool.settle(upload.id, owner).blake3
    except BaseException:
        spool.terminate(upload.id, owner)
        raise
