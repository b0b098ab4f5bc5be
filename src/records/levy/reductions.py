"""减征、免征、缓征 on application (政府非税收入管理办法), and what an instrument left (行政复议法 第六十三条)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from records.course.case import Case
from records.course.documents import take_number
from records.course.facts import FACTS
from records.course.judging import begin, cause, stated
from records.course.sequence import ordinal
from records.course.signing import begin_signing, require_as_drafted
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.levy.commands import AdjustLevy, DecideLevyRelief, RequestLevyRelief
from records.levy.events import LevyAdjusted, LevyReliefDecided, LevyReliefRequested
from records.levy.money import NOTHING, after, assessed, over, settled, standing
from records.penalty.events import DecisionRevoked

_REVIEWING = ("reconsideration", "judgment")
"""Instruments of those whom the party itself asked: the applicant is not worse off by them (行政复议法 第六十三条)."""


def request_levy_relief(command: RequestLevyRelief, case: Case, context: Context) -> list[Event]:
    """The party applies; one application at a time waits for its answer."""
    judgement = begin(command, case, context)
    item = f"申请{ordinal(case, LevyReliefRequested)}"
    return [stated(LevyReliefRequested, command, judgement, context, item=item)]


def decide_levy_relief(command: DecideLevyRelief, case: Case, context: Context) -> list[Event]:
    """The head answers. What is taken off rests on a law, and was reviewed (P)."""
    judgement = begin_signing(command, case, context, cause(case, context, LevyReliefRequested))
    asked = open_request(case)
    kind = asked.kind if asked else ("defer" if command.defer_until else "reduce")
    if command.granted:
        _require_possible(command, kind, case, context)
        judgement.require(any(one.strip() for one in command.basis), "levy-relief-without-basis")
        reviewed = kind == "defer" or FACTS["levy-reduction-reviewed"](case, context)
        judgement.require(reviewed, "legal-review-first")
    require_as_drafted(judgement, command, case, context)
    number, taken = take_number(judgement, command, case, context)
    amount = command.amount_yuan if kind == "reduce" else _owed(case) if kind == "exempt" else None
    more: dict[str, Any] = {
        "item": asked.item if asked else "",
        "number": number,
        "kind": kind,
        "amount_yuan": amount if command.granted else None,
        "settles": False,
        "over_yuan": NOTHING,
    }
    event = stated(LevyReliefDecided, command, judgement, context, **more)
    then = after(case, event, context)
    return [msgspec.structs.replace(event, settles=settled(then), over_yuan=over(then)), *taken]


def open_request(case: Case) -> LevyReliefRequested | None:
    """The application that waits for its answer."""
    answered = {one.item for one in case.every(LevyReliefDecided)}
    return next((one for one in reversed(case.every(LevyReliefRequested)) if one.item not in answered), None)


def _owed(case: Case) -> Decimal:
    return standing(case) if case.decided is not None else assessed(case)


def _require_possible(command: DecideLevyRelief, kind: str, case: Case, context: Context) -> None:
    """Raises Invalid for a grant that can't be what was asked for."""
    found = []
    if kind == "reduce" and command.amount_yuan is None:
        found.append(("$.amount_yuan", "准予减征的，请填写减征的金额"))
    if kind != "reduce" and command.amount_yuan is not None:
        found.append(("$.amount_yuan", "当事人没有申请减征，不应填写减征的金额"))
    if command.amount_yuan is not None and command.amount_yuan > _owed(case) and context.entry is None:
        found.append(("$.amount_yuan", f"减征的金额超过了应征的数额（{_owed(case)}元）"))
    if kind == "defer" and (command.defer_until is None or command.defer_until <= context.occurred_at.day):
        found.append(("$.defer_until", "准予缓征的，请填写缓至的日期，并且晚于作出决定之日"))
    if kind != "defer" and command.defer_until is not None:
        found.append(("$.defer_until", "当事人没有申请缓征，不应填写缓至的日期"))
    if found:
        raise Invalid(found)


def adjust_levy(command: AdjustLevy, case: Case, context: Context) -> list[Event]:
    """What an instrument that changed the decision has left; an applicant is not worse off by it."""
    changed = [one for one in case.every(DecisionRevoked) if one.effect == "changed"]
    its = [one for one in changed if one.instrument.number.strip() == command.instrument.strip()]
    if changed and not its:
        raise Invalid([("$.instrument", "本案没有登记这一文号的变更文书，请核对文号")])
    judgement = begin(command, case, context, cause(case, context, DecisionRevoked))
    worse = command.amount_yuan > standing(case)
    spared = not its or its[-1].opposite_request or its[-1].instrument.kind not in _REVIEWING
    judgement.require(not worse or spared, "change-makes-worse")
    event = stated(LevyAdjusted, command, judgement, context, settles=False, over_yuan=NOTHING)
    then = after(case, event, context)
    return [msgspec.structs.replace(event, settles=settled(then), over_yuan=over(then))]
