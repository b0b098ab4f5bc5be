"""Legal review by others (法制审核): what a command alone shows to be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.checking import Check
from records.course.drafted_fields import wrong
from records.course.drafting import SubmitDraft
from records.course.shapes import Command

CHECKS: Final[Mapping[type[Command], Check]] = {SubmitDraft: lambda command: wrong(command.draft)}
"""By the type of the command."""
