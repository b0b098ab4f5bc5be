"""The scan of a paper that the sample's back-entered steps rest on: a page with lines that stand for writing."""

from __future__ import annotations

import struct
import zlib
from typing import Final

_WIDTH, _HEIGHT = 210, 297
_WHITE, _GREY = b"\xff", b"\x9a"
_LINES: Final = {row for top in range(40, 260, 14) for row in range(top, top + 4)}


def scan() -> bytes:
    """A PNG of one page, the same bytes each time."""
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)  # eight bits of grey, no interlace
    pixels = zlib.compress(b"".join(b"\0" + _row(row) for row in range(_HEIGHT)), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _row(row: int) -> bytes:
    if row not in _LINES:
        return _WHITE * _WIDTH
    margin = 24
    written = _WIDTH - 2 * margin
    return _WHITE * margin + _GREY * written + _WHITE * margin


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
