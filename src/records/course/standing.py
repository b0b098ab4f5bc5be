"""What moves a case beside its course: 回避, 变更承办人, 中止, 延长, 作废 (行政处罚法 第四十三条, 第六十条)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from records.correction.events import CorrectionReplied, DisclosureCorrected
from records.course.again import command_of, context_again
from records.course.case import Case, Happened, fold
from records.course.decided import Decided
from records.course.facts import unread_recusals
from records.course.judging import acts_as, begin, stated
from records.course.moments import of
from records.course.officers import ever_handlers, presiders, require_officers, reviewers
from records.course.opened import Opened
from records.course.secrecy import head_acts_now
from records.course.sequence import as_of, came_after
from records.course.steps import step_of
from records.course.terms import terms
from records.errors import Invalid, NotFound, Refused
from records.event import CaseEvent, Event
from records.inspection.plan_events import DrawCommitted, DrawMade
from records.inspection.teams import require_next_in_order
from records.judgement import Context, Judgement
from records.licence.events import AcceptanceDeemed, RenewalDeemed
from records.measure.events import MeasureCarriedOut, MeasureExtended, MeasureLapsed, MeasureReleased
from records.offence.jurisdiction import dispute_open
from records.penalty.commands import (
    ChangeHandlers,
    Command,
    DecideRecusal,
    ExtendTerm,
    RequestRecusal,
    ResumeCase,
    SuspendCase,
    VoidEntry,
)
from records.penalty.events import (
    CaseFiled,
    CasePassed,
    CaseResumed,
    CaseSuspended,
    DecisionRevoked,
    DecisionSigned,
    DeferralDecided,
    DisclosureReviewed,
    EntryVoided,
    EvidenceAdded,
    EvidenceMarked,
    EvidencePreserved,
    HandlersChanged,
    HearingArranged,
    HearingHeld,
    LeadRegistered,
    NoticeGiven,
    PenaltyDeclined,
    PreservationLapsed,
    RecusalDecided,
    RecusalRequested,
    RedoLinked,
    SecrecyReviewed,
    SecrecyTagged,
    SurchargeImposed,
    TermExtended,
    TransferSent,
)
from records.publishing.events import PUBLIC

# ---- 回避 and 变更承办人 ----


def request_recusal(command: RequestRecusal, case: Case, context: Context) -> list[Event]:
    """An officer declares, with their own account, or the party applies that somebody should not act in the case."""
    if not _may_act(command.person, case, context):
        raise Invalid([("$.person", "该人员不参与办理本案，请核对人员")])
    judgement = begin(command, case, context)
    # On paper the declaration is the officer's; who enters it may be somebody else.
    own = context.entry is not None or command.by == "party" or context.person_acting == command.person
    judgement.require(own, "recusal-not-own")
    judgement.require(command.person not in unread_recusals(case), "recusal-open")
    return [stated(RecusalRequested, command, judgement, context)]


def _may_act(person: str, case: Case, context: Context) -> bool:
    """Whether the person acts or acted in the case, or may by an office in the registers."""
    if person in ever_handlers(case) | presiders(case) | reviewers(case):
        return True
    register, day = context.register, context.occurred_at.day
    leads = register.is_head(case.agency, person, day) or register.is_unit_head(case.agency, person, day)
    return leads or register.reviewer(person, day) is not None


def decide_recusal(command: DecideRecusal, case: Case, context: Context) -> list[Event]:
    """The head decides on a recusal that was asked for, never on their own; until then the inquiry goes on."""
    judgement, unread = begin(command, case, context), unread_recusals(as_of(case, context.occurred_at))
    judgement.require(not unread or command.person in unread, "no-recusal-request")
    # A paper is entered by anybody, also by the person whom it is about: only a head decides.
    on_oneself = context.person_acting == command.person and acts_as("head", case, context)
    judgement.require(not on_oneself, "recusal-by-oneself")
    return [stated(RecusalDecided, command, judgement, context)]


def change_handlers(command: ChangeHandlers, case: Case, context: Context) -> list[Event]:
    """The case goes to at least two certified officers, of whom none was recused, heard or reviewed it, or published
    what was decided in it.

    Who is only to preside may take it over, and then presides no more: that is judged at the hearing.
    """
    if len(set(command.handlers)) < len(command.handlers):
        raise Invalid([("$.handlers", "同一承办人填写了两次")])
    judgement = begin(command, case, context)
    require_officers(judgement, command.handlers, case.agency, context, case)
    presided = {one.presider for one in case.every(HearingHeld)}
    cleared = {one.reviewer for one in case.every(SecrecyReviewed)}
    others = presided | reviewers(case) | cleared | context.disclosers
    judgement.require(others.isdisjoint(command.handlers), "handler-has-other-role")
    require_next_in_order(judgement, command.handlers, case, context)
    return [stated(HandlersChanged, command, judgement, context)]


# ---- 中止, 恢复, 延长 ----


def suspend_case(command: SuspendCase, case: Case, context: Context) -> list[Event]:
    """The case waits. The law excludes no time from its term, so that one stands still only with a basis (第六十条)."""
    if command.until is not None and command.until < context.occurred_at.day:
        raise Invalid([("$.until", "中止的截止日期早于中止之日")])
    judgement = begin(command, case, context)
    return [stated(CaseSuspended, command, judgement, context)]


def resume_case(command: ResumeCase, case: Case, context: Context) -> list[Event]:
    """The case goes on, also one that another agency sends back (第二十五条).

    By itself it does only when the day is over until which it was to wait; one that waits for who is competent goes on
    once that is agreed or designated.
    """
    halts = (case.at(CaseSuspended), case.at(CasePassed))
    cause = max((one for one in halts if one is not None), key=lambda one: one.micros, default=None)
    judgement = begin(command, case, context, cause)
    suspended = as_of(case, context.occurred_at).last(CaseSuspended)
    until = suspended.until if suspended else None
    is_over = until is not None and until < context.occurred_at.day
    judgement.require(context.actor != "system" or is_over, "suspension-not-over")
    disputed = case.filed is not None and dispute_open(as_of(case, context.occurred_at), context)
    judgement.require(not disputed or context.actor == "system", "dispute-undecided")
    return [stated(CaseResumed, command, judgement, context)]


def extend_term(command: ExtendTerm, case: Case, context: Context) -> list[Event]:
    """The term of the decision grows by what a law, regulation or rule gives, before it is over (第六十条)."""
    judgement = begin(command, case, context)
    judgement.require(bool(command.basis.strip()), "extension-needs-basis")
    last_day = _last_day(case, context)
    judgement.require(last_day is None or context.occurred_at.day <= last_day, "term-over")
    return [stated(TermExtended, command, judgement, context)]


def _last_day(case: Case, context: Context) -> date | None:
    """Last day of the decision's term, with what was granted and what does not count; None when no law gives one."""
    found = (one.due_on for one in terms(of(case), context.register) if one.limit_id == "decision")
    return next(found, None)


