"""突发事件: breach of response measures is dealt with quickly (行政处罚法 第四十九条).

No step is left out, and no term of the party or of the law is shortened: the agency's own terms alone are
(`records.course.fitting`).
"""

from __future__ import annotations

from records.course.case import Case
from records.course.judging import begin, stated
from records.event import Event
from records.judgement import Context
from records.penalty.commands import MarkEmergency
from records.penalty.events import EmergencyMarked


def mark_emergency(command: MarkEmergency, case: Case, context: Context) -> list[Event]:
    """The head says that the act, on a day of a declared emergency, breaches its response measures."""
    judgement, register = begin(command, case, context), context.register
    named = bool(register.emergencies.get(command.instrument))
    judgement.require(named, "emergency-needs-instrument")
    declared = register.emergency(command.instrument, case.filed.acted_on) if case.filed else None
    judgement.require(not named or declared is not None, "outside-emergency")
    if declared is None:
        return [stated(EmergencyMarked, command, judgement, context)]
    known = {"declaration": declared.title, "declared_by": declared.body, "digest": declared.digest}
    return [stated(EmergencyMarked, command, judgement, context, **known)]
