"""Random walks through a penalty case: whatever `decide` allows is taken, with small changes and at any time.

A walk depends on its source of randomness alone, so that one that failed can be looked at again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final, NamedTuple, get_args

from course import Course, command
from penal import COURSES, DAYS_BEFORE, HANDLERS, HEAD, SCAN, steps_of
from records.course.case import Case, evolve
from records.course.documents import every_issued
from records.course.facts import open_items
from records.course.judging import unmet
from records.course.rederive import Taken
from records.course.steps import COMMANDS, OPENING_TYPES
from records.errors import Invalid, NotFound, Refused
from records.event import CaseEvent, Event
from records.judgement import Context, StoredObject
from records.law.entries import ORDINARY
from records.penalty import commands as c
from records.penalty import events as e
from records.penalty.commands.checks import check
from records.penalty.money import repayable
from records.penalty.relief_facts import open_copies, open_instruments
from records.spot.commands import CollectFine, DepositFines, HandInFines
from records.spot.holding import held, undeposited

Changes = dict[str, Any]

STEPS: Final = {
    procedure: tuple(kind for kind in steps_of(procedure) if kind not in OPENING_TYPES or kind is c.FileCase)
    for procedure in COURSES
}

_GAPS: Final = (0, 0, 0, 0, 1, 3, 8, 16, 40)
"""Days between two steps."""

_OBJECTS: Final = tuple(
    StoredObject(blake3=f"{number:064x}", sha256="c" * 64, size=number, media_type="video/mp4", version_id="")
    for number in range(1, 40)
)


class Decided(NamedTuple):
    """A step with what it was decided on."""

    event: CaseEvent
    case: Case
    context: Context


class Walk(Course):
    """A course that remembers who took each step, and on what it was decided."""

    def __init__(self, start: str = "2026-03-02 09:00", procedure: str = ORDINARY) -> None:
        super().__init__(start, procedure=procedure)
        self.taken: list[Taken] = []
        self.decided: list[Decided] = []
        self.objects |= {one.blake3: one for one in _OBJECTS}
        self._asked: Context | None = None

    def context(self, sent: c.Command, by: str = HANDLERS[0], **facts: Any) -> Context:
        """As of a course; the last one is kept."""
        self._asked = super().context(sent, by, **facts)
        return self._asked

    def send(self, sent: c.Command, by: str) -> list[Event]:
        """As of a course; what was refused leaves no trace, not even in the clock."""
        before, case, first = self.now, self.case, len(self.steps)
        try:
            events = super().send(sent, by)
        except (Refused, Invalid, NotFound):
            self.now = before
            raise
        assert self._asked is not None
        for event, at, version in self.steps[first:]:
            self.taken.append(Taken(event, at, self._asked.now, version, self._asked.actor))
            self.decided.append(Decided(event, case, self._asked))
            case = evolve(case, event, at, version)  # what one command led to first goes before the rest
        return events

    def takes(self, kind: type[c.Command], /, by: str = "", **changes: Any) -> bool:
        """Takes a step when it can be right and the law allows it; says whether it was taken."""
        other = bool(self.steps) and kind not in STEPS[self.case.procedure]  # what opened it may have chosen another
        if other or check(self._command(kind, changes)):
            return False
        try:
            self.take(kind, by, **changes)
        except (Refused, Invalid, NotFound):
            return False
        return True

    def later(self, days: int) -> None:
        """Moves the clock."""
        self.now += timedelta(days=days)

    def is_open(self, kind: type[c.Command]) -> bool:
        """Whether the law data let the case take such a step as it stands, whoever takes it."""
        if not self.steps:
            return kind in OPENING_TYPES and kind in steps_of(self.procedure)
        if kind not in STEPS[self.case.procedure]:
            return False
        context = super().context(command(c.AddEvidence))
        return not unmet(context.law.steps[str(kind.__struct_config__.tag)], self.case, context)


def wander(walk: Walk, random: Random, steps: int, *, papers: bool = False) -> Walk:
    """Tries that many steps, each the next one of a plain case or any that is open; with `papers`, some as papers."""
    plain = iter(COURSES[walk.procedure])
    for _ in range(steps):
        walk.later(random.choice(_GAPS))
        following = next(plain, None) if random.random() < 0.7 else None
        if following is not None:
            stage, kind, given = following
            walk.later(DAYS_BEFORE.get((walk.procedure, stage), 0))
            given = given if papers else _live(given)
            walk.takes(kind, **(given or (_varied(kind, walk, random) if random.random() < 0.5 else {})))
            continue
        opened = next((one for one in _in_turn(walk, random) if walk.is_open(one)), None)
        if opened is not None:
            paper = {"by": HANDLERS[0], "occurred_at": _some_day(walk, random), "entry": SCAN}
            late = paper if papers and random.random() < 0.5 else {}
            walk.takes(opened, **(_varied(opened, walk, random) | late))
    return walk


def _live(given: Mapping[str, Any]) -> Changes:
    """What a plain case enters from paper, taken as it happens: its dates are then those that fit the day."""
    paper = "entry" in given
    return {
        name: value
        for name, value in given.items()
        if name not in ("occurred_at", "entry") and not (paper and isinstance(value, date))
    }


def _openings(procedure: str) -> tuple[type[c.Command], ...]:
    return tuple(kind for kind in steps_of(procedure) if kind in OPENING_TYPES)


def _in_turn(walk: Walk, random: Random) -> list[type[c.Command]]:
    """Mostly what the case has not seen comes first: a walk gets further than to what can be done over and over."""
    kinds: list[type[c.Command]] = [*_openings(walk.procedure), *STEPS[walk.procedure]]
    random.shuffle(kinds)
    if random.random() < 0.75:
        seen = {COMMANDS[kind] for kind in walk.case.happened}
        kinds.sort(key=lambda one: one in seen)
    return kinds


def _some_day(walk: Walk, random: Random) -> str:
    """A day or an hour within the last month, known by the date alone or by a clock."""
    when = walk.now - timedelta(days=random.randrange(30), minutes=random.randrange(600))
    return when.date().isoformat() if random.random() < 0.5 else when.isoformat()


# ---- What may be otherwise than in a plain case ----


def _varied(kind: type[c.Command], walk: Walk, random: Random) -> Changes:
    return _VARIANTS[kind](walk, random) if kind in _VARIANTS else {}


def _document(walk: Walk, random: Random) -> Changes:
    issued = [kind for kind, _ in every_issued(walk.case)]
    return {"document": random.choice(issued or get_args(e.DocumentKind))}


def _some(**choices: tuple[Any, ...]) -> Callable[[Walk, Random], Changes]:
    return lambda _, random: {name: random.choice(values) for name, values in choices.items()}


def _served(walk: Walk, random: Random) -> Changes:
    return {
        **_document(walk, random),
        **random.choice(
            (
                {},
                {"method": "left", "witness": "王二", "recipient": ""},
                {"method": "post", "proof": "XA1", "recipient": ""},
                {"method": "electronic", "recipient": "", "relation": ""},
                {"method": "household", "relation": "配偶"},
                {"refused": True, "witness": "王二"},
                {"method": "public-notice", "recipient": "", "relation": ""},
            )
        ),
    }


def _linked(walk: Walk, random: Random) -> Changes:
    return {"object": random.choice(_OBJECTS).blake3, "stage": random.choice(get_args(e.RecordingStage))}


def _item(walk: Walk, random: Random) -> Changes:
    items = open_items(walk.case)
    return {"item": random.choice(items)} if items else {}


def _marked(walk: Walk, random: Random) -> Changes:
    items = [one.item for one in walk.case.every(e.EvidenceAdded)]
    verdict = random.choice(("verified", "barred"))
    return {"item": random.choice(items), "verdict": verdict} if items else {}


def _added(walk: Walk, random: Random) -> Changes:
    monitored = {"monitored": True, "allowed_by": "某法 第一条", "device_reviewed": "已经审核，点位已经公布"}
    return random.choice(({}, monitored, {"secrecy": "trade"}))


def _monitored(name: str) -> Callable[[Walk, Random], Changes]:
    def given(walk: Walk, random: Random) -> Changes:
        items = [one.item for one in walk.case.every(e.EvidenceAdded) if one.monitored]
        return {name: (random.choice(items),) if name == "items" else random.choice(items)} if items else {}

    return given


def _tagged(walk: Walk, random: Random) -> Changes:
    subjects = ["", *(one.item for one in walk.case.every(e.EvidenceAdded)), *walk.case.recordings]
    return {"subject": random.choice(subjects), "secrecy": random.choice(get_args(e.Secrecy))}


def _cleared(walk: Walk, random: Random) -> Changes:
    return random.choice(({}, {}, {"result": "mask", "masked": ("facts",)}, {"result": "secret"}))


def _disposed(walk: Walk, random: Random) -> Changes:
    return {**_item(walk, random), "fate": random.choice(("returned", "examined", "released"))}


def _arranged(walk: Walk, random: Random) -> Changes:
    return {"held_on": (walk.now + timedelta(days=random.choice((5, 14, 21)))).date()}


def _answered_points(walk: Walk, random: Random) -> Changes:
    recorded = walk.case.every(e.DefenceRecorded)
    count = random.choice((1, sum(len(one.points) for one in recorded) or 1))
    return {"points": tuple(e.DefencePoint(accepted=False, reason="已经考虑。") for _ in range(count))}


def _paid(walk: Walk, random: Random) -> Changes:
    amount = random.choice((Decimal("200.00"), Decimal(100), Decimal(6)))
    purpose = random.choice(("fine", "fine", "surcharge"))
    return {"amount_yuan": amount, "purpose": purpose, "receipt": f"晋财{len(walk.steps):04}"}


def _planned(walk: Walk, random: Random) -> Changes:
    first, second = ((walk.now + timedelta(days=days)).date() for days in (30, 60))
    half = Decimal(100)
    plan = (e.Instalment(due_on=first, amount_yuan=half), e.Instalment(due_on=second, amount_yuan=half))
    return random.choice(({"plan": plan}, {"granted": False, "plan": ()}))


def _yesterday(walk: Walk, random: Random) -> Changes:
    return {"last_day": (walk.now - timedelta(days=1)).date()}


def _revoked(walk: Walk, random: Random) -> Changes:
    today = walk.now.date()
    own = e.Instrument(kind="own", number="撤1", body="监漳镇人民政府", dated_on=today, received_on=today)
    return {"instrument": own, "effect": random.choice(get_args(e.RevocationEffect))}


def _changed(walk: Walk, random: Random) -> Changes:
    """An instrument that undoes the decision, or leaves of it what it says."""
    given = _revoked(walk, random)
    amounts: Changes = {"fine_yuan": random.choice((None, Decimal(0), Decimal(150)))}
    return given | (amounts if given["effect"] == "changed" else {})


def _repaid(walk: Walk, random: Random) -> Changes:
    left = repayable(walk.case)
    purpose = random.choice(list(left)) if left else "fine"
    amount = random.choice((left.get(purpose, Decimal(1)), Decimal(1)))
    return {"purpose": purpose, "amount_yuan": amount, "receipt": f"晋财退{len(walk.steps):04}"}


def _copied(walk: Walk, random: Random) -> Changes:
    kind = random.choice(get_args(e.ReliefKind))
    procedure = "simple" if kind == "reconsideration" and random.random() < 0.5 else "ordinary"
    return {"kind": kind, "procedure": procedure, "received_on": walk.now.date()}


def _answered(walk: Walk, random: Random) -> Changes:
    waiting = open_copies(walk.case, unanswered=True)
    kind = waiting[-1].event.kind if waiting else "reconsideration"
    return {"kind": kind, "late_reason": random.choice(("", "因自然灾害不能按期提交。"))}


def _instructed(walk: Walk, random: Random) -> Changes:
    today = walk.now.date()
    until = random.choice((None, today + timedelta(days=30)))
    given = {"kind": random.choice(get_args(e.InstrumentKind)), "number": f"武监〔2026〕{len(walk.steps)}号"}
    return {**given, "dated_on": today, "received_on": today, "due_on": until}


def _performed(walk: Walk, random: Random) -> Changes:
    waiting = open_instruments(walk.case)
    return {"number": random.choice(waiting).number} if waiting else {}


def _collected(walk: Walk, random: Random) -> Changes:
    """A part or all of a fine, by a receipt of its own."""
    amount = random.choice((Decimal("50.00"), Decimal(20)))
    remote = {"ground": "remote", "request": "请求当场缴纳。", "on_water": random.random() < 0.5}
    return {"amount_yuan": amount, "receipt": f"晋财罚{len(walk.steps):05}", **random.choice(({}, remote))}


def _handed(there: Callable[[Case], Mapping[str, Decimal]]) -> Callable[[Walk, Random], Changes]:
    def given(walk: Walk, _: Random) -> Changes:
        known = there(walk.case)
        return {"receipts": tuple(known), "amount_yuan": sum(known.values(), Decimal(0))} if known else {}

    return given


def _relief(name: str) -> Callable[[Walk, Random], Changes]:
    return lambda walk, random: {name: walk.now.date(), "kind": random.choice(get_args(e.ReliefKind))}


def _suspended(walk: Walk, random: Random) -> Changes:
    until = (walk.now + timedelta(days=random.choice((3, 30)))).date()
    return {"until": random.choice((None, until)), "basis": random.choice(("", "某法 第一条"))}


def _voided(walk: Walk, random: Random) -> Changes:
    return {"version": random.randrange(1, len(walk.steps) + 1), "by": random.choice(("", HEAD))}


def _hidden(walk: Walk, random: Random) -> Changes:
    kept: Changes = {"grounds": ("other-law",), "basis": "某法 第一条"}
    masked = {"outcome": "redacted", "masked": ("facts", "amounts"), **kept}
    return random.choice(({}, masked, {"outcome": "withheld", "party_shown": "", **kept}))


_VARIANTS: Final[dict[type[c.Command], Callable[[Walk, Random], Changes]]] = {
    c.SubmitOpinion: _some(qualities=((), (), ("complex",), ("grave",), ("public-interest",))),
    c.EndorseOpinion: _some(agreed=(True, True, False)),
    c.GiveNotice: _some(hearing_told=(True, False)),
    c.WaiveDefence: _some(hearing_too=(True, False)),
    c.ReviewDefence: _answered_points,
    c.ArrangeHearing: _arranged,
    c.EndHearing: _some(reason=("withdrawn", "absent", "left")),
    CollectFine: _collected,
    HandInFines: _handed(held),
    DepositFines: _handed(undeposited),
    c.ReviewCase: _some(result=("agreed", "agreed", "correct")),
    c.DiscussCase: _some(agreed=(True, True, False)),
    c.LinkRecording: _linked,
    c.WaiveRecording: _some(stage=get_args(e.RecordingStage)),
    c.AddEvidence: _added,
    c.MarkEvidence: _marked,
    c.TellMonitoring: _monitored("items"),
    c.RecordMonitoringAnswer: _monitored("item"),
    c.TagSecrecy: _tagged,
    c.ReviewSecrecy: _cleared,
    c.DisposeItem: _disposed,
    c.LapsePreservation: _item,
    c.AttemptService: _document,
    c.PublishNotice: _document,
    c.ServeDocument: _served,
    c.ReviewDisclosure: _hidden,
    c.RevokeDecision: _changed,
    c.MakeRepayment: _repaid,
    c.ReceiveReliefCopy: _copied,
    c.TakeApplication: lambda walk, _: {"received_on": walk.now.date()},
    c.AnswerRelief: _answered,
    c.ReceiveInstrument: _instructed,
    c.PerformInstrument: _performed,
    c.ObjectTransfer: _some(to=("police", "procuratorate")),
    c.RecordPayment: _paid,
    c.DecideDeferral: _planned,
    c.ImposeSurcharge: _yesterday,
    c.SeekRelief: _relief("accepted_on"),
    c.EndRelief: _relief("ended_on"),
    c.DecideTransfer: _some(approved=(True, False)),
    c.RecordPoliceAnswer: _some(filed=(True, False), reasons=("没有犯罪事实。",)),
    c.CloseCase: _some(ground=get_args(e.ClosingGround)),
    c.DecideRecusal: _some(granted=(True, False)),
    c.SuspendCase: _suspended,
    c.VoidEntry: _voided,
}
