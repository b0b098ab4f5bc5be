"""Corrections of published information (更正): a command of each kind, who sends it, and plain cases."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from records.correction import commands as c
from records.course.shapes import Command, SomebodyGiven
from records.penalty.commands import ArchiveCase, CloseCase

_AGENCY: Final = "11140429012345671E"
_OFFICER: Final = "reviewer-qian"

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    c.RequestCorrection: {
        "title": "更正占道经营处罚决定的公示信息",
        "agency": _AGENCY,
        "source": "citizen",
        "requesters": (SomebodyGiven(name="刘大明", contact="监漳村30号"),),
        "received_on": date(2026, 3, 2),
        "published_at": "本站公示的权责清单第三项",
        "claim": "公示的地点写错了。",
        "proposed": "应为监漳镇中心街。",
        "materials": ("决定书复印件",),
    },
    c.AskEvidence: {"missing": ("能够证明不准确的材料",), "bring_by": date(2026, 3, 20)},
    c.RecordEvidence: {"materials": ("决定书复印件",)},
    c.CheckInformation: {"findings": "公示时录入有误，与决定书不一致。", "error_in": "publication"},
    c.DecideCorrection: {"accepted": True, "reasons": "公示的地点与决定书不一致。", "decided_by": _OFFICER},
    c.ReplyCorrection: {"content": "经核查，决定予以更正。", "reasons": "公示的地点与决定书不一致。"},
    c.ServeReply: {"method": "in-person", "recipients": (SomebodyGiven(name="刘大明"),)},
    c.CompleteCorrection: {"note": "地点更正为监漳镇中心街。", "where": "本站权责清单"},
    c.CorrectDisclosure: {
        "related_case": "019c0000-0000-7000-8000-00000000000c",
        "note": "公示的事实录入有误，现予更正。",
        "facts_shown": "当事人在中心街人行道上摆摊，经责令改正后清理。",
    },
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = dict.fromkeys(GIVEN, _OFFICER)
"""Who sends it, where that is not a handler."""

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {
    "correction": (
        ("correction-request", c.RequestCorrection, {}),
        ("correction-check", c.CheckInformation, {}),
        ("correction-decision", c.DecideCorrection, {}),
        ("correcting", c.CompleteCorrection, {}),
        ("correction-reply", c.ReplyCorrection, {}),
        ("correction-service", c.ServeReply, {}),
        ("closing", CloseCase, {"ground": "completed", "report": "已经更正并答复。"}),
        ("archive", ArchiveCase, {"file_number": "2026-更-001"}),
    ),
}
"""By procedure a plain case: stages with their commands."""
