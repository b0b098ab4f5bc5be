"""What an archived file is made of (归档立卷): what a step was, in one Chinese sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from records.event import CaseEvent

SENTENCES: Final[Mapping[type[CaseEvent], Callable[[Any], str]]] = {}
"""By the type of the event."""
