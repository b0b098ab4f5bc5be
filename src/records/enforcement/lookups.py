"""The decision that is enforced, and who else enforces it: read before a step that rests on it."""

from __future__ import annotations

from typing import Final

from records.course.case import Case
from records.course.lookup import Lookups, Prepared, Sources
from records.course.sequence import as_of
from records.course.shapes import Command
from records.enforcement.acting_commands import MakeAgreement, RecordAct, ResumeEnforcement, TerminateEnforcement
from records.enforcement.appeal import opened_of
from records.enforcement.basis import OpenOnDecision
from records.enforcement.commands import (
    AnnounceDemolition,
    DecideEnforcement,
    DecideSubstitution,
    IssueDemand,
    OpenEnforcement,
)
from records.enforcement.running import enforcing, is_running, taken_in
from records.errors import NotFound
from records.register.events import enforcement_stream


def with_enforcing(prepared: Prepared, _: Case, command: OpenOnDecision, sources: Sources) -> Prepared:
    """Other cases that enforce the decision: one that runs on the day of the step, and what came in by all of them.

    They are read where each is noted, and this one is noted after them. A decision on paper has no such place.
    """
    context = prepared.context
    if context.related is None:
        return prepared
    stream = enforcement_stream(command.related_case)
    entries = sources.history(stream)
    others = enforcing((one.event for one in entries), sources.load)
    then = {name: as_of(one, context.occurred_at) for name, one in others.items()}
    found = prepared.knowing(
        enforced_in=next((name for name, one in then.items() if is_running(one, context)), ""),
        enforced_yuan=sum(map(taken_in, then.values()), context.enforced_yuan),
    )
    return found.after(stream, len(entries))


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
    OpenEnforcement: (with_enforcing,),
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
        ),
        (with_basis,),
    ),
}
"""What these steps look up."""
