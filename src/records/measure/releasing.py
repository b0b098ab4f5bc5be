"""解除: the measure ends at once when its ground is gone (行政强制法 第十九条, 第二十条, 第二十八条, 第三十三条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, stated
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.measure.commands import NoteGroundGone, ReleaseMeasure
from records.measure.events import GroundGone, MeasureCarriedOut, MeasureReleased
from records.measure.facts import FACTS
from records.measure.holding import held, is_over
from records.penalty.powers import require_decider


def note_ground_gone(command: NoteGroundGone, case: Case, context: Context) -> list[Event]:
    """From now on the measure is to be ended at once, and can't be lengthened."""
    judgement = begin(command, case, context, cause(case, context, MeasureCarriedOut))
    return [stated(GroundGone, command, judgement, context)]


def release_measure(command: ReleaseMeasure, case: Case, context: Context) -> list[Event]:
    """The head frees what is held, all of it or some, on a ground that the course of the case bears out."""
    judgement = begin(command, case, context, cause(case, context, MeasureCarriedOut))
    was = as_of(case, context.occurred_at)
    require_decider(judgement, command.decided_by, case, context)
    items = _chosen(command, was)
    _require_ground(judgement, command, items, was, context)
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(MeasureReleased, command, judgement, context, number=number, items=items), *taken]


def _chosen(command: ReleaseMeasure, case: Case) -> tuple[str, ...]:
    known = held(case)
    if len(set(command.items)) < len(command.items):
        raise Invalid([("$.items", "同一物品填写了两次")])
    if wrong := [index for index, one in enumerate(command.items) if one not in known]:
        raise Invalid([(f"$.items[{index}]", "该物品不在查封、扣押、冻结之中，请核对") for index in wrong])
    return command.items or known


def _require_ground(
    judgement: Judgement, command: ReleaseMeasure, items: tuple[str, ...], case: Case, context: Context
) -> None:
    """`not-approved` and `over` are seen in the case; what the others say only a person can judge."""
    match command.ground:
        case "not-approved":
            judgement.require(FACTS["measure-refused"](case, context), "release-ground")
        case "over":
            judgement.require(all(is_over(case, one, context) for one in items), "release-ground")
        case _:
            return
