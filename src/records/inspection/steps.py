"""Inspections: which command leads to which event, and which issue a numbered document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.event import CaseEvent
from records.inspection import commands as c
from records.inspection import events as e
from records.inspection import plan_commands as pc
from records.inspection import plan_events as pe

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    e.InspectionOpened: c.OpenInspection,
    pe.PlanOpened: pc.OpenPlan,
    pe.PlanApproved: pc.ApprovePlan,
    pe.DrawCommitted: pc.CommitDraw,
    pe.DrawMade: pc.MakeDraw,
    pe.DrawPublished: pc.PublishDraw,
    pe.OfficerExcused: pc.ExcuseOfficer,
    e.InspectionApproved: c.ApproveInspection,
    e.InspectionNoticed: c.IssueInspectionNotice,
    e.InspectorsArrived: c.ScanIn,
    e.CertificatesShown: c.ShowCertificates,
    e.RecordSigned: c.SignRecord,
    e.TestReported: c.ReportTest,
    e.InspectionConcluded: c.ConcludeInspection,
    e.RectificationOrdered: c.OrderRectification,
    e.RectificationChecked: c.CheckRectification,
    e.FindingHandedOver: c.HandOverFinding,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {
    pc.ApprovePlan: "inspection-plan",
    c.IssueInspectionNotice: "inspection-notice",
    c.ConcludeInspection: "inspection-result",
    c.OrderRectification: "rectification",
}
"""The commands that issue a document with a number."""
