"""Petitions (裁决、给付、确认、奖励): what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course import heard
from records.course.case import Case
from records.course.fact import Fact, has
from records.course.sequence import is_over, served_at
from records.judgement import Context
from records.penalty.events import CaseClosed, CaseReviewed, InspectionRecorded
from records.petition.amounts import to_recover
from records.petition.events import (
    GrantPaid,
    GrantStopped,
    ListDisplayed,
    MediationConcluded,
    MediationHeld,
    ParticipantServed,
    PetitionAccepted,
    PetitionDecided,
    PetitionExamined,
    PetitionExtended,
    PetitionPerformed,
    PetitionReceived,
    PetitionRefused,
    PetitionStatementAnswered,
    PetitionStatementRecorded,
    PetitionSupplementAsked,
    PetitionSupplemented,
    PetitionWithdrawn,
    RespondentTold,
    RewardProposed,
    Speaker,
    ThirdPartyTold,
)

# ---- Acceptance ----


def _answered(case: Case, _: Context) -> bool:
    return any(kind in case.happened for kind in (PetitionAccepted, PetitionRefused))


def _supplement_open(case: Case, _: Context) -> bool:
    """Whether something is still missing that was asked for."""
    brought = any(one.complete for one in case.every(PetitionSupplemented))
    return PetitionSupplementAsked in case.happened and not brought


# ---- The other sides ----


def _respondent_served(case: Case, _: Context) -> bool:
    told = case.last(RespondentTold)
    return told is not None and served_at(case, "respondent-notice", told.number) is not None


def _spoke(case: Case, by: Speaker) -> bool:
    return any(one.by == by for one in case.every(PetitionStatementRecorded))


def _respondent_heard(case: Case, context: Context) -> bool:
    """The respondent answered, or let the term pass."""
    told = case.last(RespondentTold)
    served = served_at(case, "respondent-notice", told.number) if told else None
    if served is None:
        return False
    return _spoke(case, "respondent") or is_over("respondent-answer", served, context)


def _third_party(case: Case, _: Context) -> bool:
    """Whether the decision touches the interests of others."""
    examined = case.last(PetitionExamined)
    return ThirdPartyTold in case.happened or (examined is not None and examined.third_party_interest)


def _third_party_told(case: Case, context: Context) -> bool:
    """Nobody else is concerned, or who is was told by a paper that reached them."""
    told = case.every(ThirdPartyTold)
    served = all(served_at(case, "third-party-notice", one.number) is not None for one in told)
    return served and (bool(told) or not _third_party(case, context))


def _third_party_heard(case: Case, context: Context) -> bool:
    """Who was told has spoken, or let the term pass."""
    if not _third_party_told(case, context):
        return False
    served = (served_at(case, "third-party-notice", one.number) for one in case.every(ThirdPartyTold))
    return _spoke(case, "third-party") or all(at is None or is_over("third-party-answer", at, context) for at in served)


def _statement_open(case: Case, _: Context) -> bool:
    answered = {one.item for one in case.every(PetitionStatementAnswered)}
    return any(one.item not in answered for one in case.every(PetitionStatementRecorded))


# ---- Mediation, display ----


def _agreed(case: Case, _: Context) -> bool:
    held = case.last(MediationHeld)
    return held is not None and held.outcome == "agreed"


def _display_over(case: Case, context: Context) -> bool:
    at = case.at(ListDisplayed)
    return at is not None and is_over("display", at, context)


def _to_display(case: Case, _: Context) -> bool:
    """Whether what the handlers propose is to be granted, at least in part."""
    examined = case.last(PetitionExamined)
    return examined is not None and examined.proposal != "refuse"


def _extension_unserved(case: Case, _: Context) -> bool:
    """Whether the applicant has not been told of the longer term."""
    extended = case.last(PetitionExtended)
    return extended is not None and served_at(case, "petition-extension", extended.number) is None


# ---- Ready to be decided ----


def _ready(case: Case, context: Context) -> bool:
    """Whether a decision can be drafted, by what every one of them needs."""
    examined = PetitionAccepted in case.happened and PetitionExamined in case.happened
    return examined and case.decided is None and not _statement_open(case, context) and _is_open(case)


def _is_open(case: Case) -> bool:
    return PetitionWithdrawn not in case.happened and MediationConcluded not in case.happened


def _ruling_ready(case: Case, context: Context) -> bool:
    tried = MediationHeld in case.happened and not _agreed(case, context)
    heard_both = _respondent_heard(case, context) and heard.hearing_settled(case, context)
    return _ready(case, context) and tried and heard_both and _third_party_heard(case, context)


def _displayed_ready(case: Case, context: Context) -> bool:
    return _ready(case, context) and (not _to_display(case, context) or _display_over(case, context))


def _payment_ready(case: Case, context: Context) -> bool:
    return _displayed_ready(case, context) and InspectionRecorded in case.happened


def _reward_ready(case: Case, context: Context) -> bool:
    return _displayed_ready(case, context) and RewardProposed in case.happened


def _confirmation_ready(case: Case, context: Context) -> bool:
    return _ready(case, context) and _third_party_heard(case, context)


# ---- Complete ----


def _granted(case: Case, _: Context) -> bool:
    decided = case.last(PetitionDecided)
    return decided is not None and decided.outcome != "refused" and not case.undone


def _mediation_served(case: Case, _: Context) -> bool:
    concluded = case.last(MediationConcluded)
    return concluded is not None and served_at(case, "mediation-agreement", concluded.number) is not None


def _participants_unserved(case: Case, _: Context) -> bool:
    """Whether a respondent or a third party has not got the paper that ended the case."""
    paper = case.last(PetitionDecided) or case.last(MediationConcluded)
    received = case.last(PetitionReceived)
    if paper is None or received is None:
        return False
    served = [one for one in case.every(ParticipantServed) if one.number == paper.number]
    reached = {
        role: sum(len(one.people) for one in served if one.role == role) for role in ("respondent", "third-party")
    }
    told = sum(len(one.people) for one in case.every(ThirdPartyTold))
    return reached["respondent"] < len(received.respondents) or reached["third-party"] < told


def _ended_early(case: Case, context: Context) -> bool:
    """Withdrawn, not accepted, refused, undone, or agreed: nothing is carried out by this case any more."""
    if PetitionWithdrawn in case.happened or case.undone:
        return to_recover(case) == 0
    if MediationConcluded in case.happened:
        return _mediation_served(case, context) and not _participants_unserved(case, context)
    served = case.decided is not None and case.service is not None
    return served and not _granted(case, context) and not _participants_unserved(case, context)


def _performed_complete(case: Case, context: Context) -> bool:
    """Of a ruling or a confirmation."""
    served = case.service is not None and not _participants_unserved(case, context)
    return _ended_early(case, context) or (_granted(case, context) and served and PetitionPerformed in case.happened)


def _paid_complete(case: Case, context: Context) -> bool:
    """Of a payment or a reward."""
    over = any(one.final for one in case.every(GrantPaid)) or GrantStopped in case.happened
    paid = _granted(case, context) and case.service is not None and over and to_recover(case) == 0
    return _ended_early(case, context) or paid


def _ended_by_decision(case: Case, _: Context) -> bool:
    closed = case.last(CaseClosed)
    return closed is not None and closed.ground == "completed" and PetitionDecided in case.happened


FACTS: Final[Mapping[str, Fact]] = {
    "petition-supplement-asked": has(PetitionSupplementAsked),
    "petition-supplement-open": _supplement_open,
    "petition-accepted": has(PetitionAccepted),
    "petition-answered": _answered,
    "petition-withdrawn": has(PetitionWithdrawn),
    "respondent-told": has(RespondentTold),
    "respondent-served": _respondent_served,
    "respondent-heard": _respondent_heard,
    "petition-third-party": _third_party,
    "petition-review-was-due": lambda case, context: PetitionDecided in case.happened and _third_party(case, context),
    "petition-reviewed": has(CaseReviewed),
    "third-party-told": _third_party_told,
    "third-party-heard": _third_party_heard,
    "petition-statement-open": _statement_open,
    "petition-statements-answered": lambda case, context: not _statement_open(case, context),
    "mediation-tried": has(MediationHeld),
    "mediation-agreed": _agreed,
    "petition-mediated": has(MediationConcluded),
    "mediation-served": _mediation_served,
    "home-visited": has(InspectionRecorded),
    "petition-examined": has(PetitionExamined),
    "grant-proposed": _to_display,
    "reward-proposed": has(RewardProposed),
    "list-displayed": has(ListDisplayed),
    "display-over": _display_over,
    "petition-extended": has(PetitionExtended),
    "petition-extension-unserved": _extension_unserved,
    "petition-decided": has(PetitionDecided),
    "petition-granted": _granted,
    "petition-to-perform": lambda case, context: _granted(case, context) or MediationConcluded in case.happened,
    "petition-performed": has(PetitionPerformed),
    "grant-paid-once": has(GrantPaid),
    "grant-final": lambda case, _: any(one.final for one in case.every(GrantPaid)),
    "grant-stopped": has(GrantStopped),
    "grant-recovery-open": lambda case, _: to_recover(case) > 0,
    "participants-unserved": _participants_unserved,
    "participants-served": lambda case, context: not _participants_unserved(case, context),
    "petition-ended-by-decision": _ended_by_decision,
    "petition-to-publish": lambda case, _: PetitionDecided in case.happened and case.revocation is None,
    "ruling-ready": _ruling_ready,
    "payment-ready": _payment_ready,
    "confirmation-ready": _confirmation_ready,
    "reward-ready": _reward_ready,
    "ruling-complete": _performed_complete,
    "payment-complete": _paid_complete,
    "confirmation-complete": _performed_complete,
    "reward-complete": _paid_complete,
}
"""By the name that the law data use."""

_COMMON: Final[Mapping[str, tuple[str, str]]] = {
    "acceptance": ("petition-ended-by-decision", "petition-accepted"),
    "evidence": ("petition-ended-by-decision", "petition-examined"),
    "legal-review": ("petition-review-was-due", "petition-reviewed"),
    "decision": ("petition-ended-by-decision", "petition-decided"),
    "service": ("petition-ended-by-decision", "decision-served"),
    "disclosure": ("petition-to-publish", "disclosed"),
}

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "ruling": {
        **_COMMON,
        "respondent": ("petition-ended-by-decision", "respondent-heard"),
        "mediation": ("petition-ended-by-decision", "mediation-tried"),
        "execution": ("petition-granted", "petition-performed"),
    },
    "payment": {
        **_COMMON,
        "home-visit": ("petition-ended-by-decision", "home-visited"),
        "display": ("petition-granted", "list-displayed"),
        "execution": ("petition-granted", "grant-paid-once"),
    },
    "confirmation": {
        **_COMMON,
        "third-party": ("petition-review-was-due", "third-party-told"),
        "execution": ("petition-granted", "petition-performed"),
    },
    "reward": {
        **_COMMON,
        "display": ("petition-granted", "list-displayed"),
        "execution": ("petition-granted", "grant-paid-once"),
    },
}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""
