"""What moves a case beside its course: 回避, 变更承办人, 中止, 延长, 作废 (行政处罚法 第四十三条, 第六十条)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.law.deadline import Pause, due
from records.penalty.commands import (
    ChangeHandlers,
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
    CorrectionOrdered,
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
    PenaltyEvent,
    RecusalDecided,
    RecusalRequested,
    SurchargeImposed,
    TermExtended,
    TransferSent,
)
from records.penalty.facts import unread_recusals
from records.penalty.judging import acts_as, begin, stated, unmet
from records.penalty.officers import ever_handlers, presiders, require_officers, reviewers
from records.penalty.sequence import came_after
from records.penalty.state import Happened, Penalty, fold
from records.penalty.steps import step_of

# ---- 回避 and 变更承办人 ----


def request_recusal(command: RequestRecusal, case: Penalty, context: Context) -> list[Event]:
    """An officer declares, with their own account, or the party applies that somebody should not act in the case."""
    if not _may_act(command.person, case, context):
        raise Invalid([("$.person", "该人员不参与办理本案，请核对人员")])
    judgement = begin(command, case, context)
    # On paper the declaration is the officer's; who enters it may be somebody else.
    own = context.entry is not None or command.by == "party" or context.person_acting == command.person
    judgement.require(own, "recusal-not-own")
    judgement.require(command.person not in unread_recusals(case), "recusal-open")
    return [stated(RecusalRequested, command, judgement, context)]


def _may_act(person: str, case: Penalty, context: Context) -> bool:
    """Whether the person acts or acted in the case, or may by an office in the registers."""
    if person in ever_handlers(case) | presiders(case) | reviewers(case):
        return True
    register, day = context.register, context.occurred_at.day
    leads = register.is_head(case.agency, person, day) or register.is_unit_head(case.agency, person, day)
    return leads or register.reviewer(person, day) is not None


def decide_recusal(command: DecideRecusal, case: Penalty, context: Context) -> list[Event]:
    """The head decides on a recusal that was asked for, never on their own; until then the inquiry goes on."""
    judgement, unread = begin(command, case, context), unread_recusals(case)
    judgement.require(not unread or command.person in unread, "no-recusal-request")
    # A paper is entered by anybody, also by the person whom it is about: only a head decides.
    on_oneself = context.person_acting == command.person and acts_as("head", case, context)
    judgement.require(not on_oneself, "recusal-by-oneself")
    return [stated(RecusalDecided, command, judgement, context)]


def change_handlers(command: ChangeHandlers, case: Penalty, context: Context) -> list[Event]:
    """The case goes to at least two certified officers, of whom none was recused, heard or reviewed it.

    Who is only to preside may take it over, and then presides no more: that is judged at the hearing.
    """
    if len(set(command.handlers)) < len(command.handlers):
        raise Invalid([("$.handlers", "同一承办人填写了两次")])
    judgement = begin(command, case, context)
    require_officers(judgement, command.handlers, case.agency, context, case)
    presided = {one.presider for one in case.every(HearingHeld)}
    judgement.require((presided | reviewers(case)).isdisjoint(command.handlers), "handler-has-other-role")
    return [stated(HandlersChanged, command, judgement, context)]


# ---- 中止, 恢复, 延长 ----


def suspend_case(command: SuspendCase, case: Penalty, context: Context) -> list[Event]:
    """The case waits. The law excludes no time from its term, so that one stands still only with a basis (第六十条)."""
    if command.until is not None and command.until < context.occurred_at.day:
        raise Invalid([("$.until", "中止的截止日期早于中止之日")])
    judgement = begin(command, case, context)
    return [stated(CaseSuspended, command, judgement, context)]


def resume_case(command: ResumeCase, case: Penalty, context: Context) -> list[Event]:
    """The case goes on; by itself only when the day is over until which it was to wait."""
    judgement = begin(command, case, context, case.at(CaseSuspended))
    suspended = case.last(CaseSuspended)
    until = suspended.until if suspended else None
    is_over = until is not None and until < context.occurred_at.day
    judgement.require(context.actor != "system" or is_over, "suspension-not-over")
    return [stated(CaseResumed, command, judgement, context)]


def extend_term(command: ExtendTerm, case: Penalty, context: Context) -> list[Event]:
    """The term of the decision grows by what a law, regulation or rule gives, before it is over (第六十条)."""
    judgement = begin(command, case, context)
    judgement.require(bool(command.basis.strip()), "extension-needs-basis")
    last_day = _last_day(case, context)
    judgement.require(last_day is None or context.occurred_at.day <= last_day, "term-over")
    return [stated(TermExtended, command, judgement, context)]


def _last_day(case: Penalty, context: Context) -> date | None:
    """Last day of the decision's term, with what was granted and what does not count; None when no law gives one."""
    filed_at = case.filed_at
    limit = context.register.law(filed_at.day).limits.get("decision") if filed_at else None
    if filed_at is None or limit is None:
        return None
    granted = sum(one.days for one in case.every(TermExtended))
    waited = tuple(_pauses(case)) if "suspension" in limit.pauses else ()
    return due(limit, filed_at.day, context.register.calendar, waited, granted).on


