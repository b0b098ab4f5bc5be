"""From the application to its acceptance, and what opens a case about a licence that there is."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from records.course.decided import Decide
from records.course.opened import Open
from records.course.shapes import Body, Brief, Command, Items, Line, Said, Yuan
from records.licence.kinds import Action, Application, ApplicationEnd, Channel, LicenceKind, NoAcceptance, Trigger

Papers = Annotated[Items, msgspec.Meta(min_length=1)]


class ApplyLicence(Open, frozen=True, kw_only=True, tag="apply-licence"):
    """Receives an application (收件)."""

    application: Application
    kind: LicenceKind
    content: Said
    materials: Items = ()
    channel: Channel
    related_case: Brief = ""
    licence: Brief = ""
    """Of a licence on paper: number of the decision that granted it."""
    licence_from: date | None = None
    licence_until: date | None = None

    @property
    def procedure(self) -> str:
        """The procedure of licences."""
        return "licence"


class OpenLicenceAction(Open, frozen=True, kw_only=True, tag="open-licence-action"):
    """Begins to withdraw, revoke or cancel a licence."""

    action: Action
    trigger: Trigger
    facts: Said
    kind: LicenceKind
    related_case: Brief = ""
    licence: Brief = ""
    licence_from: date | None = None
    licence_until: date | None = None

    @property
    def procedure(self) -> str:
        """The procedure of licences."""
        return "licence"


class AskLicenceSupplement(Command, frozen=True, kw_only=True, tag="ask-licence-supplement"):
    """Tells once what is missing (补正告知书)."""

    missing: Papers
    note: Body = ""
    number: Brief = ""


class SupplementMaterials(Command, frozen=True, kw_only=True, tag="supplement-materials"):
    """Records what the applicant handed in afterwards."""

    materials: Papers
    complete: bool


class AcceptApplication(Command, frozen=True, kw_only=True, tag="accept-application"):
    """Accepts the application (受理通知书)."""

    sealed: bool
    number: Brief = ""


class DeemAccepted(Command, frozen=True, kw_only=True, tag="deem-accepted"):
    """Notes that silence accepted it."""


class RefuseAcceptance(Decide, frozen=True, kw_only=True, tag="refuse-acceptance"):
    """Does not accept the application (不予受理决定书)."""

    ground: NoAcceptance
    competent: Brief = ""
    sealed: bool


class WithdrawApplication(Command, frozen=True, kw_only=True, tag="withdraw-application"):
    """Records that the applicant takes the application back."""

    reason: Said


class EndApplication(Command, frozen=True, kw_only=True, tag="end-application"):
    """Ends an application that can't be decided any more (终止办理)."""

    ground: ApplicationEnd
    proof: Said


class ChargeLicenceFee(Command, frozen=True, kw_only=True, tag="charge-licence-fee"):
    """Records a fee that was paid."""

    amount_yuan: Yuan
    receipt: Line
