"""A form with a file at its end (RFC 7578), read as it comes: the file is never held in memory.

The file's length follows from that of the body, since nothing but the closing line stands after it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from email.message import Message
from typing import Final

import msgspec

FIELDS: Final = 64 << 10
"""Bytes before the file at most, all together."""

_BOUNDARY: Final = re.compile(r'multipart/form-data;.*?boundary="?([0-9A-Za-z\'()+_,./:=? -]{1,70})"?', re.IGNORECASE)


class FileForm:
    """The word of a form and the beginning of its file. Use `read` to make one, then take `chunks` once."""

    def __init__(self, chunks: AsyncIterator[bytes], boundary: bytes, total: int) -> None:
        self._chunks, self._line, self._total = chunks, b"--" + boundary, total
        self._held, self._seen = bytearray(), 0
        self.word = ""
        """What the form bears as its `word`; other fields are passed over."""
        self.filename = ""
        self.media_type = ""
        self.length = 0
        """Bytes of the file."""

    async def begin(self) -> None:
        """Reads up to the file's first byte. Raises DecodeError for what no browser sends."""
        await self._before(self._line)
        while True:
            headers = _headers(await self._before(b"\r\n\r\n"))
            if headers.get_filename() is not None:
                break
            value = await self._before(b"\r\n" + self._line)
            if headers.get_param("name", "", "content-disposition") == "word":
                self.word = value.decode("utf-8", "replace")
        self.filename = headers.get_filename("")
        self.media_type = headers.get_content_type() if "content-type" in headers else ""
        closing = len(b"\r\n" + self._line + b"--\r\n")
        self.length = self._total - (self._seen - len(self._held)) - closing
        if self.length < 0:
            raise _wrong()

    async def chunks(self) -> AsyncIterator[bytes]:
        """The file's bytes. Raises DecodeError when they don't end where the form says."""
        left = self.length
        while left:
            chunk = bytes(self._held[:left]) or b""
            del self._held[: len(chunk)]
            left -= len(chunk)
            if chunk:
                yield chunk
            elif not await self._more():
                raise _wrong()
        if await self._until(b"--\r\n") != b"\r\n" + self._line:
            raise _wrong()

    async def _until(self, end: bytes) -> bytes:
        """What stands before the next `end`, which is passed over."""
        while (at := self._held.find(end)) < 0:
            if len(self._held) > FIELDS or not await self._more():
                raise _wrong()
        found = bytes(self._held[:at])
        del self._held[: at + len(end)]
        return found

    async def _before(self, end: bytes) -> bytes:
        """The same before the file, where there is only so much."""
        found = await self._until(end)
        if self._seen - len(self._held) > FIELDS:
            raise _wrong()
        return found

    async def _more(self) -> bool:
        async for chunk in self._chunks:
            self._held += chunk
            self._seen += len(chunk)
            return True
        return False


async def read(content_type: str, total: int, chunks: AsyncIterator[bytes]) -> FileForm:
    """Reads a form up to its file. Raises DecodeError for what is none."""
    match = _BOUNDARY.match(content_type)
    if match is None:
        raise _wrong()
    form = FileForm(chunks, match[1].encode(), total)
    await form.begin()
    return form


def _headers(block: bytes) -> Message:
    headers = Message()
    for line in block.decode("utf-8", "replace").split("\r\n"):
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip()] = value.strip()
    return headers


def _wrong() -> msgspec.DecodeError:
    return msgspec.DecodeError("the body is no form with a file at its end")
