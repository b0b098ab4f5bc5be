"""An event as the command that leads to it, and what it is decided on once more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, cast
from uuid import UUID

import msgspec

from records.beside.events import ParticularsNoted
from records.correction.checks import SHOWN
from records.correction.events import DisclosureCorrected
from records.course.case import Case
from records.course.opened import Opened
from records.course.people import Party
from records.course.steps import COMMANDS
from records.event import BackEntry, CaseEvent, Erased
from records.inspection.plan_commands import ItemGiven
from records.inspection.plan_events import PlanOpened
from records.judgement import Context, StoredObject, Superseded
from records.measure.events import MeasureCarriedOut
from records.measure.inventory import as_given
from records.moment import Moment
from records.penalty.commands import Command, PartyGiven, SomebodyGiven
from records.penalty.events import (
    CaseFiled,
    DisclosureReviewed,
    DocumentServed,
    LeadRegistered,
    PersonQuestioned,
    RecordingLinked,
    RedoLinked,
    Somebody,
)
from records.publishing.events import DisclosureReReviewed
from records.register.fold import Register


def context_again(
    event: CaseEvent,
    occurred_at: Moment,
    now: Moment,
    actor: str,
    case: Case,
    register: Register,
    procedure: str = "",
) -> Context:
    """The step as a paper that is entered `now`, with the registers as they are known.

    `procedure` is that of the whole case, for a step that is dated before the case was opened.
    """
    opening = event.agency if isinstance(event, CaseFiled | LeadRegistered | Opened) else ""
    return Context(
        case=event.case,
        procedure=event.procedure if isinstance(event, Opened) else procedure or case.procedure,
        agency=case.agency or opening,
        actor=actor,
        agencies=frozenset({case.agency or opening}),
        now=max(now, occurred_at, key=lambda one: one.micros),
        occurred_at=occurred_at,
        register=register,
        entry=event.entry or _AS_PAPER,
        new_id=event.disclosure if isinstance(event, DisclosureReviewed) else str(UUID(int=0)),
        person=event.party.person if isinstance(event, CaseFiled | Opened) and event.party else "",
        object=_object(event),
        superseded=_superseded(event),
    )


_AS_PAPER: Final = BackEntry(reason="重新核对", scan="")
"""Of a step that was taken live: nothing may stop it now."""


def _object(event: CaseEvent) -> StoredObject | None:
    """The recording or scan, which was there when the step was taken."""
    if isinstance(event, RecordingLinked):
        known = {name: getattr(event, name) for name in StoredObject.__struct_fields__}
        return StoredObject(**known)
    digest = getattr(event, "object", "")
    return StoredObject(blake3=digest, sha256="", size=0, media_type="", version_id="") if digest else None


def command_of(event: CaseEvent) -> Command:
    """The command that says what the event says: fields of the same name, and those that differ."""
    kind: type[Any] = COMMANDS[type(event)]
    names = set(kind.__struct_fields__) & set(event.__struct_fields__) - {"entry"}
    given = {name: _given(getattr(event, name)) for name in names}
    if isinstance(event, Opened) and event.party is not None:
        given["party"] = _given(event.party)
    differing = _DIFFERING.get(type(event))
    return cast("Command", kind(**(given | (differing(event) if differing else {}))))


def _given(value: object) -> object:
    """A third person as a clerk gives one; the name may be erased, and no decider reads it."""
    if isinstance(value, tuple):
        return tuple(map(_given, value))
    if isinstance(value, Party):
        return PartyGiven(kind=value.kind, name=_SOMEBODY)
    return SomebodyGiven(name=_SOMEBODY) if isinstance(value, Somebody) else value


def _superseded(event: CaseEvent) -> Superseded | None:
    """The old decision as it was noted; whether it was undone by then only the other case can tell."""
    if not isinstance(event, RedoLinked) or not event.supersedes:
        return None
    return Superseded(
        case=event.supersedes,
        number=event.number,
        undone=True,
        same_party=True,
        procedure_only=event.procedure_only,
        kinds=event.kinds,
        fine_yuan=event.fine_yuan,
        confiscated_yuan=event.confiscated_yuan,
        digest=event.digest,
    )


_SOMEBODY: Final = "某人"


def _questioned(event: PersonQuestioned) -> dict[str, object]:
    """An old record does not say where it was; no decider reads it."""
    return {"venue": event.venue or "elsewhere"}


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


def _corrected(event: DisclosureCorrected) -> dict[str, object]:
    after = {one.field: one.after for one in event.changes}
    return {field: after[name] for field, name in SHOWN.items() if name in after}


def _carried_out(event: MeasureCarriedOut) -> dict[str, object]:
    return {"items": tuple(map(as_given, event.items))}


def _noted(event: ParticularsNoted) -> dict[str, object]:
    """Numbers as they were noted; one that nobody opens any more is none."""
    said = {name: getattr(event.papers, name) for name in event.papers.__struct_fields__ if name != "person"}
    return {name: "" if isinstance(value, Erased) else value for name, value in said.items()}


def _planned(event: PlanOpened) -> dict[str, object]:
    return {"items": tuple(ItemGiven(**msgspec.structs.asdict(one)) for one in event.items)}


_DIFFERING: Final[Mapping[type[CaseEvent], Callable[[Any], dict[str, object]]]] = {
    PersonQuestioned: _questioned,
    RecordingLinked: _linked,
    DocumentServed: _served,
    DisclosureReviewed: _reviewed,
    DisclosureReReviewed: _reviewed,
    DisclosureCorrected: _corrected,
    MeasureCarriedOut: _carried_out,
    ParticularsNoted: _noted,
    PlanOpened: _planned,
}
