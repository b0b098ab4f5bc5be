"""Fields of a story's steps that every such command has, so that a file says only what is peculiar to its case.

A field is filled where the command has it and the file says nothing of it; `without` leaves it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from api.sample.course import Course, person, persons
from api.sample.deciding import answers
from api.sample.informing import basics, catalogue
from api.sample.investigating import device
from api.sample.serving import taker
from api.sample.town import Row
from records.course.decided import Decide
from records.course.opened import Open
from records.course.shapes import Command
from records.course.steps import COMMAND_TYPES
from records.law.entries import ORDINARY

COMMANDS: Final[Mapping[str, type[Command]]] = {str(one.__struct_config__.tag): one for one in COMMAND_TYPES}
"""The commands by their tags."""

Value = Callable[[Course], object]

_OPENING: Final[Mapping[str, Value]] = {
    "title": lambda c: c.case["title"],
    "agency": lambda c: c.agency["code"],
    "matter": lambda c: c.case.get("matter", ""),
    "handlers": lambda c: persons(c.handlers),
    "party": lambda c: c.case.get("party"),
}

_DECIDING: Final[Mapping[str, Value]] = {
    "relief": lambda c: c.town.defaults["relief"],
    "decided_by": lambda c: person(c.head),
}

_ANY: Final[Mapping[str, Value]] = {
    "officers": lambda c: persons(c.handlers),
    "decided_by": lambda c: person(c.head),
    "approved_by": lambda c: person(c.head),
    "begun_at": lambda _: "@time:-18",
    "ended_at": lambda _: "@time:-4",
    "certificates_shown": lambda _: True,
    "rights_told": lambda _: True,
    "signature": lambda _: "signed",
}
"""By the name of the field."""

_RECONSIDER_FIRST: Final = (
    "不服本决定的，应当自收到本决定书之日起六十日内先向武乡县人民政府申请行政复议；"
    "对行政复议决定不服的，再依法向人民法院提起行政诉讼。"
)
"""Relief of a penalty on the spot (行政复议法 第二十三条)."""

_CLEAR: Final = "经审查，不涉及国家秘密、商业秘密和个人隐私，可以公开。"

_FILES: Final = {
    "penalty-simple": "当场处罚",
    "measure": "强制措施",
    "enforcement": "强制执行",
    "court-application": "申请执行",
    "licence": "许可",
    "inspection": "检查",
    "levy": "征收",
    "ruling": "裁决",
    "payment": "给付",
    "confirmation": "确认",
    "reward": "奖励",
    "disclosure-oversight": "公监",
    "catalogue": "公示目录",
    "basic-information": "基本信息",
    "correction": "更正",
    "file-evaluation": "评查",
}
"""With what the number of a file begins, by procedure."""

_OWN: Final[Mapping[str, Callable[[Course], Row]]] = {
    "review-case": answers,
    "review-secrecy": lambda _: {"result": "clear", "opinion": _CLEAR},
    "review-disclosure": lambda c: {"outcome": "open", "party_shown": c.shown() if c.case.get("party") else ""},
    "decide-spot": lambda c: {
        "decided_by": person(c.handlers[0]),
        "relief": _RECONSIDER_FIRST,
        "handed_over": True,
    },
    "link-recording": lambda c: {"device": device(c)},
    "draft-catalogue": catalogue,
    "redraft-catalogue": lambda c: {"entries": catalogue(c)["entries"]},
    "draft-basic-information": basics,
    "redraft-basic-information": basics,
    "close-case": lambda _: {"ground": "completed"},
    "archive-case": lambda c: {
        "file_number": f"{_FILES.get(c.case.get('procedure', ORDINARY), '处罚')}-{c.number:03}",
        "pages": 12 + c.pick("pages", 30),
        "retention_years": 10,
    },
}
"""By the tag of the command; fields of a command that the name alone doesn't tell."""


def filled(c: Course, tag: str, given: Row) -> Row:
    """What the command says: what is given, and what every such command has."""
    kind = COMMANDS[tag]
    known = {**_ANY, **(_DECIDING if issubclass(kind, Decide) else {}), **(_OPENING if issubclass(kind, Open) else {})}
    usual = {name: value(c) for name, value in known.items() if name in kind.__struct_fields__}
    usual |= _OWN[tag](c) if tag in _OWN else {}
    if tag == "serve-document" and c.case.get("party") and given.get("method", "in-person") != "public-notice":
        usual |= {"method": "in-person", **taker(c, {"method": "in-person"} | given)}
    return {name: one for name, one in (usual | given).items() if one is not None}
