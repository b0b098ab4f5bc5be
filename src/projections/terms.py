"""The moments of cases as projections keep them: moved on step by step, stored as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from projections.projection import Step
from records.course.moments import Moments, after

_DECODER: Final = msgspec.json.Decoder(Moments)


def moved(steps: Sequence[Step], stored: Mapping[str, str]) -> dict[str, Moments]:
    """The moments of the cases that took these steps; `stored` has their JSON so far, by case."""
    found = {case: _DECODER.decode(text) for case, text in stored.items()}
    for recorded, event, *_ in steps:
        so_far = found.get(event.case, Moments())
        place = (recorded.occurred_at, recorded.recorded_at, recorded.position, recorded.version)
        found[event.case] = after(so_far, event, *place)
    return found


def decode(text: str) -> Moments:
    """The moments of a case from their JSON."""
    return _DECODER.decode(text)
