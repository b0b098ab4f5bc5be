"""现场: arrival by the scanned code, certificates, the signed record, the report on samples (行政许可法 第六十一条)."""

from __future__ import annotations

from typing import Final

from records.course.case import Case
from records.course.judging import begin, stated
from records.course.officers import require_officers
from records.course.on_site import require_on_site
from records.course.sequence import as_of
from records.event import Event
from records.inspection.arrival import require_arrived
from records.inspection.commands import ReportTest, ScanIn, ShowCertificates, SignRecord
from records.inspection.events import (
    PLANNED,
    CertificatesShown,
    InspectionApproved,
    InspectionOpened,
    InspectorsArrived,
    RecordSigned,
    TestReported,
)
from records.judgement import Context, Judgement
from records.penalty.events import InspectionRecorded, SampleTaken
from records.register.events import VisitNoted

OUTER: Final = frozenset({"visit-cap", "visited-already"})
"""Rules on visits that other cases made: what was found at the door stays."""


def scan_in(command: ScanIn, case: Case, context: Context) -> list[Event]:
    """At least two officers arrive, within the days that were approved; the visit is noted under the visited firm."""
    judgement = begin(command, case, context, case.at(InspectionApproved))
    require_on_site(judgement, command.officers, case, context)
    opened, approved = case.last(InspectionOpened), as_of(case, context.occurred_at).last(InspectionApproved)
    day = context.occurred_at.day
    within = approved is None or approved.begins_on <= day <= approved.ends_on
    judgement.require(within, "inspection-outside-approval")
    # Whoever was drawn comes; more officers may come along.
    drawn = opened is not None and bool(opened.drawn_order)
    judgement.require(not drawn or set(as_of(case, context.occurred_at).handlers) <= set(command.officers), "not-drawn")
    _require_cap(judgement, opened, case, context)
    arrived = stated(InspectorsArrived, command, judgement, context)
    return [arrived, *_noted(opened, case, context)]


def _require_cap(judgement: Judgement, opened: InspectionOpened | None, case: Case, context: Context) -> None:
    """A firm is visited by plan no oftener than the year's cap, and once for a draw."""
    judgement.require(not context.visited_in, "visited-already")
    party = case.party
    counted = opened is not None and opened.origin in PLANNED and party is not None and party.kind != "natural"
    if counted and InspectorsArrived not in case.happened:
        cap = context.law_now.values["inspection-visits-a-year"].number
        judgement.require(context.planned_visits < cap, "visit-cap")


def _noted(opened: InspectionOpened | None, case: Case, context: Context) -> list[Event]:
    """The visit as every later case of the same person finds it, noted with the first arrival."""
    if opened is None or opened.party is None or InspectorsArrived in case.happened:
        return []
    return [
        VisitNoted(
            person=opened.party.person,
            case=context.case,
            agency=opened.agency,
            on=context.occurred_at.day,
            planned=opened.origin in PLANNED,
            plan_case=opened.plan_case,
            draw=opened.draw,
        )
    ]


def show_certificates(command: ShowCertificates, case: Case, context: Context) -> list[Event]:
    """Each officer who arrived shows a certificate, and the inspected person hears that the visit is recorded."""
    judgement = begin(command, case, context, case.at(InspectorsArrived))
    require_on_site(judgement, command.officers, case, context)
    require_arrived(judgement, command.officers, case, context)
    arrived = as_of(case, context.occurred_at).last(InspectorsArrived)
    judgement.require(arrived is None or set(arrived.officers) <= set(command.officers), "certificate-not-shown")
    register, day = context.register, context.occurred_at.day
    held = (register.officer(one, case.agency, day) for one in command.officers)
    numbers = tuple(one.certificate if one else "" for one in held)
    return [stated(CertificatesShown, command, judgement, context, certificates=numbers)]


def sign_record(command: SignRecord, case: Case, context: Context) -> list[Event]:
    """Everybody who inspected signs what the record says, and nobody who was not there."""
    judgement = begin(command, case, context, case.at(InspectionRecorded))
    require_officers(judgement, command.officers, case.agency, context, case)
    require_arrived(judgement, command.officers, case, context)
    inspected = {person for one in case.every(InspectionRecorded) for person in one.officers}
    judgement.require(inspected <= set(command.officers), "record-unsigned")
    return [stated(RecordSigned, command, judgement, context)]


def report_test(command: ReportTest, case: Case, context: Context) -> list[Event]:
    """The report on the samples comes in, and the inspected person is told."""
    judgement = begin(command, case, context, case.at(SampleTaken))
    return [stated(TestReported, command, judgement, context)]
