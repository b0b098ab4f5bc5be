"""One case of the sample under way: who acts in it, and where its time stands.

What a case doesn't say of hours and days is chosen by its id, so that the same case always takes the same course.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, NamedTuple, TypeVar
from zlib import crc32

from api.sample.town import Row, Town, at, law, working, working_days_on
from records.course.thresholds import Intended, amounts_reach
from records.law.entries import Threshold

T = TypeVar("T")

SYSTEM: Final = "system"
"""Who sends what the timer does."""

PUBLIC: Final = "public"
"""Who sends what anybody asks for without a login."""

_CLOSING_TIME: Final = (17, 40)
_COMPLETE: Final = ("paid", "instalments", "surcharged")
"""Ways of payment that leave nothing owing."""


class Action(NamedTuple):
    """A step of the sample.

    In its fields `@person:ID`, `@recording:NAME`, `@scan` and `@version:LABEL` stand for what the ledger makes of them,
    `@number:LABEL#1` for the first item under the number of that paper, `@decision:CASE` for the number of a decision.
    """

    sent_at: datetime
    occurred_at: datetime
    case: str
    """Sample id of the case."""
    label: str
    """What the step is in its case, each once."""
    kind: str
    """Tag of the command."""
    by: str
    """Sample id of the person who sends it."""
    fields: Row
    paper: str = ""
    """Why it is entered afterwards; empty when it is taken live."""
    refused: str = ""
    """The rule by which it has to be refused: a sample without refusals would show half of supervision."""


class Course:
    """Makes the steps of one case, each at its time."""

    def __init__(self, town: Town, number: int, case: Row) -> None:
        """`number` is the case's place in the sample."""
        self.town, self.number, self.case = town, number, case
        self.agency = town.agency(case)
        self.handlers: list[str] = list(case.get("handlers", ()))
        self.head = str(self.agency["head"])
        self.unit_head = town.on_duty(self.agency, "unit-head")
        self.now = at(town.starts_on, 9, 0)
        self._papers = 0

    # ---- What is chosen ----

    def pick(self, what: str, choices: int) -> int:
        """A number below `choices`, for this case and this question always the same."""
        return crc32(f"{self.case['id']} {what}".encode()) % choices

    def one_of(self, what: str, choices: tuple[T, ...]) -> T:
        """One of them."""
        return choices[self.pick(what, len(choices))]

    # ---- Time ----

    @property
    def today(self) -> date:
        """The day that the course has come to."""
        return self.now.date()

    def wait(self, days: int) -> None:
        """Goes on by working days; by none, some minutes on, the next morning when the offices close before."""
        if days:
            self._morning(working_days_on(self.today, days))
            return
        self.now += timedelta(minutes=21 + self.pick(f"pause {self.now}", 33))
        if self.today != working(self.today):
            self._morning(working(self.today))
        elif (self.now.hour, self.now.minute) > _CLOSING_TIME:
            self._morning(working_days_on(self.today, 1))
        elif self.now.hour < at(self.today, 9, 0).hour:
            self._morning(self.today)

    def come_to(self, day: date) -> None:
        """Goes on to a day, or the first working day after it; stays where it is when it is there already."""
        if working(day) > self.today:
            self._morning(working(day))

    def _morning(self, day: date) -> None:
        self.now = at(day, 9 + self.pick(f"hour {day}", 6), self.pick(f"minute {day}", 60))

    # ---- Steps ----

    def step(self, label: str, kind: str, /, wait: int = 0, who: str = "", **fields: object) -> Action:
        """The next step, after a wait of working days; by the first handler unless somebody else is named."""
        if label not in self.case.get("skips", ()):
            self.wait(wait)
        return self.act(label, kind, who, **fields)

    def act(self, label: str, kind: str, /, who: str = "", **fields: object) -> Action:
        """A step without a wait before it."""
        paper = self.case.get("back_entry")
        if paper is None or label in self.case.get("skips", ()):
            return Action(self.now, self.now, self.case["id"], label, kind, who or self.handlers[0], fields)
        entered_on = working(working(self.town.day(self.case["filed_on"])), paper["recorded_after_days"])
        if label in paper["steps"]:
            self._papers += 1
            sent_at = at(entered_on, 9, 30) + timedelta(minutes=3 * self._papers)
            entering = self.handlers[0]  # who has the papers
            return Action(sent_at, self.now, self.case["id"], label, kind, entering, fields, paper=paper["reason"])
        self.come_to(working_days_on(entered_on, 1))
        return Action(self.now, self.now, self.case["id"], label, kind, who or self.handlers[0], fields)

    def timer(self, label: str, kind: str, after: date, /, *, back: bool = False, **fields: object) -> Action:
        """What the timer does in the first minutes of the day after a term's last; `back`: it counts on that last."""
        self.now = at(after + timedelta(days=1), 0, 5)
        occurred_at = at(after, 0, 0) if back else self.now
        return Action(self.now, occurred_at, self.case["id"], label, kind, SYSTEM, fields)

    # ---- What the case says ----

    def amount(self, name: str) -> Decimal | None:
        """An amount of the decision in yuan, None when it has none."""
        text = self.case["decision"].get(name)
        return Decimal(text) if text else None

    def calls_for(self, what: str) -> bool:
        """Whether the intended penalty reaches a threshold of the law data (`records/course/thresholds.py`)."""
        thresholds = law(self.today).thresholds.values()
        return any(one.calls_for == what and self._reaches(one) for one in thresholds)

    def _reaches(self, one: Threshold) -> bool:
        if one.parties and self.case["party"]["kind"] not in one.parties:
            return False
        kinds = tuple(self.case["decision"]["kinds"])
        penalty = Intended(kinds, self.amount("fine_yuan"), self.amount("confiscated_yuan"))
        return (
            not set(self.case.get("qualities", ())).isdisjoint(one.qualities)
            or not set(kinds).isdisjoint(one.kinds)
            or (one.fact == "hearing-held" and self.case.get("hearing") == "held")
            or amounts_reach(penalty, one)
        )

    def is_open(self) -> bool:
        """Whether something is left to be done that keeps the case from being closed."""
        relief, correct = self.case.get("relief"), self.case.get("correct", {"done": True})
        under_way = relief is not None and "ended_after" not in relief
        return under_way or not correct.get("done") or self.case.get("payment", "paid") not in _COMPLETE

    def shown(self) -> str:
        """The party as the public sees it."""
        party = self.case["party"]
        return str(party["name"]) if party["kind"] != "natural" else f"{party['name'][0]}某某"


def named(row: Row, *names: str) -> Row:
    """Of a row what it has under these names."""
    return {name: row[name] for name in names if name in row}


def person(name: str) -> str:
    """A person in the fields of a step."""
    return f"@person:{name}"


def persons(names: list[str]) -> list[str]:
    """Several of them."""
    return [person(name) for name in names]
