"""The registers as they are read: each as of a day, newest entries that hold then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

import msgspec

from api.refusals import own
from api.wording import ERASED_WORD
from records.law.entries import Entry
from records.moment import Moment
from records.register.recorders import is_over, loan_at, offset_at
from records.store.ledger import Ledger

View = Callable[[Ledger, date], list[Any]]


def _agencies(ledger: Ledger, on: date) -> list[Any]:
    register = ledger.register()
    return [agency for code in register.agencies if (agency := register.agency(code, on))]


def _officers(ledger: Ledger, on: date) -> list[Any]:
    register, names = ledger.register(), ledger.officer_names()
    names |= dict.fromkeys(register.erased, ERASED_WORD)
    return [
        {**msgspec.to_builtins(officer), "name": names.get(person, "")}
        for person, certificates in register.officers.items()
        for agency in dict.fromkeys(one.agency for one in certificates)
        if (officer := register.officer(person, agency, on))
    ]


def _reviewers(ledger: Ledger, on: date) -> list[Any]:
    """The legal reviewers, each with the hours of training in the year of the day."""
    register, names = ledger.register(), ledger.officer_names()
    names |= dict.fromkeys(register.erased, ERASED_WORD)
    return [
        {
            **msgspec.to_builtins(reviewer),
            "name": names.get(person, ""),
            "training_hours": register.training_hours(person, on.year, on),
        }
        for person in register.reviewers
        if (reviewer := register.reviewer(person, on))
    ]


def _matters(ledger: Ledger, on: date) -> list[Any]:
    """Each with what other laws say of it on the day: its staleness, and that its act is no offence."""
    register = ledger.register()
    return [
        {
            **msgspec.to_builtins(matter),
            "staleness": register.own_staleness(code, on),
            "offence_dropped": register.offence_dropped(code, on),
        }
        for code, entries in register.matters.items()
        for agency in dict.fromkeys(one.agency for one in entries)
        if (matter := register.matter(code, agency, on))
    ]


def _licence_matters(ledger: Ledger, on: date) -> list[Any]:
    """What is published of each licence matter: materials, fee, limit of number, way (行政许可法 第三十条)."""
    register = ledger.register()
    return [found for matter in register.licence_matters if (found := register.licence_matter(matter, on))]


def _benchmarks(ledger: Ledger, on: date) -> list[Any]:
    register = ledger.register()
    return [found for matter in register.benchmarks if (found := register.benchmark(matter, on))]


def _emergencies(ledger: Ledger, on: date) -> list[Any]:
    register = ledger.register()
    return [found for number in register.emergencies if (found := register.emergency(number, on))]


def _delegations(ledger: Ledger, on: date) -> list[Any]:
    register = ledger.register()
    return [one for agency in register.agencies for one in register.delegations_of(agency, on)]


def _number_forms(ledger: Ledger, on: date) -> list[Any]:
    """The forms that hold for each agency, its own or those of its region."""
    register = ledger.register()
    return [
        {"agency": agency, "kind": kind, "forms": forms}
        for agency in register.agencies
        for kind in ("certificate", "qualification")
        if (forms := register.forms(kind, agency, on))
    ]


def _devices(ledger: Ledger, on: date) -> list[Any]:
    """Each that is in use on the day, with who had it at the end of it and what its clock said."""
    register = ledger.register()
    end = Moment(min(Moment.of(on + timedelta(days=1)).micros - 1, ledger.now().micros))
    return [
        {
            **msgspec.to_builtins(one),
            "loan": loan_at(register, one.device, end),
            "clock": offset_at(register, one.device, end),
        }
        for one in register.devices.values()
        if not is_over(register, one.device, on)
    ]


def _calendars(ledger: Ledger, on: date) -> list[Any]:
    calendar = ledger.register().calendar
    return [
        {
            "year": year,
            "off": sorted(day for day in calendar.off if day.year == year),
            "working": sorted(day for day in calendar.working if day.year == year),
            "current": year == on.year,
        }
        for year in sorted(calendar.years)
    ]


def _rules(ledger: Ledger, on: date) -> list[Any]:
    register = ledger.register()
    law = register.law(on, "")
    others = dict.fromkeys(rule for some in own(register.texts, on).values() for rule in some.values())
    entries: list[Entry] = [*law.rules.values(), *others, *law.limits.values(), *law.stages, *law.values.values()]
    return entries


def _lists(ledger: Ledger, on: date) -> list[Any]:
    register = ledger.register()
    return [found for kind, agency in register.lists if (found := register.list_of(kind, agency, on))]


def _catalogues(ledger: Ledger, on: date) -> list[Any]:
    register = ledger.register()
    return [found for agency in register.catalogues if (found := register.catalogue(agency, on))]


def _basics(ledger: Ledger, on: date) -> list[Any]:
    register = ledger.register()
    return [found for matter, agency in register.basics if (found := register.basic_information(matter, agency, on))]


def _bases(ledger: Ledger, on: date) -> list[Any]:
    """What had become of laws by that day, the newest entry first."""
    return list(ledger.register().bases_ended(on))


VIEWS: Final[dict[str, View]] = {
    "agencies": _agencies,
    "officers": _officers,
    "reviewers": _reviewers,
    "matters": _matters,
    "licence-matters": _licence_matters,
    "benchmarks": _benchmarks,
    "emergencies": _emergencies,
    "delegations": _delegations,
    "number-forms": _number_forms,
    "devices": _devices,
    "calendars": _calendars,
    "rules": _rules,
    "lists": _lists,
    "catalogues": _catalogues,
    "basic-information": _basics,
    "bases": _bases,
}
"""Views by the name in the path."""
