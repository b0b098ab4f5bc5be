"""处罚·普通程序: which step the law allows, command by command.

Carries out 行政处罚法 第五章第三节, 第四节 and 第六章, and 行政执法信息公示制度 第七条, 第八条, 第十四条.
Who takes a step and what it waits for is law data (`records/law/penalty_ordinary.toml`); the rest stands in a file per
chapter.
"""

from __future__ import annotations

from typing import assert_never

from records.event import Event
from records.judgement import Context
from records.penalty.answering import (
    answer_relief,
    pass_on_application,
    receive_relief_copy,
    supplement_evidence,
    take_application,
)
from records.penalty.closing import archive_case, close_case, reopen_archive
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
    Penal,
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
from records.penalty.delivery import attempt_service, confirm_address, publish_notice, serve_document, withdraw_consent
from records.penalty.disclosure import review_disclosure
from records.penalty.discussion import discuss_case
from records.penalty.emergency import mark_emergency
from records.penalty.exhibits import add_evidence, mark_evidence
from records.penalty.filing import approve_filing, dismiss_lead, file_case, register_lead
from records.penalty.hearing import arrange_hearing, end_hearing, hold_hearing, report_hearing, request_hearing
from records.penalty.inspection import question_person, record_inspection, take_sample
from records.penalty.instruments import perform_instrument, receive_instrument
from records.penalty.monitoring import record_monitoring_answer, tell_monitoring
from records.penalty.notice import give_notice, record_defence, review_defence, waive_defence
from records.penalty.opinion import endorse_opinion, submit_opinion
from records.penalty.payment import decide_deferral, impose_surcharge, record_payment, request_deferral
from records.penalty.preservation import approve_preservation, dispose_item, lapse_preservation, preserve_evidence
from records.penalty.recording import link_recording, waive_recording
from records.penalty.redo import link_redo
from records.penalty.relief import end_relief, lift_stay, seek_relief, stay_performance
from records.penalty.reversal import make_repayment, return_goods
from records.penalty.review import return_review, review_case, submit_review
from records.penalty.revocation import revoke_decision
from records.penalty.secrecy import review_secrecy, tag_secrecy
from records.penalty.standing import (
    change_handlers,
    decide_recusal,
    extend_term,
    request_recusal,
    resume_case,
    suspend_case,
    void_entry,
)
from records.penalty.state import Penalty
from records.penalty.transfer import (
    decide_transfer,
    hand_over_goods,
    object_transfer,
    pass_case,
    record_police_answer,
    report_transfer,
    send_transfer,
)


