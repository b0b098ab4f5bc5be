"""Publication catalogues (公示目录): who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.catalogue.chain import check_legality, check_secrecy
from records.catalogue.commands import (
    ApproveCatalogue,
    CheckLegality,
    CheckSecrecy,
    DraftCatalogue,
    PublishCatalogue,
    RedraftCatalogue,
)
from records.catalogue.drafting import approve_catalogue, draft_catalogue, publish_catalogue, redraft_catalogue
from records.course.decider import Decider
from records.course.shapes import Command

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    DraftCatalogue: draft_catalogue,
    RedraftCatalogue: redraft_catalogue,
    CheckSecrecy: check_secrecy,
    CheckLegality: check_legality,
    ApproveCatalogue: approve_catalogue,
    PublishCatalogue: publish_catalogue,
}
"""By the type of the command."""

OUTER: Final[frozenset[str]] = frozenset()
"""Rules on what other cases or registers say: their verdict stays as it was at entry."""
