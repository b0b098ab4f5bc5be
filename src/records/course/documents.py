"""The documents of a case that bear a number, and the number that the next one takes (全过程记录制度 一)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from records.basics.steps import DOCUMENTS as BASICS_DOCUMENTS
from records.basics.steps import STEPS as BASICS_STEPS
from records.catalogue.steps import DOCUMENTS as CATALOGUE_DOCUMENTS
from records.catalogue.steps import STEPS as CATALOGUE_STEPS
from records.correction.steps import DOCUMENTS as CORRECTION_DOCUMENTS
from records.correction.steps import STEPS as CORRECTION_STEPS
from records.course.case import Case, Decision
from records.course.decided import Decided
from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.court.steps import DOCUMENTS as COURT_DOCUMENTS
from records.court.steps import STEPS as COURT_STEPS
from records.enforcement.steps import DOCUMENTS as ENFORCEMENT_DOCUMENTS
from records.enforcement.steps import STEPS as ENFORCEMENT_STEPS
from records.evaluation.steps import DOCUMENTS as EVALUATION_DOCUMENTS
from records.evaluation.steps import STEPS as EVALUATION_STEPS
from records.event import CaseEvent
from records.inspection.steps import DOCUMENTS as INSPECTION_DOCUMENTS
from records.inspection.steps import STEPS as INSPECTION_STEPS
from records.judgement import Context, Judgement
from records.law.entries import ORDINARY
from records.levy.steps import DOCUMENTS as LEVY_DOCUMENTS
from records.levy.steps import STEPS as LEVY_STEPS
from records.licence.steps import DOCUMENTS as LICENCE_DOCUMENTS
from records.licence.steps import STEPS as LICENCE_STEPS
from records.measure.steps import DOCUMENTS as MEASURE_DOCUMENTS
from records.measure.steps import STEPS as MEASURE_STEPS
from records.moment import Moment
from records.oversight.steps import DOCUMENTS as OVERSIGHT_DOCUMENTS
from records.oversight.steps import STEPS as OVERSIGHT_STEPS
from records.penalty.commands import (
    ArrangeHearing,
    DecideDeferral,
    DeclinePenalty,
    GiveNotice,
    ImposeSurcharge,
    OrderCorrection,
    PassCase,
    PreserveEvidence,
    SendTransfer,
    SignDecision,
)
from records.penalty.events import (
    CasePassed,
    CorrectionOrdered,
    DecisionSigned,
    DeferralDecided,
    EvidencePreserved,
    HearingArranged,
    NoticeGiven,
    PenaltyDeclined,
    SurchargeImposed,
    TransferSent,
)
from records.petition.steps import DOCUMENTS as PETITION_DOCUMENTS
from records.petition.steps import STEPS as PETITION_STEPS
from records.publishing.steps import DOCUMENTS as PUBLISHING_DOCUMENTS
from records.publishing.steps import STEPS as PUBLISHING_STEPS
from records.register.events import DocumentNumberTaken
from records.reviewing.steps import DOCUMENTS as REVIEWING_DOCUMENTS
from records.reviewing.steps import STEPS as REVIEWING_STEPS
from records.spot.events import SIMPLE, SpotDecided
from records.spot.steps import DOCUMENTS as SPOT_DOCUMENTS
from records.spot.steps import STEPS as SPOT_STEPS

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {
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
    **SPOT_DOCUMENTS,
    **MEASURE_DOCUMENTS,
    **ENFORCEMENT_DOCUMENTS,
    **COURT_DOCUMENTS,
    **LICENCE_DOCUMENTS,
    **INSPECTION_DOCUMENTS,
    **LEVY_DOCUMENTS,
    **PETITION_DOCUMENTS,
    **CATALOGUE_DOCUMENTS,
    **BASICS_DOCUMENTS,
    **CORRECTION_DOCUMENTS,
    **OVERSIGHT_DOCUMENTS,
    **EVALUATION_DOCUMENTS,
    **PUBLISHING_DOCUMENTS,
    **REVIEWING_DOCUMENTS,
}
"""The commands that issue a document with a number."""

_OTHERS: Final = (
    (SPOT_STEPS, SPOT_DOCUMENTS),
    (MEASURE_STEPS, MEASURE_DOCUMENTS),
    (ENFORCEMENT_STEPS, ENFORCEMENT_DOCUMENTS),
    (COURT_STEPS, COURT_DOCUMENTS),
    (LICENCE_STEPS, LICENCE_DOCUMENTS),
    (INSPECTION_STEPS, INSPECTION_DOCUMENTS),
    (LEVY_STEPS, LEVY_DOCUMENTS),
    (PETITION_STEPS, PETITION_DOCUMENTS),
    (CATALOGUE_STEPS, CATALOGUE_DOCUMENTS),
    (BASICS_STEPS, BASICS_DOCUMENTS),
    (CORRECTION_STEPS, CORRECTION_DOCUMENTS),
    (OVERSIGHT_STEPS, OVERSIGHT_DOCUMENTS),
    (EVALUATION_STEPS, EVALUATION_DOCUMENTS),
    (PUBLISHING_STEPS, PUBLISHING_DOCUMENTS),
    (REVIEWING_STEPS, REVIEWING_DOCUMENTS),
)


def _issued_by(
    *procedures: tuple[Mapping[type[CaseEvent], type[Command]], Mapping[type[Command], DocumentKind]],
) -> dict[DocumentKind, tuple[type[Any], ...]]:
    """By kind of document the events that have issued one; a kind may be that of two procedures."""
    found: dict[DocumentKind, tuple[type[Any], ...]] = {}
    for steps, documents in procedures:
        for event, command in steps.items():
            if kind := documents.get(command):
                found[kind] = (*found.get(kind, ()), event)
    return found


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
    **_issued_by(*_OTHERS),
}

DECISIONS: Final[frozenset[str]] = frozenset({"decision", "no-penalty"}).union(
    one.document for steps, _ in _OTHERS for one in steps if issubclass(one, Decided)
)
"""The documents that are the decision of a case."""

_NUMBER: Final = re.compile(r"^(?P<short>.+)〔(?P<year>[0-9]{4})〕(?P<sequence>[1-9][0-9]{0,5})号\Z")


class Issued(NamedTuple):
    """A document that was issued."""

    number: str
    at: Moment


def issued(case: Case, document: DocumentKind, number: str = "") -> Issued | None:
    """The document of a kind that bears a number, or the last one that the case has; None without one."""
    every_one = [one for kind in _ISSUED[document] for one in case.happened.get(kind, ())]
    found = [one for one in every_one if number in ("", one.event.number)]
    last = max(found, key=lambda one: (one.at.micros, one.version), default=None)
    return Issued(last.event.number, last.at) if last else None


def document_of(decision: Decision) -> str:
    """Id of the document that a decision is."""
    if isinstance(decision, Decided):
        return decision.document
    return "no-penalty" if isinstance(decision, PenaltyDeclined) else "decision"


def year_of(number: str) -> int | None:
    """The year in a document's number, None for a text that is none."""
    match = _NUMBER.match(number)
    return int(match["year"]) if match else None


