"""Supervision of disclosure (公示监督检查): a command of each kind, who sends it, and plain cases."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from records.course.shapes import Command
from records.oversight import commands as c
from records.oversight.events import Score
from records.penalty.commands import ArchiveCase, CloseCase

_AGENCY: Final = "11140429012345671E"
_HEAD: Final = "head-zhao"
SUPERVISOR: Final = "supervisor-sun"
INSPECTED: Final = "111404290123458075"
"""Code of the agency that plain cases inspect."""
ANSWERING: Final = "disclosure-lu"
"""Of the inspected agency."""
ITEM: Final = "权责清单"

AGENCIES: Final = {ANSWERING: INSPECTED}
"""By person the agency of the account, where that is not the one of the case."""

ALL_MET: Final = tuple(
    Score(criterion=one, verdict="met") for one in ("lawful", "timely", "accurate", "complete", "convenient")
)
SHORT: Final = (Score(criterion="lawful", verdict="not-met"), *ALL_MET[1:])
_SIGNED: Final[dict[str, Any]] = {
    "content": "请立即补全权责清单并更新公示页面。",
    "facts": "权责清单缺少两项。",
    "basis": ("行政执法信息公示制度 第十六条",),
}

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    c.OpenOversight: {
        "title": "武乡县市场监督管理局公示监督检查",
        "agency": _AGENCY,
        "inspected": INSPECTED,
        "period_from": date(2025, 1, 1),
        "period_to": date(2025, 6, 30),
        "sample_size": 5,
        "public_number": "中国福利彩票双色球2026年3月3日开奖号码，红球从小到大、蓝球，空格分隔",
        "known_from": "2026-03-03T21:30:00+08:00",
    },
    c.ApproveOversight: {"approved": True, "approved_by": _HEAD},
    c.DrawOversightSample: {
        "value": "03 08 11 17 25 31 09",
        "proof": "中国福利彩票发行管理中心网站开奖公告",
        "further": (ITEM, "公示目录"),
    },
    c.ScoreSampleItem: {"item": ITEM, "scores": SHORT, "findings": "缺少两项。"},
    c.ConcludeOversight: {**_SIGNED, "content": "限期改正权责清单。", "decided_by": _HEAD},
    c.OrderDisclosureCorrection: {
        "items": (ITEM,),
        "content": _SIGNED["content"],
        "basis": _SIGNED["basis"],
        "due_on": date(2030, 3, 20),
        "ordered_by": _HEAD,
    },
    c.RecordRectification: {
        "result": "已经补全权责清单。",
        "proof": "公示页面截图",
        "rectified_on": date(2026, 3, 4),
    },
    c.VerifyRectification: {"accepted": True, "findings": "清单已经完整。", "verified_by": SUPERVISOR},
    c.ProposeSanction: {**_SIGNED, "ground": "grave", "to": "武乡县监察委员会", "proposed_by": _HEAD},
    c.ReferOversight: {**_SIGNED, "to": "supervisory-commission", "referred_by": _HEAD},
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {
    c.OpenOversight: SUPERVISOR,
    c.ApproveOversight: _HEAD,
    c.DrawOversightSample: SUPERVISOR,
    c.ScoreSampleItem: SUPERVISOR,
    c.ConcludeOversight: _HEAD,
    c.OrderDisclosureCorrection: _HEAD,
    c.RecordRectification: ANSWERING,
    c.VerifyRectification: SUPERVISOR,
    c.ProposeSanction: _HEAD,
    c.ReferOversight: _HEAD,
}
"""Who sends it, where that is not a handler."""

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {
    "disclosure-oversight": (
        ("oversight-plan", c.OpenOversight, {}),
        ("oversight-approval", c.ApproveOversight, {}),
        ("oversight-sample", c.DrawOversightSample, {}),
        ("oversight-score", c.ScoreSampleItem, {}),
        ("oversight-second-score", c.ScoreSampleItem, {"item": "公示目录", "scores": ALL_MET, "findings": ""}),
        ("oversight-opinion", c.ConcludeOversight, {}),
        ("oversight-order", c.OrderDisclosureCorrection, {}),
        ("oversight-rectification", c.RecordRectification, {}),
        ("oversight-verification", c.VerifyRectification, {}),
        ("closing", CloseCase, {"ground": "completed", "report": "公示监督检查办结。"}),
        ("archive", ArchiveCase, {"file_number": "2026-公监-001"}),
    )
}
"""By procedure a plain case: stages with their commands."""

DAYS_BEFORE: Final = {("disclosure-oversight", "oversight-sample"): 2}
"""By procedure and stage the days that a plain case waits before it: until the public number is known."""