def _pauses(case: Penalty) -> Iterator[Pause]:
    """When suspensions lasted that have a basis for it; a last day that was known beforehand ends one."""
    resumed = case.happened.get(CaseResumed, ())
    for one in case.happened.get(CaseSuspended, ()):
        went_on = next((other.at.day for other in resumed if came_after(other, one)), None)
        known = [day for day in (went_on, one.event.until) if day is not None]
        if one.event.basis.strip():
            yield Pause(one.at.day, min(known, default=None))


# ---- 作废 ----

_NEVER: Final[frozenset[type[PenaltyEvent]]] = frozenset(
    {
        LeadRegistered,
        CaseFiled,
        EvidencePreserved,
        CorrectionOrdered,
        NoticeGiven,
        HearingArranged,
        HearingHeld,
        DecisionSigned,
        PenaltyDeclined,
        TransferSent,
        CasePassed,
        SurchargeImposed,
        DeferralDecided,
        DisclosureReviewed,
        DecisionRevoked,
        HandlersChanged,
        EntryVoided,
    }
)
"""What opens a case, has a number or is public, each undone by a step of its own, and what says who is in charge."""


def void_entry(command: VoidEntry, case: Penalty, context: Context) -> list[Event]:
    """An entry on which no other rests counts no more. What the head alone may enter, the head alone may void."""
    found = case.find(command.version)
    if found is None:
        raise Invalid([("$.version", "本案没有这一版本的有效记录，请核对时间线上的版本号")])
    judgement = begin(command, case, context, found.at)
    _require_rank(judgement, found, case, context)
    # What is public or has a number would be undone now, whatever a paper says: so a back-entry is refused as well.
    judgement.require_now(type(found.event) not in _NEVER, "not-voidable")
    judgement.require(not _is_rested_on(found, case, context), "not-voidable")
    tag = str(found.event.__struct_config__.tag)
    return [stated(EntryVoided, command, judgement, context, voided=tag)]


def _require_rank(judgement: Judgement, found: Happened, case: Penalty, context: Context) -> None:
    by_head_only = step_of(type(found.event), context).actors == ("head",)
    on_paper = context.entry is not None
    judgement.require(on_paper or not by_head_only or acts_as("head", case, context), "head-only")


def _is_rested_on(found: Happened, case: Penalty, context: Context) -> bool:
    """Whether a later step could not have been taken without the entry, or an item of evidence was judged."""
    event = found.event
    if isinstance(event, EvidenceAdded) and any(one.item == event.item for one in case.every(EvidenceMarked)):
        return True
    entries = sorted((one for some in case.happened.values() for one in some), key=_order)
    return any(_needs(found, one, entries, context) for one in entries if came_after(one, found))


def _order(one: Happened) -> tuple[int, int]:
    return one.at.micros, one.version


def _needs(found: Happened, later: Happened, entries: list[Happened], context: Context) -> bool:
    """Whether the later step met no rule with the entry that it would have met without."""
    before = [one for one in entries if came_after(later, one)]
    step, then = step_of(type(later.event), context), msgspec.structs.replace(context, occurred_at=later.at)
    without = fold(one for one in before if one.version != found.version)
    return not set(unmet(step, without, then)) <= set(unmet(step, fold(before), then))
