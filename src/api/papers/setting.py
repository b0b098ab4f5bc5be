"""What typst is asked for: one template with one document in, its pages out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import msgspec
import typst

from api.papers.fonts import fonts
from records.errors import RecordError

FOLDER: Final = Path(__file__).parent / "templates"
"""All that a template can read: its own text and what lies here."""

STANDARD: Final = "a-2b"
"""PDF/A-2b (ISO 19005-2): it refuses a character that no font has."""


class CannotRender(RecordError):
    """A template does not compile, or not with this document; the message says where."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """All that decides the bytes, beside the fonts and the files of the folder."""

    template: str
    """Its text."""
    inputs: dict[str, str]
    """`paper` as JSON, `qr` as SVG."""
    at: datetime
    """What the PDF is dated with, UTC, whole seconds."""


def set_pages(setting: Setting, form: Literal["pdf", "png"], ppi: float | None = None) -> list[bytes]:
    """The document as one PDF, or a PNG for each page. Raises CannotRender."""
    text, inputs = setting.template.encode(), setting.inputs
    try:
        compiler = typst.Compiler(text, str(FOLDER), fonts(), ignore_system_fonts=True, sys_inputs=inputs)
        found = compiler.compile(
            format=form, ppi=ppi, pdf_standards=[STANDARD] if form == "pdf" else [], timestamp=setting.at
        )
    except typst.TypstError as error:
        msg = f"文书模板不能使用：{error.message}"
        raise CannotRender(msg) from error
    assert found is not None
    return [found] if isinstance(found, bytes) else found
