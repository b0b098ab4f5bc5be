"""What an agency's catalogue lets it publish (信息公示制度 第四条)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from records.judgement import Context, Judgement
from records.law.data import Law
from records.register.events.information import CatalogueEntry
from records.register.fold import Register

BASIC: str = "basic-information"
"""Id of the kind of information that the basic information of matters is."""

DECISION: str = "decision"
"""What a limit of the law data calls the kind that the decisions of the procedure are."""

FULFILMENT: str = "fulfilment"
"""Id of the kind that the fulfilment of decisions is."""


def decision_kind(law: Law, procedure: str) -> str:
    """Id of the kind of information that decisions of the procedure are; empty where the law data name none."""
    return next((one.id for one in law.informations.values() if procedure in one.decides), "")


def entry_for(information: str, agency: str, on: date, register: Register) -> CatalogueEntry | None:
    """What the agency's catalogue in force on that day says of the kind; None where it does not list it."""
    catalogue = register.catalogue(agency, on)
    entries = catalogue.entries if catalogue is not None else ()
    return next((one for one in entries if one.information == information), None)


def require_in_catalogue(judgement: Judgement, information: str, agency: str, context: Context) -> None:
    """The kind of information is in the catalogue that is in force now, since it is published now: also on paper."""
    if information not in context.law_now.informations:
        return  # law data of before there were catalogues
    listed = entry_for(information, agency, context.now.day, context.register) is not None
    judgement.require_now(listed, "information-not-in-catalogue")


def require_fields(
    judgement: Judgement, information: str, agency: str, page: object, context: Context, kept_back: Collection[str] = ()
) -> None:
    """What is published says all that the catalogue in force lists of its kind, but for what is lawfully kept back.

    Fields in words of the agency's own are not held against it: nobody knows which member of the page they mean.
    """
    known, entry = (
        context.law_now.informations.get(information),
        entry_for(information, agency, context.now.day, context.register),
    )
    if known is None or entry is None:
        return
    missing = [
        field
        for field in entry.fields
        if any(not _says(getattr(page, name, name)) for name in known.shown.get(field, ()) if name not in kept_back)
    ]
    judgement.require_now(not missing, "catalogue-field-missing", "、".join(missing))


def _says(value: object) -> bool:
    if isinstance(value, tuple):
        return any(str(one).strip() for one in value)
    return value is not None and bool(str(value).strip())


def require_carrier(judgement: Judgement, carrier: str, information: str, agency: str, context: Context) -> None:
    """The kind is in the catalogue of the step's day, and the carrier is one of those that it has there."""
    day = context.occurred_at.day
    if information not in context.law_now.informations:
        return
    entry = entry_for(information, agency, day, context.register)
    judgement.require(entry is not None, "information-not-in-catalogue")
    judgement.require(entry is None or carrier in entry.carriers, "carrier-not-in-catalogue")


def promised_days(information: str, agency: str, on: date, register: Register, law: Law) -> int | None:
    """Working days within which the agency's catalogue of that day has the kind public, where that is sooner than the
    law does; None where it is not: an agency may be stricter with itself than the law, and never laxer.
    """
    known, entry = law.informations.get(information), entry_for(information, agency, on, register)
    return entry.days if known is not None and entry is not None and entry.days < known.days else None


def lacking(entries: tuple[CatalogueEntry, ...], law: Law) -> Iterator[str]:
    """What the entries leave out of what the law data ask of each kind."""
    for one in entries:
        known = law.informations.get(one.information)
        if known is None:
            continue
        missing = [field for field in known.fields if field not in one.fields]
        missing += [] if "portal" in one.carriers else ["公示载体应当包括执法信息公示平台"]
        missing += [] if one.office.strip() else ["责任机构"]
        missing += [] if {"secrecy", "head"} <= set(one.review) else ["审查程序应当包括保密审查和负责人批准"]
        if missing:
            yield f"{known.title}（{'、'.join(missing)}）"


def too_long(entries: tuple[CatalogueEntry, ...], law: Law) -> Iterator[str]:
    """The entries whose term is longer than the law's."""
    for one in entries:
        known = law.informations.get(one.information)
        if known is not None and one.days > known.days:
            yield f"{known.title}（{one.days}个工作日，不得超过{known.days}个）"