def decide(command: Penal, case: Penalty, context: Context) -> list[Event]:  # noqa: PLR0915  # a table of contents
    """The events of a step that the law allows. Raises Refused, Invalid, or NotFound for what is not there."""
    match command:
        case RegisterLead():
            return register_lead(command, case, context)
        case DismissLead():
            return dismiss_lead(command, case, context)
        case FileCase():
            return file_case(command, case, context)
        case ApproveFiling():
            return approve_filing(command, case, context)
        case RecordInspection():
            return record_inspection(command, case, context)
        case QuestionPerson():
            return question_person(command, case, context)
        case TakeSample():
            return take_sample(command, case, context)
        case AddEvidence():
            return add_evidence(command, case, context)
        case MarkEvidence():
            return mark_evidence(command, case, context)
        case TellMonitoring():
            return tell_monitoring(command, case, context)
        case RecordMonitoringAnswer():
            return record_monitoring_answer(command, case, context)
        case ApprovePreservation():
            return approve_preservation(command, case, context)
        case PreserveEvidence():
            return preserve_evidence(command, case, context)
        case DisposeItem():
            return dispose_item(command, case, context)
        case LapsePreservation():
            return lapse_preservation(command, case, context)
        case LinkRecording():
            return link_recording(command, case, context)
        case WaiveRecording():
            return waive_recording(command, case, context)
        case OrderCorrection():
            return order_correction(command, case, context)
        case CheckCorrection():
            return check_correction(command, case, context)
        case WaiveCorrection():
            return waive_correction(command, case, context)
        case TagSecrecy():
            return tag_secrecy(command, case, context)
        case SubmitOpinion():
            return submit_opinion(command, case, context)
        case EndorseOpinion():
            return endorse_opinion(command, case, context)
        case GiveNotice():
            return give_notice(command, case, context)
        case RecordDefence():
            return record_defence(command, case, context)
        case WaiveDefence():
            return waive_defence(command, case, context)
        case ReviewDefence():
            return review_defence(command, case, context)
        case RequestHearing():
            return request_hearing(command, case, context)
        case ArrangeHearing():
            return arrange_hearing(command, case, context)
        case HoldHearing():
            return hold_hearing(command, case, context)
        case EndHearing():
            return end_hearing(command, case, context)
        case ReportHearing():
            return report_hearing(command, case, context)
        case SubmitReview():
            return submit_review(command, case, context)
        case ReturnReview():
            return return_review(command, case, context)
        case ReviewCase():
            return review_case(command, case, context)
        case DiscussCase():
            return discuss_case(command, case, context)
        case SignDecision():
            return sign_decision(command, case, context)
        case DeclinePenalty():
            return decline_penalty(command, case, context)
        case ReportTransfer():
            return report_transfer(command, case, context)
        case DecideTransfer():
            return decide_transfer(command, case, context)
        case SendTransfer():
            return send_transfer(command, case, context)
        case RecordPoliceAnswer():
            return record_police_answer(command, case, context)
        case ObjectTransfer():
            return object_transfer(command, case, context)
        case HandOverGoods():
            return hand_over_goods(command, case, context)
        case PassCase():
            return pass_case(command, case, context)
        case ConfirmAddress():
            return confirm_address(command, case, context)
        case WithdrawConsent():
            return withdraw_consent(command, case, context)
        case AttemptService():
            return attempt_service(command, case, context)
        case PublishNotice():
            return publish_notice(command, case, context)
        case ServeDocument():
            return serve_document(command, case, context)
        case ReviewSecrecy():
            return review_secrecy(command, case, context)
        case ReviewDisclosure():
            return review_disclosure(command, case, context)
        case RevokeDecision():
            return revoke_decision(command, case, context)
        case RecordPayment():
            return record_payment(command, case, context)
        case RequestDeferral():
            return request_deferral(command, case, context)
        case DecideDeferral():
            return decide_deferral(command, case, context)
        case ImposeSurcharge():
            return impose_surcharge(command, case, context)
        case SeekRelief():
            return seek_relief(command, case, context)
        case EndRelief():
            return end_relief(command, case, context)
        case StayPerformance():
            return stay_performance(command, case, context)
        case LiftStay():
            return lift_stay(command, case, context)
        case TakeApplication():
            return take_application(command, case, context)
        case PassOnApplication():
            return pass_on_application(command, case, context)
        case ReceiveReliefCopy():
            return receive_relief_copy(command, case, context)
        case AnswerRelief():
            return answer_relief(command, case, context)
        case SupplementEvidence():
            return supplement_evidence(command, case, context)
        case ReceiveInstrument():
            return receive_instrument(command, case, context)
        case PerformInstrument():
            return perform_instrument(command, case, context)
        case MakeRepayment():
            return make_repayment(command, case, context)
        case ReturnGoods():
            return return_goods(command, case, context)
        case LinkRedo():
            return link_redo(command, case, context)
        case CloseCase():
            return close_case(command, case, context)
        case ArchiveCase():
            return archive_case(command, case, context)
        case ReopenArchive():
            return reopen_archive(command, case, context)
        case RequestRecusal():
            return request_recusal(command, case, context)
        case DecideRecusal():
            return decide_recusal(command, case, context)
        case ChangeHandlers():
            return change_handlers(command, case, context)
        case SuspendCase():
            return suspend_case(command, case, context)
        case ResumeCase():
            return resume_case(command, case, context)
        case ExtendTerm():
            return extend_term(command, case, context)
        case MarkEmergency():
            return mark_emergency(command, case, context)
        case VoidEntry():
            return void_entry(command, case, context, decide)
        case _:
            assert_never(command)
