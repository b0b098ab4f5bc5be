"""Steps beside the course of any case: their commands, and who sends them."""

from __future__ import annotations

from typing import Any, Final

from records.beside.commands import FlagMatter, HandBackCase, NoteParticulars
from records.course.shapes import Command

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    HandBackCase: {},
    FlagMatter: {},
    NoteParticulars: {"paper": "identity-card", "remark": "首次报送"},
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {HandBackCase: "system", FlagMatter: "system"}
"""Who sends it, where that is not a handler."""
