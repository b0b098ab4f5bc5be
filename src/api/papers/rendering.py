"""Rendering: a document and a template in, a PDF/A-2b with its fonts out; the same input gives the same bytes."""

from __future__ import annotations

import io
from importlib.metadata import version
from typing import Any, Final, Literal

import msgspec
import segno
import typst

from api.papers.fonts import fonts, lacking, spelt
from api.papers.templates import FOLDER
from records.errors import RecordError
from records.moment import Moment
from records.paper.paper import Paper
from records.paper.plain import plain

STANDARD: Final = "a-2b"
"""PDF/A-2b (ISO 19005-2): it refuses a character that no font has."""

RENDERER: Final = f"typst {version('typst')}, fonts {version('pylopdf-fonts-zh-cn')}"
"""What the record of a rendering says of program and fonts."""

_LACKED: Final = "字库没有以编码表示的字："


class CannotRender(RecordError):
    """A template does not compile, or not with this document; the message says where."""


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A document as it can be kept."""

    pdf: bytes
    text: bytes
    """The electronic text, UTF-8."""
    lacking: tuple[str, ...]
    """Characters that no font has: they are printed as codes, and stand in the electronic text as they are."""


def render(paper: Paper, template: str, at: Moment) -> Rendered:
    """The document by the text of a template, dated with the time of its step. Raises CannotRender."""
    unknown = lacking(paper.texts)
    shown = _printable(paper, unknown)
    pdf = _compiled(shown, template, at, "pdf")
    assert isinstance(pdf, bytes)
    return Rendered(pdf=pdf, text=plain(paper).encode(), lacking=unknown)


def pictures(paper: Paper, template: str, at: Moment, ppi: float = 72.0) -> list[bytes]:
    """The pages as PNG, as they would be printed. Raises CannotRender."""
    found = _compiled(_printable(paper, lacking(paper.texts)), template, at, "png", ppi)
    return [found] if isinstance(found, bytes) else found


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


def _compiled(
    paper: Paper, template: str, at: Moment, form: Literal["pdf", "png"], ppi: float | None = None
) -> bytes | list[bytes]:
    inputs = {"paper": msgspec.json.encode(paper).decode(), "qr": _code(paper.reference)}
    try:
        compiler = typst.Compiler(template.encode(), str(FOLDER), fonts(), ignore_system_fonts=True, sys_inputs=inputs)
        found = compiler.compile(
            format=form,
            ppi=ppi,
            pdf_standards=[STANDARD] if form == "pdf" else [],
            timestamp=at.instant.replace(microsecond=0),
        )
    except typst.TypstError as error:
        msg = f"文书模板不能使用：{error.message}"
        raise CannotRender(msg) from error
    assert found is not None
    return found


def _code(text: str) -> str:
    """The QR code as SVG, a seventh of which may be unreadable (level M)."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False, boost_error=False).save(out, kind="svg", border=2, xmldecl=False)
    return out.getvalue().decode()
