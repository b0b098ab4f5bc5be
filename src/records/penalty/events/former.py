"""Former forms of events, and how they read today: a stored event never changes its meaning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import NAMESPACE_OID, uuid5

import msgspec

from records.event import CaseEvent, Event
from records.penalty.events.deciding import DecisionSigned, PenaltyKind
from records.penalty.events.people import Somebody
from records.penalty.events.service import DocumentServed, ServiceMethod


class DecisionSigned1(CaseEvent, frozen=True, kw_only=True, tag="decision-signed/1"):
    """The written decision, with the contents of 行政处罚法 第五十九条."""

    number: str
    kinds: tuple[PenaltyKind, ...]
    fine_yuan: Decimal | None = None
    confiscated_yuan: Decimal | None = None
    content: str
    """The penalty in the words of the document."""
    facts: str
    evidence: tuple[str, ...]
    basis: tuple[str, ...]
    reasons: str
    performance: str
    """How and by when to perform (履行方式和期限)."""
    relief: str
    decided_by: str
    """Person id of the head who signed."""


class DocumentServed1(CaseEvent, frozen=True, kw_only=True, tag="document-served/1"):
    """A document reached the party; the day of service is the day of the event."""

    number: str
    method: ServiceMethod
    recipient: str
    refused: bool = False
    """Whether the recipient refused to sign."""
    witness: str = ""
    proof: str = ""
    """What shows the service: receipt, postal number, photo or recording."""
    noticed_on: date | None = None
    """Day on which the public notice was issued, of service by notice."""


def _signed(event: DecisionSigned1) -> DecisionSigned:
    return DecisionSigned(**msgspec.structs.asdict(event))


def _served(event: DocumentServed1) -> DocumentServed:
    """The names were of class case: they stay readable with the file, under persons that have no key of their own."""
    given = msgspec.structs.asdict(event)
    recipient, witness = given.pop("recipient"), given.pop("witness")
    return DocumentServed(
        document="decision",
        recipients=_somebody(event, recipient),
        witnesses=_somebody(event, witness),
        **given,
    )


def _somebody(event: DocumentServed1, name: str) -> tuple[Somebody, ...]:
    return (Somebody(person=str(uuid5(NAMESPACE_OID, f"{event.case} {name}")), name=name),) if name else ()


TRANSLATIONS: Final[dict[type[Event], Callable[[Any], Event]]] = {DecisionSigned1: _signed, DocumentServed1: _served}
"""From each former type to what the same event is today."""
