"""Inspections: who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.decider import Decider
from records.course.shapes import Command
from records.inspection import commands as c
from records.inspection import opening, result, visit
from records.inspection import plan_commands as pc
from records.inspection.draw import commit_draw, excuse_officer, make_draw, publish_draw
from records.inspection.plan import approve_plan, open_plan

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    pc.OpenPlan: open_plan,
    pc.ApprovePlan: approve_plan,
    pc.CommitDraw: commit_draw,
    pc.MakeDraw: make_draw,
    pc.PublishDraw: publish_draw,
    pc.ExcuseOfficer: excuse_officer,
    c.OpenInspection: opening.open_inspection,
    c.ApproveInspection: opening.approve_inspection,
    c.IssueInspectionNotice: opening.issue_inspection_notice,
    c.ScanIn: visit.scan_in,
    c.ShowCertificates: visit.show_certificates,
    c.SignRecord: visit.sign_record,
    c.ReportTest: visit.report_test,
    c.ConcludeInspection: result.conclude_inspection,
    c.OrderRectification: result.order_rectification,
    c.CheckRectification: result.check_rectification,
    c.HandOverFinding: result.hand_over_finding,
}
"""By the type of the command."""

OUTER: Final = opening.OUTER | visit.OUTER | result.OUTER
"""Rules on what other cases did: their verdict stays as it was at entry."""
