"""抽签: lists that are fixed first, a public number that nobody here chooses, and what follows from both (P)."""

from __future__ import annotations

from records.course.case import Case
from records.course.judging import begin, stated
from records.course.lots import digest_of, listed
from records.course.officers import require_officers
from records.course.privacy import shows_numbers
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.inspection.drawing import Stake, how_many, objects_drawn, officers_in_order, seed_of
from records.inspection.events import InspectionOpened
from records.inspection.plan_commands import CommitDraw, ExcuseOfficer, MakeDraw, PublishDraw
from records.inspection.plan_events import (
    DrawCommitted,
    DrawMade,
    Drawn,
    DrawPublished,
    OfficerExcused,
    PlanApproved,
    PlanItem,
    PlanOpened,
)
from records.inspection.public_numbers import has_form
from records.inspection.teams import SIZE, made
from records.judgement import Context, Judgement, before
from records.moment import Moment
from records.penalty.validity import OFFICERS_AT_LEAST


def commit_draw(command: CommitDraw, case: Case, context: Context) -> list[Event]:
    """Fixes the lists of a line of the plan while the public number is still unknown."""
    judgement = begin(command, case, context, case.at(PlanApproved))
    item = _item(command, case)
    _require_period(judgement, item, context)
    # Lists that are entered later could have been made up once the number was known, whatever day they bear.
    # On the day itself the number may be known to some before it is to all.
    unknown = context.now.day < Moment.parse(command.known_from).day
    judgement.require(unknown, "draw-source-known")
    judgement.require_now(not shows_numbers(command.public_number), "personal-data-shown")
    require_officers(judgement, command.officers, case.agency, context)
    judgement.require(len(set(command.officers)) >= OFFICERS_AT_LEAST, "two-officers")
    keyed = sorted((_certificate(one, case, context), one) for one in dict.fromkeys(command.officers))
    objects, certificates = listed(command.objects), tuple(key for key, _ in keyed)
    return [
        stated(
            DrawCommitted,
            command,
            judgement,
            context,
            draw=len(case.every(DrawCommitted)) + 1,
            known_on=Moment.parse(command.known_from).day,
            matter=item.matter,
            count=how_many(len(objects), item.percent),
            objects=objects,
            objects_digest=digest_of(*objects),
            certificates=certificates,
            certificates_digest=digest_of(*certificates),
            officers=tuple(person for _, person in keyed),
        )
    ]


def make_draw(command: MakeDraw, case: Case, context: Context) -> list[Event]:
    """Draws by the public number, once it is public. Raises Invalid where no lists wait for it."""
    lists = open_draw(as_of(case, context.occurred_at)) or open_draw(case)
    judgement = begin(command, case, context, case.at(DrawCommitted))
    approved = case.last(PlanApproved)
    if lists is None or approved is None:
        raise Invalid([("$.value", "没有等待抽签的名单，请先固定检查对象和检查人员名单")])
    known = not before(context.occurred_at, Moment.parse(lists.known_from))
    judgement.require(known, "draw-too-early")
    judgement.require(has_form(command.value, lists, context), "draw-value-form")
    judgement.require_now(not shows_numbers(command.proof), "personal-data-shown")
    stake = Stake(approved.number, lists.draw, lists.public_number, lists.objects_digest, lists.certificates_digest)
    seed = seed_of(stake, command.value)
    drawn = tuple(
        Drawn(object=one, certificates=officers_in_order(seed, one, lists.certificates)[:SIZE])
        for one in objects_drawn(seed, lists.objects, lists.count)
    )
    return [stated(DrawMade, command, judgement, context, draw=lists.draw, seed=seed, drawn=drawn)]


def publish_draw(command: PublishDraw, case: Case, context: Context) -> list[Event]:
    """What was drawn, and all that it follows from, becomes public. Raises Invalid for a draw that was not made."""
    judgement = begin(command, case, context, case.at(DrawMade))
    if made(case, command.draw) is None:
        raise Invalid([("$.draw", "没有这一次抽签，或者还没有抽签，请核对")])
    return [stated(DrawPublished, command, judgement, context)]


def excuse_officer(command: ExcuseOfficer, case: Case, context: Context) -> list[Event]:
    """The head excuses an officer who was drawn. Raises Invalid for one who was not."""
    judgement = begin(command, case, context)
    opened = case.last(InspectionOpened)
    lists = {person for one in case.every(DrawCommitted) for person in one.officers}
    if command.person not in lists.union(opened.drawn_order if opened else ()):
        raise Invalid([("$.person", "该人员不在本次抽签的检查人员名单中，请核对")])
    return [stated(OfficerExcused, command, judgement, context)]


def open_draw(case: Case) -> DrawCommitted | None:
    """The lists that wait for their number."""
    done = {one.draw for one in case.every(DrawMade)}
    return next((one for one in case.every(DrawCommitted) if one.draw not in done), None)


def _item(command: CommitDraw, case: Case) -> PlanItem:
    opened = case.last(PlanOpened)
    items = opened.items if opened else ()
    if not 0 < command.item <= len(items):
        raise Invalid([("$.item", "计划中没有这一行，请核对序号")])
    return items[command.item - 1]


def _require_period(judgement: Judgement, item: PlanItem, context: Context) -> None:
    judgement.require(item.begins_on <= context.occurred_at.day <= item.ends_on, "plan-period-over")


def _certificate(person: str, case: Case, context: Context) -> str:
    """The number on which the person is drawn; of a paper about somebody without one, their id."""
    register, day = context.register, context.occurred_at.day
    held = register.officer(person, case.agency, day)
    letters = register.delegations_of(case.agency, day) if held is None else ()
    found = held or next(filter(None, (register.officer(person, one.delegate, day) for one in letters)), None)
    return found.certificate if found else person
