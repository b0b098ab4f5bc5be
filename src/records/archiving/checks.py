"""What an archived file is made of (归档立卷): what a command alone shows to be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.checking import Check
from records.course.shapes import Command

CHECKS: Final[Mapping[type[Command], Check]] = {}
"""By the type of the command."""
