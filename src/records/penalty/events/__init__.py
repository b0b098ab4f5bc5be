"""Events of a penalty by the ordinary procedure (行政处罚法 第五章第三节, 第四节, 第六章): a file per chapter."""

from __future__ import annotations

from records.course.document_kinds import DocumentKind as DocumentKind
from records.course.people import Party as Party
from records.course.people import Somebody as Somebody
from records.penalty.events.closing import (
    ArchiveReopened as ArchiveReopened,
)
from records.penalty.events.closing import (
    CaseArchived as CaseArchived,
)
from records.penalty.events.closing import (
    CaseClosed as CaseClosed,
)
from records.penalty.events.closing import (
    CaseResumed as CaseResumed,
)
from records.penalty.events.closing import (
    CaseSuspended as CaseSuspended,
)
from records.penalty.events.closing import (
    ClosingGround as ClosingGround,
)
from records.penalty.events.closing import (
    EntryVoided as EntryVoided,
)
from records.penalty.events.closing import (
    HandlersChanged as HandlersChanged,
)
from records.penalty.events.closing import (
    RecusalDecided as RecusalDecided,
)
from records.penalty.events.closing import (
    RecusalRequested as RecusalRequested,
)
from records.penalty.events.closing import (
    TermExtended as TermExtended,
)
from records.penalty.events.deciding import (
    Applied as Applied,
)
from records.penalty.events.deciding import (
    CaseDiscussed as CaseDiscussed,
)
from records.penalty.events.deciding import (
    CaseReviewed as CaseReviewed,
)
from records.penalty.events.deciding import (
    DecisionSigned as DecisionSigned,
)
from records.penalty.events.deciding import (
    DefencePoint as DefencePoint,
)
from records.penalty.events.deciding import (
    DefenceRecorded as DefenceRecorded,
)
from records.penalty.events.deciding import (
    DefenceReviewed as DefenceReviewed,
)
from records.penalty.events.deciding import (
    DefenceWaived as DefenceWaived,
)
from records.penalty.events.deciding import (
    Draft as Draft,
)
from records.penalty.events.deciding import (
    Element as Element,
)
from records.penalty.events.deciding import (
    HearingArranged as HearingArranged,
)
from records.penalty.events.deciding import (
    HearingEnded as HearingEnded,
)
from records.penalty.events.deciding import (
    HearingHeld as HearingHeld,
)
from records.penalty.events.deciding import (
    HearingReported as HearingReported,
)
from records.penalty.events.deciding import (
    HearingRequested as HearingRequested,
)
from records.penalty.events.deciding import (
    Mitigation as Mitigation,
)
from records.penalty.events.deciding import (
    NoPenaltyGround as NoPenaltyGround,
)
from records.penalty.events.deciding import (
    NoticeGiven as NoticeGiven,
)
from records.penalty.events.deciding import (
    OpinionEndorsed as OpinionEndorsed,
)
from records.penalty.events.deciding import (
    OpinionSubmitted as OpinionSubmitted,
)
from records.penalty.events.deciding import (
    PenaltyDeclined as PenaltyDeclined,
)
from records.penalty.events.deciding import (
    PenaltyKind as PenaltyKind,
)
from records.penalty.events.deciding import (
    Proposal as Proposal,
)
from records.penalty.events.deciding import (
    Quality as Quality,
)
from records.penalty.events.deciding import (
    ReviewResult as ReviewResult,
)
from records.penalty.events.deciding import (
    ReviewReturned as ReviewReturned,
)
from records.penalty.events.deciding import (
    ReviewSubmitted as ReviewSubmitted,
)
from records.penalty.events.deciding import (
    Verdict as Verdict,
)
from records.penalty.events.deciding import (
    View as View,
)
from records.penalty.events.disclosure import (
    CopyField as CopyField,
)
from records.penalty.events.disclosure import (
    DecisionRevoked as DecisionRevoked,
)
from records.penalty.events.disclosure import (
    DisclosureReviewed as DisclosureReviewed,
)
from records.penalty.events.disclosure import (
    Ground as Ground,
)
from records.penalty.events.disclosure import (
    Instrument as Instrument,
)
from records.penalty.events.disclosure import (
    Outcome as Outcome,
)
from records.penalty.events.disclosure import (
    PublicCopy as PublicCopy,
)
from records.penalty.events.disclosure import (
    RevocationEffect as RevocationEffect,
)
from records.penalty.events.emergency import EmergencyMarked as EmergencyMarked
from records.penalty.events.evidence import (
    CorrectionChecked as CorrectionChecked,
)
from records.penalty.events.evidence import (
    CorrectionGround as CorrectionGround,
)
from records.penalty.events.evidence import (
    CorrectionOrdered as CorrectionOrdered,
)
from records.penalty.events.evidence import (
    CorrectionWaived as CorrectionWaived,
)
from records.penalty.events.evidence import (
    EvidenceAdded as EvidenceAdded,
)
from records.penalty.events.evidence import (
    EvidenceKind as EvidenceKind,
)
from records.penalty.events.evidence import (
    EvidenceMarked as EvidenceMarked,
)
from records.penalty.events.evidence import (
    EvidencePreserved as EvidencePreserved,
)
from records.penalty.events.evidence import (
    Fate as Fate,
)
from records.penalty.events.evidence import (
    InspectionRecorded as InspectionRecorded,
)
from records.penalty.events.evidence import (
    Item as Item,
)
from records.penalty.events.evidence import (
    ItemDisposed as ItemDisposed,
)
from records.penalty.events.evidence import (
    MonitoringAnswered as MonitoringAnswered,
)
from records.penalty.events.evidence import (
    MonitoringTold as MonitoringTold,
)
from records.penalty.events.evidence import (
    PersonQuestioned as PersonQuestioned,
)
from records.penalty.events.evidence import (
    PreservationApproved as PreservationApproved,
)
from records.penalty.events.evidence import (
    PreservationLapsed as PreservationLapsed,
)
from records.penalty.events.evidence import (
    RecordingLinked as RecordingLinked,
)
from records.penalty.events.evidence import (
    RecordingStage as RecordingStage,
)
from records.penalty.events.evidence import (
    RecordingWaived as RecordingWaived,
)
from records.penalty.events.evidence import (
    SampleTaken as SampleTaken,
)
from records.penalty.events.evidence import (
    Signature as Signature,
)
from records.penalty.events.evidence import (
    ToldBy as ToldBy,
)
from records.penalty.events.evidence import (
    Venue as Venue,
)
from records.penalty.events.opening import (
    CaseFiled as CaseFiled,
)
from records.penalty.events.opening import (
    FilingApproved as FilingApproved,
)
from records.penalty.events.opening import (
    LeadDismissed as LeadDismissed,
)
from records.penalty.events.opening import (
    LeadRegistered as LeadRegistered,
)
from records.penalty.events.opening import (
    LeadSource as LeadSource,
)
from records.penalty.events.performance import (
    DeferralDecided as DeferralDecided,
)
from records.penalty.events.performance import (
    DeferralRequested as DeferralRequested,
)
from records.penalty.events.performance import (
    Instalment as Instalment,
)
from records.penalty.events.performance import (
    PaymentRecorded as PaymentRecorded,
)
from records.penalty.events.performance import (
    PerformanceStayed as PerformanceStayed,
)
from records.penalty.events.performance import (
    ReliefEnded as ReliefEnded,
)
from records.penalty.events.performance import (
    ReliefKind as ReliefKind,
)
from records.penalty.events.performance import (
    ReliefSought as ReliefSought,
)
from records.penalty.events.performance import (
    StayLifted as StayLifted,
)
from records.penalty.events.performance import (
    SurchargeImposed as SurchargeImposed,
)
from records.penalty.events.relief import (
    ApplicationPassedOn as ApplicationPassedOn,
)
from records.penalty.events.relief import (
    ApplicationTaken as ApplicationTaken,
)
from records.penalty.events.relief import (
    EvidenceSupplemented as EvidenceSupplemented,
)
from records.penalty.events.relief import (
    GoodsReturned as GoodsReturned,
)
from records.penalty.events.relief import (
    InstrumentKind as InstrumentKind,
)
from records.penalty.events.relief import (
    InstrumentPerformed as InstrumentPerformed,
)
from records.penalty.events.relief import (
    InstrumentReceived as InstrumentReceived,
)
from records.penalty.events.relief import (
    Purpose as Purpose,
)
from records.penalty.events.relief import (
    RedoLinked as RedoLinked,
)
from records.penalty.events.relief import (
    ReliefAnswered as ReliefAnswered,
)
from records.penalty.events.relief import (
    ReliefCopyReceived as ReliefCopyReceived,
)
from records.penalty.events.relief import (
    ReliefProcedure as ReliefProcedure,
)
from records.penalty.events.relief import (
    RepaymentMade as RepaymentMade,
)
from records.penalty.events.secrecy import (
    Secrecy as Secrecy,
)
from records.penalty.events.secrecy import (
    SecrecyResult as SecrecyResult,
)
from records.penalty.events.secrecy import (
    SecrecyReviewed as SecrecyReviewed,
)
from records.penalty.events.secrecy import (
    SecrecyTagged as SecrecyTagged,
)
from records.penalty.events.service import (
    AddressConfirmed as AddressConfirmed,
)
from records.penalty.events.service import (
    ConsentWithdrawn as ConsentWithdrawn,
)
from records.penalty.events.service import (
    DocumentServed as DocumentServed,
)
from records.penalty.events.service import (
    NoticePublished as NoticePublished,
)
from records.penalty.events.service import (
    ServiceAttempted as ServiceAttempted,
)
from records.penalty.events.service import (
    ServiceMethod as ServiceMethod,
)
from records.penalty.events.transfer import (
    CasePassed as CasePassed,
)
from records.penalty.events.transfer import (
    GoodsHandedOver as GoodsHandedOver,
)
from records.penalty.events.transfer import (
    PoliceAnswered as PoliceAnswered,
)
from records.penalty.events.transfer import (
    TransferDecided as TransferDecided,
)
from records.penalty.events.transfer import (
    TransferObjected as TransferObjected,
)
from records.penalty.events.transfer import (
    TransferReported as TransferReported,
)
from records.penalty.events.transfer import (
    TransferSent as TransferSent,
)
