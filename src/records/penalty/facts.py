"""What a penalty case is, as yes or no: the facts that the law data name as what a step needs or what bars it.

Each is a pure function of the case and of the context of the step (its day, the registers, the law in force).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from records.judgement import Context
from records.law.deadline import due
from records.moment import Moment
from records.penalty.events import (
    ArchiveReopened,
    CaseArchived,
    CaseClosed,
    CaseDiscussed,
    CasePassed,
    CaseResumed,
    CaseReviewed,
    CaseSuspended,
    CorrectionOrdered,
    DecisionSigned,
    DefenceRecorded,
    DefenceReviewed,
    DefenceWaived,
    DeferralDecided,
    DeferralRequested,
    DocumentKind,
    DocumentServed,
    EvidenceAdded,
    EvidenceMarked,
    EvidencePreserved,
    FilingApproved,
    HandlersChanged,
    HearingArranged,
    HearingEnded,
    HearingHeld,
    HearingReported,
    HearingRequested,
    InspectionRecorded,
    ItemDisposed,
    LeadDismissed,
    NoticeGiven,
    NoticePublished,
    OpinionEndorsed,
    OpinionSubmitted,
    PenaltyDeclined,
    PenaltyEvent,
    PerformanceStayed,
    PersonQuestioned,
    PoliceAnswered,
    PreservationApproved,
    PreservationLapsed,
    RecusalDecided,
    RecusalRequested,
    ReliefEnded,
    ReliefSought,
    ReviewReturned,
    ReviewSubmitted,
    SampleTaken,
    StayLifted,
    TransferDecided,
    TransferReported,
    TransferSent,
)
from records.penalty.money import is_paid
from records.penalty.state import Penalty
from records.penalty.thresholds import calls_for

Fact = Callable[[Penalty, Context], bool]


def follows(case: Penalty, kind: type[PenaltyEvent], cause: type[PenaltyEvent]) -> bool:
    """Whether the last event of `kind` came after the last one of `cause`, or there was no cause."""
    mine, its = case.happened.get(kind), case.happened.get(cause)
    if not mine:
        return False
    if not its:
        return True
    return (its[-1].at.micros, its[-1].version) < (mine[-1].at.micros, mine[-1].version)


def pending(case: Penalty, cause: type[PenaltyEvent], *answers: type[PenaltyEvent]) -> bool:
    """Whether there is a cause that none of the answers has followed."""
    return cause in case.happened and not any(follows(case, answer, cause) for answer in answers)


def served_at(case: Penalty, document: DocumentKind, number: str = "") -> Moment | None:
    """When the document (of that number) reached the party."""
    found = (
        one.at
        for one in reversed(case.happened.get(DocumentServed, ()))
        if one.event.document == document and number in ("", one.event.number)
    )
    return next(found, None)


def is_over(limit: str, start: Moment, context: Context) -> bool:
    """Whether a term that began with `start` had ended before the day of the step; False when no law gives it."""
    found = context.register.law(start.day).limits.get(limit)
    return found is not None and due(found, start.day, context.register.calendar).on < context.occurred_at.day


def open_items(case: Penalty) -> tuple[str, ...]:
    """The preserved items that have no fate yet."""
    ended = {one.item for one in case.every(ItemDisposed)} | {one.item for one in case.every(PreservationLapsed)}
    items = (f"{one.number}#{index}" for one in case.every(EvidencePreserved) for index in range(1, len(one.items) + 1))
    return tuple(item for item in items if item not in ended)


def barred_items(case: Penalty) -> tuple[EvidenceAdded, ...]:
    """The items of evidence that may not be cited."""
    marks = {one.item: one.verdict for one in case.every(EvidenceMarked)}
    return tuple(one for one in case.every(EvidenceAdded) if marks.get(one.item) == "barred")


def recused(case: Penalty) -> frozenset[str]:
    """Who may sign nothing more in the case (第四十三条)."""
    return frozenset(one.person for one in case.every(RecusalDecided) if one.granted)


def unread_recusals(case: Penalty) -> frozenset[str]:
    """Whose recusal was asked for and not decided."""
    decided = [one.person for one in case.every(RecusalDecided)]
    return frozenset(one.person for one in case.every(RecusalRequested) if one.person not in decided)


def act_is_stale(case: Penalty, discovered_on: date, context: Context) -> bool:
    """Whether the act was discovered after the term of art 36: two years from its end, unless it is the longer one."""
    if case.filed is None:
        return False
    law = context.register.law(context.occurred_at.day)
    grave = case.last(OpinionSubmitted)
    name = "stale-grave" if grave is not None and "grave-harm" in grave.qualities else "stale"
    limit = law.limits.get(name)
    return limit is not None and due(limit, case.filed.acted_on, context.register.calendar).on < discovered_on


# ---- Opening, evidence, opinion ----


def _filing_approved(case: Penalty, _: Context) -> bool:
    on_paper = case.filed is not None and case.filed.entry is not None
    return FilingApproved in case.happened or on_paper


def _evidence_gathered(case: Penalty, _: Context) -> bool:
    return any(kind in case.happened for kind in (InspectionRecorded, PersonQuestioned, SampleTaken, EvidenceAdded))


def _preservation_approved(case: Penalty, _: Context) -> bool:
    return len(case.every(PreservationApproved)) > len(case.every(EvidencePreserved))


def _opinion_endorsed(case: Penalty, _: Context) -> bool:
    endorsed = case.last(OpinionEndorsed)
    return endorsed is not None and endorsed.agreed and follows(case, OpinionEndorsed, OpinionSubmitted)


def _proposes(case: Penalty, *proposals: str) -> bool:
    opinion = case.last(OpinionSubmitted)
    return opinion is not None and opinion.proposal in proposals


# ---- Notice, defence, hearing ----


def _notice_served(case: Penalty, _: Context) -> bool:
    notice = case.last(NoticeGiven)
    return notice is not None and served_at(case, "notice", notice.number) is not None


def _defence_settled(case: Penalty, context: Context) -> bool:
    """No decision before the defence is answered, clearly waived, or its term has run (第四十五条, 第六十二条)."""
    notice = case.last(NoticeGiven)
    if notice is None or pending(case, DefenceRecorded, DefenceReviewed):
        return False
    if follows(case, DefenceWaived, NoticeGiven) or follows(case, DefenceRecorded, NoticeGiven):
        return True
    served = served_at(case, "notice", notice.number)
    return served is not None and is_over("defence", served, context)


def _hearing_told(case: Penalty, _: Context) -> bool:
    notice = case.last(NoticeGiven)
    return notice is not None and notice.hearing_told


def _hearing_requested(case: Penalty, _: Context) -> bool:
    return HearingRequested in case.happened


def _hearing_notice_served(case: Penalty, _: Context) -> bool:
    arranged = case.last(HearingArranged)
    return arranged is not None and served_at(case, "hearing", arranged.number) is not None


def _hearing_settled(case: Penalty, context: Context) -> bool:
    """No right to one was told, or it was held and reported, given up, or not asked for in its term (第六十四条)."""
    notice = case.last(NoticeGiven)
    if notice is None or not notice.hearing_told:
        return True
    if HearingRequested in case.happened:
        return follows(case, HearingReported, HearingHeld) or follows(case, HearingEnded, HearingRequested)
    waived = case.last(DefenceWaived)
    if waived is not None and waived.hearing_too:
        return True
    served = served_at(case, "notice", notice.number)
    return served is not None and is_over("hearing-request", served, context)


# ---- Review, discussion, decision ----


def _review_due(case: Penalty, context: Context) -> bool:
    return bool(calls_for("review", case, context))


def _review_passed(case: Penalty, context: Context) -> bool:
    """Where review is due, it agreed, on what was submitted after the hearing (第五十八条第一款第二项)."""
    if not _review_due(case, context):
        return True
    reviewed = case.last(CaseReviewed)
    if reviewed is None or reviewed.result != "agreed" or not follows(case, CaseReviewed, ReviewSubmitted):
        return False
    return HearingHeld not in case.happened or follows(case, ReviewSubmitted, HearingHeld)


def _discussed(case: Penalty, context: Context) -> bool:
    if not calls_for("discussion", case, context):
        return True
    discussed = case.last(CaseDiscussed)
    return discussed is not None and discussed.agreed and follows(case, CaseDiscussed, NoticeGiven)


def _decided(case: Penalty, _: Context) -> bool:
    return DecisionSigned in case.happened or PenaltyDeclined in case.happened


def _decision_served(case: Penalty, _: Context) -> bool:
    return case.service is not None


# ---- Transfer ----


def _transfer_pending(case: Penalty, _: Context) -> bool:
    """Whether the police have the case, or are to get it: no penalty instead of transfer (第二十七条)."""
    if pending(case, TransferReported, TransferDecided):
        return True
    decided = case.last(TransferDecided)
    return decided is not None and decided.approved and pending(case, TransferDecided, PoliceAnswered)


def _police_have_it(case: Penalty, _: Context) -> bool:
    answer = case.last(PoliceAnswered)
    return answer is not None and answer.filed


def _transfer_approved(case: Penalty, _: Context) -> bool:
    decided = case.last(TransferDecided)
    return decided is not None and decided.approved


# ---- Performance, closing ----


def _relief_pending(case: Penalty, _: Context) -> bool:
    return pending(case, ReliefSought, ReliefEnded)


def _stayed(case: Penalty, _: Context) -> bool:
    return pending(case, PerformanceStayed, StayLifted)


def _performed(case: Penalty, _: Context) -> bool:
    decision = case.decision
    return decision is not None and is_paid(case)


def _ended(case: Penalty, context: Context) -> bool:
    """Whether there is nothing left to do but to close: performed, not punished, handed over or undone."""
    others = (PenaltyDeclined in case.happened and case.service is not None, CasePassed in case.happened)
    return any(others) or _police_have_it(case, context) or case.revocation is not None or _performed(case, context)


def _suspended(case: Penalty, _: Context) -> bool:
    return pending(case, CaseSuspended, CaseResumed)


def _archived(case: Penalty, _: Context) -> bool:
    return pending(case, CaseArchived, ArchiveReopened)


def has(kind: type[PenaltyEvent]) -> Fact:
    """The fact that an event of that kind happened."""
    return lambda case, _: kind in case.happened


def awaits(cause: type[PenaltyEvent], *answers: type[PenaltyEvent]) -> Fact:
    """The fact that a cause has had no answer."""
    return lambda case, _: pending(case, cause, *answers)


FACTS: Final[Mapping[str, Fact]] = {
    "lead-open": lambda case, _: case.lead is not None and case.filed is None and LeadDismissed not in case.happened,
    "lead-dismissed": has(LeadDismissed),
    "filed": lambda case, _: case.filed is not None,
    "filing-approved": _filing_approved,
    "evidence-gathered": _evidence_gathered,
    "preservation-approved": _preservation_approved,
    "preserved": has(EvidencePreserved),
    "items-open": lambda case, _: bool(open_items(case)),
    "correction-ordered": has(CorrectionOrdered),
    "opinion-submitted": has(OpinionSubmitted),
    "opinion-unread": awaits(OpinionSubmitted, OpinionEndorsed),
    "opinion-endorsed": _opinion_endorsed,
    "penalty-proposed": lambda case, _: _proposes(case, "penalty"),
    "notice-given": has(NoticeGiven),
    "notice-served": _notice_served,
    "defence-unread": awaits(DefenceRecorded, DefenceReviewed),
    "defence-settled": _defence_settled,
    "hearing-told": _hearing_told,
    "hearing-requested": _hearing_requested,
    "hearing-arranged": has(HearingArranged),
    "hearing-notice-served": _hearing_notice_served,
    "hearing-held": has(HearingHeld),
    "hearing-over": lambda case, _: HearingReported in case.happened or HearingEnded in case.happened,
    "hearing-settled": _hearing_settled,
    "review-due": _review_due,
    "review-open": awaits(ReviewSubmitted, CaseReviewed, ReviewReturned),
    "review-passed": _review_passed,
    "discussion-due": lambda case, context: bool(calls_for("discussion", case, context)),
    "discussed": _discussed,
    "decided": _decided,
    "penalised": has(DecisionSigned),
    "decision-served": _decision_served,
    "revoked": lambda case, _: case.revocation is not None,
    "disclosed": lambda case, _: case.disclosure is not None,
    "notice-published": has(NoticePublished),
    "served-by-leaving": lambda case, _: any(one.method == "left" for one in case.every(DocumentServed)),
    "transfer-reported": has(TransferReported),
    "transfer-unread": awaits(TransferReported, TransferDecided),
    "transfer-approved": _transfer_approved,
    "transfer-sent": has(TransferSent),
    "transfer-pending": _transfer_pending,
    "police-answer-open": awaits(TransferSent, PoliceAnswered),
    "police-have-it": _police_have_it,
    "passed": has(CasePassed),
    "fined": lambda case, _: case.decision is not None and case.decision.fine_yuan is not None,
    "paid": lambda case, _: is_paid(case),
    "deferral-requested": has(DeferralRequested),
    "deferral-unread": awaits(DeferralRequested, DeferralDecided),
    "relief-pending": _relief_pending,
    "stayed": _stayed,
    "ended": _ended,
    "suspended": _suspended,
    "recusal-unread": lambda case, _: bool(unread_recusals(case)),
    "handlers-changed": has(HandlersChanged),
    "closed": has(CaseClosed),
    "archived": _archived,
}
"""By the name that the law data use."""
