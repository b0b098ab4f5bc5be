"""An act that is punished: what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.fact import Fact
from records.offence.goods import proceeds_held, unsettled
from records.offence.jurisdiction import dispute_open
from records.penalty.money import NOTHING

FACTS: Final[Mapping[str, Fact]] = {
    "dispute-open": dispute_open,
    "confiscated-open": lambda case, _: bool(unsettled(case)),
    "proceeds-held": lambda case, _: proceeds_held(case) > NOTHING,
}
"""By the name that the law data use."""
