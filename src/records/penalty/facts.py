"""What a penalty case is, as yes or no: the facts that the law data name as what a step needs or what bars it.

Each is a pure function of the case and of the context of the step (its day, the registers, the law in force).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from records.judgement import Context, before
from records.law.data import Duty
from records.law.deadline import due
from records.penalty import heard
from records.penalty.events import (
    ArchiveReopened,
    CaseArchived,
    CaseClosed,
    CaseDiscussed,
    CasePassed,
    CaseResumed,
    CaseReviewed,
    CaseSuspended,
    CorrectionChecked,
    CorrectionOrdered,
    DecisionSigned,
    DefenceRecorded,
    DefenceReviewed,
    DeferralDecided,
    DeferralRequested,
    DocumentServed,
    EvidenceAdded,
    EvidenceMarked,
    EvidencePreserved,
    FilingApproved,
    GoodsHandedOver,
    HandlersChanged,
    HearingHeld,
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
    RecordingLinked,
    RecordingWaived,
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
from records.penalty.sequence import follows, pending, served_at
from records.penalty.state import Penalty
from records.penalty.thresholds import calls_for

Fact = Callable[[Penalty, Context], bool]


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
    requested = Counter(one.person for one in case.every(RecusalRequested))
    return frozenset(requested - Counter(one.person for one in case.every(RecusalDecided)))


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


def _preservation_approved(case: Penalty, context: Context) -> bool:
    """Whether by then more was approved than was preserved: an approval afterwards is none (第五十六条)."""
    approved = case.happened.get(PreservationApproved, ())
    in_time = [one for one in approved if not before(context.occurred_at, one.at)]
    return len(in_time) > len(case.every(EvidencePreserved))


def _opinion_endorsed(case: Penalty, _: Context) -> bool:
    endorsed = case.last(OpinionEndorsed)
    return endorsed is not None and endorsed.agreed and follows(case, OpinionEndorsed, OpinionSubmitted)


def _opinion_standing(case: Penalty, _: Context) -> bool:
    """Whether an opinion waits for the unit head's word, or has got it; one that was given back has to be made anew."""
    endorsed = case.last(OpinionEndorsed)
    answered = follows(case, OpinionEndorsed, OpinionSubmitted)
    return OpinionSubmitted in case.happened and (not answered or (endorsed is not None and endorsed.agreed))


def _proposes(case: Penalty, *proposals: str) -> bool:
    opinion = case.last(OpinionSubmitted)
    return opinion is not None and opinion.proposal in proposals


# ---- Notice, defence, hearing ----


def _notice_served(case: Penalty, _: Context) -> bool:
    notice = case.last(NoticeGiven)
    return notice is not None and served_at(case, "notice", notice.number) is not None


# ---- Review, discussion, decision ----


def _review_due(case: Penalty, context: Context) -> bool:
    return bool(calls_for("review", case, context))


def _review_passed(case: Penalty, context: Context) -> bool:
    return review_agreed(case) or not _review_due(case, context)


def review_agreed(case: Penalty) -> bool:
    """Whether the last review agreed, on what was submitted last and after the hearing (第五十八条第一款第二项)."""
    reviewed = case.last(CaseReviewed)
    if reviewed is None or reviewed.result != "agreed" or not follows(case, CaseReviewed, ReviewSubmitted):
        return False
    return HearingHeld not in case.happened or follows(case, ReviewSubmitted, HearingHeld)


def _discussed(case: Penalty, context: Context) -> bool:
    return discussion_agreed(case) or not calls_for("discussion", case, context)


def discussion_agreed(case: Penalty) -> bool:
    """Whether the last discussion agreed, on what was told and heard before it (第五十七条第二款, 第六十五条)."""
    discussed = case.last(CaseDiscussed)
    if discussed is None or not discussed.agreed:
        return False
    return follows(case, CaseDiscussed, NoticeGiven) and follows(case, CaseDiscussed, HearingHeld)


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


def _transfer_sent(case: Penalty, _: Context) -> bool:
    """Whether what was approved last was sent; a case that the police gave back may go to them again."""
    return follows(case, TransferSent, TransferDecided)


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


def _closed(case: Penalty, context: Context) -> bool:
    """Whether the case is over; one that the police gave back after it was closed goes on (移送规定 第十条)."""
    given_back = follows(case, PoliceAnswered, CaseClosed) and not _police_have_it(case, context)
    return CaseClosed in case.happened and not given_back


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
    "correction-unchecked": awaits(CorrectionOrdered, CorrectionChecked),
    "opinion-submitted": has(OpinionSubmitted),
    "opinion-unread": awaits(OpinionSubmitted, OpinionEndorsed),
    "opinion-endorsed": _opinion_endorsed,
    "opinion-standing": _opinion_standing,
    "no-penalty-proposed": lambda case, _: _proposes(case, "no-penalty"),
    "penalty-proposed": lambda case, _: _proposes(case, "penalty"),
    "notice-given": has(NoticeGiven),
    "notice-served": _notice_served,
    "defence-unread": awaits(DefenceRecorded, DefenceReviewed),
    "defence-settled": heard.defence_settled,
    "hearing-told": heard.hearing_told,
    "hearing-requested": heard.hearing_requested,
    "hearing-arranged": lambda case, _: heard.arranged(case) is not None,
    "hearing-notice-served": heard.hearing_notice_served,
    "hearing-held": heard.hearing_held,
    "hearing-took-place": has(HearingHeld),
    "hearing-over": heard.hearing_over,
    "hearing-settled": heard.hearing_settled,
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
    "transfer-sent": _transfer_sent,
    "transfer-pending": _transfer_pending,
    "police-answer-open": has(TransferSent),
    "police-have-it": _police_have_it,
    "goods-handed-over": has(GoodsHandedOver),
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
    "closed": _closed,
    "to-archive": lambda case, _: CaseClosed in case.happened or LeadDismissed in case.happened,
    "archived": _archived,
}
"""By the name that the law data use."""


def missing_recordings(case: Penalty, context: Context) -> tuple[Duty, ...]:
    """The recordings that the law of the step's day asks of the case as it stands, neither linked nor waived.

    In the order of the data; the id of a duty is the stage of its recording (全过程记录制度 二).
    """
    settled = {one.stage for one in case.every(RecordingLinked)} | {one.stage for one in case.every(RecordingWaived)}
    duties = context.law.duties.values()
    return tuple(one for one in duties if one.id not in settled and FACTS[one.fact](case, context))
