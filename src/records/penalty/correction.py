"""责令改正: what the party has to put right, and whether it did (行政处罚法 第二十八条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, stated
from records.course.officers import require_officers
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.penalty.commands import CheckCorrection, OrderCorrection, WaiveCorrection
from records.penalty.events import CorrectionChecked, CorrectionOrdered, CorrectionWaived


def order_correction(command: OrderCorrection, case: Case, context: Context) -> list[Event]:
    """The agency orders the party to correct, at once or by a day to come, under the next number."""
    if command.correct_by is not None and command.correct_by < context.occurred_at.day:
        raise Invalid([("$.correct_by", "改正期限早于责令改正之日，请核对；要求立即改正的，不填期限")])
    judgement = begin(command, case, context)
    require_officers(judgement, case.handlers, case.agency, context)
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(CorrectionOrdered, command, judgement, context, number=number), *taken]


def check_correction(command: CheckCorrection, case: Case, context: Context) -> list[Event]:
    """Two officers look whether it was corrected; they may come again until it is."""
    judgement = begin(command, case, context, case.at(CorrectionOrdered))
    require_officers(judgement, case.handlers, case.agency, context)
    return [stated(CorrectionChecked, command, judgement, context)]


def waive_correction(command: WaiveCorrection, case: Case, context: Context) -> list[Event]:
    """The handlers say why nothing is ordered: without it, or an order, no penalty is decided."""
    judgement = begin(command, case, context)
    return [stated(CorrectionWaived, command, judgement, context)]
