"""送达: serving a document in each lawful way."""

from __future__ import annotations

from datetime import date

from records.course.shapes import Body, Brief, Command, Line, Said, Somebodies
from records.penalty.commands.deciding import Listed
from records.penalty.events import DocumentKind, ServiceMethod


class ConfirmAddress(Command, frozen=True, kw_only=True, tag="confirm-address"):
    """Records where papers reach the party (送达地址确认书)."""

    electronic: bool
    proof: Line
    contact: Somebodies = ()


class WithdrawConsent(Command, frozen=True, kw_only=True, tag="withdraw-consent"):
    """Records that the party wants no electronic service any more."""

    note: Body = ""


class AttemptService(Command, frozen=True, kw_only=True, tag="attempt-service"):
    """Records a try to serve that failed."""

    document: DocumentKind
    method: ServiceMethod
    reason: Said


class PublishNotice(Command, frozen=True, kw_only=True, tag="publish-notice"):
    """Issues a public notice, when the other ways have failed (公告送达)."""

    document: DocumentKind
    carriers: Listed
    reason: Said


class ServeDocument(Command, frozen=True, kw_only=True, tag="serve-document"):
    """Records how and when a document reached the party."""

    document: DocumentKind = "decision"
    number: Brief = ""
    """Which document; empty: of several of a kind, the last that was issued."""
    method: ServiceMethod
    recipient: Brief = ""
    relation: Brief = ""
    """What the recipient is to the party."""
    refused: bool = False
    witness: Brief = ""
    proof: Brief = ""
    noticed_on: date | None = None
    """Day on which the public notice was issued.

    The step itself stands on the day on which its term is over, whoever records it and when: without a time of its own
    it is put on that day.
    """
