"""A plain case of inspection: its commands, who sends them, and its course from start to archive.

It is one for a cause: a draw needs two cases, the plan's and the visit's (`law_examples/inspection_draw.toml`).
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from records.course.shapes import Command, PartyGiven
from records.inspection import commands as c
from records.inspection import plan_commands as pc
from records.penalty.commands import (
    ArchiveCase,
    CloseCase,
    LinkRecording,
    RecordInspection,
    ReviewDisclosure,
    ReviewSecrecy,
    ServeDocument,
)

_AGENCY, _MATTER, _HEAD = "11140429012345671E", "140429-cf-001", "head-zhao"
_OFFICERS: Final = ("officer-wang", "officer-li")
_BASIS: Final = ("城市市容和环境卫生管理条例 第五条",)

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    pc.OpenPlan: {
        "title": "2026年度双随机抽查计划",
        "agency": _AGENCY,
        "matter": _MATTER,
        "handlers": _OFFICERS,
        "year": 2026,
        "items": (
            pc.ItemGiven(
                matter=_MATTER,
                scope="沿街商户",
                percent=10,
                begins_on=date(2026, 1, 1),
                ends_on=date(2026, 12, 31),
            ),
        ),
    },
    pc.ApprovePlan: {
        "content": "沿街商户，抽查比例10%，全年。",
        "basis": _BASIS,
        "decided_by": _HEAD,
    },
    pc.CommitDraw: {
        "item": 1,
        "objects": ("91140429MA0K12348Q", "JZ-0002", "JZ-0003"),
        "officers": _OFFICERS,
        "source": "lottery",
        "public_number": "中国福利彩票双色球第2026031期，红球从小到大、蓝球，两位数字，空格分隔",
        "known_from": "2026-12-31T21:30:00+08:00",
    },
    pc.MakeDraw: {"value": "03 08 11 17 25 31 09", "proof": "中国福利彩票发行管理中心网站"},
    pc.PublishDraw: {"draw": 1},
    pc.ExcuseOfficer: {"person": "officer-li", "ground": "ill", "reason": "住院治疗。"},
    c.OpenInspection: {
        "title": "对某商店占道经营情况的检查",
        "agency": _AGENCY,
        "matter": _MATTER,
        "handlers": _OFFICERS,
        "party": PartyGiven(
            kind="organisation",
            name="武乡县某商贸有限公司",
            number="91140429MA0K12348Q",
            address="监漳镇中心街8号",
            representative="赵六",
        ),
        "origin": "complaint",
        "cause": "2026年3月1日接到群众来电，反映该店长期占用人行道。",
    },
    c.ApproveInspection: {
        "content": "检查店外占道经营情况，现场查看。",
        "begins_on": date(2025, 1, 1),
        "ends_on": date(2027, 12, 31),
        "announced": True,
    },
    c.IssueInspectionNotice: {
        "content": "检查店外占道经营情况。",
        "basis": _BASIS,
        "officers": _OFFICERS,
        "visit_on": date(2026, 3, 2),
        "rights": "可以申请检查人员回避；对不规范检查可以拨打12345投诉。",
    },
    c.ScanIn: {"officers": _OFFICERS, "place": "监漳镇中心街8号", "code": "SXQYM-140429-000008"},
    c.ShowCertificates: {"officers": _OFFICERS, "means": "shown", "recording_told": True},
    c.SignRecord: {"officers": _OFFICERS},
    c.ReportTest: {
        "institution": "长治市检验检测中心",
        "report": "CZ2026-0310",
        "outcome": "qualified",
        "conclusion": "所检项目符合要求。",
        "told_on": date(2026, 3, 10),
    },
    c.ConcludeInspection: {
        "outcome": "compliant",
        "content": "请继续保持。",
        "facts": "现场没有占用人行道经营。",
        "basis": _BASIS,
        "decided_by": _HEAD,
    },
    c.OrderRectification: {
        "content": "清理店外堆放的货物。",
        "basis": _BASIS,
        "correct_by": date(2026, 3, 20),
    },
    c.CheckRectification: {
        "order": "监漳责整〔2026〕1号",
        "officers": _OFFICERS,
        "done": True,
        "findings": "店外货物已经清理。",
    },
    c.HandOverFinding: {"to": "镇综合执法队", "facts": "占用人行道堆放货物，责令整改逾期未改。"},
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {
    pc.ApprovePlan: _HEAD,
    pc.ExcuseOfficer: _HEAD,
    c.ApproveInspection: _HEAD,
    c.ConcludeInspection: _HEAD,
    c.HandOverFinding: _HEAD,
}
"""Who sends it, where that is not a handler."""

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {
    "inspection": (
        ("opened", c.OpenInspection, {}),
        ("approved", c.ApproveInspection, {}),
        ("noticed", c.IssueInspectionNotice, {}),
        ("arrived", c.ScanIn, {}),
        ("certificates", c.ShowCertificates, {}),
        ("recorded", RecordInspection, {}),
        ("record-signed", c.SignRecord, {}),
        ("recording", LinkRecording, {"stage": "inspection"}),
        ("concluded", c.ConcludeInspection, {}),
        ("result-served", ServeDocument, {"document": "inspection-result"}),
        ("result-cleared", ReviewSecrecy, {}),
        ("result-public", ReviewDisclosure, {"party_shown": "武乡县某商贸有限公司"}),
        ("inspection-closed", CloseCase, {"ground": "completed", "report": "检查办理完毕。"}),
        ("inspection-archived", ArchiveCase, {}),
    ),
}
"""By procedure its course: stages with their commands."""
