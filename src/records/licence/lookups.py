"""What has become of licences, and who waits for one: read before one is asked for or decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from records.course.case import Case
from records.course.lookup import Kept, Lookups, Prepared, Sources
from records.course.shapes import Command
from records.judgement import Context
from records.licence.asked import looked_at
from records.licence.commands import (
    AcceptApplication,
    ApplyLicence,
    ChangeLicence,
    DeemAccepted,
    GrantLicence,
    OpenLicenceAction,
)
from records.licence.decide import NOTING
from records.licence.events import ApplicationAccepted
from records.licence.listed import AFTER_GRANT, LicenceNoted, LicenceOvertakingVoided, Noted, licences_stream
from records.licence.standing import Standing, bar, standing
from records.licence.turns import as_then, coming_place, is_limited, overtook, queued_before, taken
from records.penalty.commands import VoidEntry


def with_licences(prepared: Prepared, _: Case, command: ApplyLicence | OpenLicenceAction, sources: Sources) -> Prepared:
    """What became of the licence that the command names, and whether the party is barred in the matter."""
    context, stream = prepared.context, licences_stream(command.matter)
    entries = sources.history(stream)
    notes = [one.event for one in entries if isinstance(one.event, LicenceNoted)]
    related = context.related
    # What changed licences of others matters only to who names one: else the cases of the party are read alone.
    changing = AFTER_GRANT if related is not None else frozenset[Noted]()
    telling = (one for one in notes if one.person == context.person or one.what in changing)
    others = {one: sources.load(one) for one in dict.fromkeys(one.case for one in telling)}
    day = context.occurred_at.day
    found = standing(command.related_case, related, others, day) if related is not None else None
    barred = bar(context.person, day, others.values(), context.law_now)
    return prepared.knowing(licence=found, barred=barred).after(stream, len(entries))


def with_queue(prepared: Prepared, case: Case, command: Command, sources: Sources) -> Prepared:
    """Who was accepted before and how many licences hold, where their number is limited; and what has become of the
    licence that the case is about.

    They are read where acceptances and decisions are noted, and this step is noted after them.
    """
    context, stream = prepared.context, licences_stream(case.matter)
    entries = sources.history(stream)
    found = prepared.knowing(licence=_about(case, entries, context, sources))
    if is_limited(case.matter, context):
        cases = _noted(entries, sources)
        match command:
            case GrantLicence() | ChangeLicence():
                found = _with_turn(found, case, cases)
            case AcceptApplication() | DeemAccepted():
                found = _with_overtaken(found, case, cases, sources)
    return found.after(stream, len(entries))


def _noted(entries: Sequence[Kept], sources: Sources) -> dict[str, Case]:
    """The cases of the matter that are noted, in the order in which they were accepted."""
    names: dict[str, None] = {}
    for note in (one.event for one in entries if isinstance(one.event, LicenceNoted)):
        if note.what == "accepted":
            names.pop(note.case, None)
        names[note.case] = None
    return {name: sources.load(name) for name in names}


def _with_turn(found: Prepared, case: Case, cases: Mapping[str, Case]) -> Prepared:
    """Who comes first, and how many places are gone: as things stand, and for a paper also as they stood on its day."""
    context = found.context
    seen = [cases] if context.entry is None else [as_then(cases, context.occurred_at), cases]
    before = next(filter(None, (queued_before(context.case, one, context) for one in seen)), "")
    return found.knowing(
        queued_before=before, licences_taken=max(taken(one, context.occurred_at.day, case) for one in seen)
    )


def _with_overtaken(found: Prepared, case: Case, cases: Mapping[str, Case], sources: Sources) -> Prepared:
    """Who was accepted later and has a licence already: only what is entered afterwards can find any."""
    context, opened = found.context, case.opened
    place = coming_place(case, context)
    if place is None or (context.entry is None and (opened is None or opened.entry is None)):
        return found
    later = overtook(place, context.case, cases, context)
    stream = f"matter:{case.matter}"
    return found.knowing(granted_later=later).after(stream, sources.version(stream)) if later else found


def with_overtakings(prepared: Prepared, case: Case, command: VoidEntry, sources: Sources) -> Prepared:
    """The grants that have their defect by the acceptance that the step voids: they have it no more."""
    context, found = prepared.context, case.find(command.version)
    if found is None or not isinstance(found.event, ApplicationAccepted):
        return prepared
    flags = [one for some in context.register.overtaken.values() for one in some if one.by == context.case]
    ended = tuple(LicenceOvertakingVoided(matter=one.matter, case=one.case, by=one.by) for one in flags)
    for stream in {one.stream for one in ended}:
        prepared = prepared.after(stream, sources.version(stream))
    return prepared.knowing(taken_back=(*context.taken_back, *ended))


def _about(case: Case, entries: Sequence[Kept], context: Context, sources: Sources) -> Standing | None:
    """The licence of another case that the case is about: as it stands, and for a paper as it stood on its day."""
    about = looked_at(case)
    if about is None or not about.related_case:
        return None
    notes = [one.event for one in entries if isinstance(one.event, LicenceNoted)]
    changing = dict.fromkeys(one.case for one in notes if one.what in AFTER_GRANT)
    found = {one: sources.load(one) for one in (*changing, about.related_case)}
    if context.entry is not None:
        found = as_then(found, context.occurred_at)
    return standing(about.related_case, found[about.related_case], found, context.occurred_at.day)


LOOKUPS: Final[Lookups] = {
    ApplyLicence: (with_licences,),
    OpenLicenceAction: (with_licences,),
    VoidEntry: (with_overtakings,),
    **dict.fromkeys(NOTING, (with_queue,)),
}
"""What these steps look up."""
