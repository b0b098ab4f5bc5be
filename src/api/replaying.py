"""逐步回放: the events of a case one at a time, with what each made of it and what lay before whoever took it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any, Final, get_args

import msgspec
from fastapi import APIRouter, Request, Response

from api import pages
from api.access import Door, Principal
from api.case_view import actor_name, history_of, person_name, stepping
from api.change_words import Line, Speaker, lines
from api.event_fields import Names, Shown, shown
from api.jurisdictions import Jurisdictions
from api.playing import playing_of
from projections.sentences import sentence
from projections.timeline import Refusal, refusals
from records.errors import Invalid
from records.event import CaseEvent, Defect
from records.measure.events import HeldSettled, MeasureCarriedOut, MeasureReleased
from records.moment import Moment
from records.penalty import events as e
from records.replay import Order, StageReached, Stepping, defects
from records.spot.events import SpotDecided, SpotHeard, SpotOpened, SpotTold
from records.store.directory import Ledgers
from records.store.ledger import Ledger
from records.store.mapper import Recorded

ORDERS: Final[Mapping[Order, str]] = {"occurred": "按发生的先后", "recorded": "按录入的先后"}

_INVESTIGATION: Final = (
    e.InspectionRecorded,
    e.PersonQuestioned,
    e.SampleTaken,
    e.EvidenceAdded,
    e.EvidenceMarked,
)
_RECORDED_AS: Final[Mapping[e.RecordingStage, tuple[type[CaseEvent], ...]]] = {
    "inspection": (e.InspectionRecorded, SpotOpened),
    "evidence": _INVESTIGATION,
    "preservation": (e.SampleTaken, e.PreservationApproved, e.EvidencePreserved, e.ItemDisposed, e.PreservationLapsed),
    "notice": (e.NoticeGiven, e.DefenceRecorded, e.DefenceWaived, e.DefenceReviewed, SpotTold, SpotHeard),
    "hearing": (e.HearingRequested, e.HearingArranged, e.HearingHeld, e.HearingEnded, e.HearingReported),
    "decision": (e.CaseDiscussed, e.DecisionSigned, e.PenaltyDeclined, SpotDecided),
    "service": (e.AddressConfirmed, e.ServiceAttempted, e.NoticePublished, e.DocumentServed),
    "measure": (MeasureCarriedOut, MeasureReleased, HeldSettled),
}
"""Of which steps a recording of a stage shows something (全过程记录制度 二)."""


def routes(ledgers: Ledgers, door: Door) -> APIRouter:
    """The page `/staff/{ledger}/cases/{case}/replay`."""
    router = APIRouter(include_in_schema=False)
    page = Replaying(ledgers, door).page
    router.add_api_route("/staff/{ledger}/cases/{case}/replay", page, methods=["GET", "HEAD"])
    return router


class Mention(msgspec.Struct, frozen=True):
    """A step in the list of all of them."""

    number: int
    sentence: str
    at: str
    """When it occurred, or was recorded, whichever the order is."""
    voided: bool
    back_entered: bool


class Material(msgspec.Struct, frozen=True):
    """A recording, or the file of an item of evidence, that shows something of the step."""

    event: Any
    recorded: Recorded
    later: bool
    """Whether it came into the file after the step."""


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """One step as the page shows it; personal values are opened for this one answer."""

    number: int
    recorded: Recorded
    recorded_at: datetime
    event: CaseEvent
    sentence: str
    actor: str
    voided: bool
    meanwhile: tuple[Line, ...]
    made: tuple[Line, ...]
    fields: tuple[Shown, ...]
    stages: list[StageReached]
    recordings: tuple[Material, ...]
    evidence: tuple[Material, ...]
    defects_now: tuple[Defect, ...]
    """By all that is known today."""


class Replaying:
    """The endpoint; it asks the door first."""

    def __init__(self, ledgers: Ledgers, door: Door) -> None:
        self._ledgers, self._engine, self._door = ledgers, ledgers.engine, door
        self._jurisdictions = Jurisdictions(ledgers.engine)

    def page(self, request: Request, ledger: str, case: str, step: str = "1", order: str = "occurred") -> Response:
        """案件的一步：这一步带来的变化、文书、音像记录和缺陷；可以前后翻看。"""
        principal = self._door.to_case(request, ledger, case)
        opened = self._ledgers.get(ledger)
        walk = stepping(opened, history_of(opened, case), _order(order))
        index = _index(step, len(walk.steps))
        before, after = self._refused(principal, case, walk, index)
        return pages.show_private(
            "staff_replay.html",
            principal=principal,
            site=self._jurisdictions.get(ledger),
            case=case,
            title=walk.case(len(walk.steps) - 1).title,
            order=walk.order,
            orders=ORDERS,
            same=_same_in_other(walk, index),
            scene=_scene(opened, walk, index),
            playing=playing_of(request, principal, case, walk.case(len(walk.steps) - 1).handlers),
            steps=_mentions(walk),
            refused=before,
            refused_after=after,
        )

    def _refused(
        self, principal: Principal, case: str, walk: Stepping, index: int
    ) -> tuple[tuple[Refusal, ...], tuple[Refusal, ...]]:
        """What was refused between the step before and this one; after the last one also what followed."""
        if not principal.may("supervise"):
            return (), ()
        with self._engine.connect() as connection:
            found = refusals(connection, principal.ledger, case)
        passed = [_passed(walk, one) for one in found]
        is_last = index == len(walk.steps) - 1
        return (
            tuple(one for one, count in zip(found, passed, strict=True) if count == index),
            tuple(one for one, count in zip(found, passed, strict=True) if is_last and count > index),
        )


def _passed(walk: Stepping, refusal: Refusal) -> int:
    """How many steps lie before a refusal: by the log, or by the clock, since what is refused happens at once."""
    if walk.order == "recorded":
        return sum(one.position < refusal.position for one in walk.steps)
    at = Moment.of(refusal.recorded_at).micros
    return sum(one.occurred_at.micros <= at for one in walk.steps)


def _order(text: str) -> Order:
    found = next((one for one in get_args(Order) if one == text), None)
    if found is None:
        raise Invalid([("order", "应为 occurred（按发生的先后）或者 recorded（按录入的先后）")])
    order: Order = found
    return order


def _index(text: str, count: int) -> int:
    """From the number in the address, which begins with 1. Raises Invalid."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    if not 1 <= number <= count:
        raise Invalid([("step", f"应为 1 到 {count} 之间的整数")])
    return number - 1


