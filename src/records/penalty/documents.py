"""The documents of a case that bear a number, and the number that the next one takes (全过程记录制度 一)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from records.judgement import Context, Judgement
from records.moment import Moment
from records.penalty.commands import (
    ArrangeHearing,
    DecideDeferral,
    DeclinePenalty,
    GiveNotice,
    ImposeSurcharge,
    OrderCorrection,
    PassCase,
    Penal,
    PreserveEvidence,
    SendTransfer,
    SignDecision,
)
from records.penalty.events import (
    CasePassed,
    CorrectionOrdered,
    DecisionSigned,
    DeferralDecided,
    DocumentKind,
    EvidencePreserved,
    HearingArranged,
    NoticeGiven,
    PenaltyDeclined,
    SurchargeImposed,
    TransferSent,
)
from records.penalty.state import Penalty
from records.register.events import DocumentNumberTaken

Numbered = (
    PreserveEvidence
    | OrderCorrection
    | GiveNotice
    | ArrangeHearing
    | SignDecision
    | DeclinePenalty
    | SendTransfer
    | PassCase
    | ImposeSurcharge
    | DecideDeferral
)
"""Commands that issue a document with a number."""

DOCUMENTS: Final[Mapping[type[Penal], DocumentKind]] = {
    PreserveEvidence: "preservation",
    OrderCorrection: "correction",
    GiveNotice: "notice",
    ArrangeHearing: "hearing",
    SignDecision: "decision",
    DeclinePenalty: "no-penalty",
    SendTransfer: "transfer",
    PassCase: "transfer",
    ImposeSurcharge: "surcharge",
    DecideDeferral: "deferral",
}

_ISSUED: Final[Mapping[DocumentKind, tuple[type[Any], ...]]] = {
    "preservation": (EvidencePreserved,),
    "correction": (CorrectionOrdered,),
    "notice": (NoticeGiven,),
    "hearing": (HearingArranged,),
    "decision": (DecisionSigned,),
    "no-penalty": (PenaltyDeclined,),
    "transfer": (TransferSent, CasePassed),
    "surcharge": (SurchargeImposed,),
    "deferral": (DeferralDecided,),
}

_NUMBER: Final = re.compile(r"^(?P<short>.+)〔(?P<year>[0-9]{4})〕(?P<sequence>[1-9][0-9]{0,5})号\Z")


class Issued(NamedTuple):
    """A document that was issued."""

    number: str
    at: Moment


def issued(case: Penalty, document: DocumentKind, number: str = "") -> Issued | None:
    """The document of a kind that bears a number, or the last one that the case has; None without one."""
    every_one = [one for kind in _ISSUED[document] for one in case.happened.get(kind, ())]
    found = [one for one in every_one if number in ("", one.event.number)]
    last = max(found, key=lambda one: (one.at.micros, one.version), default=None)
    return Issued(last.event.number, last.at) if last else None


def year_of(number: str) -> int | None:
    """The year in a document's number, None for a text that is none."""
    match = _NUMBER.match(number)
    return int(match["year"]) if match else None


def every_issued(case: Penalty) -> tuple[tuple[DocumentKind, str], ...]:
    """Kind and number of each document that the case has, each once."""
    found = ((kind, one.number) for kind, types in _ISSUED.items() for each in types for one in case.every(each))
    return tuple(dict.fromkeys(found))


def all_issued(case: Penalty) -> tuple[tuple[DocumentKind, Issued], ...]:
    """Every document that the case has with its kind, in the order in which they were issued."""
    found = ((kind, one) for kind, types in _ISSUED.items() for each in types for one in case.happened.get(each, ()))
    ordered = sorted(found, key=lambda one: (one[1].at.micros, one[1].version))
    return tuple((kind, Issued(one.event.number, one.at)) for kind, one in ordered)


def series(command: Numbered, context: Context) -> str:
    """代字 of the series that the command takes its number from."""
    document = DOCUMENTS[type(command)]
    known = context.law.documents.get(document) or context.law_now.documents[document]
    return known.series


def decision_series(context: Context) -> tuple[str, ...]:
    """代字 of the series that decisions to punish are in, on the day of the step and today."""
    known = (law.documents.get("decision") for law in (context.law, context.law_now))
    return tuple(dict.fromkeys(one.series for one in known if one is not None))


def take_number(
    judgement: Judgement, command: Numbered, case: Penalty, context: Context
) -> tuple[str, tuple[DocumentNumberTaken, ...]]:
    """The number of the new document, with the event by which it is taken from its series.

    A paper keeps the number that it bears; when that can't come from the series, no event is there.
    """
    year = context.occurred_at.day.year
    agency = context.register.agency(case.agency, context.occurred_at.day)
    kind, short = series(command, context), agency.short if agency else ""
    sequence = context.series_next
    if command.number:
        match = _NUMBER.match(command.number)
        in_series = match is not None and match["short"] == f"{short}{kind}" and int(match["year"]) == year
        sequence = int(match["sequence"]) if match and in_series else 0
        free = sequence >= context.series_next and sequence not in context.series_taken
        judgement.require(free, "number-out-of-series")
        if not free:
            return command.number, ()
    number = f"{short}{kind}〔{year}〕{sequence}号"
    taken = DocumentNumberTaken(
        agency=case.agency, kind=kind, year=year, sequence=sequence, number=number, case=context.case
    )
    return number, (taken,)


def require_contents(judgement: Judgement, command: Numbered, context: Context) -> None:
    """A document that lacks what the law asks of it is not issued (第五十二条, 第五十九条)."""
    judgement.require(has_contents(DOCUMENTS[type(command)], command, context), "document-lacks-field")


def has_contents(document: DocumentKind, given: object, context: Context) -> bool:
    """Whether what is given says in every field something that the law asks of the document on the day."""
    return not lacking(document, given, context)


def lacking(document: DocumentKind, given: object, context: Context) -> tuple[str, ...]:
    """The fields that the law asks of the document on the day, and that say nothing."""
    known = context.law.documents.get(document)
    return tuple(name for name in (known.must if known else ()) if not _says_something(getattr(given, name)))


def _says_something(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, tuple):
        return bool(value) and all(map(_says_something, value))
    return value is not None
