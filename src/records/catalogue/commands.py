"""Publication catalogues (公示目录): what may be asked for. The checks are those of basic information as well."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from records.catalogue.events import Found
from records.course.opened import OpenOffice
from records.course.shapes import Brief, Command, Said
from records.register.events.information import CatalogueEntry

Entries = Annotated[tuple[CatalogueEntry, ...], msgspec.Meta(min_length=1, max_length=100)]


class DraftCatalogue(OpenOffice, frozen=True, kw_only=True, tag="draft-catalogue"):
    """Drafts an agency's catalogue of what it publishes."""

    entries: Entries
    author: Brief = ""
    """Person id, of a paper alone: live it is who sends the command."""

    @property
    def procedure(self) -> str:
        """Id of the procedure."""
        return "catalogue"


class RedraftCatalogue(Command, frozen=True, kw_only=True, tag="redraft-catalogue"):
    """Drafts it anew, after a check or the head gave it back."""

    entries: Entries
    reason: Said
    author: Brief = ""


class CheckSecrecy(Command, frozen=True, kw_only=True, tag="check-secrecy"):
    """Says whether the draft may become public (保密审查)."""

    result: Found
    opinion: Said
    checker: Brief = ""
    """Person id, of a paper alone."""


class CheckLegality(Command, frozen=True, kw_only=True, tag="check-legality"):
    """Says whether the draft is lawful (合法性审查)."""

    result: Found
    opinion: Said
    checker: Brief = ""


class ApproveCatalogue(Command, frozen=True, kw_only=True, tag="approve-catalogue"):
    """The head approves the catalogue, or gives it back."""

    agreed: bool
    note: Said
    valid_from: date | None = None
    """The day from which it holds; empty: from its publication."""
    approver: Brief = ""
    """Person id, of a paper alone."""


class PublishCatalogue(Command, frozen=True, kw_only=True, tag="publish-catalogue"):
    """Publishes what was approved."""

    where: Said
    """Carriers, each with its address or place."""
