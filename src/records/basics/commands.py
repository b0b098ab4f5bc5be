"""Basic information of matters (基本信息): what may be asked for."""

from __future__ import annotations

from datetime import date

from records.basics.events import Cause
from records.course.opened import OpenOffice
from records.course.shapes import Brief, Command, Line, Said
from records.register.events.information import BasicInformation


class DraftBasics(OpenOffice, frozen=True, kw_only=True, tag="draft-basic-information"):
    """Drafts the basic information of a matter, for the first time or after something changed."""

    matter: Line
    cause: Cause = "first"
    changed_on: date | None = None
    """The day of the change, of an update alone."""
    information: BasicInformation
    author: Brief = ""
    """Person id, of a paper alone: live it is who sends the command."""

    @property
    def procedure(self) -> str:
        """Id of the procedure."""
        return "basic-information"


class RedraftBasics(Command, frozen=True, kw_only=True, tag="redraft-basic-information"):
    """Drafts it anew, after a check or the head gave it back."""

    information: BasicInformation
    reason: Said
    author: Brief = ""


class ApproveBasics(Command, frozen=True, kw_only=True, tag="approve-basic-information"):
    """The head approves it, or gives it back."""

    agreed: bool
    note: Said
    approver: Brief = ""
    """Person id, of a paper alone."""


class PublishBasics(Command, frozen=True, kw_only=True, tag="publish-basic-information"):
    """Publishes what was approved."""

    where: Said
    """Carriers, each with its address or place."""
