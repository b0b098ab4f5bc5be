"""Application to the court for enforcement: what a command alone shows wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.checking import Check
from records.course.shapes import Command
from records.court import commands as c
from records.enforcement.checks import Wrong, amounts, check_opening


def _refused(command: c.RecordCourtAnswer | c.RecordCourtRuling) -> Wrong:
    """A no has its reasons."""
    yes = command.accepted if isinstance(command, c.RecordCourtAnswer) else command.enforce
    return [] if yes or command.reason.strip() else [("$.reason", "不予受理、不予执行的，请写明裁定的理由")]


def _enforcement(command: c.RecordCourtEnforcement) -> Wrong:
    found = amounts(command, "amount_yuan", "cost_yuan")
    if command.result == "none" and command.amount_yuan is not None:
        found.append(("$.amount_yuan", "没有执行到财产的，不填写金额"))
    if command.amount_yuan is None and command.destination:
        found.append(("$.destination", "没有执行所得的，不填写上缴去向"))
    return found


CHECKS: Final[Mapping[type[Command], Check]] = {
    c.OpenCourtCase: check_opening,
    c.SignApplication: lambda command: amounts(command, "amount_yuan"),
    c.SubmitApplication: lambda command: amounts(command, "fee_yuan"),
    c.RecordCourtAnswer: _refused,
    c.RecordCourtRuling: _refused,
    c.RecordCourtEnforcement: _enforcement,
}
"""By the type of the command."""
