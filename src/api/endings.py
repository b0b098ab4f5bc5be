"""Open cases whose delegation or whose matter has ended: what the timer sends so that each of them is told so.

A letter of delegation and a matter end with a day, and no event of the case says it. What to send is found by the
registers and the list of cases; whether it is due, the decider judges (`records.beside`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec
from sqlalchemy import Connection, select, tuple_

from projections.cases import case_row
from records.beside.commands import FlagMatter, HandBackCase
from records.course.case import Case
from records.course.facts import FACTS
from records.course.shapes import Command
from records.judgement import Context
from records.moment import Moment
from records.register.fold import Register
from records.store.ledger import Ledger

Pair = tuple[str, str]
"""Codes of an agency and of a matter of its."""

_OPEN: Final = ("open", "suspended")
_ENDED: Final = ("delegation-lapsed", "matter-unlisted")


def endings(connection: Connection, ledger: str, register: Register, today: date) -> Iterator[tuple[str, int, Command]]:
    """Id and version of each open case that may have to be told, with the command that tells it."""
    letters, matters = ended_letters(register, today), ended_matters(register, today)
    if not letters | matters:
        return
    c = case_row.c
    query = select(c.case_id, c.version, c.agency, c.matter).where(c.ledger == ledger, c.status.in_(_OPEN))
    query = query.where(tuple_(c.agency, c.matter).in_(sorted(letters | matters))).order_by(c.position)
    for case, version, agency, matter in connection.execute(query).all():
        if (agency, matter) in letters:
            yield str(case), int(version), HandBackCase()
        if (agency, matter) in matters:
            yield str(case), int(version), FlagMatter()


class EndedCase(msgspec.Struct, frozen=True, kw_only=True):
    """An open case that somebody else has to go on with."""

    case: str
    title: str
    agency: str
    matter: str
    delegation: bool
    """Whether its officers acted by a letter that is over."""
    matter_withdrawn: bool
    """Whether its matter is off the list, and it is not decided."""


def ended_cases(connection: Connection, ledger: Ledger, now: Moment) -> list[EndedCase]:
    """The open cases whose delegation or matter has ended, the one with the earliest last step first."""
    register = ledger.register()
    due = endings(connection, ledger.ledger_name, register, now.day)
    found = (_ended(name, ledger, register, now) for name in dict.fromkeys(case for case, _, _ in due))
    return [one for one in found if one.delegation or one.matter_withdrawn]


def _ended(name: str, ledger: Ledger, register: Register, now: Moment) -> EndedCase:
    case = ledger.case(name)[0]
    context = Context(
        case=name,
        procedure=case.procedure,
        agency=case.agency,
        actor="system",
        now=now,
        occurred_at=now,
        register=register,
    )
    found = ended_facts(case, context)
    return EndedCase(
        case=name,
        title=case.title,
        agency=case.agency,
        matter=case.matter,
        delegation="delegation-lapsed" in found,
        matter_withdrawn="matter-unlisted" in found,
    )


def ended_facts(case: Case, context: Context) -> tuple[str, ...]:
    """Facts of a case that is not closed by which somebody else has to go on with it; once it is decided, what is left
    to do goes on without its matter.
    """
    holds = {one: FACTS[one](case, context) for one in ("closed", "decided", "passed", *_ENDED)}
    if holds["closed"]:
        return ()
    settled = holds["decided"] or holds["passed"]
    return tuple(one for one in _ENDED if holds[one] and not (one == "matter-unlisted" and settled))


def ended_letters(register: Register, today: date) -> set[Pair]:
    """The matters in which some body acted for the agency and acts no more."""
    letters = (one for some in register.delegations.values() for one in some if one.valid_from <= today)
    return {
        (one.delegator, matter)
        for one in letters
        for matter in one.matters
        if register.delegation(one.delegator, matter, today, one.delegate) is None
    }


def ended_matters(register: Register, today: date) -> set[Pair]:
    """The matters that were on an agency's list, and are no more."""
    listed = (one for some in register.matters.values() for one in some if one.valid_from <= today)
    pairs = {(one.agency, one.code) for one in listed}
    return {(agency, code) for agency, code in pairs if register.matter(code, agency, today) is None}
