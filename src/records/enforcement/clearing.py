"""立即代履行: roads, waters and public places are cleared at once (行政强制法 第五十二条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.judging import begin, cause, somebodies, stated
from records.course.on_site import require_confirmed, require_on_site
from records.enforcement.acting import require_times
from records.enforcement.commands import ClearAtOnce, TellOfClearing
from records.enforcement.events import ClearedAtOnce, ClearingTold
from records.event import Event
from records.judgement import Context


def clear_at_once(command: ClearAtOnce, case: Case, context: Context) -> list[Event]:
    """What the party can't clear is cleared at any hour and on any day: it can't wait."""
    judgement = begin(command, case, context)
    require_times(command, context)
    require_on_site(judgement, command.officers, case, context)
    judgement.require(command.party_unable, "clearing-not-called-for")
    require_confirmed(judgement, command.signature, command.witnesses, "execution", case)
    witnesses = somebodies(command.witnesses, context, "witness")
    return [stated(ClearedAtOnce, command, judgement, context, witnesses=witnesses)]


def tell_of_clearing(command: TellOfClearing, case: Case, context: Context) -> list[Event]:
    """Who was absent is told at once afterwards."""
    judgement = begin(command, case, context, cause(case, context, ClearedAtOnce))
    return [stated(ClearingTold, command, judgement, context)]
