"""Evaluation of files (案卷评查): a command of each kind, who sends it, and plain cases."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from plain_oversight import ANSWERING, INSPECTED, SUPERVISOR
from records.course.shapes import Command
from records.evaluation import commands as c
from records.event import BackEntry
from records.penalty.commands import ArchiveCase, CloseCase, FileCase, SignDecision

_AGENCY: Final = "11140429012345671E"
_HEAD: Final = "head-zhao"
_PAPER: Final = BackEntry(reason="系统上线前的纸质案卷", scan="0" * 64)
OTHER: Final = "supervisor-qian"
"""Who evaluated no file."""
FILE: Final = "武市监罚决〔2025〕7号"
"""A decision of the inspected agency, of a year before: its case is `ON_PAPER`."""

ON_PAPER: Final[tuple[tuple[type[Command], dict[str, Any]], ...]] = (
    (FileCase, {"agency": INSPECTED, "occurred_at": "2025-03-03", "entry": _PAPER}),
    (SignDecision, {"number": FILE, "occurred_at": "2025-03-10", "entry": _PAPER}),
)
"""What the inspected agency enters of that case, with whatever defects: where there is a ledger, it comes first."""

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    c.OpenEvaluation: {
        "title": "武乡县市场监督管理局案卷评查",
        "agency": _AGENCY,
        "evaluated": INSPECTED,
        "period_from": date(2025, 1, 1),
        "period_to": date(2025, 6, 30),
        "how_many": 5,
        "public_number": "中国福利彩票双色球2026年3月3日开奖号码，红球从小到大、蓝球，空格分隔",
        "known_from": "2026-03-03T21:30:00+08:00",
    },
    c.DrawFiles: {
        "value": "03 08 11 17 25 31 09",
        "proof": "中国福利彩票发行管理中心网站开奖公告",
        "further": (FILE,),
    },
    c.EvaluateFile: {"file": FILE, "evaluated_by": SUPERVISOR, "agrees": True},
    c.TellEvaluation: {"content": f"{FILE}：得分100，优秀。", "told_by": SUPERVISOR},
    c.ObjectEvaluation: {"file": FILE, "grounds": "扣分的文书在卷内。"},
    c.AnswerEvaluationObjection: {
        "file": FILE,
        "upheld": False,
        "reasons": "卷内没有这一文书。",
        "answered_by": OTHER,
    },
    c.ConcludeEvaluation: {
        "content": "共评查一卷，优秀一卷。",
        "facts": "抽取一卷，逐卷评查。",
        "basis": ("执法全过程记录制度 第一条",),
        "decided_by": _HEAD,
    },
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {
    c.OpenEvaluation: SUPERVISOR,
    c.DrawFiles: SUPERVISOR,
    c.EvaluateFile: SUPERVISOR,
    c.TellEvaluation: SUPERVISOR,
    c.ObjectEvaluation: ANSWERING,
    c.AnswerEvaluationObjection: OTHER,
    c.ConcludeEvaluation: _HEAD,
}
"""Who sends it, where that is not a handler."""

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {
    "file-evaluation": (
        ("evaluation-plan", c.OpenEvaluation, {}),
        ("evaluation-draw", c.DrawFiles, {}),
        ("evaluation-file", c.EvaluateFile, {}),
        ("evaluation-told", c.TellEvaluation, {}),
        ("evaluation-report", c.ConcludeEvaluation, {}),
        ("closing", CloseCase, {"ground": "completed", "report": "案卷评查办结。"}),
        ("archive", ArchiveCase, {"file_number": "2026-评查-001"}),
    )
}
"""By procedure a plain case: stages with their commands."""

DAYS_BEFORE: Final = {("file-evaluation", "evaluation-draw"): 2, ("file-evaluation", "evaluation-report"): 10}
"""By procedure and stage the days that a plain case waits before it: for the public number, for an objection."""


def timely(kind: type[Command], now: datetime) -> dict[str, Any]:
    """The public number of a plan becomes known after it."""
    return {"known_from": (now + timedelta(hours=36)).isoformat()} if kind is c.OpenEvaluation else {}
