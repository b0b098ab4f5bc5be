"""Which step the law allows, command by command: a table of contents.

The ordinary penalty carries out 行政处罚法 第五章第三节, 第四节 and 第六章, and 行政执法信息公示制度 第七条, 第八条,
第十四条; what is peculiar to another procedure stands in its own package. Who takes a step and what it waits for is law
data (`records/law/`); the rest stands in a file per chapter.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.basics.decide import DECIDERS as BASICS
from records.beside.decide import DECIDERS as BESIDE
from records.catalogue.decide import DECIDERS as CATALOGUE
from records.correction.decide import DECIDERS as CORRECTION
from records.course.answering import (
    answer_relief,
    pass_on_application,
    receive_relief_copy,
    supplement_evidence,
    take_application,
)
from records.course.case import Case
from records.course.closing import archive_case, close_case, reopen_archive
from records.course.decider import Decider
from records.course.delivery import attempt_service, confirm_address, publish_notice, serve_document, withdraw_consent
from records.course.disclosure import review_disclosure
from records.course.discussion import discuss_case
from records.course.drafting import SubmitDraft
from records.course.exhibits import add_evidence, mark_evidence
from records.course.hearing import arrange_hearing, end_hearing, hold_hearing, report_hearing, request_hearing
from records.course.inspection import question_person, record_inspection, take_sample
from records.course.instruments import perform_instrument, receive_instrument
from records.course.recording import link_recording, waive_recording
from records.course.relief import end_relief, lift_stay, seek_relief, stay_performance
from records.course.reversal import make_repayment, return_goods
from records.course.review import return_review, review_case, submit_draft, submit_review
from records.course.revocation import revoke_decision
from records.course.secrecy import review_secrecy, tag_secrecy
from records.course.standing import (
    change_handlers,
    decide_recusal,
    extend_term,
    request_recusal,
    resume_case,
    suspend_case,
    void_entry,
)
from records.court.decide import DECIDERS as COURT
from records.enforcement.decide import DECIDERS as ENFORCEMENT
from records.evaluation.decide import DECIDERS as EVALUATION
from records.event import Event
from records.inspection.decide import DECIDERS as INSPECTION
from records.judgement import Context
from records.levy.decide import DECIDERS as LEVY
from records.licence.decide import DECIDERS as LICENCE
from records.measure.decide import DECIDERS as MEASURE
from records.offence.decide import DECIDERS as OFFENCE
from records.oversight.decide import DECIDERS as OVERSIGHT
from records.penalty.commands import (
    AddEvidence,
    AnswerRelief,
    ApproveFiling,
    ApprovePreservation,
    ArchiveCase,
    ArrangeHearing,
    AttemptService,
    ChangeHandlers,
    CheckCorrection,
    CloseCase,
    Command,
    ConfirmAddress,
    DecideDeferral,
    DecideRecusal,
    DecideTransfer,
    DeclinePenalty,
    DiscussCase,
    DismissLead,
    DisposeItem,
    EndHearing,
    EndorseOpinion,
    EndRelief,
    ExtendTerm,
    FileCase,
    GiveNotice,
    HandOverGoods,
    HoldHearing,
    ImposeSurcharge,
    LapsePreservation,
    LiftStay,
    LinkRecording,
    LinkRedo,
    MakeRepayment,
    MarkEmergency,
    MarkEvidence,
    ObjectTransfer,
    OrderCorrection,
    PassCase,
    PassOnApplication,
    PerformInstrument,
    PreserveEvidence,
    PublishNotice,
    QuestionPerson,
    ReceiveInstrument,
    ReceiveReliefCopy,
    RecordDefence,
    RecordInspection,
    RecordMonitoringAnswer,
    RecordPayment,
    RecordPoliceAnswer,
    RegisterLead,
    ReopenArchive,
    ReportHearing,
    ReportTransfer,
    RequestDeferral,
    RequestHearing,
    RequestRecusal,
    ResumeCase,
    ReturnGoods,
    ReturnReview,
    ReviewCase,
    ReviewDefence,
    ReviewDisclosure,
    ReviewSecrecy,
    RevokeDecision,
    SeekRelief,
    SendTransfer,
    ServeDocument,
    SignDecision,
    StayPerformance,
    SubmitOpinion,
    SubmitReview,
    SupplementEvidence,
    SuspendCase,
    TagSecrecy,
    TakeApplication,
    TakeSample,
    TellMonitoring,
    VoidEntry,
    WaiveCorrection,
    WaiveDefence,
    WaiveRecording,
    WithdrawConsent,
)
from records.penalty.correction import check_correction, order_correction, waive_correction
from records.penalty.decision import sign_decision
from records.penalty.declining import decline_penalty
from records.penalty.emergency import mark_emergency
from records.penalty.filing import approve_filing, dismiss_lead, file_case, register_lead
from records.penalty.monitoring import record_monitoring_answer, tell_monitoring
from records.penalty.notice import give_notice, record_defence, review_defence, waive_defence
from records.penalty.opinion import endorse_opinion, submit_opinion
from records.penalty.payment import decide_deferral, impose_surcharge, record_payment, request_deferral
from records.penalty.preservation import approve_preservation, dispose_item, lapse_preservation, preserve_evidence
from records.penalty.redo import link_redo
from records.penalty.transfer import (
    decide_transfer,
    hand_over_goods,
    object_transfer,
    pass_case,
    record_police_answer,
    report_transfer,
    send_transfer,
)
from records.petition.decide import DECIDERS as PETITION
from records.publishing.decide import DECIDERS as PUBLISHING
from records.reviewing.decide import DECIDERS as REVIEWING
from records.spot.decide import DECIDERS as SPOT

_PENAL: Final[Mapping[type[Command], Decider]] = {
    RegisterLead: register_lead,
    DismissLead: dismiss_lead,
    FileCase: file_case,
    ApproveFiling: approve_filing,
    RecordInspection: record_inspection,
    QuestionPerson: question_person,
    TakeSample: take_sample,
    AddEvidence: add_evidence,
    MarkEvidence: mark_evidence,
    TellMonitoring: tell_monitoring,
    RecordMonitoringAnswer: record_monitoring_answer,
    ApprovePreservation: approve_preservation,
    PreserveEvidence: preserve_evidence,
    DisposeItem: dispose_item,
    LapsePreservation: lapse_preservation,
    LinkRecording: link_recording,
    WaiveRecording: waive_recording,
    OrderCorrection: order_correction,
    CheckCorrection: check_correction,
    WaiveCorrection: waive_correction,
    TagSecrecy: tag_secrecy,
    SubmitOpinion: submit_opinion,
    EndorseOpinion: endorse_opinion,
    GiveNotice: give_notice,
    RecordDefence: record_defence,
    WaiveDefence: waive_defence,
    ReviewDefence: review_defence,
    RequestHearing: request_hearing,
    ArrangeHearing: arrange_hearing,
    HoldHearing: hold_hearing,
    EndHearing: end_hearing,
    ReportHearing: report_hearing,
    SubmitReview: submit_review,
    SubmitDraft: submit_draft,
    ReturnReview: return_review,
    ReviewCase: review_case,
    DiscussCase: discuss_case,
    SignDecision: sign_decision,
    DeclinePenalty: decline_penalty,
    ReportTransfer: report_transfer,
    DecideTransfer: decide_transfer,
    SendTransfer: send_transfer,
    RecordPoliceAnswer: record_police_answer,
    ObjectTransfer: object_transfer,
    HandOverGoods: hand_over_goods,
    PassCase: pass_case,
    ConfirmAddress: confirm_address,
    WithdrawConsent: withdraw_consent,
    AttemptService: attempt_service,
    PublishNotice: publish_notice,
    ServeDocument: serve_document,
    ReviewSecrecy: review_secrecy,
    ReviewDisclosure: review_disclosure,
    RevokeDecision: revoke_decision,
    RecordPayment: record_payment,
    RequestDeferral: request_deferral,
    DecideDeferral: decide_deferral,
    ImposeSurcharge: impose_surcharge,
    SeekRelief: seek_relief,
    EndRelief: end_relief,
    StayPerformance: stay_performance,
    LiftStay: lift_stay,
    TakeApplication: take_application,
    PassOnApplication: pass_on_application,
    ReceiveReliefCopy: receive_relief_copy,
    AnswerRelief: answer_relief,
    SupplementEvidence: supplement_evidence,
    ReceiveInstrument: receive_instrument,
    PerformInstrument: perform_instrument,
    MakeRepayment: make_repayment,
    ReturnGoods: return_goods,
    LinkRedo: link_redo,
    CloseCase: close_case,
    ArchiveCase: archive_case,
    ReopenArchive: reopen_archive,
    RequestRecusal: request_recusal,
    DecideRecusal: decide_recusal,
    ChangeHandlers: change_handlers,
    SuspendCase: suspend_case,
    ResumeCase: resume_case,
    ExtendTerm: extend_term,
    MarkEmergency: mark_emergency,
}
"""Steps of the ordinary penalty, and those that every procedure has."""

_DECIDERS: Final[Mapping[type[Command], Decider]] = {
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


def decide(command: Command, case: Case, context: Context) -> list[Event]:
    """The events of a step that the law allows. Raises Refused, Invalid, or NotFound for what is not there."""
    if isinstance(command, VoidEntry):  # what rests on the entry is decided once more without it
        return void_entry(command, case, context, decide)
    return _DECIDERS[type(command)](command, case, context)
