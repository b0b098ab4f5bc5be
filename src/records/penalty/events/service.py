"""送达: how and when a document reached the party (行政处罚法 第六十一条; 民事诉讼法 第八十七条至第九十五条)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from records.course.document_kinds import DocumentKind
from records.course.people import Somebody
from records.event import CaseEvent

ServiceMethod = Literal[
    "in-person",
    "household",
    "receiving-clerk",
    "left",
    "post",
    "entrusted",
    "electronic",
    "public-notice",
]
"""How a document is served: 民事诉讼法 第八十八条至第九十五条; 行政处罚法 第六十一条."""


class AddressConfirmed(CaseEvent, frozen=True, kw_only=True, tag="address-confirmed/1"):
    """送达地址确认书: where papers reach the party, and whether electronically (第六十一条第二款)."""

    electronic: bool
    proof: str
    """BLAKE3 of the signed paper, or where it lies."""
    contact: tuple[Somebody, ...] = ()


class ConsentWithdrawn(CaseEvent, frozen=True, kw_only=True, tag="consent-withdrawn/1"):
    """The party wants no electronic service of later papers."""

    note: str = ""


class ServiceAttempted(CaseEvent, frozen=True, kw_only=True, tag="service-attempted/1"):
    """A try to serve that failed: public notice comes only after the others (民事诉讼法 第九十五条)."""

    document: DocumentKind
    number: str
    method: ServiceMethod
    reason: str


class NoticePublished(CaseEvent, frozen=True, kw_only=True, tag="notice-published/1"):
    """A public notice was issued (公告送达); the paper is served when its term is over."""

    document: DocumentKind
    number: str
    issued_on: date
    carriers: tuple[str, ...]
    reason: str


class DocumentServed(CaseEvent, frozen=True, kw_only=True, tag="document-served/2"):
    """A document reached the party; the day of service is the day of the event."""

    document: DocumentKind
    number: str
    method: ServiceMethod
    recipients: tuple[Somebody, ...] = ()
    """Who took it; empty when nobody did."""
    relation: str = ""
    """What the recipient is to the party, as 本人 or 同住成年家属."""
    refused: bool = False
    """Whether the recipient refused to sign."""
    witnesses: tuple[Somebody, ...] = ()
    proof: str = ""
    """What shows the service: receipt, postal number, photo or recording."""
    noticed_on: date | None = None
    """Day on which the public notice was issued, of service by notice."""
