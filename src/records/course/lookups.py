"""The lookups that steps of every procedure have: the party, the number of a document, what would become public."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from records.beside.events import RedoAnswered
from records.course.case import Case
from records.course.delivery import accomplished_on
from records.course.disclosure import shown_texts
from records.course.documents import DOCUMENTS, decision_series, series, year_of
from records.course.lookup import Kept, Lookups, Prepared, Sources, joined
from records.course.opened import Open, Opened
from records.course.privacy import locates, names, names_somebody
from records.course.revocation import notice_texts
from records.course.shapes import Command
from records.course.steps import OPENING_TYPES
from records.errors import NumbersLost
from records.event import case_stream
from records.moment import Moment
from records.penalty.commands import (
    ChangeHandlers,
    FileCase,
    LinkRedo,
    ReviewDisclosure,
    RevokeDecision,
    ServeDocument,
    VoidEntry,
)
from records.penalty.events import CaseFiled, DisclosureReviewed, EntryVoided, RedoLinked
from records.penalty.redo import superseded
from records.register.events import DocumentNumberTaken, numbering_stream


def with_person(prepared: Prepared, _: Case, command: FileCase | Open, sources: Sources) -> Prepared:
    """The party's entry in the register of persons: by their number, or a new one."""
    party = command.party
    if party is None:
        return prepared
    person = (sources.identified(party.number) if party.number else "") or prepared.context.new_id
    stream = f"person:{person}"
    version = sources.version(stream)
    return prepared.knowing(person=person, person_is_new=version == 0).after(stream, version)


def with_series(prepared: Prepared, case: Case, command: Command, sources: Sources) -> Prepared:
    """The next number of the document's series. Raises NumbersLost when some of it may have been lost."""
    kind, year = series(command, prepared.context), prepared.context.occurred_at.day.year
    stream = numbering_stream(case.agency, kind, year)
    taken, version = sources.series(stream)
    lost = sources.last_lost()
    if lost and taken.continued_at < lost[0] and year <= Moment(lost[1]).day.year:
        raise NumbersLost(case.agency, kind, year)
    return prepared.knowing(series_next=taken.next, series_taken=taken.ahead).after(stream, version)


def on_the_day(prepared: Prepared, case: Case, command: ServeDocument, _: Sources) -> Prepared:
    """Service by public notice happens on the day on which its term is over, whoever records it and when."""
    if command.method != "public-notice" or command.occurred_at:
        return prepared
    day = accomplished_on(command, case, prepared.context.register)
    if day is None or prepared.context.now.day < day:
        return prepared
    return prepared.knowing(occurred_at=Moment.of(day))


def with_disclosers(prepared: Prepared, _: Case, __: ChangeHandlers, sources: Sources) -> Prepared:
    """Who reviewed the case for publication: the step itself says it, not its event."""
    return prepared.knowing(disclosers=disclosers_of(sources.history(case_stream(prepared.context.case))))


def disclosers_of(entries: Iterable[Kept]) -> frozenset[str]:
    """Persons who reviewed a case for publication, first or again."""
    found = (one.actor for one in entries if isinstance(one.event, DisclosureReviewed))
    return frozenset(actor.removeprefix("person:") for actor in found)


def with_names(
    prepared: Prepared, case: Case, command: ReviewDisclosure | RevokeDecision, sources: Sources
) -> Prepared:
    """Names, numbers and addresses of the case's people in what would become public."""
    decision = case.decided
    if decision is None:
        return prepared
    texts = notice_texts(command) if isinstance(command, RevokeDecision) else shown_texts(command, decision)
    return named_in(prepared, texts, sources)


def named_in(prepared: Prepared, texts: tuple[str, ...], sources: Sources) -> Prepared:
    """Whether texts that would become public name or locate people of the case."""
    opened = [one.event for one in sources.history(case_stream(prepared.context.case), persons=True)]
    found = {"names_others": names_somebody(opened, texts)}
    natural = (
        one.party for one in opened if isinstance(one, CaseFiled | Opened) and one.party and one.party.kind == "natural"
    )
    for party in natural:
        found |= {"names_party": names(party, texts), "locates_party": locates(party, texts)}
    return prepared.knowing(**found)


def with_superseded(prepared: Prepared, case: Case, command: LinkRedo, sources: Sources) -> Prepared:
    """The decision of that number or that case among the agency's own; a number has one case for good."""
    other = prepared.context.related
    if command.related_case.strip():
        known = other is not None and other.agency == case.agency and command.related_case != prepared.context.case
        return _superseding(prepared, other if known else None, command.related_case, case, sources)
    number, year = command.number.strip(), year_of(command.number.strip())
    if year is None:
        return prepared
    streams = (numbering_stream(case.agency, kind, year) for kind in decision_series(prepared.context))
    entries = (one.event for stream in streams for one in sources.history(stream))
    taken = (one.case for one in entries if isinstance(one, DocumentNumberTaken) and one.number == number)
    found = next((one for one in taken if one != prepared.context.case), None)
    return _superseding(prepared, sources.load(found) if found else None, found or "", case, sources)


def _superseding(prepared: Prepared, old: Case | None, name: str, case: Case, sources: Sources) -> Prepared:
    """Knowing the old decision, whose case is told who makes it anew."""
    known = superseded(old, name, case) if old is not None else None
    prepared = prepared.knowing(superseded=known)
    stream = case_stream(name)
    return prepared.after(stream, sources.version(stream)) if known is not None and known.owed else prepared


def with_redo(prepared: Prepared, case: Case, command: VoidEntry, sources: Sources) -> Prepared:
    """What the old case was told of the link that the step voids: it is voided there as well."""
    context, found = prepared.context, case.find(command.version)
    if found is None or not isinstance(found.event, RedoLinked) or not found.event.supersedes:
        return prepared
    old = found.event.supersedes
    told = [one for one in sources.load(old).happened.get(RedoAnswered, ()) if one.event.by == context.case]
    tag = str(RedoAnswered.__struct_config__.tag)
    voided = (
        EntryVoided(case=old, entry=command.entry, version=one.version, voided=tag, reason=command.reason)
        for one in told
    )
    stream = case_stream(old)
    return prepared.knowing(taken_back=(*context.taken_back, *voided)).after(stream, sources.version(stream))


LOOKUPS: Final[Lookups] = joined(
    {one: (with_person,) for one in OPENING_TYPES if one is FileCase or issubclass(one, Open)},
    dict.fromkeys(DOCUMENTS, (with_series,)),
    {
        ServeDocument: (on_the_day,),
        ChangeHandlers: (with_disclosers,),
        LinkRedo: (with_superseded,),
        VoidEntry: (with_redo,),
        ReviewDisclosure: (with_names,),
        RevokeDecision: (with_names,),
    },
)
"""What these steps look up."""
