"""Which command leads to which event: the same fact as a thing to do and as a thing done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.basics.steps import STEPS as BASICS
from records.beside.steps import STEPS as BESIDE
from records.catalogue.steps import STEPS as CATALOGUE
from records.correction.steps import STEPS as CORRECTION
from records.course.drafting import DraftSubmitted, SubmitDraft
from records.course.opened import Open
from records.court.steps import STEPS as COURT
from records.enforcement.steps import STEPS as ENFORCEMENT
from records.evaluation.steps import STEPS as EVALUATION
from records.event import CaseEvent
from records.inspection.steps import STEPS as INSPECTION
from records.judgement import Context
from records.law.entries import ORDINARY
from records.law.entries import Step as StepRule
from records.levy.steps import STEPS as LEVY
from records.licence.steps import STEPS as LICENCE
from records.measure.steps import STEPS as MEASURE
from records.offence.steps import STEPS as OFFENCE
from records.oversight.steps import STEPS as OVERSIGHT
from records.penalty import commands as c
from records.penalty import events as e
from records.petition.steps import STEPS as PETITION
from records.publishing.steps import STEPS as PUBLISHING
from records.reviewing.steps import STEPS as REVIEWING
from records.spot.steps import STEPS as SPOT

_PENAL: Final[Mapping[type[CaseEvent], type[c.Command]]] = {
    e.LeadRegistered: c.RegisterLead,
    e.LeadDismissed: c.DismissLead,
    e.CaseFiled: c.FileCase,
    e.FilingApproved: c.ApproveFiling,
    e.InspectionRecorded: c.RecordInspection,
    e.PersonQuestioned: c.QuestionPerson,
    e.SampleTaken: c.TakeSample,
    e.EvidenceAdded: c.AddEvidence,
    e.EvidenceMarked: c.MarkEvidence,
    e.MonitoringTold: c.TellMonitoring,
    e.MonitoringAnswered: c.RecordMonitoringAnswer,
    e.PreservationApproved: c.ApprovePreservation,
    e.EvidencePreserved: c.PreserveEvidence,
    e.ItemDisposed: c.DisposeItem,
    e.PreservationLapsed: c.LapsePreservation,
    e.RecordingLinked: c.LinkRecording,
    e.RecordingWaived: c.WaiveRecording,
    e.CorrectionOrdered: c.OrderCorrection,
    e.CorrectionChecked: c.CheckCorrection,
    e.CorrectionWaived: c.WaiveCorrection,
    e.SecrecyTagged: c.TagSecrecy,
    e.OpinionSubmitted: c.SubmitOpinion,
    e.OpinionEndorsed: c.EndorseOpinion,
    e.NoticeGiven: c.GiveNotice,
    e.DefenceRecorded: c.RecordDefence,
    e.DefenceWaived: c.WaiveDefence,
    e.DefenceReviewed: c.ReviewDefence,
    e.HearingRequested: c.RequestHearing,
    e.HearingArranged: c.ArrangeHearing,
    e.HearingHeld: c.HoldHearing,
    e.HearingEnded: c.EndHearing,
    e.HearingReported: c.ReportHearing,
    e.ReviewSubmitted: c.SubmitReview,
    DraftSubmitted: SubmitDraft,
    e.ReviewReturned: c.ReturnReview,
    e.CaseReviewed: c.ReviewCase,
    e.CaseDiscussed: c.DiscussCase,
    e.DecisionSigned: c.SignDecision,
    e.PenaltyDeclined: c.DeclinePenalty,
    e.TransferReported: c.ReportTransfer,
    e.TransferDecided: c.DecideTransfer,
    e.TransferSent: c.SendTransfer,
    e.PoliceAnswered: c.RecordPoliceAnswer,
    e.TransferObjected: c.ObjectTransfer,
    e.GoodsHandedOver: c.HandOverGoods,
    e.CasePassed: c.PassCase,
    e.AddressConfirmed: c.ConfirmAddress,
    e.ConsentWithdrawn: c.WithdrawConsent,
    e.ServiceAttempted: c.AttemptService,
    e.NoticePublished: c.PublishNotice,
    e.DocumentServed: c.ServeDocument,
    e.SecrecyReviewed: c.ReviewSecrecy,
    e.DisclosureReviewed: c.ReviewDisclosure,
    e.DecisionRevoked: c.RevokeDecision,
    e.PaymentRecorded: c.RecordPayment,
    e.DeferralRequested: c.RequestDeferral,
    e.DeferralDecided: c.DecideDeferral,
    e.SurchargeImposed: c.ImposeSurcharge,
    e.ReliefSought: c.SeekRelief,
    e.ReliefEnded: c.EndRelief,
    e.PerformanceStayed: c.StayPerformance,
    e.StayLifted: c.LiftStay,
    e.ApplicationTaken: c.TakeApplication,
    e.ApplicationPassedOn: c.PassOnApplication,
    e.ReliefCopyReceived: c.ReceiveReliefCopy,
    e.ReliefAnswered: c.AnswerRelief,
    e.EvidenceSupplemented: c.SupplementEvidence,
    e.InstrumentReceived: c.ReceiveInstrument,
    e.InstrumentPerformed: c.PerformInstrument,
    e.RepaymentMade: c.MakeRepayment,
    e.GoodsReturned: c.ReturnGoods,
    e.RedoLinked: c.LinkRedo,
    e.CaseClosed: c.CloseCase,
    e.CaseArchived: c.ArchiveCase,
    e.ArchiveReopened: c.ReopenArchive,
    e.RecusalRequested: c.RequestRecusal,
    e.RecusalDecided: c.DecideRecusal,
    e.HandlersChanged: c.ChangeHandlers,
    e.CaseSuspended: c.SuspendCase,
    e.CaseResumed: c.ResumeCase,
    e.TermExtended: c.ExtendTerm,
    e.EmergencyMarked: c.MarkEmergency,
    e.EntryVoided: c.VoidEntry,
}
"""Those of the ordinary penalty, and those that every procedure has."""

COMMANDS: Final[Mapping[type[CaseEvent], type[c.Command]]] = {
    **_PENAL,
    **SPOT,
    **MEASURE,
    **ENFORCEMENT,
    **COURT,
    **LICENCE,
    **INSPECTION,
    **LEVY,
    **PETITION,
    **OFFENCE,
    **BESIDE,
    **CATALOGUE,
    **BASICS,
    **CORRECTION,
    **OVERSIGHT,
    **EVALUATION,
    **PUBLISHING,
    **REVIEWING,
}
"""By the type of the event the command that it came from."""

COMMAND_TYPES: Final[tuple[type[c.Command], ...]] = tuple(dict.fromkeys(COMMANDS.values()))
"""Every command, each once."""

OPENING_TYPES: Final[tuple[type[c.Command], ...]] = (
    c.RegisterLead,
    c.FileCase,
    *(one for one in COMMAND_TYPES if issubclass(one, Open)),
)
"""What a case may begin with."""

STEP_TYPES: Final[tuple[type[c.Command], ...]] = tuple(
    one for one in COMMAND_TYPES if one is not c.RegisterLead and not issubclass(one, Open)
)
"""What a case may go on with."""

PROCEDURES: Final[Mapping[str, str]] = {
    ORDINARY: "行政处罚（普通程序）",
    "penalty-simple": "行政处罚（简易程序）",
    "measure": "行政强制措施",
    "enforcement": "行政强制执行",
    "court-application": "申请法院强制执行",
    "licence": "行政许可",
    "inspection": "行政检查",
    "levy": "行政征收（收费）",
    "ruling": "行政裁决",
    "payment": "行政给付",
    "confirmation": "行政确认",
    "reward": "行政奖励",
}
"""What each procedure of enforcement is called, by its id."""

OFFICE_PROCEDURES: Final[Mapping[str, str]] = {
    "catalogue": "公示目录编制",
    "basic-information": "基本信息公示",
    "correction": "公示信息更正",
    "disclosure-oversight": "公示监督检查",
    "file-evaluation": "案卷评查",
}
"""What the regulations' own procedures are called: what an agency does about disclosure and records themselves."""

EVERY_PROCEDURE: Final[Mapping[str, str]] = {**PROCEDURES, **OFFICE_PROCEDURES}
"""Both."""


def step_of(kind: type[CaseEvent], context: Context) -> StepRule:
    """The rule of the step that the event came from, as it holds on the step's day, or today when it is younger."""
    tag = str(COMMANDS[kind].__struct_config__.tag)
    return context.law.steps.get(tag) or context.law_now.steps[tag]
