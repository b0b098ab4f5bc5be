"""Which rules the steps of a case break, by all that is known now.

A defect is stored with the entry that has it, as it was found then. What was entered since can change it: a notice
that is entered later removes the defect of the decision before it, a certificate whose end is registered later adds
one. So each step is decided once more, as if it were entered today, on what had occurred before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from records.basics.decide import OUTER as BASICS
from records.catalogue.decide import OUTER as CATALOGUE
from records.correction.decide import OUTER as CORRECTION
from records.course.again import command_of, context_again
from records.course.case import Case, Happened, fold
from records.course.decide import decide
from records.course.judging import wrong_actor
from records.course.opened import Opened
from records.course.sequence import came_after
from records.course.steps import step_of
from records.enforcement.standing import OUTER as ENFORCEMENT
from records.errors import Invalid, NotFound, Refused
from records.evaluation.decide import OUTER as EVALUATION
from records.event import CaseEvent, Defect
from records.inspection.decide import OUTER as INSPECTION
from records.judgement import Context
from records.levy.decide import OUTER as LEVY
from records.licence.decide import OUTER as LICENCE
from records.measure.decide import OUTER as MEASURE
from records.moment import Moment
from records.offence.decide import OUTER as OFFENCE
from records.oversight.decide import OUTER as OVERSIGHT
from records.penalty.events import CaseFiled, EntryVoided, LeadRegistered
from records.publishing.decide import OUTER as PUBLISHING
from records.register.fold import Register
from records.reviewing.decide import OUTER as REVIEWING
from records.spot.decide import OUTER as SPOT


class Taken(NamedTuple):
    """A step as the record has it."""

    event: CaseEvent
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
    procedure = fold(map(_happened, counting)).procedure
    found = {one.version: _defects(one, _before(one, counting), register, procedure) for one in counting}
    return found | dict.fromkeys(voided, ())


def _before(step: Taken, counting: list[Taken]) -> Case:
    """The case as the step found it; of one date of which an hour is not known, by the order of entry."""
    this = _happened(step)
    return fold(known for known in map(_happened, counting) if came_after(this, known))


def _happened(step: Taken) -> Happened:
    return Happened(step.event, step.occurred_at, step.version)


def _defects(step: Taken, case: Case, register: Register, procedure: str) -> tuple[Defect, ...]:
    if isinstance(step.event, EntryVoided):
        return step.event.defects  # what it rested on is gone with the entry that it voided
    when = (step.occurred_at, step.recorded_at)
    context = context_again(step.event, *when, step.actor, case, register, procedure)
    try:
        events = decide(command_of(step.event), case, context)
    except (Refused, Invalid, NotFound):
        return step.event.defects
    again = next(one for one in events if isinstance(one, CaseEvent))
    return (*_with_outer(step.event.defects, again.defects), *_of_actor(step.event, case, context))


def _of_actor(event: CaseEvent, case: Case, context: Context) -> tuple[Defect, ...]:
    """Of a live step, which its account took: that the person's office had ended by then, as is known now.

    Who files a case is named by the filing itself, and who notes a lead needs no office.
    """
    if event.entry is not None or isinstance(event, CaseFiled | LeadRegistered | Opened):
        return ()
    code = wrong_actor(step_of(type(event), context), case, context)
    if not code:
        return ()
    refused = (context.law if code in context.law.rules else context.law_now).refused(code)
    return (Defect(refused.code, refused.article, refused.detail),)


# ---- What the record alone does not show ----

_OUTER: Final = frozenset(
    {"number-out-of-series", "fined-already", "not-first-time", "redo-not-ordered", "redo-not-linked"}
).union(
    ENFORCEMENT,
    INSPECTION,
    LEVY,
    LICENCE,
    MEASURE,
    OFFENCE,
    SPOT,
    CATALOGUE,
    BASICS,
    CORRECTION,
    OVERSIGHT,
    EVALUATION,
    PUBLISHING,
    REVIEWING,
)
"""Rules on what other cases did: their verdict stays as it was at entry."""


def _with_outer(stored: tuple[Defect, ...], again: tuple[Defect, ...]) -> tuple[Defect, ...]:
    kept = tuple(one for one in stored if one.code in _OUTER)
    return kept + tuple(one for one in again if one.code not in _OUTER)
