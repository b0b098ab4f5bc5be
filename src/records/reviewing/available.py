"""Who may review a draft: whoever is qualified on the day and had no part in the case (重大执法决定法制审核制度 一)."""

from __future__ import annotations

from typing import Final

from records.course.case import Case
from records.course.took_part import investigators, presiders
from records.judgement import Context
from records.penalty.opening_facts import recused
from records.regions import RegionLevel, lies_in, region_level

_ABOVE: Final[frozenset[RegionLevel | None]] = frozenset({"county", "prefecture", "province"})
"""Levels that review for others: towns and villages are beside each other, never above."""


def available(agency: str, case: Case, context: Context) -> tuple[str, ...]:
    """Person ids of the agency's reviewers of the day of the step who had no part in the case."""
    day, register = context.occurred_at.day, context.register
    held = (register.reviewer(person, day) for person in register.reviewers)
    mine = (one.person for one in held if one is not None and one.agency == agency)
    return tuple(one for one in mine if not has_part_in(case, one, context))


def is_superior(county: str, agency: str, context: Context) -> bool:
    """Whether the agency is of the county in which the other lies, or above it, as the registers of the day have it."""
    day, register = context.occurred_at.day, context.register
    above, below = register.agency(county, day), register.agency(agency, day)
    if above is None or below is None or region_level(above.region) not in _ABOVE:
        return False
    return lies_in(below.region, above.region)


def has_part_in(case: Case, person: str, context: Context) -> bool:
    """Whether the person handled the case, took evidence in it, presides over its hearing, is to decide it, or was
    recused in it.
    """
    took_part = person in investigators(case) | presiders(case) | recused(case)
    return took_part or context.register.is_head(case.agency, person, context.occurred_at.day)
