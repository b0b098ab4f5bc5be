"""All projections, in the order in which a batch is applied to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from projections import (
    cases,
    copies,
    corrections,
    coverage,
    disclosures,
    draw_visits,
    draws,
    due,
    evaluation,
    information,
    jurisdictions,
    law_texts,
    licences,
    officials,
    oversight,
    papers,
    publishing,
    queues,
    recordings,
    statistics,
    timeline,
    voidness,
    withdrawals,
)
from projections.projection import Projection
from records.errors import NotFound

PROJECTIONS: Final[tuple[Projection, ...]] = (
    disclosures.PROJECTION,
    withdrawals.PROJECTION,
    copies.PROJECTION,
    publishing.PROJECTION,
    corrections.PROJECTION,
    timeline.PROJECTION,
    cases.PROJECTION,
    due.PROJECTION,
    queues.PROJECTION,
    statistics.PROJECTION,
    recordings.PROJECTION,
    coverage.PROJECTION,
    evaluation.PROJECTION,
    papers.PROJECTION,
    draws.PROJECTION,
    draw_visits.PROJECTION,
    voidness.PROJECTION,
    jurisdictions.PROJECTION,
    information.PROJECTION,
    licences.PROJECTION,
    officials.PROJECTION,
    law_texts.PROJECTION,
    oversight.PROJECTION,
)


def named(names: Sequence[str]) -> tuple[Projection, ...]:
    """The projections of these names, all of them without one. NotFound for a name that none has."""
    by_name = {projection.name: projection for projection in PROJECTIONS}
    for name in names:
        if name not in by_name:
            raise NotFound("projection", name)
    return tuple(by_name[name] for name in dict.fromkeys(names)) if names else PROJECTIONS
