"""Sentences of how a case begins and of what the investigation records."""

from __future__ import annotations

from typing import Final, assert_never

from projections.sentences.words import CORRECTION_GROUNDS, FATES, SECRECY, SOURCES, STAGES, TOLD_BY, day, size
from records.penalty.events import (
    CaseFiled,
    CorrectionChecked,
    CorrectionOrdered,
    CorrectionWaived,
    EvidenceAdded,
    EvidenceMarked,
    EvidencePreserved,
    FilingApproved,
    InspectionRecorded,
    ItemDisposed,
    LeadDismissed,
    LeadRegistered,
    MonitoringAnswered,
    MonitoringTold,
    PersonQuestioned,
    PreservationApproved,
    PreservationLapsed,
    RecordingLinked,
    RecordingWaived,
    SampleTaken,
    SecrecyTagged,
    Signature,
)

Opening = LeadRegistered | LeadDismissed | CaseFiled | FilingApproved
Evidence = (
    InspectionRecorded
    | PersonQuestioned
    | SampleTaken
    | EvidenceAdded
    | EvidenceMarked
    | MonitoringTold
    | MonitoringAnswered
    | PreservationApproved
    | EvidencePreserved
    | ItemDisposed
    | PreservationLapsed
    | RecordingLinked
    | RecordingWaived
    | CorrectionOrdered
    | CorrectionChecked
    | CorrectionWaived
    | SecrecyTagged
)

_SIGNATURES: Final[dict[Signature, str]] = {
    "signed": "已签名",
    "refused": "拒绝签名",
    "absent": "不在场",
    "unable": "不能签名",
}
_QUESTIONED: Final = {"party": "当事人", "witness": "证人", "other": "其他人员"}


def opening(event: Opening) -> str:
    """How the case begins."""
    match event:
        case LeadRegistered():
            return f"登记线索（{SOURCES[event.source]}），{day(event.discovered_on)}发现"
        case LeadDismissed():
            return f"决定不予立案{'，已告知举报人' if event.told_reporter else ''}"
        case CaseFiled():
            return f"立案，承办人{len(event.handlers)}名"
        case FilingApproved():
            return "批准立案"
        case _:
            assert_never(event)


def evidence(event: Evidence) -> str:
    """What the investigation records."""
    match event:
        case InspectionRecorded():
            return f"现场检查（勘验），执法人员{len(event.officers)}名，当事人{_SIGNATURES[event.signature]}"
        case PersonQuestioned():
            return f"询问{_QUESTIONED[event.role]}，被询问人{_SIGNATURES[event.signature]}"
        case SampleTaken():
            return f"抽样取证{len(event.items)}件，当事人{_SIGNATURES[event.signature]}"
        case EvidenceAdded():
            return f"收集{event.item}（{event.kind}）"
        case EvidenceMarked():
            return f"{event.item}{'查证属实' if event.verdict == 'verified' else '不得作为定案依据'}"
        case MonitoringTold():
            return f"向当事人告知电子监控记录：{'、'.join(event.items)}（{TOLD_BY[event.means]}）"
        case MonitoringAnswered():
            return f"当事人就电子监控记录{event.item}{'查看并' if event.looked else ''}作出答复"
        case PreservationApproved():
            return "批准先行登记保存"
        case EvidencePreserved():
            return f"先行登记保存{len(event.items)}件（{event.number}）"
        case ItemDisposed():
            return f"处理登记保存物品{event.item}：{FATES[event.fate]}"
        case PreservationLapsed():
            return f"登记保存物品{event.item}逾期未作处理，登记保存自{day(event.due_on)}届满终止"
        case RecordingLinked():
            what = "由原始录像制作的副本" if event.derived_from else "音像记录"
            return f"关联{what}（{STAGES[event.stage]}，{size(event.size)}）"
        case RecordingWaived():
            return f"批准{STAGES[event.stage]}不作音像记录"
        case CorrectionOrdered():
            until = f"限{day(event.correct_by)}前改正" if event.correct_by else "立即改正"
            return f"责令改正（{event.number}），{until}"
        case CorrectionChecked():
            return f"复查改正情况：{'已改正' if event.done else '未改正'}"
        case CorrectionWaived():
            return f"写明不责令改正的理由：{CORRECTION_GROUNDS[event.ground]}"
        case SecrecyTagged():
            return _tagged(event)
        case _:
            assert_never(event)


def _tagged(event: SecrecyTagged) -> str:
    """A recording is known by its digest, of which the beginning tells it from others."""
    recording = len(event.subject) == _DIGEST
    about = f"音像记录 {event.subject[:8]}…" if recording else event.subject or "全案"
    return f"{about}标注为涉及{SECRECY[event.secrecy]}" if event.secrecy else f"{about}解除涉密标注"


_DIGEST: Final = 64
"""Characters of a BLAKE3 in hex."""
