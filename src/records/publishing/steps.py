"""Publication beside any decision (公示): commands, events, and who issues a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.event import CaseEvent
from records.publishing import commands as c
from records.publishing import events as e

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    e.DisclosureReReviewed: c.ReReviewDisclosure,
    e.CarrierRecorded: c.RecordCarrier,
    e.CarrierFailed: c.NoteCarrierFailed,
    e.CarrierRecalled: c.RecallCarrier,
    e.TestPublished: c.PublishTest,
    e.FulfilmentPublished: c.PublishFulfilment,
    e.ListMismatchOverridden: c.OverrideListMismatch,
    e.CreditRepaired: c.RecordCreditRepair,
    e.PublicationHeld: c.EndPublication,
    e.PublicationEnded: c.EndPublication,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {}
"""The commands that issue a document with a number."""
