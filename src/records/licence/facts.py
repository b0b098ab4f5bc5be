"""Licences: what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from records.course.case import Case
from records.course.fact import Fact, awaits, has
from records.course.heard import hearing_settled
from records.course.sequence import follows, is_over, since
from records.event import CaseEvent
from records.judgement import Context
from records.licence.events import (
    AcceptanceDeemed,
    AcceptanceRefused,
    ApplicationAccepted,
    ApplicationForwarded,
    ApplicationWithdrawn,
    CertificateIssued,
    ExaminationConcluded,
    InterestedHeard,
    InterestedTold,
    LicenceActionOpened,
    LicenceApplied,
    LicenceChanged,
    LicenceCompensationPaid,
    LicenceComplaintAnswered,
    LicenceComplaintReceived,
    LicenceGranted,
    LicenceRevoked,
    LicenceTermExtended,
    LicenceWithdrawn,
    MaterialsSupplemented,
    RenewalDeemed,
    SpecialTimeBegun,
    SpecialTimeEnded,
    SupplementAsked,
)
from records.licence.standing import applied
from records.penalty.events import DocumentServed, HearingHeld, InspectionRecorded

# ---- What kind of case ----


def _is_application(*kinds: str) -> Fact:
    return lambda case, _: (one := applied(case)) is not None and (not kinds or one.application in kinds)


def _is_action(*actions: str) -> Fact:
    def holds(case: Case, _: Context) -> bool:
        opened = case.opened
        return isinstance(opened, LicenceActionOpened) and (not actions or opened.action in actions)

    return holds


# ---- Acceptance ----


def accepted(case: Case) -> bool:
    """Whether the application was accepted, by a step or by silence that was noted."""
    return ApplicationAccepted in case.happened or AcceptanceDeemed in case.happened


def silent(case: Case, context: Context) -> bool:
    """Whether the five working days went by without an answer: it counts as accepted (第三十二条第一款第四项)."""
    if applied(case) is None or accepted(case) or AcceptanceRefused in case.happened:
        return False
    if _supplement_open(case, context):
        return False
    complete = [one for one in case.happened.get(MaterialsSupplemented, ()) if one.event.complete]
    limit, start = ("acceptance-again", complete[0].at) if complete else ("acceptance", case.filed_at)
    return start is not None and is_over(limit, start, context)


def received_on(case: Case) -> date | None:
    """When the application came in whole: from then it is accepted when nobody answers."""
    complete = [one for one in case.happened.get(MaterialsSupplemented, ()) if one.event.complete]
    start = complete[0].at if complete else case.filed_at
    return start.day if start else None


def _supplement_open(case: Case, _: Context) -> bool:
    """Whether something that was asked for is still missing."""
    complete = any(one.complete for one in case.every(MaterialsSupplemented))
    return SupplementAsked in case.happened and not complete


# ---- Examination ----


def concluded(case: Case) -> ExaminationConcluded | None:
    """What the examiners found last."""
    return case.last(ExaminationConcluded)


def finds(case: Case, quality: str) -> bool:
    """Whether they found that quality."""
    one = concluded(case)
    return one is not None and quality in one.qualities


def interests_settled(case: Case, context: Context) -> bool:
    """Whoever was told has been heard, or has let the term pass (第三十六条)."""
    told = case.happened.get(InterestedTold, ())
    if not told:
        return True
    groups = {one.event.to: one for one in told}
    return all(_heard(case, to) or is_over("interest-statement", one.at, context) for to, one in groups.items())


def _heard(case: Case, to: str) -> bool:
    told = [one for one in case.happened.get(InterestedTold, ()) if one.event.to == to]
    return any(one.event.by == to for one in since(case, InterestedHeard, told[-1]))


def _told(case: Case, *to: str) -> bool:
    return any(one.to in to for one in case.every(InterestedTold))


def _rights_told(case: Case) -> bool:
    """Whether applicant and third persons both know that they can ask for a hearing (第四十七条)."""
    told = {one.to for one in case.every(InterestedTold) if one.hearing_told}
    return {"applicant", "interested"} <= told


def _interests_met(case: Case, context: Context) -> bool:
    """Whoever it touches was told and heard; what touches the public was heard in public."""
    if finds(case, "others-interest") and not _rights_told(case):
        return False
    if finds(case, "public-interest") and HearingHeld not in case.happened:
        return False
    return interests_settled(case, context)


def _holder_heard(case: Case, context: Context) -> bool:
    """Before a licence is taken its holder was told and heard (第七条)."""
    return _told(case, "holder") and interests_settled(case, context)


def _special_open(case: Case, context: Context) -> bool:
    """Whether time that does not count runs."""
    ended = {one.period for one in case.every(SpecialTimeEnded)}
    day = context.occurred_at.day
    return any(one.number not in ended and day <= one.until for one in case.every(SpecialTimeBegun))


def unended_periods(case: Case) -> tuple[SpecialTimeBegun, ...]:
    """The times that do not count and whose end nobody has recorded."""
    ended = {one.period for one in case.every(SpecialTimeEnded)}
    return tuple(one for one in case.every(SpecialTimeBegun) if one.number not in ended)


# ---- Decision and what follows ----


def _certificate_due(case: Case, _: Context) -> bool:
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


def _renewal_ripe(case: Case, context: Context) -> bool:
    """Whether the licence has ended while its renewal, asked for in time, is undecided (第五十条第二款)."""
    one = applied(case)
    if one is None or one.application != "renewal" or not one.in_time or one.licence_until is None:
        return False
    if _supplement_open(case, context) or case.decided is not None:
        return False
    return one.licence_until < context.occurred_at.day


def _untold(case: Case, _: Context) -> bool:
    """Whether the applicant was not handed yet what has to be told in writing (第三十二条、第四十二条、第四十五条)."""
    served = {one.number for one in case.every(DocumentServed)}
    told = {one.number for one in case.every(SupplementAsked)} | {one.number for one in case.every(SpecialTimeBegun)}
    return not (told | {one.number for one in case.every(LicenceTermExtended)}) <= served


def open_complaints(case: Case) -> tuple[LicenceComplaintReceived, ...]:
    """The complaints that nobody has answered."""
    answered = {one.item for one in case.every(LicenceComplaintAnswered)}
    return tuple(one for one in case.every(LicenceComplaintReceived) if one.item not in answered)


def _over(case: Case, _: Context) -> bool:
    """Whether the application is out of the agency's hands without a decision."""
    return ApplicationWithdrawn in case.happened or ApplicationForwarded in case.happened


