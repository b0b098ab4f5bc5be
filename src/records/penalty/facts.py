"""What a penalty case is, as yes or no: the facts that the law data name as what a step needs or what bars it.

Each is a pure function of the case and of the context of the step (its day, the registers, the law in force).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from records.judgement import Context
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
    DecisionRevoked,
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
    HearingArranged,
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
from records.penalty.moments import of
from records.penalty.money import NOTHING, imposed, is_paid
from records.penalty.sequence import came_after, follows, pending, served_at
from records.penalty.state import Penalty
from records.penalty.terms import state, terms
from records.penalty.thresholds import calls_for

Fact = Callable[[Penalty, Context], bool]
_Paper = NoticeGiven | HearingArranged | DecisionSigned | PenaltyDeclined


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


def _preservation_approved(case: Penalty, _: Context) -> bool:
    """Whether there is an approval that no preservation has used: it comes before, and is for one (第五十六条).

    A preservation that came without approval uses none up that is given after it.
    """
    unused = list(case.happened.get(PreservationApproved, ()))
    for preserved in case.happened.get(EvidencePreserved, ()):
        used = next((one for one in unused if came_after(preserved, one)), None)
        if used is not None:
            unused.remove(used)
    return bool(unused)


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


def _opinion_carried_out(case: Penalty, _: Context) -> bool:
    """Whether the crime was reported, or the case passed on, as proposed; if that came to nothing, a new one is due."""
    reported = _proposes(case, "police") and follows(case, TransferReported, OpinionSubmitted)
    return reported or (_proposes(case, "hand-over") and follows(case, CasePassed, OpinionSubmitted))


# ---- Notice, defence, hearing ----


def _notice_served(case: Penalty, _: Context) -> bool:
    notice = case.last(NoticeGiven)
    return notice is not None and served_at(case, "notice", notice.number) is not None


def _is_announced(document: str, paper: _Paper | None, case: Penalty, context: Context) -> bool:
    """Whether a public notice of the paper hangs, which serves it by itself (民事诉讼法 第九十五条)."""
    if paper is None:
        return False
    notices = (one for one in case.every(NoticePublished) if (one.document, one.number) == (document, paper.number))
    return any(_hangs(one, context) for one in notices)


def _hangs(notice: NoticePublished, context: Context) -> bool:
    term = context.register.law(notice.issued_on).values.get("notice-days")
    return term is not None and context.occurred_at.day <= notice.issued_on + timedelta(days=term.number)


# ---- Review, discussion, decision ----


def _review_due(case: Penalty, context: Context) -> bool:
    return bool(calls_for("review", case, context))


def _review_passed(case: Penalty, context: Context) -> bool:
    return review_agreed(case) or not _review_due(case, context)


def review_agreed(case: Penalty) -> bool:
    """Whether the last review agreed, on what was submitted last.

    It was submitted after all that the reviewer is to judge by: the last notice, the last answer to a defence, and the
    hearing (第五十八条第一款第二项). A draft may be reviewed before, and is then reviewed again.
    """
    reviewed = case.last(CaseReviewed)
    if reviewed is None or reviewed.result != "agreed" or not follows(case, CaseReviewed, ReviewSubmitted):
        return False
    submitted = ReviewSubmitted if ReviewSubmitted in case.happened else CaseReviewed  # on paper it may be missing
    return all(follows(case, submitted, one) for one in (NoticeGiven, DefenceReviewed, HearingHeld))


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


def _decision_announced(case: Penalty, context: Context) -> bool:
    decision = _is_announced("decision", case.decision, case, context)
    return decision or _is_announced("no-penalty", case.last(PenaltyDeclined), case, context)


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


def _passed(case: Penalty, _: Context) -> bool:
    """Whether another agency has the case; one that is sent back is resumed (第二十五条)."""
    return pending(case, CasePassed, CaseResumed)


# ---- Performance, closing ----


def _relief_pending(case: Penalty, _: Context) -> bool:
    return pending(case, ReliefSought, ReliefEnded)


def _stayed(case: Penalty, _: Context) -> bool:
    return pending(case, PerformanceStayed, StayLifted)


def _performed(case: Penalty, _: Context) -> bool:
    decision = case.decision
    return decision is not None and is_paid(case)


def _payment_over(case: Penalty, context: Context) -> bool:
    """Whether something of the fine was due before the day and is not paid, as the due list has it."""
    day, found = context.occurred_at.day, terms(of(case), context.register)
    return any(one.limit_id == "payment" and state(one) == "open" and one.due_on < day for one in found)


def _surcharge_possible(case: Penalty, _: Context) -> bool:
    """Whether the decision tells of surcharges, and they have not come to the fine yet (第七十二条)."""
    decision = case.decision
    return decision is not None and decision.surcharge and imposed(case) < (decision.fine_yuan or NOTHING)


def _ended(case: Penalty, context: Context) -> bool:
    """Whether there is nothing left to do but to close: performed, not punished, handed over or undone."""
    others = (PenaltyDeclined in case.happened and case.service is not None, _passed(case, context))
    return any(others) or _police_have_it(case, context) or case.undone or _performed(case, context)


def _closed(case: Penalty, context: Context) -> bool:
    """Whether the case is over: it was closed, and its file is not open again."""
    is_open = ArchiveReopened in case.happened and not pending(case, CaseClosed, ArchiveReopened)
    return _closing_stands(case, context) and (_archived(case, context) or not is_open)


def _closing_stands(case: Penalty, context: Context) -> bool:
    """Whether the case needs no other closing.

    It does when the police or another agency gave it back afterwards (移送规定 第十条), or it was decided or its
    decision undone since.
    """
    given_back = follows(case, PoliceAnswered, CaseClosed) and not _police_have_it(case, context)
    later = (DecisionSigned, PenaltyDeclined, *((DecisionRevoked,) if case.undone else ()))
    later += (CaseResumed,) if CasePassed in case.happened else ()
    return CaseClosed in case.happened and not given_back and not any(follows(case, one, CaseClosed) for one in later)


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
    "undone": lambda case, _: case.undone,
    "disclosed": lambda case, _: case.disclosure is not None,
    "notice-published": has(NoticePublished),
    "notice-announced": lambda case, context: _is_announced("notice", case.last(NoticeGiven), case, context),
    "hearing-announced": lambda case, context: _is_announced("hearing", case.last(HearingArranged), case, context),
    "decision-announced": _decision_announced,
    "served-by-leaving": lambda case, _: any(one.method == "left" for one in case.every(DocumentServed)),
    "transfer-reported": has(TransferReported),
    "transfer-unread": awaits(TransferReported, TransferDecided),
    "transfer-approved": _transfer_approved,
    "transfer-sent": _transfer_sent,
    "transfer-pending": _transfer_pending,
    "police-answer-open": has(TransferSent),
    "police-have-it": _police_have_it,
    "goods-handed-over": has(GoodsHandedOver),
    "passed": _passed,
    "opinion-carried-out": _opinion_carried_out,
    "police-proposed": lambda case, _: _proposes(case, "police"),
    "hand-over-proposed": lambda case, _: _proposes(case, "hand-over"),
    "fined": lambda case, _: case.decision is not None and case.decision.fine_yuan is not None,
    "paid": lambda case, _: is_paid(case),
    "payment-over": _payment_over,
    "surcharge-possible": _surcharge_possible,
    "deferral-requested": has(DeferralRequested),
    "deferral-unread": awaits(DeferralRequested, DeferralDecided),
    "relief-pending": _relief_pending,
    "stayed": _stayed,
    "ended": _ended,
    "suspended": _suspended,
    "halted": lambda case, context: _suspended(case, context) or _passed(case, context),
    "recusal-unread": lambda case, _: bool(unread_recusals(case)),
    "handlers-changed": has(HandlersChanged),
    "closed": _closed,
    "closing-stands": _closing_stands,
    "to-archive": lambda case, context: _closing_stands(case, context) or LeadDismissed in case.happened,
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
