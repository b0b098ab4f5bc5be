"""What an archived file is made of (归档立卷): a command of each kind, who sends it, and plain cases."""

from __future__ import annotations

from typing import Any, Final

from records.course.shapes import Command

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {}
"""Who sends it, where that is not a handler."""

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {}
"""By procedure a plain case: stages with their commands."""
