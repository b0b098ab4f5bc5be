"""Legal review by others (法制审核): commands, events, and who issues a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.event import CaseEvent
from records.reviewing.commands import ReceiveCountyReview, RequestCountyReview
from records.reviewing.events import CountyReviewReceived, CountyReviewRequested

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    CountyReviewRequested: RequestCountyReview,
    CountyReviewReceived: ReceiveCountyReview,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {}
"""The commands that issue a document with a number."""
