"""Entries of the registers that are public with themselves: the catalogue in force has to list their kind (第四条).

An agency is registered, and has officers and lists, before it can make a catalogue: so there is nothing to hold an
entry against until the first one holds. What ends an agency is never refused.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from records.catalogue.listed import entry_for
from records.event import Event
from records.law.entries import ORDINARY
from records.register.events import (
    AgencyRegistered,
    DelegationAnnounced,
    ListPublished,
    OfficerRegistered,
)
from records.register.fold import Register

TITLES: Final = {
    "agency-registered/1": "登记行政执法机关",
    "officer-registered/1": "登记执法人员",
    "list-published/1": "登记公布的清单",
    "delegation-announced/1": "登记委托书的公布",
}
"""What a refused entry is called, by its tag."""


def information_of(entry: Event) -> tuple[str, str] | None:
    """Kind of information and code of the agency of an entry that everybody reads as soon as it is recorded."""
    match entry:
        case AgencyRegistered():
            return ("agencies", entry.code) if entry.valid_to is None else None
        case OfficerRegistered():
            return "officers", entry.agency
        case ListPublished():
            return "lists", entry.agency
        case DelegationAnnounced():
            return "delegations", entry.agency
        case _:
            return None


def require_entry_in_catalogue(entry: Event, register: Register, today: date) -> None:
    """Raises Refused where the agency's catalogue of today has not the kind of information that the entry is."""
    found = information_of(entry)
    if found is None:
        return
    information, agency = found
    law = register.law(today, ORDINARY, agency)
    if information not in law.informations or register.catalogue(agency, today) is None:
        return
    if entry_for(information, agency, today, register) is None:
        raise law.refused("information-not-in-catalogue")
