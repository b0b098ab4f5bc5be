"""Steps beside the course of any case: their commands, and who sends them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from records.beside.commands import (
    AnswerComplaint,
    AnswerRedo,
    FlagMatter,
    HandBackCase,
    NoteParticulars,
    ReceiveComplaint,
)
from records.course.shapes import Command, SomebodyGiven

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    HandBackCase: {},
    FlagMatter: {},
    NoteParticulars: {"paper": "identity-card", "remark": "首次报送"},
    AnswerRedo: {"answer": "当事人已经死亡，没有应当重新作出的决定，已经报告复议机关。"},
    ReceiveComplaint: {
        "complainants": (SomebodyGiven(name="刘大明", contact="13900000001"),),
        "received_on": date(2026, 3, 2),
        "summary": "认为处理过重。",
    },
    AnswerComplaint: {"item": "申诉检举1", "answer": "经审查，没有发现错误，已经当面说明。", "founded": False},
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {HandBackCase: "system", FlagMatter: "system"}
"""Who sends it, where that is not a handler."""
