"""What an archived file is made of (归档立卷): who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.decider import Decider
from records.course.shapes import Command

DECIDERS: Final[Mapping[type[Command], Decider]] = {}
"""By the type of the command."""

OUTER: Final[frozenset[str]] = frozenset()
"""Rules on what other cases or registers say: their verdict stays as it was at entry."""
