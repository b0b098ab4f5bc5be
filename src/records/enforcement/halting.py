"""中止执行, 恢复执行, 终结执行, 执行完毕 (行政强制法 第三十九条, 第四十条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, stated
from records.course.sequence import as_of
from records.course.sequence import is_over as is_term_over
from records.enforcement.acting_commands import (
    CompleteEnforcement,
    ResumeEnforcement,
    SuspendEnforcement,
    TerminateEnforcement,
)
from records.enforcement.acting_events import (
    ActRecorded,
    EnforcementCompleted,
    EnforcementResumed,
    EnforcementSuspended,
    EnforcementTerminated,
)
from records.enforcement.facts import is_agreement_kept, is_cleared, is_satisfied, is_suspended
from records.enforcement.standing import require_basis, require_basis_gone
from records.event import Event
from records.judgement import Context

_THREE_YEARS = "suspension.three-years"


def suspend_enforcement(command: SuspendEnforcement, case: Case, context: Context) -> list[Event]:
    """The head lets enforcement stand still, for one of the four grounds."""
    judgement = begin(command, case, context)
    judgement.require(command.ground != "irreparable-loss" or command.harmless, "suspension-harms")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(EnforcementSuspended, command, judgement, context, number=number), *taken]


def resume_enforcement(command: ResumeEnforcement, case: Case, context: Context) -> list[Event]:
    """What stood in the way is gone; after three years nobody enforces any more (第三十九条第二款)."""
    judgement = begin(command, case, context, cause(case, context, EnforcementSuspended))
    require_basis(judgement, case, context)
    judgement.require(not _has_lapsed(as_of(case, context.occurred_at), context), "enforcement-lapsed")
    return [stated(EnforcementResumed, command, judgement, context)]


def _has_lapsed(case: Case, context: Context) -> bool:
    """Whether three full years passed, of a party without means and without clear harm to society."""
    suspended = case.last(EnforcementSuspended)
    if suspended is None or not is_suspended(case) or not (suspended.harmless and suspended.no_means):
        return False
    begun = case.at(EnforcementSuspended)
    return begun is not None and is_term_over(_THREE_YEARS, begun, context)


def terminate_enforcement(command: TerminateEnforcement, case: Case, context: Context) -> list[Event]:
    """The head ends it for good, for a ground that the case bears out."""
    judgement, was = begin(command, case, context), as_of(case, context.occurred_at)
    if command.ground == "basis-revoked":
        require_basis_gone(judgement, was, context, "termination-ground-unmet")
    else:
        judgement.require(_is_borne_out(command, was, context), "termination-ground-unmet")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(EnforcementTerminated, command, judgement, context, number=number), *taken]


def _is_borne_out(command: TerminateEnforcement, case: Case, context: Context) -> bool:
    """Death and dissolution are told apart by the party's kind; an operator of a business is a citizen."""
    kind = case.party.kind if case.party else ""
    shown = bool(command.proof.strip())
    match command.ground:
        case "citizen-dead":
            return kind != "organisation" and shown
        case "organisation-ended":
            return kind == "organisation" and shown
        case "three-years":
            return _has_lapsed(case, context)
        case _:
            return shown


def complete_enforcement(command: CompleteEnforcement, case: Case, context: Context) -> list[Event]:
    """Nothing is left, and in the way that is said."""
    judgement, was = begin(command, case, context), as_of(case, context.occurred_at)
    fitting = {
        "performed": is_satisfied(was) and not _acted(was),
        "enforced": is_satisfied(was) and _acted(was),
        "agreement": is_satisfied(was) and is_agreement_kept(was),
    }
    judgement.require(fitting[command.result], "not-fully-enforced")
    return [stated(EnforcementCompleted, command, judgement, context)]


def _acted(case: Case) -> bool:
    return ActRecorded in case.happened or is_cleared(case)
