"""核定: what is owed, by which law, and how it was counted (立法法 第十一条; 政府非税收入管理办法)."""

from __future__ import annotations

from decimal import Decimal

from records.course.beginning import begin_case, opened
from records.course.case import Case
from records.course.judging import begin, stated
from records.course.officers import require_officers
from records.event import Event
from records.judgement import Context, Judgement
from records.levy.commands import AssessLevy, OpenLevy
from records.levy.events import LevyAssessed, LevyOpened
from records.levy.money import NOTHING, charged


def open_levy(command: OpenLevy, case: Case, context: Context) -> list[Event]:
    """A levy of a listed matter begins, with two certified officers."""
    del case
    return opened(LevyOpened, command, begin_case(command, context), context)


def assess_levy(command: AssessLevy, case: Case, context: Context) -> list[Event]:
    """Two officers assess by a law and a published rate; each line is right to the fen, and so is their sum."""
    judgement = begin(command, case, context)
    require_officers(judgement, case.handlers, case.agency, context)
    has_basis = any(one.strip() for one in command.basis) and bool(command.standard.strip())
    judgement.require(has_basis, "levy-without-basis")
    wrong = _miscounted(command)
    judgement.require(not wrong, "levy-miscounted", wrong)
    return [stated(LevyAssessed, command, judgement, context)]


def _miscounted(command: AssessLevy) -> str:
    """Which line, or the sum, is not what base and rate give; empty when all are."""
    lines = [
        f"第{index}项应为{charged(one)}元"
        for index, one in enumerate(command.charges, 1)
        if one.amount_yuan != charged(one)
    ]
    total: Decimal = sum((one.amount_yuan for one in command.charges), NOTHING)
    if total != command.amount_yuan:
        lines.append(f"各项合计{total}元，填写为{command.amount_yuan}元")
    return "；".join(lines)


def require_listed(judgement: Judgement, case: Case, context: Context) -> None:
    """The matter is on the agency's list on the day of the step."""
    listed = context.register.matter(case.matter, case.agency, context.occurred_at.day)
    judgement.require(listed is not None, "matter-not-listed")
