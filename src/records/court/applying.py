"""立案, 申请, 递交 (行政强制法 第五十三条至第五十五条, 第六十条; 行政处罚法 第七十二条第二款)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from records.course.beginning import begin_case, opened
from records.course.case import Case
from records.course.judging import begin, cause, stated
from records.course.sequence import as_of, is_over
from records.course.signing import begin_signing, signed
from records.court.commands import DropApplication, OpenCourtCase, SignApplication, SubmitApplication
from records.court.events import ApplicationDropped, ApplicationSigned, ApplicationSubmitted, CourtCaseOpened
from records.court.facts import demand_over
from records.enforcement.appeal import appeal_end, is_appeal_over
from records.enforcement.on_decision import begun, said_of
from records.enforcement.standing import require_basis, require_basis_gone
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.moment import Moment
from records.penalty.events import DeferralDecided

_WINDOW: Final = "court.application"


def open_court_case(command: OpenCourtCase, _case: Case, context: Context) -> list[Event]:
    """An agency that can't enforce by itself prepares to ask the court."""
    judgement = begin_case(command, context)
    judgement.require(not command.own_power, "agency-has-power")
    said = said_of(command, judgement, context)
    first = opened(CourtCaseOpened, command, judgement, context, **said, **_deferred(command, context))
    return [*first, *begun(command, context)]


def _deferred(command: OpenCourtCase, context: Context) -> dict[str, Any]:
    """The last day of the plan that was granted last in the case that is enforced."""
    if context.related is None:
        return {}
    granted = [one for one in context.related.every(DeferralDecided) if one.granted]
    last = max((one.due_on for one in granted[-1].plan), default=None) if granted else None
    if command.deferred_until is not None and command.deferred_until != last and context.entry is None:
        said = f"与关联案件批准的期限（{last}）不一致，请核对或者留空" if last else "关联案件没有批准延期、分期缴纳"
        raise Invalid([("$.deferred_until", said)])
    return {"deferred_until": command.deferred_until or last}


def begins_on(case: Case) -> date | None:
    """The day from which the three months run: the end of the terms for relief, or of a deferral where that is later;
    None while the party can still turn to somebody.
    """
    end, said = appeal_end(case), case.opened
    if end is None or not isinstance(said, CourtCaseOpened):
        return end
    return max(end, said.deferred_until or end)


def is_early(case: Case, context: Context) -> bool:
    """Whether the party can still turn to somebody, or need not perform yet."""
    begins = begins_on(case)
    return begins is None or begins >= context.occurred_at.day or not is_appeal_over(case, context)


def is_late(case: Case, context: Context) -> bool:
    """Whether the three months are over (第五十三条)."""
    begins = begins_on(case)
    return begins is not None and is_over(_WINDOW, Moment.of(begins), context)


def sign_application(command: SignApplication, case: Case, context: Context) -> list[Event]:
    """The head signs what the court is asked for, sealed and complete, when the demand has brought nothing."""
    judgement, was = begin_signing(command, case, context), as_of(case, context.occurred_at)
    require_basis(judgement, case, context)
    judgement.require(demand_over(was, context), "court-demand-running")
    judgement.require(not is_early(was, context), "appeal-period-running")
    judgement.require(not is_late(was, context), "application-late")
    judgement.require(command.sealed, "application-unsealed")
    judgement.require(not command.immovable or command.court_place == "property", "wrong-court")
    judgement.require(not command.urgent or bool(command.urgent_reason.strip()), "urgency-unfounded")
    return signed(ApplicationSigned, command, judgement, case, context)


def submit_application(command: SubmitApplication, case: Case, context: Context) -> list[Event]:
    """It reaches the court within the three months, and costs nothing."""
    judgement = begin(command, case, context, cause(case, context, ApplicationSigned))
    require_basis(judgement, case, context)
    judgement.require(not is_late(as_of(case, context.occurred_at), context), "application-late")
    judgement.require(command.fee_yuan is None, "court-fee-charged")
    return [stated(ApplicationSubmitted, command, judgement, context)]


def drop_application(command: DropApplication, case: Case, context: Context) -> list[Event]:
    """No court is needed any more, or none can be asked."""
    judgement, was = begin(command, case, context), as_of(case, context.occurred_at)
    borne_out = {
        "performed": True,
        "out-of-time": is_late(was, context) and ApplicationSubmitted not in was.happened,
        "other": True,
    }
    if command.ground == "basis-revoked":
        require_basis_gone(judgement, was, context, "drop-ground-unmet")
    else:
        judgement.require(borne_out[command.ground], "drop-ground-unmet")
    return [stated(ApplicationDropped, command, judgement, context)]
