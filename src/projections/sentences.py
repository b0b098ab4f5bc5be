"""What a step was, in one Chinese sentence made of values that name no person."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, assert_never

from records.penalty.events import (
    CaseFiled,
    CopyField,
    DecisionRevoked,
    DecisionSigned,
    DisclosureReviewed,
    DocumentServed,
    Instrument,
    PenaltyEvent,
    RecordingLinked,
    RecordingStage,
    RevocationEffect,
    ServiceMethod,
)

METHODS: Final[dict[ServiceMethod, str]] = {
    "in-person": "直接送达",
    "household": "同住成年家属签收",
    "receiving-clerk": "收件人员签收",
    "left": "留置送达",
    "post": "邮寄送达",
    "entrusted": "委托送达",
    "electronic": "电子送达",
    "public-notice": "公告送达",
}
STAGES: Final[dict[RecordingStage, str]] = {
    "inspection": "现场检查",
    "evidence": "调查取证",
    "notice": "告知",
    "hearing": "听证",
    "decision": "决定",
    "service": "送达",
    "other": "其他环节",
}
EFFECTS: Final[dict[RevocationEffect, str]] = {
    "revoked": "撤销",
    "changed": "变更",
    "confirmed-illegal": "确认违法",
    "void": "确认无效",
    "redo-ordered": "责令重新作出",
}
INSTRUMENTS: Final[dict[str, str]] = {
    "reconsideration": "行政复议决定",
    "judgment": "人民法院判决",
    "superior": "上级机关决定",
    "own": "本机关自行纠正决定",
}
FIELDS: Final[dict[CopyField, str]] = {
    "party": "当事人",
    "facts": "违法事实",
    "reasons": "理由",
    "amounts": "金额",
    "content": "处罚内容",
}


def sentence(event: PenaltyEvent) -> str:
    """The step in Chinese."""
    match event:
        case CaseFiled():
            return f"立案，承办人{len(event.handlers)}名"
        case RecordingLinked():
            return f"关联音像记录（{STAGES[event.stage]}，{_size(event.size)}）"
        case DecisionSigned():
            return _signed(event)
        case DocumentServed():
            refused = "，受送达人拒绝签收" if event.refused else ""
            return f"送达{event.number}（{METHODS[event.method]}）{refused}"
        case DisclosureReviewed():
            return _reviewed(event)
        case DecisionRevoked():
            return f"{event.number}被{EFFECTS[event.effect]}，依据{_instrument(event.instrument)}"
        case _:
            assert_never(event)


def _signed(event: DecisionSigned) -> str:
    amounts = [
        f"{title}{_yuan(amount)}"
        for title, amount in (("罚款", event.fine_yuan), ("没收违法所得", event.confiscated_yuan))
        if amount is not None
    ]
    others = [kind for kind in event.kinds if not any(amount.startswith(kind) for amount in amounts)]
    return f"签署行政处罚决定书{event.number}：{'、'.join([*others, *amounts])}"


def _reviewed(event: DisclosureReviewed) -> str:
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


def _instrument(instrument: Instrument) -> str:
    return f"{instrument.body}{INSTRUMENTS[instrument.kind]}（{instrument.number}）"


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}元"


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, count // 1000)} kB"