def _same_in_other(walk: Stepping, index: int) -> int:
    """Number of the same step in the other order."""
    return walk.other().steps.index(walk.steps[index]) + 1


def _mentions(walk: Stepping) -> list[Mention]:
    counting = {one.version for one in walk.counting(len(walk.steps))}
    return [_mention(number, one, walk, counting) for number, one in enumerate(walk.steps, 1)]


def _mention(number: int, one: Recorded, walk: Stepping, counting: set[int]) -> Mention:
    event = _event(one)
    at = one.occurred_at if walk.order == "occurred" else Moment(one.recorded_at)
    return Mention(number, sentence(event), str(at), one.version not in counting, event.entry is not None)


def _event(one: Recorded) -> Any:
    """The event of a step, which is one of a case."""
    return one.event


# ---- One step ----


def _scene(ledger: Ledger, walk: Stepping, index: int) -> Scene:
    one, register = walk.steps[index], ledger.register()
    called, change, event = cache(partial(person_name, ledger)), walk.change(index), _event(one)
    on = one.occurred_at.day
    law = register.law(on, walk.procedure, walk.agency)
    speaker = Speaker(called, walk.context(index).law.stages)
    names = Names(called, register, law, on, walk.case(len(walk.steps) - 1).agency)
    recordings, evidence = _materials(walk, index)
    return Scene(
        number=index + 1,
        recorded=one,
        recorded_at=Moment(one.recorded_at).instant,
        event=event,
        sentence=sentence(event),
        actor=actor_name(ledger, one.actor),
        voided=change.voided,
        meanwhile=lines(change.meanwhile, speaker),
        made=lines(change.made, speaker, opens=index == 0),
        fields=shown(event, names),
        stages=walk.stages(index),
        recordings=recordings,
        evidence=evidence,
        defects_now=defects(walk.steps, register)[one.version],
    )


def _materials(walk: Stepping, index: int) -> tuple[tuple[Material, ...], tuple[Material, ...]]:
    """What of the file shows something of the step: recordings of its stage, and files of evidence."""
    shows, own, counting = _shows(walk.steps[index]), walk.steps[index], walk.counting(len(walk.steps))
    found = [one for one in walk.steps if shows(_event(one)) and (one is own or one in counting)]
    materials = [Material(one.event, one, one.position > own.position) for one in found]
    return (
        tuple(one for one in materials if isinstance(one.event, e.RecordingLinked)),
        tuple(one for one in materials if isinstance(one.event, e.EvidenceAdded)),
    )


def _shows(step: Recorded) -> Callable[[Any], bool]:
    """Whether what an event brought into the file belongs to the step."""
    event = step.event
    if isinstance(event, e.RecordingLinked):
        return lambda other: other is event
    if isinstance(event, e.EvidenceAdded | e.EvidenceMarked):
        return lambda other: isinstance(other, e.EvidenceAdded) and other.item == event.item and bool(other.object)
    stages = _stages_of(event)
    return lambda other: (
        (isinstance(other, e.RecordingLinked) and other.stage in stages)
        or (type(event) in _INVESTIGATION and isinstance(other, e.EvidenceAdded) and bool(other.object))
    )


def _stages_of(event: object) -> Sequence[e.RecordingStage]:
    return [stage for stage, kinds in _RECORDED_AS.items() if isinstance(event, kinds)]
