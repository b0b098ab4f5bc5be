"""Which command leads to which event: the same fact as a thing to do and as a thing done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.judgement import Context
from records.law.data import Step as StepRule
from records.penalty import commands as c
from records.penalty import events as e

COMMANDS: Final[Mapping[type[e.PenaltyEvent], type[c.Penal]]] = {
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
"""By the type of the event the command that it came from."""


def step_of(kind: type[e.PenaltyEvent], context: Context) -> StepRule:
    """The rule of the step that the event came from, as it holds on the step's day, or today when it is younger."""
    tag = str(COMMANDS[kind].__struct_config__.tag)
    return context.law.steps.get(tag) or context.law_now.steps[tag]
