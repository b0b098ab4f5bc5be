"""Corrections of published information (更正): what is read before a step is decided."""

from __future__ import annotations

from typing import Final

from records.correction.commands import (
    CompleteCorrection,
    CorrectDisclosure,
    DecideCorrection,
    RecordEvidence,
    RequestCorrection,
)
from records.correction.events import CorrectionRequested
from records.correction.page import public_text, shown_page
from records.course.case import Case
from records.course.lookup import Lookups, Prepared, Sources
from records.course.lookups import disclosers_of
from records.course.opened import Opened
from records.course.privacy import locates, names, names_somebody
from records.course.shapes import Command
from records.errors import NotFound
from records.event import case_stream
from records.penalty.events import CaseFiled


def with_files(prepared: Prepared, _: Case, command: RequestCorrection | RecordEvidence, sources: Sources) -> Prepared:
    """Evidence files that the store does not have."""
    return prepared.knowing(lacking=frozenset(one for one in command.files if sources.find_object(one) is None))


def with_disclosed(prepared: Prepared, case: Case, _: Command, sources: Sources) -> Prepared:
    """The case whose public page the correction is about; None for other information."""
    opened = case.last(CorrectionRequested)
    if opened is None or not opened.related_case:
        return prepared
    try:
        return prepared.knowing(related=sources.load(opened.related_case))
    except NotFound:
        return prepared


def with_reviewers(prepared: Prepared, case: Case, _: DecideCorrection, sources: Sources) -> Prepared:
    """Who reviewed that case for publication: the step itself says it, not its event."""
    opened = case.last(CorrectionRequested)
    if opened is None or not opened.related_case:
        return prepared
    return prepared.knowing(disclosers=disclosers_of(sources.history(case_stream(opened.related_case))))


def with_requesters(prepared: Prepared, _: Case, command: CompleteCorrection, sources: Sources) -> Prepared:
    """Whether what the public will read names who asked."""
    events = [one.event for one in sources.history(case_stream(prepared.context.case), persons=True)]
    return prepared.knowing(names_others=names_somebody(events, (command.note, command.where)))


def with_names(prepared: Prepared, case: Case, command: CorrectDisclosure, sources: Sources) -> Prepared:
    """Names, numbers and addresses of the case's people in what would become public, or stay so beside it."""
    page = shown_page(case)
    if page is None:
        return prepared
    texts = public_text(command, page)
    events = [one.event for one in sources.history(case_stream(prepared.context.case), persons=True)]
    found = {"names_others": names_somebody(events, texts)}
    for one in events:
        if isinstance(one, CaseFiled | Opened) and one.party and one.party.kind == "natural":
            found |= {"names_party": names(one.party, texts), "locates_party": locates(one.party, texts)}
    return prepared.knowing(**found)


LOOKUPS: Final[Lookups] = {
    RequestCorrection: (with_files,),
    RecordEvidence: (with_files,),
    DecideCorrection: (with_disclosed, with_reviewers),
    CompleteCorrection: (with_disclosed, with_requesters),
    CorrectDisclosure: (with_names,),
}
"""What these steps look up."""
