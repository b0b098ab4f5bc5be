"""Publication catalogues (公示目录): commands, events, and who issues a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.catalogue import commands as c
from records.catalogue import events as e
from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.event import CaseEvent

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    e.CatalogueDrafted: c.DraftCatalogue,
    e.CatalogueRedrafted: c.RedraftCatalogue,
    e.SecrecyChecked: c.CheckSecrecy,
    e.LegalityChecked: c.CheckLegality,
    e.CatalogueApproved: c.ApproveCatalogue,
    e.CatalogueAnnounced: c.PublishCatalogue,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {}
"""The commands that issue a document with a number."""
