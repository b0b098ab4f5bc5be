"""Publication catalogues (公示目录): what happened. The checks are those of basic information as well."""

from __future__ import annotations

from datetime import date
from typing import Literal

from records.course.opened import Opened
from records.event import CaseEvent
from records.register.events.information import CatalogueEntry

Found = Literal["passed", "returned"]
"""通过, 退回修改."""


class CatalogueDrafted(Opened, frozen=True, kw_only=True, tag="catalogue-drafted/1"):
    """A catalogue is drafted (信息公示制度 第四条)."""

    entries: tuple[CatalogueEntry, ...]
    author: str
    """Person id."""

    @property
    def procedure(self) -> str:
        """Id of the procedure."""
        return "catalogue"


class CatalogueRedrafted(CaseEvent, frozen=True, kw_only=True, tag="catalogue-redrafted/1"):
    """It is drafted anew: what was checked and approved before counts no more."""

    entries: tuple[CatalogueEntry, ...]
    reason: str
    author: str


class SecrecyChecked(CaseEvent, frozen=True, kw_only=True, tag="secrecy-checked/1"):
    """保密审查 of a draft (保守国家秘密法 第三十五条)."""

    result: Found
    opinion: str
    checker: str
    """Person id."""


class LegalityChecked(CaseEvent, frozen=True, kw_only=True, tag="legality-checked/1"):
    """合法性审查 of a draft."""

    result: Found
    opinion: str
    checker: str


class CatalogueApproved(CaseEvent, frozen=True, kw_only=True, tag="catalogue-approved/1"):
    """The head approves the catalogue, or gives it back."""

    agreed: bool
    note: str
    valid_from: date | None = None
    approver: str


class CatalogueAnnounced(CaseEvent, frozen=True, kw_only=True, tag="catalogue-announced/1"):
    """It is published; `catalogue-published/1` of the register says what is in it."""

    where: str
    version: int
    valid_from: date
