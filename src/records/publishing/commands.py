"""Publication beside any decision (公示): what may be asked for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from records.course.shapes import Brief, Command, Line, Said
from records.penalty.commands import ReviewDisclosure
from records.penalty.events import Instrument
from records.publishing.events import CarrierKind, FulfilmentState

DigestOrNone = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?(?![\s\S])")]


class ReReviewDisclosure(ReviewDisclosure, frozen=True, kw_only=True, tag="re-review-disclosure"):
    """Reviews again what is kept from the public: it stays so with its grounds, or more is public with this step."""

    reason: Said


class RecordCarrier(Command, frozen=True, kw_only=True, tag="record-carrier"):
    """Records that the publication stands on a carrier, with the proof that the carrier asks for."""

    carrier: CarrierKind
    place: Line
    url: Brief = ""
    digest: DigestOrNone = ""
    object: DigestOrNone = ""
    from_on: date
    to_on: date | None = None


class NoteCarrierFailed(Command, frozen=True, kw_only=True, tag="note-carrier-failed"):
    """Notes that the publication did not come onto a carrier."""

    carrier: CarrierKind
    place: Line
    reason: Said


class RecallCarrier(Command, frozen=True, kw_only=True, tag="recall-carrier"):
    """Records that what is no longer public is gone from a carrier."""

    item: Line
    url: Brief = ""
    object: DigestOrNone = ""
    note: Brief = ""


class PublishTest(Command, frozen=True, kw_only=True, tag="publish-test"):
    """Publishes the result of a test that came in after the page was public."""

    report: Line
    """Its number."""


class PublishFulfilment(Command, frozen=True, kw_only=True, tag="publish-fulfilment"):
    """Publishes how far the decision is fulfilled; amounts are those of the record."""

    state: FulfilmentState


class OverrideListMismatch(Command, frozen=True, kw_only=True, tag="override-list-mismatch"):
    """Lets the decision be published against the published list; reason and mismatch are public."""

    reason: Said


class RecordCreditRepair(Command, frozen=True, kw_only=True, tag="record-credit-repair"):
    """Records that the party's credit was repaired."""

    instrument: Instrument


class EndPublication(Command, frozen=True, kw_only=True, tag="end-publication"):
    """Takes a page off whose term is over, or holds it where the fault or a duty is still open."""
