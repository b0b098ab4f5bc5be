"""Commands of a penalty: what a clerk or a case system may ask for; a file per chapter.

`check` says what a schema can't.
"""

from __future__ import annotations

from records.course.shapes import Command as Command
from records.course.shapes import PartyGiven as PartyGiven
from records.course.shapes import SomebodyGiven as SomebodyGiven
from records.penalty.commands.closing import (
    ArchiveCase as ArchiveCase,
)
from records.penalty.commands.closing import (
    ChangeHandlers as ChangeHandlers,
)
from records.penalty.commands.closing import (
    CloseCase as CloseCase,
)
from records.penalty.commands.closing import (
    DecideRecusal as DecideRecusal,
)
from records.penalty.commands.closing import (
    ExtendTerm as ExtendTerm,
)
from records.penalty.commands.closing import (
    ReopenArchive as ReopenArchive,
)
from records.penalty.commands.closing import (
    RequestRecusal as RequestRecusal,
)
from records.penalty.commands.closing import (
    ResumeCase as ResumeCase,
)
from records.penalty.commands.closing import (
    SuspendCase as SuspendCase,
)
from records.penalty.commands.closing import (
    VoidEntry as VoidEntry,
)
from records.penalty.commands.deciding import (
    ArrangeHearing as ArrangeHearing,
)
from records.penalty.commands.deciding import (
    DeclinePenalty as DeclinePenalty,
)
from records.penalty.commands.deciding import (
    DiscussCase as DiscussCase,
)
from records.penalty.commands.deciding import (
    EndHearing as EndHearing,
)
from records.penalty.commands.deciding import (
    EndorseOpinion as EndorseOpinion,
)
from records.penalty.commands.deciding import (
    GiveNotice as GiveNotice,
)
from records.penalty.commands.deciding import (
    HoldHearing as HoldHearing,
)
from records.penalty.commands.deciding import (
    RecordDefence as RecordDefence,
)
from records.penalty.commands.deciding import (
    ReportHearing as ReportHearing,
)
from records.penalty.commands.deciding import (
    RequestHearing as RequestHearing,
)
from records.penalty.commands.deciding import (
    ReturnReview as ReturnReview,
)
from records.penalty.commands.deciding import (
    ReviewCase as ReviewCase,
)
from records.penalty.commands.deciding import (
    ReviewDefence as ReviewDefence,
)
from records.penalty.commands.deciding import (
    SignDecision as SignDecision,
)
from records.penalty.commands.deciding import (
    SubmitOpinion as SubmitOpinion,
)
from records.penalty.commands.deciding import (
    SubmitReview as SubmitReview,
)
from records.penalty.commands.deciding import (
    WaiveDefence as WaiveDefence,
)
from records.penalty.commands.disclosure import ReviewDisclosure as ReviewDisclosure
from records.penalty.commands.disclosure import RevokeDecision as RevokeDecision
from records.penalty.commands.emergency import MarkEmergency as MarkEmergency
from records.penalty.commands.evidence import (
    AddEvidence as AddEvidence,
)
from records.penalty.commands.evidence import (
    ApprovePreservation as ApprovePreservation,
)
from records.penalty.commands.evidence import (
    CheckCorrection as CheckCorrection,
)
from records.penalty.commands.evidence import (
    DisposeItem as DisposeItem,
)
from records.penalty.commands.evidence import (
    LapsePreservation as LapsePreservation,
)
from records.penalty.commands.evidence import (
    LinkRecording as LinkRecording,
)
from records.penalty.commands.evidence import (
    MarkEvidence as MarkEvidence,
)
from records.penalty.commands.evidence import (
    OrderCorrection as OrderCorrection,
)
from records.penalty.commands.evidence import (
    PreserveEvidence as PreserveEvidence,
)
from records.penalty.commands.evidence import (
    QuestionPerson as QuestionPerson,
)
from records.penalty.commands.evidence import (
    RecordInspection as RecordInspection,
)
from records.penalty.commands.evidence import (
    RecordMonitoringAnswer as RecordMonitoringAnswer,
)
from records.penalty.commands.evidence import (
    TakeSample as TakeSample,
)
from records.penalty.commands.evidence import (
    TellMonitoring as TellMonitoring,
)
from records.penalty.commands.evidence import (
    WaiveCorrection as WaiveCorrection,
)
from records.penalty.commands.evidence import (
    WaiveRecording as WaiveRecording,
)
from records.penalty.commands.opening import (
    ApproveFiling as ApproveFiling,
)
from records.penalty.commands.opening import (
    DismissLead as DismissLead,
)
from records.penalty.commands.opening import (
    FileCase as FileCase,
)
from records.penalty.commands.opening import (
    RegisterLead as RegisterLead,
)
from records.penalty.commands.performance import (
    DecideDeferral as DecideDeferral,
)
from records.penalty.commands.performance import (
    EndRelief as EndRelief,
)
from records.penalty.commands.performance import (
    ImposeSurcharge as ImposeSurcharge,
)
from records.penalty.commands.performance import (
    LiftStay as LiftStay,
)
from records.penalty.commands.performance import (
    RecordPayment as RecordPayment,
)
from records.penalty.commands.performance import (
    RequestDeferral as RequestDeferral,
)
from records.penalty.commands.performance import (
    SeekRelief as SeekRelief,
)
from records.penalty.commands.performance import (
    StayPerformance as StayPerformance,
)
from records.penalty.commands.relief import (
    AnswerRelief as AnswerRelief,
)
from records.penalty.commands.relief import (
    LinkRedo as LinkRedo,
)
from records.penalty.commands.relief import (
    MakeRepayment as MakeRepayment,
)
from records.penalty.commands.relief import (
    PassOnApplication as PassOnApplication,
)
from records.penalty.commands.relief import (
    PerformInstrument as PerformInstrument,
)
from records.penalty.commands.relief import (
    ReceiveInstrument as ReceiveInstrument,
)
from records.penalty.commands.relief import (
    ReceiveReliefCopy as ReceiveReliefCopy,
)
from records.penalty.commands.relief import (
    ReturnGoods as ReturnGoods,
)
from records.penalty.commands.relief import (
    SupplementEvidence as SupplementEvidence,
)
from records.penalty.commands.relief import (
    TakeApplication as TakeApplication,
)
from records.penalty.commands.secrecy import ReviewSecrecy as ReviewSecrecy
from records.penalty.commands.secrecy import TagSecrecy as TagSecrecy
from records.penalty.commands.service import (
    AttemptService as AttemptService,
)
from records.penalty.commands.service import (
    ConfirmAddress as ConfirmAddress,
)
from records.penalty.commands.service import (
    PublishNotice as PublishNotice,
)
from records.penalty.commands.service import (
    ServeDocument as ServeDocument,
)
from records.penalty.commands.service import (
    WithdrawConsent as WithdrawConsent,
)
from records.penalty.commands.transfer import (
    DecideTransfer as DecideTransfer,
)
from records.penalty.commands.transfer import (
    HandOverGoods as HandOverGoods,
)
from records.penalty.commands.transfer import (
    ObjectTransfer as ObjectTransfer,
)
from records.penalty.commands.transfer import (
    PassCase as PassCase,
)
from records.penalty.commands.transfer import (
    RecordPoliceAnswer as RecordPoliceAnswer,
)
from records.penalty.commands.transfer import (
    ReportTransfer as ReportTransfer,
)
from records.penalty.commands.transfer import (
    SendTransfer as SendTransfer,
)
