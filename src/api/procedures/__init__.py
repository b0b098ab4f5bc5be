"""What forms know of each procedure beside labels: the values that the case gives, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from api.forms import Option
from api.procedures import (
    basics,
    beside,
    catalogue,
    correction,
    court,
    enforcement,
    evaluation,
    inspection,
    levy,
    licence,
    measure,
    offence,
    oversight,
    petition,
    publishing,
    reviewing,
    spot,
)
from records.course.shapes import Command

MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    **spot.MADE,
    **measure.MADE,
    **enforcement.MADE,
    **court.MADE,
    **licence.MADE,
    **inspection.MADE,
    **levy.MADE,
    **petition.MADE,
    **offence.MADE,
    **beside.MADE,
    **catalogue.MADE,
    **basics.MADE,
    **correction.MADE,
    **oversight.MADE,
    **evaluation.MADE,
    **publishing.MADE,
    **reviewing.MADE,
}
"""By command the values of its form as the case gives them, of an `api.choices.Sources`."""

CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {
    **spot.CHOICES,
    **measure.CHOICES,
    **enforcement.CHOICES,
    **court.CHOICES,
    **licence.CHOICES,
    **inspection.CHOICES,
    **levy.CHOICES,
    **petition.CHOICES,
    **beside.CHOICES,
    **catalogue.CHOICES,
    **basics.CHOICES,
    **correction.CHOICES,
    **oversight.CHOICES,
    **evaluation.CHOICES,
    **publishing.CHOICES,
    **reviewing.CHOICES,
}
"""By name of a source (`[source]` of the labels) what can be chosen, of an `api.choices.Sources`."""
