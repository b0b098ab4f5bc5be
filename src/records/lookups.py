"""Everything that steps look up before they are decided, each package's own."""

from __future__ import annotations

from typing import Final

from records.basics.lookups import LOOKUPS as BASICS
from records.catalogue.lookups import LOOKUPS as CATALOGUE
from records.correction.lookups import LOOKUPS as CORRECTION
from records.course.case import Case
from records.course.lookup import Lookups, Prepared, Sources, joined
from records.course.lookups import LOOKUPS as COURSE
from records.course.shapes import Command
from records.court.lookups import LOOKUPS as COURT
from records.enforcement.lookups import LOOKUPS as ENFORCEMENT
from records.evaluation.lookups import LOOKUPS as EVALUATION
from records.inspection.lookups import LOOKUPS as INSPECTION
from records.licence.lookups import LOOKUPS as LICENCE
from records.measure.lookups import LOOKUPS as MEASURE
from records.oversight.lookups import LOOKUPS as OVERSIGHT
from records.penalty.lookups import LOOKUPS as PENALTY
from records.publishing.lookups import LOOKUPS as PUBLISHING
from records.reviewing.lookups import LOOKUPS as REVIEWING
from records.spot.lookups import LOOKUPS as SPOT

_LOOKUPS: Final[Lookups] = joined(
    COURSE,
    PENALTY,
    SPOT,
    MEASURE,
    ENFORCEMENT,
    COURT,
    LICENCE,
    INSPECTION,
    CATALOGUE,
    BASICS,
    CORRECTION,
    OVERSIGHT,
    EVALUATION,
    PUBLISHING,
    REVIEWING,
)


def look_up(prepared: Prepared, case: Case, command: Command, sources: Sources) -> Prepared:
    """With what the command's lookups found."""
    for lookup in _LOOKUPS.get(type(command), ()):
        prepared = lookup(prepared, case, command, sources)
    return prepared
