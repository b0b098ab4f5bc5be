"""Sentences of service and disclosure, of performance, and of what moves a case beside its course."""

from __future__ import annotations

from typing import assert_never

from projections.sentences.words import (
    CLOSINGS,
    DOCUMENTS,
    EFFECTS,
    FIELDS,
    INSTRUMENTS,
    METHODS,
    PURPOSES,
    RELIEF_ENDS,
    RELIEFS,
    SECRECY_RESULTS,
    STAYED_BY,
    SUSPENSIONS,
    day,
    yuan,
)
from records.penalty.events import (
    AddressConfirmed,
    ArchiveReopened,
    CaseArchived,
    CaseClosed,
    CaseResumed,
    CaseSuspended,
    ConsentWithdrawn,
    DecisionRevoked,
    DeferralDecided,
    DeferralRequested,
    DisclosureReviewed,
    DocumentServed,
    EmergencyMarked,
    EntryVoided,
    HandlersChanged,
    Instrument,
    NoticePublished,
    PaymentRecorded,
    PerformanceStayed,
    RecusalDecided,
    RecusalRequested,
    ReliefEnded,
    ReliefSought,
    SecrecyReviewed,
    ServiceAttempted,
    StayLifted,
    SurchargeImposed,
    TermExtended,
)

Serving = (
    AddressConfirmed
    | ConsentWithdrawn
    | ServiceAttempted
    | NoticePublished
    | DocumentServed
    | SecrecyReviewed
    | DisclosureReviewed
    | DecisionRevoked
)
Performance = (
    PaymentRecorded
    | DeferralRequested
    | DeferralDecided
    | SurchargeImposed
    | ReliefSought
    | ReliefEnded
    | PerformanceStayed
    | StayLifted
)
Closing = (
    CaseClosed
    | CaseArchived
    | ArchiveReopened
    | RecusalRequested
    | RecusalDecided
    | HandlersChanged
    | CaseSuspended
    | CaseResumed
    | TermExtended
    | EmergencyMarked
    | EntryVoided
)


def serving(event: Serving) -> str:
    """Service, and what is public of a decision."""
    match event:
        case AddressConfirmed():
            return f"当事人确认送达地址{'，同意电子送达' if event.electronic else ''}"
        case ConsentWithdrawn():
            return "当事人撤回电子送达的同意"
        case ServiceAttempted():
            return f"{DOCUMENTS[event.document]}{event.number}未能送达（{METHODS[event.method]}）"
        case NoticePublished():
            return f"公告送达{DOCUMENTS[event.document]}{event.number}，{day(event.issued_on)}发出公告"
        case DocumentServed():
            refused = "，受送达人拒绝签收" if event.refused else ""
            return f"送达{event.number}（{METHODS[event.method]}）{refused}"
        case SecrecyReviewed():
            return f"保密审查：{event.number}{SECRECY_RESULTS[event.result]}"
        case DisclosureReviewed():
            return _disclosure(event)
        case DecisionRevoked():
            return f"{event.number}被{EFFECTS[event.effect]}{_changed(event)}，依据{_instrument(event.instrument)}"
        case _:
            assert_never(event)


def _disclosure(event: DisclosureReviewed) -> str:
    match event.outcome:
        case "open":
            return f"公示审查：{event.number}予以公示"
        case "redacted":
            masked = "、".join(FIELDS[field] for field in event.masked)
            return f"公示审查：{event.number}遮盖{masked}后公示"
        case "withheld":
            return f"公示审查：{event.number}不予公示"
        case _:
            assert_never(event.outcome)


def _changed(event: DecisionRevoked) -> str:
    """What of a changed decision stands."""
    amounts = (("罚款", event.fine_yuan), ("没收违法所得", event.confiscated_yuan))
    said = [f"{title}{yuan(amount)}" for title, amount in amounts if amount is not None]
    return f"为{'、'.join(said)}" if event.effect == "changed" and said else ""


def _instrument(instrument: Instrument) -> str:
    return f"{instrument.body}{INSTRUMENTS[instrument.kind]}（{instrument.number}）"


def performance(event: Performance) -> str:
    """Money, relief and stay."""
    match event:
        case PaymentRecorded():
            return f"缴纳{PURPOSES[event.purpose]}{yuan(event.amount_yuan)}（{day(event.paid_on)}）"
        case DeferralRequested():
            return "当事人申请延期或者分期缴纳罚款"
        case DeferralDecided():
            plan = f"批准，分{len(event.plan)}期" if event.granted else "不予批准"
            return f"延期（分期）缴纳罚款{event.number}：{plan}"
        case SurchargeImposed():
            return f"加处罚款{yuan(event.amount_yuan)}（{event.number}），计{event.days}日"
        case ReliefSought():
            return f"当事人提起{RELIEFS[event.kind]}，{day(event.accepted_on)}受理"
        case ReliefEnded():
            return f"{RELIEFS[event.kind]}终结：{RELIEF_ENDS[event.outcome]}"
        case PerformanceStayed():
            return f"停止执行（{STAYED_BY[event.by]}）"
        case StayLifted():
            return "恢复执行"
        case _:
            assert_never(event)


def closing(event: Closing) -> str:
    """Closing and archive, and what moves a case beside its course."""
    match event:
        case CaseClosed():
            return f"结案：{CLOSINGS[event.ground]}"
        case CaseArchived():
            kept = f"保管{event.retention_years}年" if event.retention_years else "永久保管"
            gaps = f"，缺{len(event.gaps)}项材料" if event.gaps else ""
            return f"归档（{event.file_number}），{event.pages}页，{kept}{gaps}"
        case ArchiveReopened():
            return "重新打开已归档的案卷"
        case RecusalRequested():
            return "执法人员自行申请回避" if event.by == "self" else "当事人申请回避"
        case RecusalDecided():
            return f"回避申请：{'决定回避' if event.granted else '驳回'}"
        case HandlersChanged():
            return f"变更承办人，现承办人{len(event.handlers)}名"
        case CaseSuspended():
            until = f"，至{day(event.until)}" if event.until else ""
            return f"中止办理（{SUSPENSIONS[event.reason]}）{until}{'' if event.basis.strip() else '，期限照常计算'}"
        case CaseResumed():
            return "恢复办理"
        case EmergencyMarked():
            declared = f"（{event.declaration}，{event.instrument}）" if event.declaration else ""
            return f"认定为违反突发事件应对措施，快速处理{declared}"
        case TermExtended():
            return f"延长办案期限{event.days}日"
        case EntryVoided():
            return f"作废第{event.version}次录入"
        case _:
            assert_never(event)
