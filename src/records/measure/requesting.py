"""报批: the handlers report, the head allows the measure before it is taken, or an urgent one afterwards.

Carries out 行政强制法 第十六条 to 第十九条. The 24 hours of an urgent one are a term of the due list: an approval that
comes late is recorded, and shown late.
"""

from __future__ import annotations

from records.course.beginning import begin_case, opened
from records.course.case import Case
from records.course.judging import begin, cause, stated
from records.event import Event
from records.judgement import Context, Judgement
from records.measure.commands import AnswerMeasureRequest, RequestMeasure
from records.measure.events import MeasureRequestAnswered, MeasureRequested
from records.measure.power import require_power


def request_measure(command: RequestMeasure, _: Case, context: Context) -> list[Event]:
    """Two officers report facts, reasons and the provision by which the measure may be taken in the matter."""
    judgement = begin_case(command, context)
    require_power(judgement, command.measure, command.matter, context)
    judgement.require(not command.urgent or bool(command.urgency.strip()), "urgency-unexplained")
    _require_related(judgement, command, context)
    return opened(MeasureRequested, command, judgement, context)


def _require_related(judgement: Judgement, command: RequestMeasure, context: Context) -> None:
    """The case that it serves is one of the same agency against the same party."""
    if not command.related_case:
        return
    related: Case | None = context.related
    fits = related is not None and related.agency == command.agency
    party = related.party if related else None
    judgement.require(fits and (party is None or party.person == context.person), "related-case-other")


def answer_measure_request(command: AnswerMeasureRequest, case: Case, context: Context) -> list[Event]:
    """The head says yes or no, each with the reason."""
    judgement = begin(command, case, context, cause(case, context, MeasureRequested))
    return [stated(MeasureRequestAnswered, command, judgement, context)]
