"""Which rules the steps of a case break, by all that is known now.

A defect is stored with the entry that has it, as it was found then. What was entered since can change it: a notice
that is entered later removes the defect of the decision before it, a certificate whose end is registered later adds
one. So each step is decided once more, as if it were entered today, on what had occurred before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from records.errors import Invalid, NotFound, Refused
from records.event import BackEntry, CaseEvent, Defect
from records.judgement import Context, StoredObject
from records.moment import Moment
from records.penalty.commands import PartyGiven, Penal, SomebodyGiven
from records.penalty.decide import decide
from records.penalty.events import (
    CaseFiled,
    DisclosureReviewed,
    DocumentServed,
    EntryVoided,
    EvidenceAdded,
    LeadRegistered,
    PenaltyEvent,
    RecordingLinked,
    Somebody,
)
from records.penalty.judging import wrong_actor
from records.penalty.sequence import came_after
from records.penalty.state import Happened, Penalty, fold
from records.penalty.steps import COMMANDS, step_of
from records.register.fold import Register


class Taken(NamedTuple):
    """A step as the record has it."""

    event: PenaltyEvent
    occurred_at: Moment
    recorded_at: Moment
    version: int
    """Version of the case that it made."""
    actor: str
    """Who sent it: `person:…`, `device:…` or `system`."""


def defects_now(steps: Iterable[Taken], register: Register) -> dict[int, tuple[Defect, ...]]:
    """By the version of each step of one case the rules that it breaks by what is known now; none when it was voided.

    What can't be decided again, as what the record alone does not show, keeps the defects that were stored with it.
    """
    ordered = sorted(steps, key=lambda one: (one.occurred_at.micros, one.version))
    voided = {one.event.version for one in ordered if isinstance(one.event, EntryVoided)}
    counting = [one for one in ordered if one.version not in voided]
    found = {one.version: _defects(one, _before(one, counting), register) for one in counting}
    return found | dict.fromkeys(voided, ())


def _before(step: Taken, counting: list[Taken]) -> Penalty:
    """The case as the step found it; of one date of which an hour is not known, by the order of entry."""
    this = _happened(step)
    return fold(known for known in map(_happened, counting) if came_after(this, known))


def _happened(step: Taken) -> Happened:
    return Happened(step.event, step.occurred_at, step.version)


def _defects(step: Taken, case: Penalty, register: Register) -> tuple[Defect, ...]:
    if isinstance(step.event, EntryVoided):
        return step.event.defects  # what it rested on is gone with the entry that it voided
    context = _context(step, case, register)
    try:
        events = decide(command_of(step.event), case, context)
    except (Refused, Invalid, NotFound):
        return step.event.defects
    again = next(one for one in events if isinstance(one, CaseEvent))
    return (*_with_outer(step.event.defects, again.defects), *_of_actor(step.event, case, context))


def _of_actor(event: PenaltyEvent, case: Penalty, context: Context) -> tuple[Defect, ...]:
    """Of a live step, which its account took: that the person's office had ended by then, as is known now.

    Who files a case is named by the filing itself, and who notes a lead needs no office.
    """
    if event.entry is not None or isinstance(event, CaseFiled | LeadRegistered):
        return ()
    code = wrong_actor(step_of(type(event), context), case, context)
    if not code:
        return ()
    refused = (context.law if code in context.law.rules else context.law_now).refused(code)
    return (Defect(refused.code, refused.article, refused.detail),)


# ---- What the record alone does not show ----

_OUTER: Final = frozenset({"number-out-of-series", "fined-already"})
"""Rules on what other cases did: their verdict stays as it was at entry."""


def _with_outer(stored: tuple[Defect, ...], again: tuple[Defect, ...]) -> tuple[Defect, ...]:
    kept = tuple(one for one in stored if one.code in _OUTER)
    return kept + tuple(one for one in again if one.code not in _OUTER)


def _context(step: Taken, case: Penalty, register: Register) -> Context:
    """The step as a paper that is entered when it was recorded, with the registers as they are known now."""
    event = step.event
    opening = event.agency if isinstance(event, CaseFiled | LeadRegistered) else ""
    return Context(
        case=event.case,
        actor=step.actor,
        agencies=frozenset({case.agency or opening}),
        now=max(step.recorded_at, step.occurred_at, key=lambda one: one.micros),
        occurred_at=step.occurred_at,
        register=register,
        entry=event.entry or _AS_PAPER,
        new_id=event.disclosure if isinstance(event, DisclosureReviewed) else str(UUID(int=0)),
        person=event.party.person if isinstance(event, CaseFiled) else "",
        object=_object(event),
    )


_AS_PAPER: Final = BackEntry(reason="重新核对", scan="")
"""Of a step that was taken live: nothing may stop it now."""


def _object(event: PenaltyEvent) -> StoredObject | None:
    """The recording or scan, which was there when the step was taken."""
    if isinstance(event, RecordingLinked):
        known = {name: getattr(event, name) for name in StoredObject.__struct_fields__}
        return StoredObject(**known)
    if isinstance(event, EvidenceAdded) and event.object:
        return StoredObject(blake3=event.object, sha256="", size=0, media_type="", version_id="")
    return None


# ---- From an event to its command ----


def command_of(event: PenaltyEvent) -> Penal:
    """The command that says what the event says: fields of the same name, and those that differ."""
    kind: type[Any] = COMMANDS[type(event)]
    names = set(kind.__struct_fields__) & set(event.__struct_fields__) - {"entry"}
    given = {name: _given(getattr(event, name)) for name in names}
    differing = _DIFFERING.get(type(event))
    return cast("Penal", kind(**(given | (differing(event) if differing else {}))))


def _given(value: object) -> object:
    """A third person as a clerk gives one; the name may be erased, and no decider reads it."""
    if isinstance(value, tuple):
        return tuple(map(_given, value))
    return SomebodyGiven(name=_SOMEBODY) if isinstance(value, Somebody) else value


_SOMEBODY: Final = "某人"


def _filed(event: CaseFiled) -> dict[str, object]:
    return {"party": PartyGiven(kind=event.party.kind, name=_SOMEBODY)}


def _linked(event: RecordingLinked) -> dict[str, object]:
    return {"object": event.blake3}


def _served(event: DocumentServed) -> dict[str, object]:
    return {
        "recipient": _SOMEBODY if event.recipients else "",
        "witness": _SOMEBODY if event.witnesses else "",
    }


def _reviewed(event: DisclosureReviewed) -> dict[str, object]:
    shown = event.copy
    return {"party_shown": (shown and shown.party) or "", "facts_shown": (shown and shown.facts) or ""}


_DIFFERING: Final[Mapping[type[PenaltyEvent], Callable[[Any], dict[str, object]]]] = {
    CaseFiled: _filed,
    RecordingLinked: _linked,
    DocumentServed: _served,
    DisclosureReviewed: _reviewed,
}
