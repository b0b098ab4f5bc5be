"""What anybody asks of an agency: corrections and complaints, as a program or a form sends them (第十条, 第十三条)."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Annotated, Final, Literal, TypeVar

import msgspec

from api.posted import File, Posted
from records.errors import Invalid

T = TypeVar("T", bound=msgspec.Struct)

_Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_Brief = Annotated[str, msgspec.Meta(max_length=200)]
_Said = Annotated[str, msgspec.Meta(min_length=1, max_length=5_000)]
_Text = Annotated[str, msgspec.Meta(max_length=5_000)]


class EvidenceFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of evidence."""

    name: _Brief = ""
    content: str
    """Base64."""


class CorrectionAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """更正申请: what is not accurate about a public page, and what shows it."""

    page: _Line
    """Id of the public page."""
    source: Literal["citizen", "legal-person", "organisation"] = "citizen"
    """公民, 法人, 其他组织."""
    name: _Line
    """Who asks: for the written answer."""
    contact: _Line
    """Where the answer is sent, or a telephone."""
    claim: _Said
    proposed: _Text = ""
    materials: _Text = ""
    """Evidence in words, a line each."""
    evidence: tuple[EvidenceFile, ...] = ()


class ComplaintSent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """投诉、举报: nobody has to say who they are."""

    page: _Brief = ""
    """Id of the public page of the case that it is about; empty: it is about none."""
    agency: _Brief = ""
    """Code of the agency that it is about, where no page is named."""
    summary: _Said
    name: _Brief = ""
    contact: _Brief = ""


LABELS: Final = {
    "source": "申请人类型",
    "name": "姓名（名称）",
    "contact": "联系方式",
    "claim": "不准确的内容",
    "proposed": "应当更正为",
    "materials": "证据说明",
    "evidence": "证据文件",
    "summary": "投诉、举报的内容",
    "agency": "机关",
    "page": "公示页",
}
"""What people call a field."""


def read_correction(fields: dict[str, str], page: str) -> CorrectionAsked:
    """A form's fields as a request. Raises Invalid with a sentence for each that is wrong."""
    names = ("source", "name", "contact", "claim", "proposed", "materials")
    return _read(CorrectionAsked, {"page": page, **{name: fields.get(name, "").strip() for name in names}})


def read_complaint(fields: dict[str, str], page: str) -> ComplaintSent:
    """The same for a complaint."""
    names = ("agency", "summary", "name", "contact")
    return _read(ComplaintSent, {"page": page, **{name: fields.get(name, "").strip() for name in names}})


def files_of(asked: CorrectionAsked, posted: Posted | None = None) -> tuple[File, ...]:
    """The evidence files. Raises Invalid for what is no base64."""
    if posted is not None:
        return posted.files
    found = []
    for index, one in enumerate(asked.evidence):
        try:
            found.append(File(one.name, base64.b64decode(one.content, validate=True)))
        except (binascii.Error, ValueError) as error:
            raise Invalid([(f"$.evidence[{index}].content", "文件内容应当以 base64 编码")]) from error
    return tuple(found)


def _read(kind: type[T], given: dict[str, str]) -> T:
    required = [field.name for field in msgspec.structs.fields(kind) if field.required]
    if missing := [name for name in required if not given.get(name)]:
        raise Invalid([(f"$.{name}", f"请填写{LABELS[name]}") for name in missing])
    limits = {name: _longest(name) for name in given}
    if long := [name for name, text in given.items() if len(text) > limits[name]]:
        raise Invalid([(f"$.{name}", f"{LABELS[name]}太长，最多{limits[name]}字") for name in long])
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        path = re.search(r"`(\$[^`]*)`", str(error))
        raise Invalid([(path[1] if path else "$", "填写不正确，请重新选择")]) from error


def _longest(name: str) -> int:
    return 5_000 if name in ("claim", "proposed", "materials", "summary") else 200
