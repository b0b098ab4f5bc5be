"""Publication catalogues (公示目录): values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from api.forms import Option
from records.catalogue.commands import DraftCatalogue, RedraftCatalogue
from records.catalogue.drafting import drafted
from records.course.shapes import Command


def _in_force(sources: Any) -> dict[str, Any]:
    """A new catalogue is drafted on the one in force."""
    context = sources.context
    held = (context.register.catalogue(one, context.occurred_at.day) for one in sources.agencies)
    entries = next((one.entries for one in held if one is not None), ())
    return {"entries": entries} if entries else {}


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    DraftCatalogue: _in_force,
    RedraftCatalogue: lambda sources: {"entries": drafted(sources.case)},
}


def _informations(sources: Any) -> tuple[Option, ...]:
    return tuple(Option(one.id, one.title) for one in sources.context.law_now.informations.values())


CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {"informations": _informations}
