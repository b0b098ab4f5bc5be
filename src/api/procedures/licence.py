"""Licences: values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection

from api.forms import Option
from projections.cases import case_titles
from projections.licences import licences
from projections.pages import MOST
from records.course.drafting import DraftSubmitted
from records.course.shapes import Command
from records.licence import commands as c
from records.licence.asked import applied
from records.licence.events import ExaminationConcluded
from records.licence.examined import unended_periods
from records.licence.followed import compensation_left, last_granted, open_complaints
from records.licence.listed import LicenceMatterListed

Values = dict[str, Any]


def _terms(sources: Any) -> LicenceMatterListed | None:
    """What is published of the case's matter, or of the only one that there is."""
    context, matter = sources.context, sources.case.matter
    found: LicenceMatterListed | None = context.register.licence_matter(matter, context.occurred_at.day)
    return found


def _application(_: Any) -> Values:
    return {"application": "new", "channel": "window"}


def _decision(sources: Any) -> Values:
    """What was drafted, else what the examiners found and what the matter rests on."""
    case, context = sources.case, sources.context
    draft = case.last(DraftSubmitted)
    if draft is not None:
        names = ("content", "facts", "evidence", "basis", "reasons", "relief")
        return {name: getattr(draft.draft, name) for name in names}
    found, matter = case.last(ExaminationConcluded), None
    if case.opened is not None:
        matter = context.register.matter(case.matter, case.agency, context.occurred_at.day)
    basis = tuple(f"{one.law} {one.article}" for one in matter.basis) if matter else ()
    return {"facts": found.findings if found else "", "basis": basis}


def _grant(sources: Any) -> Values:
    terms, opening = _terms(sources), applied(sources.case)
    more = {"certificate": terms.certificate if terms else "", "content": opening.content if opening else ""}
    return more | {"valid_from": sources.context.now.day} | _said(_decision(sources))


def _change(sources: Any) -> Values:
    """A renewal begins on the day after the licence ends."""
    opening = applied(sources.case)
    until = opening.licence_until if opening and opening.application == "renewal" else None
    begins = type(until).fromordinal(until.toordinal() + 1) if until else sources.context.now.day
    return _grant(sources) | {"valid_from": begins}


def _said(values: Values) -> Values:
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def _certificate(sources: Any) -> Values:
    found = last_granted(sources.case)
    if found is None:
        return {}
    return {"name": found.certificate, "valid_from": found.valid_from, "valid_until": found.valid_until}


def _materials(sources: Any) -> Values:
    terms, opening = _terms(sources), applied(sources.case)
    given = set(opening.materials) if opening else set()
    return {"missing": tuple(one for one in terms.materials if one not in given)} if terms else {}


def _compensation(sources: Any) -> Values:
    left = compensation_left(sources.case)
    return {"paid_on": sources.context.now.day} | ({"amount_yuan": left} if left else {})


def _concerned(sources: Any) -> Values:
    return {"to": "interested" if applied(sources.case) else "holder", "means": "in-person"}


def _speaker(sources: Any) -> Values:
    return {"by": "interested" if applied(sources.case) else "holder"}


def _only(options: tuple[Option, ...], field: str) -> Values:
    return {field: options[0].value} if len(options) == 1 else {}


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    c.ApplyLicence: _application,
    c.AskLicenceSupplement: _materials,
    c.TellInterested: _concerned,
    c.HearInterested: _speaker,
    c.EndSpecialTime: lambda sources: _only(_special_times(sources), "period"),
    c.RefuseAcceptance: _decision,
    c.GrantLicence: _grant,
    c.ChangeLicence: _change,
    c.RefuseLicence: _decision,
    c.WithdrawLicence: _decision,
    c.RevokeLicence: _decision,
    c.CancelLicence: _decision,
    c.KeepLicence: _decision,
    c.IssueCertificate: _certificate,
    c.PayLicenceCompensation: _compensation,
    c.ReceiveLicenceComplaint: lambda sources: {"received_on": sources.context.now.day},
    c.AnswerLicenceComplaint: lambda sources: _only(_complaints(sources), "item"),
}


def _licences(sources: Any) -> tuple[Option, ...]:
    """The licences that the agencies in question granted, the newest first; what ended is there to be cancelled."""
    register, ledger = sources.context.register, sources.ledger.ledger_name
    day = sources.context.occurred_at.day
    matters = [one for one in register.licence_matters if any(register.matter(one, a, day) for a in sources.agencies)]
    with sources.engine.connect() as connection:
        return tuple(option for one in matters[::-1] for option in _of_matter(connection, ledger, one, day))


def _of_matter(connection: Connection, ledger: str, matter: str, day: date) -> Iterator[Option]:
    """Page by page from the view: no case is read for it."""
    after: str | None = ""
    while after is not None:
        found = licences(connection, ledger, day, matter=matter, after=after or None, limit=MOST)
        titles = case_titles(connection, ledger, [one.licence for one in found.items])
        yield from (Option(one.licence, f"{one.number}　{titles.get(one.licence, '')}") for one in found.items)
        after = found.next


def _special_times(sources: Any) -> tuple[Option, ...]:
    return tuple(Option(one.number, one.number) for one in unended_periods(sources.case))


def _complaints(sources: Any) -> tuple[Option, ...]:
    return tuple(Option(one.item, one.item) for one in open_complaints(sources.case))


CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {
    "licences": _licences,
    "special_times": _special_times,
    "complaints": _complaints,
}