# ---- 作废 ----

_NEVER: Final[frozenset[type[CaseEvent]]] = frozenset(
    {
        LeadRegistered,
        CaseFiled,
        EvidencePreserved,
        PreservationLapsed,
        NoticeGiven,
        HearingArranged,
        HearingHeld,
        DecisionSigned,
        PenaltyDeclined,
        TransferSent,
        CasePassed,
        DeferralDecided,
        DisclosureReviewed,
        *PUBLIC,
        DisclosureCorrected,
        CorrectionReplied,
        DecisionRevoked,
        HandlersChanged,
        EntryVoided,
        MeasureCarriedOut,
        MeasureExtended,
        MeasureReleased,
        MeasureLapsed,
        AcceptanceDeemed,
        RenewalDeemed,
        DrawCommitted,
        DrawMade,
    }
)
"""What opens a case or is public, what bears a number and is undone by a step of its own, what says who is in charge,
what the system notes, and a draw, which could else be made again until it pleases: a wrong one is followed by the next.

A surcharge and an order to correct bear a number too, but no step undoes them: a payment that was in time and became
known later takes away what was added. The number stays taken.
"""

_BY_HEAD: Final = (SurchargeImposed, SecrecyTagged, SecrecyReviewed)
"""What others enter and the head alone may void: a tag that is voided would else be one that anybody takes off."""


