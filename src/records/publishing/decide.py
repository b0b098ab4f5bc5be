"""Publication beside any decision (公示): who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.decider import Decider
from records.course.shapes import Command
from records.publishing.again import re_review_disclosure
from records.publishing.carriers import note_carrier_failed, recall_carrier, record_carrier
from records.publishing.commands import (
    EndPublication,
    NoteCarrierFailed,
    OverrideListMismatch,
    PublishFulfilment,
    PublishTest,
    RecallCarrier,
    RecordCarrier,
    RecordCreditRepair,
    ReReviewDisclosure,
)
from records.publishing.ending import end_publication, record_credit_repair
from records.publishing.fulfilment import publish_fulfilment
from records.publishing.lists import override_list_mismatch
from records.publishing.testing import publish_test

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    ReReviewDisclosure: re_review_disclosure,
    RecordCarrier: record_carrier,
    NoteCarrierFailed: note_carrier_failed,
    RecallCarrier: recall_carrier,
    PublishTest: publish_test,
    PublishFulfilment: publish_fulfilment,
    OverrideListMismatch: override_list_mismatch,
    RecordCreditRepair: record_credit_repair,
    EndPublication: end_publication,
}
"""By the type of the command."""

OUTER: Final[frozenset[str]] = frozenset()
"""Rules on what other cases or registers say: their verdict stays as it was at entry."""
