"""Inspections: what each step was, in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from projections.sentences.words import day
from records.event import CaseEvent
from records.inspection import events as e
from records.inspection import plan_events as pe

ORIGINS: Final[dict[e.Origin, str]] = {
    "plan": "年度计划抽查",
    "special": "专项检查",
    "complaint": "投诉举报",
    "handed-over": "转办交办",
    "superior": "上级部署",
    "monitoring": "数据监测",
    "application": "应检查对象申请",
}
OUTCOMES: Final[dict[e.Outcome, str]] = {
    "compliant": "未发现问题",
    "rectify": "发现问题，责令整改",
    "offence": "涉嫌违法，移交处理",
    "not-found": "通过登记的住所无法联系",
    "obstructed": "不配合检查情节严重",
}
_SHOWN: Final[dict[e.ShownBy, str]] = {"shown": "当面出示", "read-out": "宣读", "online": "网上核验"}
_EXCUSES: Final[dict[pe.Excuse, str]] = {
    "recused": "回避",
    "ill": "患病",
    "away": "出差或者休假",
    "left": "调离",
    "other": "其他原因",
}


def _opened(event: e.InspectionOpened) -> str:
    drawn = f"，第{event.draw}次抽签抽中" if event.draw else ""
    return f"启动检查（{ORIGINS[event.origin]}{drawn}），检查人员{len(event.handlers)}名"


def _committed(event: pe.DrawCommitted) -> str:
    return (
        f"固定第{event.draw}次抽签名单：检查对象{len(event.objects)}个（抽取{event.count}个），"
        f"检查人员{len(event.certificates)}名"
    )


def _approved(event: e.InspectionApproved) -> str:
    told = "事先通知" if event.announced else "不事先通知"
    return f"批准检查（{told}），{day(event.begins_on)}至{day(event.ends_on)}"


SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {
    pe.PlanOpened: lambda event: f"拟订{event.year}年度抽查计划，{len(event.items)}个事项",
    pe.PlanApproved: lambda event: f"批准年度抽查计划（{event.number}）",
    pe.DrawCommitted: _committed,
    pe.DrawMade: lambda event: f"第{event.draw}次抽签，抽中检查对象{len(event.drawn)}个",
    pe.DrawPublished: lambda event: f"公布第{event.draw}次抽签的名单和结果",
    pe.OfficerExcused: lambda event: f"抽中的检查人员不能参加检查（{_EXCUSES[event.ground]}），按顺序递补",
    e.InspectionOpened: _opened,
    e.InspectionApproved: _approved,
    e.InspectionNoticed: lambda event: f"制发行政检查通知书（{event.number}），检查日期{day(event.visit_on)}",
    e.InspectorsArrived: lambda event: f"扫码入企，检查人员{len(event.officers)}名",
    e.CertificatesShown: lambda event: f"出示执法证件（{_SHOWN[event.means]}），检查人员{len(event.officers)}名",
    e.RecordSigned: lambda event: f"检查人员{len(event.officers)}名在笔录上签名",
    e.TestReported: lambda event: f"收到检验检测报告：{'合格' if event.outcome == 'qualified' else '不合格'}",
    e.InspectionConcluded: lambda event: f"作出检查结果（{event.number}）：{OUTCOMES[event.outcome]}",
    e.RectificationOrdered: lambda event: f"责令整改（{event.number}），限{day(event.correct_by)}前整改",
    e.RectificationChecked: lambda event: f"复查整改情况（{event.order}）：{'已整改' if event.done else '未整改'}",
    e.FindingHandedOver: lambda event: f"移交违法线索{'至行政处罚案件' if event.related_case else ''}",
}
"""By the type of the event."""
