"""Rendering: a document and a template in, a PDF/A-2b with its fonts out; the same input gives the same bytes."""

from __future__ import annotations

import io
from importlib.metadata import version
from typing import Any, Final

import msgspec
import segno

from api.papers.apart import LIMITS, Limits, set_apart
from api.papers.fonts import lacking, spelt
from api.papers.setting import Setting, set_pages
from records.moment import Moment
from records.paper.paper import Paper
from records.paper.plain import plain

RENDERER: Final = f"typst {version('typst')}, fonts {version('pylopdf-fonts-zh-cn')}"
"""What the record of a rendering says of program and fonts."""

_LACKED: Final = "字库没有以编码表示的字："


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A document as it can be kept."""

    pdf: bytes
    text: bytes
    """The electronic text, UTF-8."""
    lacking: tuple[str, ...]
    """Characters that no font has: they are printed as codes, and stand in the electronic text as they are."""


def render(paper: Paper, template: str, at: Moment) -> Rendered:
    """The document by the text of a template of the software, dated with the time of its step. Raises CannotRender."""
    unknown = lacking(paper.texts)
    (pdf,) = set_pages(_setting(_printable(paper, unknown), template, at), "pdf")
    return Rendered(pdf=pdf, text=plain(paper).encode(), lacking=unknown)


def render_apart(paper: Paper, template: str, at: Moment, limits: Limits = LIMITS) -> Rendered:
    """The same, to the byte, by an agency's own template: within limits. Raises CannotRender or NeverEnds."""
    unknown = lacking(paper.texts)
    pdf = set_apart(_setting(_printable(paper, unknown), template, at), limits)
    return Rendered(pdf=pdf, text=plain(paper).encode(), lacking=unknown)


def pictures(paper: Paper, template: str, at: Moment, ppi: float = 72.0) -> list[bytes]:
    """The pages as PNG, as they would be printed. Raises CannotRender."""
    return set_pages(_setting(_printable(paper, lacking(paper.texts)), template, at), "png", ppi)


def _setting(paper: Paper, template: str, at: Moment) -> Setting:
    inputs = {"paper": msgspec.json.encode(paper).decode(), "qr": _code(paper.reference)}
    return Setting(template=template, inputs=inputs, at=at.instant.replace(microsecond=0))


def _printable(paper: Paper, unknown: tuple[str, ...]) -> Paper:
    """The document with what no font has spelt out, and a note that says so."""
    if not unknown:
        return paper
    codes = "、".join(spelt(char) for char in unknown)
    fields = _spelt(msgspec.to_builtins(paper))
    printable = msgspec.convert(fields, Paper)
    return msgspec.structs.replace(printable, note="\n".join(filter(None, (printable.note, f"{_LACKED}{codes}。"))))


def _spelt(value: Any) -> Any:
    match value:
        case str():
            return spelt(value)
        case dict():
            return {name: _spelt(one) for name, one in value.items()}
        case list() | tuple():
            return [_spelt(one) for one in value]
        case _:
            return value


def _code(text: str) -> str:
    """The QR code as SVG, a seventh of which may be unreadable (level M)."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()
