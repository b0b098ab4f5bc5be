"""Forms that anybody sends: fields and evidence files, read within bounds, and what a file really is.

A file is what its first bytes say, whatever its name or the browser calls it: pictures, PDF and MP4 alone are taken.
"""

from __future__ import annotations

import base64
import re
from email.message import Message
from typing import Final

import msgspec
from fastapi import Request

from media import metadata
from media.spool import Spool
from records.errors import Invalid

FILES: Final = 5
LARGEST: Final = 10 << 20
"""Bytes of one file."""

MOST: Final = 24 << 20
"""Bytes of a form with all that is in it."""

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


async def read(request: Request) -> Posted:
    """The fields and files of a form. Raises DecodeError for what no browser sends."""
    match = _BOUNDARY.match(request.headers.get("content-type", ""))
    if match is None:
        raise _wrong()
    received, total = bytearray(), 0
    async for chunk in request.stream():
        total += len(chunk)
        received += chunk[: max(0, MOST - len(received))]
        if total > _DRAINED:
            break
    return _parted(bytes(received), match[1].encode(), too_large=total > MOST)


def _parted(body: bytes, boundary: bytes, *, too_large: bool) -> Posted:
    fields: dict[str, str] = {}
    files: list[File] = []
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary)
    for part in parts[1:]:
        head, _, content = part.partition(b"\r\n\r\n")
        headers = _headers(head)
        name, filename = str(headers.get_param("name", "", "content-disposition")), headers.get_filename()
        if filename is None:
            if name and len(fields) < 40:
                fields[name] = content.decode("utf-8", "replace")
        elif content and not too_large:
            files.append(File(filename, content))
    if not too_large and (len(parts) < 2 or not parts[-1].startswith(b"--")):
        raise _wrong()
    return Posted(fields, tuple(files), too_large)


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
