"""Inspections: what a command alone shows wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.checking import Check
from records.course.shapes import Command
from records.identifiers import is_citizen_number
from records.inspection.commands import ApproveInspection, OpenInspection
from records.inspection.events import PLANNED
from records.inspection.plan_commands import CommitDraw, OpenPlan
from records.moment import Moment

Wrong = list[tuple[str, str]]


def _open_plan(command: OpenPlan) -> Wrong:
    found: Wrong = []
    for index, one in enumerate(command.items):
        if one.ends_on < one.begins_on:
            found.append((f"$.items[{index}].ends_on", "结束日期早于开始日期"))
        elif not one.begins_on.year == one.ends_on.year == command.year:
            found.append((f"$.items[{index}].begins_on", "抽查期间不在计划年度以内"))
    if command.matter not in {one.matter for one in command.items}:
        found.append(("$.matter", "主要事项应当是计划各行事项之一"))
    if command.party is not None:
        found.append(("$.party", "抽查计划不针对特定的检查对象，请不要填写"))
    return found


def _commit_draw(command: CommitDraw) -> Wrong:
    found: Wrong = []
    if len(set(command.objects)) < len(command.objects):
        found.append(("$.objects", "同一检查对象填写了两次"))
    if any(is_citizen_number(one) for one in command.objects):
        found.append(("$.objects", "名单会向社会公布，不得填写个人的证件号码，请填写检查对象名录库编号"))
    if len(set(command.officers)) < len(command.officers):
        found.append(("$.officers", "同一检查人员填写了两次"))
    try:
        known = Moment.parse(command.known_from)
    except (ValueError, OverflowError):
        known = None
    if known is None or known.dated:
        found.append(("$.known_from", "应为带时区的时间（如 2026-01-05T21:30:00+08:00）"))
    return found


def _open_inspection(command: OpenInspection) -> Wrong:
    found: Wrong = []
    drawn = bool(command.related_case or command.draw or command.object_key)
    if command.origin != "plan" and drawn:
        found.append(("$.origin", "填写了抽签结果的，来源应为年度计划抽查"))
    if command.origin == "plan" and command.cause.strip():
        found.append(("$.cause", "按年度计划抽查的，不填写检查缘由"))
    if command.origin in PLANNED and command.urgent.strip():
        found.append(("$.urgent", "按计划或者专项部署实施的检查，不适用紧急情况"))
    return found


def _approve(command: ApproveInspection) -> Wrong:
    if command.ends_on < command.begins_on:
        return [("$.ends_on", "结束日期早于开始日期")]
    return []


CHECKS: Final[Mapping[type[Command], Check]] = {
    OpenPlan: _open_plan,
    CommitDraw: _commit_draw,
    OpenInspection: _open_inspection,
    ApproveInspection: _approve,
}
"""By the type of the command."""
