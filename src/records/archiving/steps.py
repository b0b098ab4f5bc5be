"""What an archived file is made of (归档立卷): commands, events, and who issues a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.event import CaseEvent

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {}
"""The commands that issue a document with a number."""
