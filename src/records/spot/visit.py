"""当场查处: certificates are shown, the party is told and heard (行政处罚法 第四十四条, 第四十五条, 第五十二条)."""

from __future__ import annotations

from records.course.beginning import begin_case, opened
from records.course.case import Case
from records.course.judging import begin, cause, stated
from records.course.officers import require_officers
from records.course.sequence import as_of, since
from records.course.thresholds import intent, is_heavier
from records.event import Event
from records.judgement import Context
from records.penalty.notice import EVIDENCE
from records.penalty.powers import require_kinds
from records.spot.commands import HearSpot, OpenSpot, TellSpot
from records.spot.events import SpotHeard, SpotOpened, SpotTold


def open_spot(command: OpenSpot, _: Case, context: Context) -> list[Event]:
    """Two officers show their certificates and find an act; with that the case begins."""
    judgement, day = begin_case(command, context), context.occurred_at.day
    judgement.require(command.acted_on <= day, "step-before-its-cause")
    judgement.require(command.certificates_shown, "certificate-not-shown")
    return opened(SpotOpened, command, judgement, context, discovered_on=day)


def tell_spot(command: TellSpot, case: Case, context: Context) -> list[Event]:
    """The party is told what is intended and that it may speak; what is told anew replaces what was told before.

    Never more for what the party has said, unless something was found since (第四十五条第二款).
    """
    judgement, was = begin(command, case, context), as_of(case, context.occurred_at)
    require_officers(judgement, case.handlers, case.agency, context)
    require_kinds(judgement, command.kinds, case, context)
    judgement.require(command.rights_told, "rights-not-told")
    judgement.require(not _is_heavier_for_defence(command, was), "heavier-after-defence")
    return [stated(SpotTold, command, judgement, context)]


def _is_heavier_for_defence(command: TellSpot, case: Case) -> bool:
    last, heard = case.last(SpotTold), case.happened.get(SpotHeard, ())
    if last is None or not heard or not heard[-1].event.points:
        return False
    found = any(since(case, kind, heard[-1]) for kind in EVIDENCE)
    return not found and is_heavier(intent(command), intent(last))


def hear_spot(command: HearSpot, case: Case, context: Context) -> list[Event]:
    """What the party says against it is recorded, each point with its answer; it may have nothing to say."""
    judgement = begin(command, case, context, cause(case, context, SpotTold))
    require_officers(judgement, case.handlers, case.agency, context)
    return [stated(SpotHeard, command, judgement, context)]
