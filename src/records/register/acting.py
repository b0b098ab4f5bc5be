"""委托: who acts in another agency's name on a day, and what keeps them from it.

Carries out 行政处罚法 第二十条, 行政许可法 第二十四条 and 行政强制法 第十七条. A delegate has no case of its own: the
agency, numbers and signatures are the delegator's. Its officers count as those of the case while the letter holds.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final, Literal

from records.register.fold import Register

Hindrance = Literal["delegation-over", "delegation-outside", "delegation-never"]
"""Why a body that was let act before may not: the letter holds no more, it does not cover this, no letter can."""

_NEVER: Final = frozenset({"measure", "enforcement", "court-application"})
"""Procedures whose power is never delegated (行政强制法 第十三条, 第十七条)."""


def kind_of(procedure: str) -> str:
    """The kind of letter that a procedure needs; empty: there is none."""
    if procedure in _NEVER:
        return ""
    return next((kind for kind in ("penalty", "licence") if procedure.startswith(kind)), "other")


def hindrance(
    register: Register, agency: str, bodies: Collection[str], matter: str, procedure: str, on: date
) -> Hindrance | None:
    """Why none of the bodies acts in the agency's name on the day; None when one does, or none of them ever did.

    Ask `acts_for` which of the two it is.
    """
    if acts_for(register, agency, bodies, matter, procedure, on):
        return None
    known = [one for one in bodies if register.has_delegated(agency, one)]
    if not known:
        return None
    if not kind_of(procedure):
        return "delegation-never"
    held = [one for one in register.delegations_of(agency, on) if one.delegate in known]
    return "delegation-outside" if held else "delegation-over"


def acts_for(register: Register, agency: str, bodies: Collection[str], matter: str, procedure: str, on: date) -> bool:
    """Whether a letter that holds on the day lets one of the bodies act in the agency's name in the matter."""
    kind = kind_of(procedure)
    letters = (one for one in register.delegations_of(agency, on) if one.delegate in bodies and one.kind == kind)
    return any(matter in one.matters for one in letters)


def certified(
    register: Register, person: str, agency: str, matter: str, procedure: str, on: date
) -> Literal[True] | Hindrance | None:
    """True for an officer of the agency, or of a body that acts in its name; else why not, None: no certificate."""
    if register.officer(person, agency, on):
        return True
    bodies = {one.agency for one in register.officers.get(person, ()) if register.officer(person, one.agency, on)}
    if acts_for(register, agency, bodies, matter, procedure, on):
        return True
    return hindrance(register, agency, bodies, matter, procedure, on)


def scopes(register: Register, agencies: Collection[str], on: date) -> frozenset[str]:
    """What the accounts of these agencies reach: all cases of each (`CODE`), and those of a delegator in the matters
    that it lets them act in (`CODE/MATTER`).
    """
    letters = (letter for body in agencies for letter in register.delegated_to(body, on))
    delegated = (f"{one.delegator}/{matter}" for one in letters for matter in one.matters)
    return frozenset({*agencies, *delegated})


def reaches(scope: Collection[str], agency: str, matter: str) -> bool:
    """Whether a case of that agency in that matter is within `scopes`."""
    return agency in scope or f"{agency}/{matter}" in scope