def _ready(case: Case, context: Context) -> bool:
    """Whether a decision can be drafted: accepted, examined, everybody heard."""
    if concluded(case) is None or _over(case, context) or not hearing_settled(case, context):
        return False
    if applied(case) is not None:
        return accepted(case) and _interests_met(case, context)
    cancels = _is_action("cancellation")(case, context)
    return interests_settled(case, context) if cancels else _holder_heard(case, context)


def _complete(case: Case, context: Context) -> bool:
    """Nothing is left but to close."""
    if _over(case, context):
        return True
    if _certificate_due(case, context) or compensation_left(case) or open_complaints(case):
        return False
    if case.undone:
        return True
    deemed = RenewalDeemed in case.happened and case.decided is None
    return deemed or (case.decided is not None and case.service is not None)


def _proposes(*proposals: str) -> Fact:
    return lambda case, _: (one := concluded(case)) is not None and one.proposal in proposals


def _opened_as(test: Callable[[LicenceApplied], bool]) -> Fact:
    return lambda case, _: (one := applied(case)) is not None and test(one)


def _way(way: str) -> Fact:
    def holds(case: Case, _: Context) -> bool:
        found = case.last(ApplicationAccepted) or case.last(AcceptanceDeemed)
        return found is not None and found.way == way

    return holds


def _any_of(*kinds: type[CaseEvent]) -> Fact:
    return lambda case, _: any(kind in case.happened for kind in kinds)


def last_granted(case: Case) -> LicenceGranted | LicenceChanged | None:
    """The decision that allows something."""
    return case.last(LicenceChanged) or case.last(LicenceGranted)


FACTS: Final[Mapping[str, Fact]] = {
    "licence-application": _is_application(),
    "licence-wanted": _is_application("new"),
    "licence-change-wanted": _is_application("change", "renewal"),
    "licence-action": _is_action(),
    "licence-withdrawal": _is_action("withdrawal"),
    "licence-revocation": _is_action("revocation"),
    "licence-cancellation": _is_action("cancellation"),
    "licence-taking": _is_action("withdrawal", "revocation"),
    "licence-safety": _opened_as(lambda one: one.safety),
    "applicant-barred": _opened_as(lambda one: one.barred_until is not None),
    "renewal-late": _opened_as(lambda one: one.application == "renewal" and not one.in_time),
    "application-accepted": lambda case, _: accepted(case),
    "acceptance-silent": silent,
    "supplement-asked": has(SupplementAsked),
    "supplement-open": _supplement_open,
    "application-over": _over,
    "joint-handling": _way("joint"),
    "first-review": _way("first-review"),
    "application-forwarded": has(ApplicationForwarded),
    "site-inspected": has(InspectionRecorded),
    "interested-told": has(InterestedTold),
    "interests-settled": interests_settled,
    "interests-met": _interests_met,
    "interests-found": lambda case, _: finds(case, "others-interest") and not _rights_told(case),
    "public-interest-found": lambda case, _: finds(case, "public-interest") and HearingHeld not in case.happened,
    "holder-heard": _holder_heard,
    "holder-untold": lambda case, _: not _told(case, "holder"),
    "examination-concluded": has(ExaminationConcluded),
    "licence-refusal-proposed": _proposes("refuse"),
    "licence-grant-proposed": _proposes("grant"),
    "licence-ending-proposed": _proposes("act"),
    "licence-keeping-proposed": _proposes("keep"),
    "special-time-open": _special_open,
    "special-time-unended": lambda case, _: bool(unended_periods(case)),
    "licence-term-extended": has(LicenceTermExtended),
    "licence-granted": _any_of(LicenceGranted, LicenceChanged),
    "licence-granted-on-examination": lambda case, _: (
        (one := last_granted(case)) is not None and not (isinstance(one, LicenceGranted) and one.on_the_spot)
    ),
    "certificate-due": _certificate_due,
    "certificate-settled": lambda case, context: not _certificate_due(case, context),
    "certificate-issued": has(CertificateIssued),
    "licence-compensation-open": lambda case, _: bool(compensation_left(case)),
    "licence-papers-unserved": _untold,
    "renewal-ripe": _renewal_ripe,
    "renewal-deemed": has(RenewalDeemed),
    "licence-complaint-open": lambda case, _: bool(open_complaints(case)),
    "statement-awaited": awaits(InterestedTold, InterestedHeard),
    "licence-ready": _ready,
    "licence-complete": _complete,
}
"""By the name that the law data use."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "licence": {
        "application": ("filed", "filed"),
        "acceptance": ("licence-granted", "application-accepted"),
        "examination": ("licence-granted-on-examination", "examination-concluded"),
        "hearing": ("hearing-requested", "hearing-settled"),
        "legal-review": ("review-due", "review-passed"),
        "decision": ("decided", "decided"),
        "service": ("decided", "decision-served"),
        "certificate": ("licence-granted", "certificate-settled"),
        "disclosure": ("decided", "disclosed"),
    }
}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""
