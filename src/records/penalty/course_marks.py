"""The marks of the steps from the lead to the decision, and of a transfer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from records.course.mark import Mark, Place, fen
from records.penalty.events import (
    CaseFiled,
    CasePassed,
    CaseReviewed,
    CorrectionChecked,
    CorrectionOrdered,
    DecisionSigned,
    DefenceRecorded,
    DefenceReviewed,
    DefenceWaived,
    EvidenceAdded,
    EvidencePreserved,
    FilingApproved,
    GoodsHandedOver,
    HearingRequested,
    ItemDisposed,
    LeadDismissed,
    LeadRegistered,
    MonitoringTold,
    NoticeGiven,
    OpinionSubmitted,
    PenaltyDeclined,
    PoliceAnswered,
    PreservationLapsed,
    ReviewReturned,
    ReviewSubmitted,
    TransferDecided,
    TransferObjected,
    TransferReported,
    TransferSent,
)

Course = (
    LeadRegistered
    | LeadDismissed
    | CaseFiled
    | FilingApproved
    | EvidencePreserved
    | ItemDisposed
    | PreservationLapsed
    | EvidenceAdded
    | MonitoringTold
    | CorrectionOrdered
    | CorrectionChecked
    | OpinionSubmitted
    | NoticeGiven
    | DefenceRecorded
    | DefenceWaived
    | DefenceReviewed
    | HearingRequested
    | ReviewSubmitted
    | ReviewReturned
    | CaseReviewed
    | DecisionSigned
    | PenaltyDeclined
    | TransferReported
    | TransferDecided
    | TransferSent
    | PoliceAnswered
    | TransferObjected
    | GoodsHandedOver
    | CasePassed
)


def course(event: Course, here: Place) -> Iterator[Mark]:  # noqa: PLR0915  # a table of contents
    """The marks of such a step."""
    match event:
        case LeadRegistered():
            yield here.mark("lead")
            yield here.dated("discovered", event.discovered_on)
        case LeadDismissed():
            yield here.mark("lead-dismissed")
        case CaseFiled():
            yield here.mark("filed")
            if event.entry is not None:  # the paper bears the head's approval
                yield here.mark("filing-approved")
            yield here.dated("act", event.acted_on)
            yield here.dated("discovered", event.discovered_on)
        case FilingApproved():
            yield here.mark("filing-approved")
        case EvidencePreserved():
            yield from (here.mark("preserved", f"{event.number}#{item}") for item in range(1, len(event.items) + 1))
        case ItemDisposed():
            yield here.mark("item-disposed", event.item)
        case PreservationLapsed():
            yield here.mark("item-lapsed", event.item)
        case EvidenceAdded():
            if event.monitored:
                yield here.mark("monitored", event.item)
        case MonitoringTold():
            yield from (here.mark("monitoring-told", item) for item in event.items)
        case CorrectionOrdered():
            yield here.mark("correction-due", event.number, on=event.correct_by)
        case CorrectionChecked():
            yield here.mark("correction-checked")
        case OpinionSubmitted():
            yield here.mark("grave", amount=int("grave-harm" in event.qualities))
        case NoticeGiven():
            if event.hearing_told:
                yield here.mark("hearing-told", event.number)
        case DefenceRecorded():
            yield here.mark("defence")
        case DefenceWaived():
            yield here.mark("defence-waived")
            if event.hearing_too:
                yield here.mark("hearing-waived")
        case DefenceReviewed():
            yield here.mark("defence-reviewed")
        case HearingRequested():
            posted = event.posted_on
            yield here.mark("hearing-requested") if posted is None else here.dated("hearing-requested", posted)
        case ReviewSubmitted():
            yield here.mark("review-incomplete" if event.lacking else "review-submitted")
        case ReviewReturned():
            yield here.mark("review-returned")
        case CaseReviewed():
            yield here.mark("reviewed")
        case DecisionSigned():
            yield here.mark("signed")
            yield here.mark("penalised", amount=fen(event.fine_yuan))
            yield here.mark("charged", amount=fen(event.confiscated_yuan))
        case PenaltyDeclined():
            yield here.mark("signed")
        case TransferReported():
            yield here.mark("transfer-reported")
        case TransferDecided():
            yield here.mark("transfer-decided")
            if event.approved:
                yield here.mark("transfer-approved")
        case TransferSent():
            yield here.mark("transfer-sent")
        case PoliceAnswered():
            yield here.mark("police-answered")
            yield here.mark("police-filed" if event.filed else "police-declined")
        case TransferObjected():
            yield here.mark("transfer-objected")
            yield here.mark("police-review-asked" if event.to == "police" else "supervision-asked")
        case GoodsHandedOver():
            yield here.mark("goods-handed-over")
        case CasePassed():
            yield here.mark("passed")
        case _:
            assert_never(event)
