"""What follows a decision, and when nothing is left to do (行政许可法 第八条, 第三十九条, 第五十条, 第六十五条)."""

from __future__ import annotations

from decimal import Decimal

from records.course.case import Case
from records.course.complained import unanswered
from records.course.heard import hearing_settled
from records.course.sequence import follows
from records.judgement import Context
from records.licence.asked import applied
from records.licence.events import (
    CertificateIssued,
    LicenceChanged,
    LicenceCompensationPaid,
    LicenceComplaintAnswered,
    LicenceComplaintReceived,
    LicenceGranted,
    LicenceRevoked,
    LicenceTermExtended,
    LicenceWithdrawn,
    RenewalDeemed,
    SpecialTimeBegun,
    SupplementAsked,
)
from records.licence.examined import concluded, holder_heard, interests_met, interests_settled
from records.licence.received import accepted, is_action, out_of_hand
from records.licence.renewing import renewed_by_law
from records.penalty.events import DocumentServed


def last_granted(case: Case) -> LicenceGranted | LicenceChanged | None:
    """The decision that allows something."""
    return case.last(LicenceChanged) or case.last(LicenceGranted)


def certificate_due(case: Case, _: Context) -> bool:
    """Whether a certificate goes with the decision and is not issued."""
    decided = case.last(LicenceChanged) or case.last(LicenceGranted)
    if decided is None or not decided.certificate or case.undone:
        return False
    kind = type(decided)
    return not follows(case, CertificateIssued, kind)


def compensation_left(case: Case) -> Decimal:
    """What the holder is still to be paid, in yuan."""
    decided = case.last(LicenceWithdrawn) or case.last(LicenceRevoked)
    due = decided.compensation_yuan if decided else None
    if due is None or case.undone:
        return Decimal(0)
    return max(Decimal(0), due - sum((one.amount_yuan for one in case.every(LicenceCompensationPaid)), Decimal(0)))


def renewal_ripe(case: Case, context: Context) -> bool:
    """Whether the licence holds on by law, its renewal undecided when it ended, and nobody has noted it yet."""
    return case.decided is None and RenewalDeemed not in case.happened and renewal_held(case, context)


def renewal_held(case: Case, context: Context) -> bool:
    """Whether the licence holds on by law, noted or not (第五十条第二款)."""
    return renewed_by_law(case, context.occurred_at.day)


def untold(case: Case, _: Context) -> bool:
    """Whether the applicant was not handed yet what has to be told in writing (第三十二条、第四十二条、第四十五条)."""
    served = {one.number for one in case.every(DocumentServed)}
    told = {one.number for one in case.every(SupplementAsked)} | {one.number for one in case.every(SpecialTimeBegun)}
    return not (told | {one.number for one in case.every(LicenceTermExtended)}) <= served


def open_complaints(case: Case) -> tuple[LicenceComplaintReceived, ...]:
    """The complaints that nobody has answered."""
    return unanswered(LicenceComplaintReceived, LicenceComplaintAnswered, case)


def is_out_of_hand(case: Case, _: Context) -> bool:
    """The fact that the application is out of the agency's hands without a decision."""
    return out_of_hand(case)


def is_ready(case: Case, context: Context) -> bool:
    """Whether a decision can be drafted: accepted, examined, everybody heard."""
    if concluded(case) is None or is_out_of_hand(case, context) or not hearing_settled(case, context):
        return False
    if applied(case) is not None:
        return accepted(case) and interests_met(case, context)
    cancels = is_action("cancellation")(case, context)
    return interests_settled(case, context) if cancels else holder_heard(case, context)


def is_complete(case: Case, context: Context) -> bool:
    """Nothing is left but to close."""
    if is_out_of_hand(case, context):
        return True
    if certificate_due(case, context) or compensation_left(case) or open_complaints(case):
        return False
    if case.undone:
        return True
    deemed = RenewalDeemed in case.happened and case.decided is None
    return deemed or (case.decided is not None and case.service is not None)
