"""决定: the written decision with its term (行政强制法 第二十四条, 第二十五条, 第三十一条, 第三十二条)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Final

from records.course.case import Case
from records.course.documents import require_contents
from records.course.judging import begin
from records.course.sequence import as_of
from records.course.signing import begin_signing, signed
from records.event import Event
from records.judgement import Context, Judgement
from records.measure.commands import DecideMeasure
from records.measure.events import MeasureDecided, MeasureRequested
from records.measure.facts import FACTS
from records.measure.holding import LIMIT
from records.measure.power import require_power

_NOTHING: Final = Decimal(0)


def decide_measure(command: DecideMeasure, case: Case, context: Context) -> list[Event]:
    """The head signs what was approved; where it is urgent, a handler issues it on the spot (第十九条).

    Its term is that of the law at most, from the day of the decision, which is handed over where it is carried out.
    """
    requested = as_of(case, context.occurred_at).last(MeasureRequested) or case.last(MeasureRequested)
    judgement = _begin(command, case, context)
    if requested is not None:
        require_power(judgement, requested.measure, case.matter, context)
        _require_term(judgement, command, requested, case, context)
        _require_amount(judgement, command, requested)
    return signed(MeasureDecided, command, judgement, case, context)


def _begin(command: DecideMeasure, case: Case, context: Context) -> Judgement:
    was, cause = as_of(case, context.occurred_at), case.at(MeasureRequested)
    if FACTS["measure-approved"](was, context) or not FACTS["measure-urgent"](was, context):
        return begin_signing(command, case, context, cause)
    judgement = begin(command, case, context, cause)
    registered = context.register.agency(case.agency, context.occurred_at.day) is not None
    judgement.require(registered, "agency-not-registered")
    issues = context.entry is not None or command.decided_by == context.person_acting
    is_head = context.register.is_head(case.agency, command.decided_by, context.occurred_at.day)
    judgement.require(issues and (is_head or command.decided_by in case.handlers), "measure-issuer")
    require_contents(judgement, command, context)
    return judgement


def _require_term(
    judgement: Judgement, command: DecideMeasure, requested: MeasureRequested, case: Case, context: Context
) -> None:
    """The document names its last day (第二十四条第二款), which is not beyond that of the law."""
    judgement.require(command.valid_until is not None, "document-lacks-field")
    if command.valid_until is None:
        return
    judgement.require(command.valid_until > context.occurred_at.day, "measure-over")
    if requested.measure == "liberty":
        return  # its hours are judged when it is carried out
    longest = longest_term(requested, case.matter, context)
    last = context.occurred_at.day + timedelta(days=longest) if longest else None
    judgement.require(last is None or command.valid_until <= last, "measure-too-long")


def longest_term(requested: MeasureRequested, matter: str, context: Context) -> int:
    """Calendar days at most: those of another law or administrative regulation, else the general ones; 0: unknown."""
    provided = context.register.measure(matter, requested.measure, context.occurred_at.day)
    if provided is not None and provided.days and provided.level != "local-regulation":
        return provided.days
    limit = context.law.limits.get(LIMIT)
    return limit.length if limit else 0


def _require_amount(judgement: Judgement, command: DecideMeasure, requested: MeasureRequested) -> None:
    """What is frozen is named, and is not more than the offence is about (第二十九条, 第三十一条)."""
    if requested.measure != "freeze":
        return
    judgement.require(command.amount_yuan is not None, "document-lacks-field")
    involved = requested.value_yuan or _NOTHING
    judgement.require(command.amount_yuan is None or command.amount_yuan <= involved, "freeze-above-case")