Decide = Callable[[Command, Case, Context], list[Event]]
"""Decides any step of a case (`records.course.decide`, which knows this file)."""


def void_entry(command: VoidEntry, case: Case, context: Context, decide: Decide) -> list[Event]:
    """An entry on which no other rests counts no more, and what it noted beside other cases falls with it.

    What the head alone may enter, the head alone may void.
    """
    found = case.find(command.version)
    if found is None:
        raise Invalid([("$.version", "本案没有这一版本的有效记录，请核对时间线上的版本号")])
    judgement = begin(command, case, context, found.at)
    _require_rank(judgement, found, case, context)
    # What is public or has a number would be undone now, whatever a paper says: so a back-entry is refused as well.
    numbered = isinstance(found.event, Opened | Decided)
    judgement.require_now(type(found.event) not in _NEVER and not numbered, "not-voidable")
    judgement.require(not _is_rested_on(found, case, context, decide), "not-voidable")
    tag = str(found.event.__struct_config__.tag)
    return [stated(EntryVoided, command, judgement, context, voided=tag), *context.taken_back]


def _require_rank(judgement: Judgement, found: Happened, case: Case, context: Context) -> None:
    by_head_only = isinstance(found.event, _BY_HEAD) or step_of(type(found.event), context).actors == ("head",)
    if isinstance(found.event, SecrecyTagged | SecrecyReviewed):
        # What it keeps back could be published at once, whatever a paper says.
        judgement.require_now(head_acts_now(case, context), "head-only")
        return
    on_paper = context.entry is not None
    judgement.require(on_paper or not by_head_only or acts_as("head", case, context), "head-only")


def _is_rested_on(found: Happened, case: Case, context: Context, decide: Decide) -> bool:
    """Whether a later step could not have been taken without the entry, or something was judged by it.

    An item of evidence that was marked, and the old decision by which the one that decides anew was compared.
    """
    event = found.event
    if isinstance(event, EvidenceAdded) and any(one.item == event.item for one in case.every(EvidenceMarked)):
        return True
    if isinstance(event, RedoLinked) and case.decision is not None:
        return True
    entries = sorted((one for some in case.happened.values() for one in some), key=_order)
    return any(_needs(found, one, entries, context, decide) for one in entries if came_after(one, found))


def _order(one: Happened) -> tuple[int, int]:
    return one.at.micros, one.version


def _needs(found: Happened, later: Happened, entries: list[Happened], context: Context, decide: Decide) -> bool:
    """Whether the later step broke no rule with the entry that it would have broken without."""
    if isinstance(later.event, EntryVoided):
        return False  # what it voided counts no more, whatever it rested on
    before = [one for one in entries if came_after(later, one)]
    without = [one for one in before if one.version != found.version]
    return not _broken(later, without, context, decide) <= _broken(later, before, context, decide)


def _broken(step: Happened, before: list[Happened], context: Context, decide: Decide) -> set[str]:
    """The rules that the step breaks as a paper on what was before it; one that can't be right breaks them all."""
    case = fold(before)
    actor = "system" if step_of(type(step.event), context).actors == ("system",) else "person:"
    again = context_again(step.event, step.at, context.now, actor, case, context.register, context.procedure)
    try:
        events = decide(command_of(step.event), case, again)
    except (Refused, Invalid, NotFound):
        return {"impossible"}
    return {flaw.code for event in events if isinstance(event, CaseEvent) for flaw in event.defects}
