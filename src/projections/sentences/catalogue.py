"""Publication catalogues (公示目录): what a step was, in one Chinese sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import day
from records.catalogue import events as e
from records.event import CaseEvent

FOUND: Final = {"passed": "通过", "returned": "退回修改"}


def _approved(event: e.CatalogueApproved) -> str:
    if not event.agreed:
        return "退回公示目录，要求修改"
    return f"批准公示目录，自{day(event.valid_from)}起施行" if event.valid_from else "批准公示目录，自公布之日起施行"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    e.CatalogueDrafted: lambda event: f"起草公示目录，共{len(event.entries)}项",
    e.CatalogueRedrafted: lambda event: f"修改公示目录，共{len(event.entries)}项",
    e.SecrecyChecked: lambda event: f"保密审查：{FOUND[event.result]}",
    e.LegalityChecked: lambda event: f"合法性审查：{FOUND[event.result]}",
    e.CatalogueApproved: _approved,
    e.CatalogueAnnounced: lambda event: f"公布公示目录第{event.version}版，自{day(event.valid_from)}起施行",
}
"""By the type of the event."""
