"""Publication catalogues (公示目录): what is read before a step is decided."""

from __future__ import annotations

from typing import Final

from records.catalogue.commands import PublishCatalogue
from records.course.case import Case
from records.course.lookup import Lookups, Prepared, Sources
from records.register.events.information import catalogue_stream


def with_catalogues(prepared: Prepared, case: Case, _: PublishCatalogue, sources: Sources) -> Prepared:
    """The agency's catalogues so far: two published at a time get no number twice."""
    stream = catalogue_stream(case.agency)
    return prepared.after(stream, sources.version(stream))


LOOKUPS: Final[Lookups] = {PublishCatalogue: (with_catalogues,)}
"""What these steps look up."""
