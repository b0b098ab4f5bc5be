"""What an archived file is made of (归档立卷): the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.mark import Marking
from records.event import CaseEvent

MOMENTS: Final[frozenset[str]] = frozenset()
"""The moments that law data may name beside those of every case."""

MARKS: Final[Mapping[type[CaseEvent], Marking]] = {}
"""By the type of the event."""
