"""The decision that is enforced, and who else enforces it: read before a step that rests on it."""

from __future__ import annotations

from typing import Final

from records.course.case import Case
from records.course.decision_numbers import taken_as
from records.course.lookup import Lookups, Prepared, Sources
from records.course.number_writing import as_numbered
from records.course.sequence import as_of
from records.course.shapes import Command
from records.enforcement.acting_commands import MakeAgreement, RecordAct, ResumeEnforcement, TerminateEnforcement
from records.enforcement.appeal import opened_of
from records.enforcement.basis import NoteBasisRevoked, OpenOnDecision
from records.enforcement.commands import (
    AnnounceDemolition,
    DecideEnforcement,
    DecideSubstitution,
    IssueDemand,
    OpenEnforcement,
)
from records.enforcement.running import enforcing, is_running, taken_in
from records.enforcement.telling import Enforcing
from records.errors import NotFound
from records.event import case_stream
from records.penalty.commands import RevokeDecision
from records.register.events import enforcement_stream, paper_enforcement_stream


def with_own_decision(prepared: Prepared, _: Case, command: OpenOnDecision, sources: Sources) -> Prepared:
    """The case of the agency that took the decision which the command names as one on paper: by its number."""
    context, number = prepared.context, as_numbered(command.decision_number)
    if context.related is not None:
        return prepared
    taken = dict.fromkeys(one.case for one in taken_as(command.agency, [number], context, sources))
    return prepared.knowing(decided_in=next((one for one in taken if _number(sources.load(one)) == number), ""))


def with_enforcing(prepared: Prepared, _: Case, command: OpenOnDecision, sources: Sources) -> Prepared:
    """Other cases that enforce the decision: one that runs on the day of the step, and what came in by all of them.

    They are read where each is noted, and this one is noted after them: beside the case that took the decision, or by
    the number of a decision on paper.
    """
    context = prepared.context
    number = _number(context.related) if context.related is not None else as_numbered(command.decision_number)
    decided_in = command.related_case if context.related is not None else context.decided_in
    streams = _streams(command.agency, number, decided_in)
    entries = {stream: sources.history(stream) for stream in streams}
    others = enforcing((one.event for some in entries.values() for one in some), sources.load)
    then = {name: as_of(one, context.occurred_at) for name, one in others.items()}
    prepared = prepared.knowing(
        enforced_in=next((name for name, one in then.items() if is_running(one, context)), ""),
        enforced_yuan=sum(map(taken_in, then.values()), context.enforced_yuan),
    )
    for stream, some in entries.items():
        prepared = prepared.after(stream, len(some))
    return prepared


def with_enforcers(prepared: Prepared, case: Case, _: RevokeDecision, sources: Sources) -> Prepared:
    """The cases that enforce the decision, running or over: they are told what becomes of it, in their own streams."""
    streams = _streams(case.agency, _number(case), prepared.context.case)
    notes = (one.event for stream in streams for one in sources.history(stream))
    found = enforcing(notes, sources.load)
    for name in found:
        prepared = prepared.after(case_stream(name), sources.version(case_stream(name)))
    return prepared.knowing(enforcing=tuple(Enforcing(name, one) for name, one in found.items()))


def _number(decided: Case) -> str:
    return as_numbered(decided.decided.number) if decided.decided else ""


def _streams(agency: str, number: str, decided_in: str) -> tuple[str, ...]:
    """Where the cases that enforce a decision are noted."""
    beside = (enforcement_stream(decided_in),) if decided_in else ()
    return (*beside, *((paper_enforcement_stream(agency, number),) if number else ()))


def with_basis(prepared: Prepared, case: Case, _: Command, sources: Sources) -> Prepared:
    """The case whose decision is enforced, as it stands now; None for a decision on paper."""
    opened = opened_of(case)
    if opened is None or not opened.related_case:
        return prepared
    try:
        return prepared.knowing(related=sources.load(opened.related_case))
    except NotFound:  # a paper may name a case that the ledger has not
        return prepared


LOOKUPS: Final[Lookups] = {
    OpenEnforcement: (with_own_decision, with_enforcing),
    RevokeDecision: (with_enforcers,),
    **dict.fromkeys(
        (
            IssueDemand,
            AnnounceDemolition,
            DecideEnforcement,
            DecideSubstitution,
            RecordAct,
            MakeAgreement,
            ResumeEnforcement,
            TerminateEnforcement,
            NoteBasisRevoked,
        ),
        (with_basis,),
    ),
}
"""What these steps look up."""
