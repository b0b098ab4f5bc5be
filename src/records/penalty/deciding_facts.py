"""What a case is from the notice to the decision and its service: told, heard, reviewed, decided; or transferred."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from records.course import heard
from records.course.case import Case, Decision
from records.course.decided import Decided
from records.course.drafting import DraftSubmitted
from records.course.fact import Fact, awaits, has
from records.course.sequence import follows, pending, served_at
from records.course.tagged import is_tagged_public, secrecy_review
from records.course.thresholds import calls_for
from records.event import CaseEvent
from records.judgement import Context
from records.levy.events import LevyNoticeGiven, LevyStatementAnswered
from records.licence.events import InterestedHeard, InterestedTold
from records.penalty.events import (
    CaseDiscussed,
    CasePassed,
    CaseResumed,
    CaseReviewed,
    DefenceRecorded,
    DefenceReviewed,
    DocumentServed,
    GoodsHandedOver,
    HearingArranged,
    HearingHeld,
    NoticeGiven,
    NoticePublished,
    PenaltyDeclined,
    PoliceAnswered,
    ReviewReturned,
    ReviewSubmitted,
    TransferDecided,
    TransferObjected,
    TransferReported,
    TransferSent,
)
from records.penalty.relief_facts import supervision_over
from records.petition.events import PetitionStatementAnswered, RespondentTold, ThirdPartyTold
from records.spot.events import SpotHeard, SpotTold

_Paper = NoticeGiven | HearingArranged | Decision

# ---- Notice, defence, hearing ----


def _notice_served(case: Case, _: Context) -> bool:
    notice = case.last(NoticeGiven)
    return notice is not None and served_at(case, "notice", notice.number) is not None


def _is_announced(document: str, paper: _Paper | None, case: Case, context: Context) -> bool:
    """Whether a public notice of the paper hangs, which serves it by itself (民事诉讼法 第九十五条)."""
    if paper is None:
        return False
    notices = (one for one in case.every(NoticePublished) if (one.document, one.number) == (document, paper.number))
    return any(_hangs(one, context) for one in notices)


def _hangs(notice: NoticePublished, context: Context) -> bool:
    term = context.law_on(notice.issued_on).values.get("notice-days")
    return term is not None and context.occurred_at.day <= notice.issued_on + timedelta(days=term.number)


# ---- Review, discussion, decision ----


def _review_due(case: Case, context: Context) -> bool:
    return bool(calls_for("review", case, context))


def _review_passed(case: Case, context: Context) -> bool:
    return review_agreed(case) or not _review_due(case, context)


_TOLD_AND_HEARD: Final[tuple[type[CaseEvent], ...]] = (
    NoticeGiven,
    DefenceReviewed,
    HearingHeld,
    SpotTold,
    SpotHeard,
    LevyNoticeGiven,
    LevyStatementAnswered,
    InterestedTold,
    InterestedHeard,
    RespondentTold,
    ThirdPartyTold,
    PetitionStatementAnswered,
)
"""Whoever is told, and what they have to say, in every procedure: a review of before it saw too little."""


def review_agreed(case: Case) -> bool:
    """Whether the last review agreed, on what was submitted last.

    It was submitted after all that the reviewer is to judge by: the last time that somebody was told, what they said,
    and the hearing (第五十八条第一款第二项). A draft may be reviewed before, and is then reviewed again.
    """
    reviewed = case.last(CaseReviewed)
    if reviewed is None or reviewed.result != "agreed" or pending(case, ReviewSubmitted, CaseReviewed):
        return False
    if pending(case, DraftSubmitted, CaseReviewed):
        return False
    handed = next((one for one in (ReviewSubmitted, DraftSubmitted) if one in case.happened), None)
    submitted = handed or CaseReviewed  # on paper it may be missing
    return all(follows(case, submitted, one) for one in _TOLD_AND_HEARD)


def _discussed(case: Case, context: Context) -> bool:
    return discussion_agreed(case) or not calls_for("discussion", case, context)


def discussion_agreed(case: Case) -> bool:
    """Whether the last discussion agreed, on what was told and heard before it (第五十七条第二款, 第六十五条)."""
    discussed = case.last(CaseDiscussed)
    if discussed is None or not discussed.agreed:
        return False
    return follows(case, CaseDiscussed, NoticeGiven) and follows(case, CaseDiscussed, HearingHeld)


def _decided(case: Case, _: Context) -> bool:
    return case.decided is not None


def _decision_served(case: Case, _: Context) -> bool:
    return case.service is not None


def _decision_announced(case: Case, context: Context) -> bool:
    """Of whichever procedure."""
    decided = case.decided
    declined = "no-penalty" if isinstance(decided, PenaltyDeclined) else "decision"
    return _is_announced(decided.document if isinstance(decided, Decided) else declined, decided, case, context)


# ---- Transfer ----


def _transfer_pending(case: Case, context: Context) -> bool:
    """Whether the police have the case, or are to get it: no penalty instead of transfer (第二十七条)."""
    if pending(case, TransferReported, TransferDecided):
        return True
    if pending(case, TransferObjected, PoliceAnswered) and not supervision_over(case, context):
        return True
    decided = case.last(TransferDecided)
    return decided is not None and decided.approved and pending(case, TransferDecided, PoliceAnswered)


def police_have_it(case: Case, _: Context) -> bool:
    """Whether the police's last word is that they file a case."""
    answer = case.last(PoliceAnswered)
    return answer is not None and answer.filed


def _transfer_approved(case: Case, _: Context) -> bool:
    decided = case.last(TransferDecided)
    return decided is not None and decided.approved


def _transfer_sent(case: Case, _: Context) -> bool:
    """Whether what was approved last was sent; a case that the police gave back may go to them again."""
    return follows(case, TransferSent, TransferDecided)


def passed(case: Case, _: Context) -> bool:
    """Whether another agency has the case; one that is sent back is resumed (第二十五条)."""
    return pending(case, CasePassed, CaseResumed)


DECIDING_FACTS: Final[Mapping[str, Fact]] = {
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
    "review-open": lambda case, _: any(
        pending(case, one, CaseReviewed, ReviewReturned) for one in (ReviewSubmitted, DraftSubmitted)
    ),
    "review-passed": _review_passed,
    "discussion-due": lambda case, context: bool(calls_for("discussion", case, context)),
    "discussed": _discussed,
    "decided": _decided,
    "penalised": lambda case, _: case.decision is not None,
    "decision-served": _decision_served,
    "revoked": lambda case, _: case.revocation is not None,
    "undone": lambda case, _: case.undone,
    "secrecy-reviewed": lambda case, _: secrecy_review(case) is not None,
    "disclosed": lambda case, _: case.disclosure is not None,
    "disclosure-settled": lambda case, _: (
        case.disclosure is not None and case.disclosure.copy is not None and not is_tagged_public(case)
    ),
    "tagged-public": lambda case, _: is_tagged_public(case),
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
    "police-have-it": police_have_it,
    "goods-handed-over": has(GoodsHandedOver),
    "passed": passed,
}
"""By the name that the law data use."""
