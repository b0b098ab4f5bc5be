"""Compulsory measures: what each step was, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import day, yuan
from records.event import CaseEvent
from records.measure import events as e
from records.register.events import MeasureKind

KINDS: Final[dict[MeasureKind, str]] = {
    "seal": "查封",
    "seize": "扣押",
    "freeze": "冻结",
    "liberty": "限制公民人身自由",
    "other": "其他强制措施",
}
FATES: Final[dict[e.HeldFate, str]] = {
    "returned": "退还",
    "confiscated": "没收",
    "destroyed": "销毁",
    "transferred": "移送",
}
EXAMINATIONS: Final[dict[e.ExaminationKind, str]] = {
    "test": "检测",
    "inspection": "检验",
    "quarantine": "检疫",
    "appraisal": "技术鉴定",
}
GROUNDS: Final[dict[e.ReleaseGround, str]] = {
    "no-offence": "当事人没有违法行为",
    "unrelated": "与违法行为无关",
    "settled": "违法行为已经处理，不再需要",
    "over": "期限已经届满",
    "not-needed": "其他不再需要的情形",
    "not-approved": "负责人没有批准",
}
HARMS: Final = {"used": "被使用", "damaged": "损毁", "moved": "被转移", "lost": "灭失"}
MEANS: Final = {"auction": "拍卖", "sale": "变卖"}


def _requested(event: e.MeasureRequested) -> str:
    urgent = "（情况紧急，当场实施）" if event.urgent else ""
    return f"报告拟采取强制措施：{KINDS[event.measure]}{urgent}"


def _answered(event: e.MeasureRequestAnswered) -> str:
    return "批准采取强制措施" if event.approved else "不批准采取强制措施"


def _decided(event: e.MeasureDecided) -> str:
    amount = f"，冻结{yuan(event.amount_yuan)}" if event.amount_yuan is not None else ""
    until = f"，期限至{day(event.valid_until)}" if event.valid_until else ""
    return f"作出强制措施决定（{event.number}）{amount}{until}"


def _carried_out(event: e.MeasureCarriedOut) -> str:
    items = f"，清单{len(event.items)}项" if event.items else ""
    party = {"absent": "当事人不到场，有见证人", "refused": "当事人拒绝签名"}.get(event.signature, "当事人到场")
    who = "" if event.measure == "freeze" else f"，{party}"
    return f"实施{KINDS[event.measure]}，执法人员{len(event.officers)}名{items}{who}"


def _custody(event: e.CustodyArranged) -> str:
    return f"安排保管{len(event.items)}项，由{'行政机关' if event.by == 'agency' else '第三人'}保管"


def _harm(event: e.HarmFound) -> str:
    return f"{event.item}{HARMS[event.harm]}，应当赔偿{yuan(event.amount_yuan)}"


def _examined(event: e.ExaminationSet) -> str:
    told = "已书面告知" if event.told else "没有书面告知"
    return f"{EXAMINATIONS[event.kind]}期间{day(event.begins_on)}至{day(event.ends_on)}（{event.number}），{told}"


def _extended(event: e.MeasureExtended) -> str:
    return f"延长强制措施期限{event.days}日，至{day(event.until)}（{event.number}）"


def _released(event: e.MeasureReleased) -> str:
    return f"解除强制措施{len(event.items)}项（{event.number}）：{GROUNDS[event.ground]}"


def _lapsed(event: e.MeasureLapsed) -> str:
    items = [one for one in event.items if "#" in one]
    back = f"，应当退还：{'、'.join(items)}" if items else ""
    return f"强制措施期限于{day(event.due_on)}届满{back}"


def _sold(event: e.ItemSold) -> str:
    return f"{event.item}先行{MEANS[event.means]}，所得{yuan(event.proceeds_yuan)}"


def _settled(event: e.HeldSettled) -> str:
    amount = f"（变卖所得{yuan(event.amount_yuan)}）" if event.amount_yuan is not None else ""
    return f"处理{event.item}：{FATES[event.fate]}{amount}"


def _paid(event: e.CompensationPaid) -> str:
    return f"就{event.item}支付赔偿（补偿）{yuan(event.amount_yuan)}"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    e.MeasureRequested: _requested,
    e.MeasureRequestAnswered: _answered,
    e.MeasureDecided: _decided,
    e.MeasureCarriedOut: _carried_out,
    e.CustodyArranged: _custody,
    e.HarmFound: _harm,
    e.ExaminationSet: _examined,
    e.ExaminationEnded: lambda event: f"检测（鉴定）于{day(event.ended_on)}结束（{event.number}）",
    e.MeasureExtended: _extended,
    e.GroundGone: lambda event: f"记录应当解除强制措施的情形：{GROUNDS[event.ground]}",
    e.MeasureReleased: _released,
    e.MeasureLapsed: _lapsed,
    e.ItemSold: _sold,
    e.HeldSettled: _settled,
    e.CompensationPaid: _paid,
}
"""By the type of the event."""