def every_issued(case: Case) -> tuple[tuple[DocumentKind, str], ...]:
    """Kind and number of each document that the case has, each once."""
    found = ((kind, one.number) for kind, types in _ISSUED.items() for each in types for one in case.every(each))
    return tuple(dict.fromkeys(found))


def all_issued(case: Case) -> tuple[tuple[DocumentKind, Issued], ...]:
    """Every document that the case has with its kind, in the order in which they were issued."""
    found = ((kind, one) for kind, types in _ISSUED.items() for each in types for one in case.happened.get(each, ()))
    ordered = sorted(found, key=lambda one: (one[1].at.micros, one[1].version))
    return tuple((kind, Issued(one.event.number, one.at)) for kind, one in ordered)


def series(command: Command, context: Context) -> str:
    """代字 of the series that the command takes its number from."""
    document = DOCUMENTS[type(command)]
    known = context.law.documents.get(document) or context.law_now.documents[document]
    return known.series


def decision_series(context: Context) -> tuple[str, ...]:
    """代字 of the series that decisions of the case's kind are in, on the day of the step and today: those to punish by
    either procedure, or all of another one.
    """
    days, register = (context.occurred_at.day, context.now.day), context.register
    kinds: list[tuple[str, str]] = [(ORDINARY, "decision"), (SIMPLE, SpotDecided.document)]
    if context.procedure not in (ORDINARY, SIMPLE):
        kinds = [(context.procedure, one) for one in sorted(DECISIONS)]
    known = (register.law(day, procedure).documents.get(document) for procedure, document in kinds for day in days)
    return tuple(dict.fromkeys(one.series for one in known if one is not None))


def take_number(
    judgement: Judgement, command: Command, case: Case, context: Context
) -> tuple[str, tuple[DocumentNumberTaken, ...]]:
    """The number of the new document, with the event by which it is taken from its series.

    A paper keeps the number that it bears; when that can't come from the series, no event is there.
    """
    year = context.occurred_at.day.year
    agency = context.register.agency(case.agency, context.occurred_at.day)
    kind, short = series(command, context), agency.short if agency else ""
    sequence = context.series_next
    given: str = getattr(command, "number", "")
    if given:
        match = _NUMBER.match(given)
        in_series = match is not None and match["short"] == f"{short}{kind}" and int(match["year"]) == year
        sequence = int(match["sequence"]) if match and in_series else 0
        free = sequence >= context.series_next and sequence not in context.series_taken
        judgement.require(free, "number-out-of-series")
        if not free:
            return given, ()
    number = f"{short}{kind}〔{year}〕{sequence}号"
    taken = DocumentNumberTaken(
        agency=case.agency, kind=kind, year=year, sequence=sequence, number=number, case=context.case
    )
    return number, (taken,)


def require_contents(judgement: Judgement, command: Command, context: Context) -> None:
    """A document that lacks what the law asks of it is not issued (第五十二条, 第五十九条)."""
    judgement.require(has_contents(DOCUMENTS[type(command)], command, context), "document-lacks-field")


def has_contents(document: DocumentKind, given: object, context: Context) -> bool:
    """Whether what is given says in every field something that the law asks of the document on the day."""
    return not lacking(document, given, context)


def lacking(document: DocumentKind, given: object, context: Context) -> tuple[str, ...]:
    """The fields that the law asks of the document on the day, and that say nothing."""
    known = context.law.documents.get(document)
    return tuple(name for name in (known.must if known else ()) if not _says_something(getattr(given, name, None)))


def _says_something(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, tuple):
        return bool(value) and all(map(_says_something, value))
    return value is not None
