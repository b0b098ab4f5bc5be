"""Licences: what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from records.course.case import Case
from records.course.fact import Fact, awaits, has
from records.event import CaseEvent
from records.judgement import Context
from records.licence.asked import applied
from records.licence.events import (
    AcceptanceDeemed,
    ApplicationAccepted,
    ApplicationForwarded,
    CertificateIssued,
    ExaminationConcluded,
    InterestedHeard,
    InterestedTold,
    LicenceApplied,
    LicenceChanged,
    LicenceGranted,
    LicenceTermExtended,
    RenewalDeemed,
    SupplementAsked,
)
from records.licence.examined import (
    concluded,
    finds,
    holder_heard,
    interests_met,
    interests_settled,
    rights_told,
    special_open,
    unended_periods,
    was_told,
)
from records.licence.followed import (
    certificate_due,
    compensation_left,
    is_complete,
    is_out_of_hand,
    is_ready,
    last_granted,
    open_complaints,
    renewal_held,
    renewal_ripe,
    untold,
)
from records.licence.received import accepted, application_pending, is_action, is_application, silent, supplement_open
from records.penalty.events import HearingHeld, InspectionRecorded


def _proposes(*proposals: str) -> Fact:
    return lambda case, _: (one := concluded(case)) is not None and one.proposal in proposals


def _opened_as(test: Callable[[LicenceApplied], bool]) -> Fact:
    return lambda case, _: (one := applied(case)) is not None and test(one)


def _way(way: str) -> Fact:
    def holds(case: Case, _: Context) -> bool:
        found = case.last(ApplicationAccepted) or case.last(AcceptanceDeemed)
        return found is not None and found.way == way

    return holds


def _to_be_taken(case: Case, context: Context) -> bool:
    """Whether the case is about to take the licence from its holder, and nobody has proposed to let it be."""
    return is_action("withdrawal", "revocation")(case, context) and not _proposes("keep")(case, context)


def _any_of(*kinds: type[CaseEvent]) -> Fact:
    return lambda case, _: any(kind in case.happened for kind in kinds)


FACTS: Final[Mapping[str, Fact]] = {
    "licence-application": is_application(),
    "licence-wanted": is_application("new"),
    "licence-change-wanted": is_application("change", "renewal"),
    "licence-action": is_action(),
    "licence-withdrawal": is_action("withdrawal"),
    "licence-revocation": is_action("revocation"),
    "licence-cancellation": is_action("cancellation"),
    "licence-taking": is_action("withdrawal", "revocation"),
    "licence-safety": _opened_as(lambda one: one.safety),
    "applicant-barred": _opened_as(lambda one: one.barred_until is not None),
    "renewal-late": _opened_as(lambda one: one.application == "renewal" and not one.in_time),
    "application-accepted": lambda case, _: accepted(case),
    "acceptance-silent": silent,
    "supplement-asked": has(SupplementAsked),
    "supplement-open": supplement_open,
    "application-over": is_out_of_hand,
    "joint-handling": _way("joint"),
    "first-review": _way("first-review"),
    "application-forwarded": has(ApplicationForwarded),
    "site-inspected": has(InspectionRecorded),
    "interested-told": has(InterestedTold),
    "interests-settled": interests_settled,
    "interests-met": interests_met,
    "interests-found": lambda case, _: finds(case, "others-interest") and not rights_told(case),
    "public-interest-found": lambda case, _: finds(case, "public-interest") and HearingHeld not in case.happened,
    "holder-heard": holder_heard,
    "licence-holder-heard": lambda case, context: not _to_be_taken(case, context) or holder_heard(case, context),
    "holder-untold": lambda case, _: not was_told(case, "holder"),
    "examination-concluded": has(ExaminationConcluded),
    "licence-refusal-proposed": _proposes("refuse"),
    "licence-grant-proposed": _proposes("grant"),
    "licence-ending-proposed": _proposes("act"),
    "licence-keeping-proposed": _proposes("keep"),
    "special-time-open": special_open,
    "special-time-unended": lambda case, _: bool(unended_periods(case)),
    "licence-term-extended": has(LicenceTermExtended),
    "licence-granted": _any_of(LicenceGranted, LicenceChanged),
    "licence-granted-on-examination": lambda case, _: (
        (one := last_granted(case)) is not None and not (isinstance(one, LicenceGranted) and one.on_the_spot)
    ),
    "certificate-due": certificate_due,
    "certificate-settled": lambda case, context: not certificate_due(case, context),
    "certificate-issued": has(CertificateIssued),
    "licence-compensation-open": lambda case, _: bool(compensation_left(case)),
    "licence-papers-unserved": untold,
    "renewal-ripe": renewal_ripe,
    "renewal-deemed": has(RenewalDeemed),
    "renewal-held": renewal_held,
    "application-pending": application_pending,
    "licence-complaint-open": lambda case, _: bool(open_complaints(case)),
    "statement-awaited": awaits(InterestedTold, InterestedHeard),
    "licence-ready": is_ready,
    "licence-complete": is_complete,
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
