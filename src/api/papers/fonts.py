"""The fonts that documents are set in, and which characters they have.

They come with a package of their own, so that every machine has the same ones, byte for byte. What they lack is named
by its code (`〔U+20BB7〕`): a document must not have an empty box where somebody's name stands.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import typst
from pylopdf_fonts_zh_cn import sans_path, serif_path

from records.errors import Corrupt

_LAID_OUT: Final = frozenset("\n")
"""What templates turn into layout."""


@cache
def fonts() -> typst.Fonts:
    """The fonts, found once: no system font ever takes part."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[serif_path().parent])


@cache
def known() -> frozenset[int]:
    """The characters that text can have: those of the serif font, and of the other one where it has none."""
    return frozenset(_characters(serif_path())) | frozenset(_characters(sans_path()))


def lacking(texts: Iterable[str]) -> tuple[str, ...]:
    """The characters in the texts that no font has, in order, each once."""
    return tuple(sorted({char for text in texts for char in text if _is_lacking(char)}))


def spelt(text: str) -> str:
    """The text with the codes of such characters in their place: `〔U+20BB7〕`."""
    return "".join(f"〔U+{ord(char):04X}〕" if _is_lacking(char) else char for char in text)


def _is_lacking(char: str) -> bool:
    return ord(char) not in known() and char not in _LAID_OUT


def _characters(path: Path) -> Iterator[int]:
    """Code points of an OpenType font: its table `cmap`, subtable of format 12 (OpenType 1.9, cmap)."""
    data = path.read_bytes()
    (tables,) = struct.unpack_from(">H", data, 4)
    records = (struct.unpack_from(">4sLLL", data, 12 + 16 * index) for index in range(tables))
    table = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    (count,) = struct.unpack_from(">H", data, table + 2)
    for index in range(count):
        _, _, offset = struct.unpack_from(">HHL", data, table + 4 + 8 * index)
        if struct.unpack_from(">H", data, table + offset) == (12,):
            yield from _groups(data, table + offset)
            return
    msg = f"{path.name} has no table of characters beyond the basic plane"
    raise Corrupt(msg)


def _groups(data: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">L", data, at + 12)
    for index in range(count):
        first, last, _ = struct.unpack_from(">LLL", data, at + 16 + 12 * index)
        yield from range(first, last + 1)
