"""Cases of every other procedure, told step by step in `procedures/PACKAGE.toml`, a file per package.

A file begins with `procedure = "…"`, the id that its cases have where they name none, and tells cases:

    [[case]]
    id = "s01"                      # each once in the whole sample
    title = "…"
    matter = "1404290005"           # of `town.toml`: its agency is the agency of the case
    opened_on = 40                  # day of the first step, from the start of the sample's year
    handlers = ["chang-zhiyuan", "hao-qiuyu"]
    party = { kind = "natural", name = "…", number = "…", address = "…" }

    [[case.steps]]                  # short ones also on one line: steps = [{ take = "hear-spot" }, …]
    take = "open-spot"              # tag of the command
    with = { place = "…" }          # its fields, beside those that every such command has (`story_fields.py`)

What a step may say beside `take` and `with`:

`label`     what it is in its case; its tag unless it says so, with a number where it is the second of the kind
`wait`      working days that pass before it; without, it follows some minutes later
`days`      calendar days instead; on a day off it moves to the next working day
`on`        the day of the sample's year instead on which it comes at the earliest
`minutes`   minutes instead, whatever the hour
`after`     `LABEL` or `CASE/LABEL` of a step on whose next working day it comes at the earliest
`by`        who takes it: a person of the town, or a role; without, the first who may by the law data; `public` sends a
            correction as anybody does, without a login; it comes in at the end of its half day
`without`   fields that are left out though such a command has them
`like`      label of a step whose fields it takes over, as far as its command has them
`draft_of`  label of the decision of which it submits the draft to legal review
`paper`     why it is entered afterwards: on the working day after the last of the papers that follow each other, later
            by `entered` working days
`refused`   code of the rule by which it has to be refused
`by_timer`  the timer takes it in the night to the day that `days` or `on` names, or, with `limit`, in the night after
            the last day of that limit of the law, counted from the day of the step `after` if it names one; `back`: it
            counts on the day before

A case may begin later than `opened_on`: `opened_after = "CASE/LABEL"` puts it after that step of another case, told
before it; `within_year = 90` at the start of the new year where those days would not all lie in one. Where a draw of a
plan chose firm and officers, `drawn` names it (`drawing.py`). Whom `change-handlers` names goes on with the case.

In `procedures/penalty.toml` a `[[further]]` tells steps in the same way that come beside the course of an ordinary
`case`, on the working day after its step `opened_after`.

In a text alone stand: `@day`, `@day:+30`, `@workday:+3` for a day from that of the step; `@time:-40` for minutes before
it; `@at:+3 21:30` for an hour of such a day; `@year` for its year as a number; `@on:LABEL` or `@on:CASE/LABEL` for the
day of another step, `@on:LABEL+15` for one after it; `@person:ID`, `@recording:NAME`, `@scan`, `@case:ID` for what the
ledger makes of them; `@version:LABEL`, `@number:LABEL`, `@number:LABEL#1`, `@number:CASE/LABEL` for version and number
that a step made; `@file:N` for the number of the N-th file that the case drew. Anywhere in a text `{year}` is the year
of the step. Steps that fall on the sample's last day or later are still to come, so that a case that began late stands
in the stage that it has come to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

import msgspec

from api.sample.course import PUBLIC, SYSTEM, Action, Course, person
from api.sample.story_fields import COMMANDS, filled
from api.sample.town import Row, Town, at, calendar, law, working_days_on
from records.course.documents import DOCUMENTS
from records.course.drafted_fields import own_fields, text_of
from records.law.deadline import due
from records.law.entries import ORDINARY

Days = Mapping[tuple[str, str], date]
"""By case and label the day of a step that was planned already."""

_ROLES: Final = {"reviewer": "legal-reviewer"}
"""Duties of the sample's people whose actors have another name in the law data."""


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step as the file tells it."""

    take: str
    label: str = ""
    wait: int = 0
    days: int = 0
    on: int | None = None
    minutes: int = 0
    after: str = ""
    by: str = ""
    fields: Row = msgspec.field(name="with", default_factory=dict)
    without: tuple[str, ...] = ()
    like: str = ""
    draft_of: str = ""
    paper: str = ""
    entered: int = 1
    refused: str = ""
    by_timer: bool = False
    limit: str = ""
    back: bool = False


def told(town: Town, number: int, story: Row, before: Days) -> Iterator[Action]:
    """All steps of a story in their order; those of other cases that it names the days of are in `before`."""
    steps = msgspec.convert(story["steps"], tuple[Step, ...])
    return _Teller(town, number, story, _labelled(steps), before).tell()


def _labelled(steps: tuple[Step, ...]) -> dict[str, Step]:
    """By label, in their order; steps that have none are numbered from the second of a kind on."""
    found: dict[str, Step] = {}
    for step in steps:
        name = step.label or step.take
        if step.refused and not step.label:
            name = f"{name}:{step.refused}"
        count = 1 + sum(one.partition("~")[0] == name for one in found)
        found[name if count == 1 else f"{name}~{count}"] = step
    return found


def _text(value: Any) -> str:
    """A value of TOML as a draft has it."""
    return text_of(tuple(value) if isinstance(value, list) else value)


class _Teller:
    def __init__(self, town: Town, number: int, story: Row, steps: dict[str, Step], before: Days) -> None:
        self._course = Course(town, number, story)
        self._steps, self._days = steps, dict(before)
        self._drafted: dict[tuple[str, str], Row] = {}
        """By command and label of a decision what its draft said of its own fields: it is signed so."""
        self._procedure = str(story.get("procedure", ORDINARY))

    def tell(self) -> Iterator[Action]:
        c = self._course
        c.come_to(self._opening_day())
        first = next(iter(self._steps))
        for on_paper, run in groupby(self._steps.items(), key=lambda one: bool(one[1].paper)):
            made = [self._taken(label, step, opens=label == first) for label, step in run]
            yield from self._entered(made, [self._steps[one.label].entered for one in made]) if on_paper else made

    def _opening_day(self) -> date:
        c = self._course
        day, span = c.town.day(c.case["opened_on"]), timedelta(days=c.case.get("within_year", 0))
        if "opened_after" in c.case:
            day = max(day, self._day_of(c.case["opened_after"]) + timedelta(days=1))
        return day if (day + span).year == day.year else date(day.year + 1, 1, 1)

    def _taken(self, label: str, step: Step, *, opens: bool) -> Action:
        c = self._course
        if step.by_timer:
            last = self._last_day(step)
            self._days[c.case["id"], label] = last + timedelta(days=1 - step.back)
            return c.timer(label, step.take, last, back=step.back, **step.fields)
        self._go_on(step, opens=opens)
        self._days[c.case["id"], label] = c.today
        fields = self._told(self._fields(step))
        by = c.handlers[0] if step.paper else self._who(step)
        if step.take == "change-handlers" and not step.refused:
            c.handlers = [one.removeprefix("@person:") for one in fields["handlers"]]
        return Action(c.now, c.now, c.case["id"], label, step.take, by, fields, step.paper, step.refused)

    def _last_day(self, step: Step) -> date:
        """The day after which the timer takes the step."""
        if step.on is not None:
            return self._course.town.day(step.on - 1)
        begun = self._day_of(step.after) if step.after else self._course.today
        if step.limit:
            return due(law(begun, self._procedure).limits[step.limit], begun, calendar()).on
        return begun + timedelta(days=step.days - 1)

    def _go_on(self, step: Step, *, opens: bool) -> None:
        c = self._course
        if step.minutes:
            c.now += timedelta(minutes=step.minutes)
        elif step.on is not None:
            c.come_to(c.town.day(step.on))
        elif step.days:
            c.come_to(c.today + timedelta(days=step.days))
        elif step.wait or not opens:
            c.wait(step.wait)
        if step.after:
            c.come_to(self._day_of(step.after) + timedelta(days=1))

    def _day_of(self, name: str) -> date:
        """Of a step of this case, or of another as `CASE/LABEL`."""
        case, _, label = name.rpartition("/")
        return self._days[case or self._course.case["id"], label]

    def _entered(self, papers: list[Action], later: list[int]) -> Iterator[Action]:
        """One after the other, once the last of them was taken; what is live goes on after that."""
        c = self._course
        morning = at(working_days_on(c.today, max(later)), 9, 30)
        for index, one in enumerate(papers):
            yield one._replace(sent_at=morning + timedelta(minutes=3 * index))
        self._later_than(morning + timedelta(minutes=3 * len(papers)))

    def _later_than(self, entered: Any) -> None:
        self._course.now = max(self._course.now, entered)

    # ---- What it says ----

    def _fields(self, step: Step) -> Row:
        c, given = self._course, dict(step.fields)
        if step.like:
            has = COMMANDS[step.take].__struct_fields__
            model = self._fields(self._steps[step.like])
            given = {name: one for name, one in model.items() if name in has} | given
        if step.draft_of:
            given = {"draft": self._draft(self._steps[step.draft_of])} | given
        fields = filled(c, step.take, given)
        if not step.refused:
            fields |= self._drafted.get((step.take, step.label), {})
        return {name: one for name, one in fields.items() if name not in step.without}

    def _draft(self, decision: Step) -> Row:
        """What the decision will say, as far as a draft says it."""
        said = self._fields(decision)
        names = ("content", "facts", "evidence", "basis", "reasons", "relief", "amount_yuan")
        document = DOCUMENTS[COMMANDS[decision.take]]
        more = {name: self._told(said[name]) for name in own_fields(COMMANDS[decision.take]) if name in said}
        self._drafted[decision.take, decision.label] = more
        rows = [{"name": name, "text": text} for name, one in more.items() if (text := _text(one))]
        return {"document": document, **{name: said[name] for name in names if name in said}, "more": rows}

    def _who(self, step: Step) -> str:
        c, asked = self._course, step.by
        if not asked:
            rule = law(c.today, self._procedure).steps[step.take]
            asked = rule.actors[0]
        if asked in ("handler", "agency"):
            return c.handlers[0]
        if asked in ("head", SYSTEM, PUBLIC):
            return c.head if asked == "head" else asked
        people = {str(one["id"]) for one in c.town.registers["person"]}
        return asked if asked in people else c.town.on_duty(c.agency, _ROLES.get(asked, asked))

    def _told(self, value: Any) -> Any:
        """With the days and times that only the day of the step tells."""
        if isinstance(value, dict):
            return {name: self._told(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self._told(one) for one in value]
        return self._said(value) if isinstance(value, str) else value

    def _said(self, text: str) -> object:
        c, (kind, _, name) = self._course, text.partition(":")
        match kind:
            case "@day":
                return (c.today + timedelta(days=int(name or 0))).isoformat()
            case "@workday":
                return working_days_on(c.today, int(name)).isoformat()
            case "@time":
                return (c.now + timedelta(minutes=int(name))).isoformat()
            case "@at":
                days, _, hour = name.partition(" ")
                return at(c.today + timedelta(days=int(days)), *map(int, hour.split(":"))).isoformat()
            case "@year":
                return c.today.year
            case "@object":
                return c.case["object"]
            case "@order":
                return person(c.case["order"][int(name) - 1])
            case "@on":
                label, _, offset = name.partition("+")
                return (self._day_of(label) + timedelta(days=int(offset or 0))).isoformat()
            case "@handlers":
                return [person(one) for one in c.handlers]
            case _:
                return text.replace("{year}", str(c.today.year))
