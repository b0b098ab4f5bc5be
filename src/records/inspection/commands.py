"""行政检查: what may be asked for."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from records.course.decided import Decide
from records.course.opened import Open
from records.course.shapes import Body, Brief, Command, Items, Line, PartyGiven, Persons, Said
from records.inspection.events import Origin, Outcome, ShownBy


class OpenInspection(Open, frozen=True, kw_only=True, tag="open-inspection"):
    """Opens an inspection of one person or firm."""

    party: PartyGiven
    origin: Origin
    related_case: Brief = ""
    """Id of the plan's case."""
    draw: Annotated[int, msgspec.Meta(ge=0, le=1_000)] = 0
    object_key: Brief = ""
    cause: Body = ""
    licence: Brief = ""
    urgent: Body = ""

    @property
    def procedure(self) -> str:
        """Id of the procedure of the case that it opens."""
        return "inspection"


class ApproveInspection(Command, frozen=True, kw_only=True, tag="approve-inspection"):
    """The head approves the inspection."""

    content: Said
    begins_on: date
    ends_on: date
    announced: bool
    reason: Body = ""


class IssueInspectionNotice(Command, frozen=True, kw_only=True, tag="issue-inspection-notice"):
    """Issues the notice of inspection (行政检查通知书)."""

    content: Body = ""
    basis: Items = ()
    officers: Persons
    visit_on: date
    rights: Body = ""
    number: Brief = ""


class ScanIn(Command, frozen=True, kw_only=True, tag="scan-in"):
    """The officers arrive and scan the code of the place (扫码入企)."""

    officers: Persons
    place: Line
    code: Line


class ShowCertificates(Command, frozen=True, kw_only=True, tag="show-inspection-certificates"):
    """The officers show their certificates."""

    officers: Persons
    means: ShownBy
    recording_told: bool


class SignRecord(Command, frozen=True, kw_only=True, tag="sign-inspection-record"):
    """The officers who inspected sign the record."""

    officers: Persons


class ReportTest(Command, frozen=True, kw_only=True, tag="report-inspection-test"):
    """Enters the report on the samples."""

    institution: Line
    report: Line
    outcome: Literal["qualified", "unqualified"]
    conclusion: Said
    told_on: date


class ConcludeInspection(Decide, frozen=True, kw_only=True, tag="conclude-inspection"):
    """Signs the result of the inspection (行政检查结果告知书)."""

    outcome: Outcome


class OrderRectification(Command, frozen=True, kw_only=True, tag="order-rectification"):
    """Orders the inspected person to put right what was found, by a day (责令整改)."""

    content: Body = ""
    basis: Items = ()
    correct_by: date
    number: Brief = ""


class CheckRectification(Command, frozen=True, kw_only=True, tag="check-rectification"):
    """Looks again whether what was ordered is done (复查)."""

    order: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    """Number of the order that is checked."""
    officers: Persons
    done: bool
    findings: Said


class HandOverFinding(Command, frozen=True, kw_only=True, tag="hand-over-finding"):
    """Hands an offence that was found over to a penalty case, or to who is competent."""

    to: Line
    related_case: Brief = ""
    facts: Said
