"""实施: what is done on the spot (行政强制法 第十八条 to 第二十条, 第二十二条 to 第二十四条, 第三十条)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from records.course.case import Case
from records.course.facts import review_agreed
from records.course.judging import begin, cause, somebodies, stated
from records.course.on_site import require_confirmed, require_on_site, require_times
from records.course.sequence import as_of, served_at
from records.event import Event
from records.judgement import Context, Judgement, before
from records.measure.commands import CarryOutMeasure
from records.measure.events import MeasureCarriedOut, MeasureDecided, MeasureRequested
from records.measure.facts import FACTS
from records.measure.holding import subjects
from records.measure.inventory import accounts, drawn_up, require_inventory
from records.measure.power import require_power, require_qualified
from records.moment import Moment
from records.penalty.commands import SomebodyGiven
from records.penalty.events import DocumentServed
from records.register.events import MeasureNoted, ThingNoted

_HOUR: Final = timedelta(hours=1) // timedelta(microseconds=1)


def carry_out_measure(command: CarryOutMeasure, case: Case, context: Context) -> list[Event]:
    """Two qualified officers show who they are, tell and hear the party, draw up record and inventory and hand them
    over with the decision. What was handed over on the spot is served with it.
    """
    was = as_of(case, context.occurred_at)
    requested, decided = was.last(MeasureRequested), was.last(MeasureDecided)
    decided_at = cause(case, context, MeasureDecided)
    judgement = begin(command, case, context, decided_at)
    require_times(command, context)
    begun = Moment.parse(command.begun_at)
    judgement.require(decided_at is None or not before(begun, decided_at), "step-before-its-cause")
    require_on_site(judgement, command.officers, case, context)
    items = drawn_up(command)
    if requested is not None:
        kind = requested.measure
        require_power(judgement, kind, case.matter, context)
        require_qualified(judgement, command.officers, kind, case.matter, case.agency, context)
        judgement.require(command.certificates_shown, "measure-certificates")
        if kind == "freeze":
            judgement.require(command.bank_notified, "bank-not-notified")
        else:
            _require_heard(judgement, command, case)
        require_inventory(judgement, items, requested, decided, context)
        closes = any(one.kind == "premises" for one in items)
        told = requested.premises or requested.urgent or review_agreed(was)
        judgement.require(not closes or told, "legal-review-first")
    _require_in_term(judgement, decided, context)
    if requested is not None and requested.measure == "liberty":
        _require_liberty(judgement, command, case, context)
    urgent = not FACTS["measure-approved"](was, context)
    known = {
        "number": decided.number if decided else "",
        "measure": requested.measure if requested else "other",
        "urgent": urgent,
        "witnesses": somebodies(command.witnesses, context, "witness"),
        "items": items,
        "accounts": accounts(command, case.party.person) if case.party else (),
        "until": (decided.valid_until if decided else None) or context.occurred_at.day,
    }
    done = stated(MeasureCarriedOut, command, judgement, context, **known)
    return [done, *_served(command, done, case, context), *_noted(done, case), *_things(done, context)]


def _require_heard(judgement: Judgement, command: CarryOutMeasure, case: Case) -> None:
    """The party is there, is told and heard; else a witness is (第十八条第四项 to 第九项, 第二十四条)."""
    absent = command.signature == "absent"
    judgement.require(not absent or bool(command.witnesses), "witness-lacking")
    judgement.require(absent or command.rights_told, "measure-not-told")
    judgement.require(absent or bool(command.defence.strip()), "defence-not-heard")
    if not absent:
        require_confirmed(judgement, command.signature, command.witnesses, "measure", case)
    judgement.require(absent or command.delivered, "measure-not-delivered")


def _require_in_term(judgement: Judgement, decided: MeasureDecided | None, context: Context) -> None:
    """A decision whose last day has come holds nothing any more."""
    until = decided.valid_until if decided else None
    judgement.require(until is None or context.occurred_at.day < until, "measure-over")


def _require_liberty(judgement: Judgement, command: CarryOutMeasure, case: Case, context: Context) -> None:
    """The family is told, and it ends within the hours that the law gives (第二十条)."""
    judgement.require(command.family_told, "family-not-told")
    provided = context.register.measure(case.matter, "liberty", context.occurred_at.day)
    ends, begun = _time(command.ends_at), Moment.parse(command.begun_at)
    hours = provided.hours if provided else 0
    in_hours = ends is not None and begun.micros < ends.micros <= begun.micros + hours * _HOUR
    judgement.require(in_hours, "liberty-too-long")


def _time(text: str) -> Moment | None:
    return Moment.parse(text) if text else None


def _served(command: CarryOutMeasure, done: MeasureCarriedOut, case: Case, context: Context) -> list[Event]:
    """What was handed over on the spot has reached the party, also when it refused to sign (第二十四条)."""
    handed_over = command.delivered and command.signature != "absent" and done.measure != "freeze"
    if not handed_over or served_at(case, "measure", done.number) is not None:
        return []
    recipients = (SomebodyGiven(name=command.recipient),) if command.recipient.strip() else ()
    return [
        DocumentServed(
            case=done.case,
            entry=done.entry,
            document="measure",
            number=done.number,
            method="in-person",
            recipients=somebodies(recipients, context, "recipient"),
            relation=command.relation,
            refused=command.signature == "refused",
            witnesses=done.witnesses,
            proof="现场笔录",
        )
    ]


def _noted(done: MeasureCarriedOut, case: Case) -> list[Event]:
    """So that a later measure on the same property finds it (第二十三条第二款)."""
    return [MeasureNoted(person=case.party.person, case=done.case)] if case.party and done.items else []


def _things(done: MeasureCarriedOut, context: Context) -> list[Event]:
    """The same of each thing that is known whoever has it."""
    lines = dict(zip(context.things, subjects(done), strict=False))
    return [ThingNoted(thing=thing, case=done.case, item=item) for thing, item in lines.items() if thing]
