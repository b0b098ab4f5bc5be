"""强制执行立案: an agency with the power to enforce, and a decision that was not performed (第十三条, 第三十四条)."""

from __future__ import annotations

from records.course.beginning import begin_case, opened
from records.course.case import Case
from records.enforcement.commands import OpenEnforcement
from records.enforcement.events import EnforcementOpened
from records.enforcement.on_decision import begun, said_of
from records.event import Event
from records.judgement import Context


def open_enforcement(command: OpenEnforcement, _case: Case, context: Context) -> list[Event]:
    """Only a law gives the power; without it goods that are seized already may be auctioned, or the court is asked."""
    judgement = begin_case(command, context)
    seized = command.power == "art-46" and command.duty == "money" and bool(command.seizure.strip())
    judgement.require(command.power == "law" or seized, "power-lacking")
    said = said_of(command, judgement, context)
    charged = command.surcharge_from is None or command.surcharge_told
    judgement.require(charged, "surcharge-not-told")
    return [*opened(EnforcementOpened, command, judgement, context, **said), *begun(command, context)]
