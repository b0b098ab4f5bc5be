"""Basic information of matters (基本信息): commands, events, and who issues a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.basics import commands as c
from records.basics import events as e
from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.event import CaseEvent

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    e.BasicsDrafted: c.DraftBasics,
    e.BasicsRedrafted: c.RedraftBasics,
    e.BasicsApproved: c.ApproveBasics,
    e.BasicsAnnounced: c.PublishBasics,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {}
"""The commands that issue a document with a number."""
