"""执行回转 (行政强制法 第四十一条): what was enforced goes back, or is made good."""

from __future__ import annotations

from records.course.case import Case
from records.course.judging import begin, cause, stated
from records.course.sequence import as_of
from records.enforcement.acting_commands import NoteReversal, RestoreProperty
from records.enforcement.acting_events import ActRecorded, PropertyRestored, ReversalNoted
from records.enforcement.money import NOTHING, collected, restoring
from records.errors import Invalid
from records.event import Event
from records.judgement import Context


def note_reversal(command: NoteReversal, case: Case, context: Context) -> list[Event]:
    """The decision is undone or changed, or enforcement was wrong. Raises Invalid for more than came in, and for an act
    of which nobody says what it took.
    """
    judgement, was = begin(command, case, context), as_of(case, context.occurred_at)
    came_in = collected(was)
    if context.entry is None and (command.amount_yuan or NOTHING) > came_in:
        raise Invalid([("$.amount_yuan", f"超过执行所得（{came_in}元），请核对")])
    acted = any(one.amount_yuan is None for one in was.every(ActRecorded))
    if command.ground != "basis-changed" and acted and not command.items:
        raise Invalid([("$.items", "已经实施强制执行的，请逐项写明应当返还或者恢复原状的财物")])
    return [stated(ReversalNoted, command, judgement, context)]


def restore_property(command: RestoreProperty, case: Case, context: Context) -> list[Event]:
    """Something went back. Raises Invalid for what is not waited for."""
    judgement = begin(command, case, context, cause(case, context, ReversalNoted))
    waiting = restoring(as_of(case, context.occurred_at))
    found = []
    if command.done_on > context.occurred_at.day:
        found.append(("$.done_on", "办理日期不得晚于记录之日"))
    if command.item and waiting.items and command.item not in waiting.items:
        found.append(("$.item", f"这一项不在应当返还的财物之中，应当返还的有：{'、'.join(waiting.items)}"))
    if context.entry is None and not command.item and (command.amount_yuan or NOTHING) > waiting.amount_yuan:
        found.append(("$.amount_yuan", f"超过应当退还的数额（{waiting.amount_yuan}元），请核对"))
    if found:
        raise Invalid(found)
    return [stated(PropertyRestored, command, judgement, context)]
