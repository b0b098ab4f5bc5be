"""Publication catalogues (公示目录): a command of each kind, who sends it, and plain cases."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from records.catalogue import commands as c
from records.course.shapes import Command
from records.law.data import in_force
from records.law.file import seed_texts
from records.penalty.commands import ArchiveCase, CloseCase
from records.register.events import CatalogueEntry, CataloguePublished

_AGENCY: Final = "11140429012345671E"
_PUBLISHER: Final = "reviewer-qian"
_HEAD: Final = "head-zhao"
_SECRECY: Final = "secrecy-chen"
_LAWYER: Final = "lawyer-wu"

ENTRIES: Final = tuple(
    CatalogueEntry(
        information=one.id,
        fields=one.fields,
        carriers=("portal", "website", "notice-board", "gazette", "broadcast"),
        office="综合行政执法队",
        days=15,
        review=("secrecy", "legal", "head"),
    )
    for one in in_force(seed_texts(), date(2026, 1, 1), "").informations.values()
)
"""Everything that an agency can publish."""


def in_force_for(agency: str) -> CataloguePublished:
    """A catalogue of everything, as it stands in the registers of agencies that publish."""
    return CataloguePublished(agency=agency, version=1, entries=ENTRIES, valid_from=date(2020, 1, 1))


GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    c.DraftCatalogue: {
        "title": "监漳镇人民政府行政执法信息公示目录",
        "agency": _AGENCY,
        "entries": ENTRIES,
    },
    c.RedraftCatalogue: {"entries": ENTRIES, "reason": "按审查意见修改。"},
    c.CheckSecrecy: {"result": "passed", "opinion": "不涉及国家秘密、商业秘密和个人隐私。"},
    c.CheckLegality: {"result": "passed", "opinion": "符合规定。"},
    c.ApproveCatalogue: {"agreed": True, "note": "同意。"},
    c.PublishCatalogue: {"where": "执法信息公示平台；镇政府公告栏"},
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {
    c.CheckSecrecy: _SECRECY,
    c.CheckLegality: _LAWYER,
    c.ApproveCatalogue: _HEAD,
    c.PublishCatalogue: _PUBLISHER,
}
"""Who sends it, where that is not a handler."""

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {
    "catalogue": (
        ("draft", c.DraftCatalogue, {}),
        ("secrecy", c.CheckSecrecy, {}),
        ("legality", c.CheckLegality, {}),
        ("approval", c.ApproveCatalogue, {}),
        ("publication", c.PublishCatalogue, {}),
        ("closing", CloseCase, {"ground": "completed", "report": "公示目录已经公布。"}),
        ("archive", ArchiveCase, {"file_number": "2026-公示目录-001"}),
    )
}
"""By procedure a plain case: stages with their commands."""
