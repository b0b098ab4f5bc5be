"""Situations of the law: stories in data (`tests/law_examples/*.toml`) that are played on a real ledger.

```toml
[[situation]]
name = "告知送达之前作出处罚决定，不予办理"
starts = 2026-03-02T09:00:00          # by the clock in Shanghai
procedure = "licence"                 # optional: that of the plain case (`through`), else the ordinary penalty
through = "opinion-endorsed"          # optional: the plain case up to this stage, taken at the start
years = [2025]                        # optional: the calendars adopted at the start, else 2025 and 2026

[situation.given]                     # optional: fields that differ in stages of the plain case
filing = { party = { kind = "natural", name = "张三丰", born_on = "2012-05-01" } }

[[situation.step]]
at = 2026-03-03T10:00:00              # optional: moves the clock forwards
case = "b"                            # optional: another case of the same ledger; `related_case` names one in `with`
take = "sign-decision"                # tag of a command; fields that a plain case would send are given
by = "head"                           # optional: who sends it (see PEOPLE), else who would in a plain case
agency = "…"                          # optional: code of another agency that the account is of
with = { fine_yuan = "300.00" }       # optional: other fields; "null" takes one away, `draft` says what differs in it
refused = "notice-first"              # or: defects = ["…"] of a back-entry (`on` its day), or nothing: it is allowed
invalid = ["$.points"]                # or: the fields whose values can't be right
number = "监漳罚决〔2026〕1号"          # optional: the document number that it takes
                                      # in place of `take`, a plain case up to a stage: through = "decision"
                                      # (and its procedure)
                                      # for the erasure of a person: erase = "party", or one of PEOPLE
                                      # for an entry of a register: enter = { type = "officer-ended/1", … }
                                      # for a year's notice: calendar = 2026

[situation.then]                      # optional: what is to be seen at the end
on = 2026-05-31T09:00:00              # optional: moves the clock first
due = { decision = 2026-05-31 }       # open terms with the day on which they end
kept = { decision = 2026-03-20 }      # kept terms with the day on which they were kept
waiting = ["serve-decision"]          # everything that waits in the case, in any order
facts = { paid = false }
late = ["service"]                    # kept terms that were kept after their end; the others of `kept` were not
unproven = ["service"]                # kept terms that were recorded after their end
lapsed = ["service"]                  # terms whose duty has ended
paused = ["decision"]                 # terms that stand still
provisional = ["decision"]            # terms that were counted over a year without a notice
defects = ["…"]                       # of the case as derived today
```

What is to be seen is that of the case without a name. The act of a plain case lies on the day before its filing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

import plain_oversight
from drafts import drafted
from penal import (
    ARCHIVIST,
    COURSES,
    DAYS_BEFORE,
    HANDLERS,
    HEAD,
    LAWYER,
    PRESIDER,
    REVIEWER,
    SCAN,
    SECRECY,
    UNIT_HEAD,
    as_given,
    sender_of,
    timely,
)
from penal import command as plain_command
from plain_evaluation import FILE, ON_PAPER
from records.application import Sender
from records.course.decided import Decide
from records.course.drafting import SubmitDraft
from records.course.shapes import Command
from records.course.steps import COMMAND_TYPES, OPENING_TYPES
from records.erasure import erase_person
from records.errors import Invalid, Refused
from records.evaluation.events import EVALUATION
from records.event import CaseEvent
from records.law.entries import ORDINARY
from records.moment import SHANGHAI, Moment
from records.penalty.commands import SubmitReview
from records.register.commands import ErasePerson
from records.register.events import DocumentNumberTaken, PersonErased, RegisterEvent
from records.store.ledger import Written
from town import Town

FOLDER: Final = Path(__file__).parent / "law_examples"

PEOPLE: Final = {
    "handler": HANDLERS[0],
    "second-handler": HANDLERS[1],
    "head": HEAD,
    "unit-head": UNIT_HEAD,
    "reviewer": LAWYER,
    "presider": PRESIDER,
    "secrecy-reviewer": SECRECY,
    "disclosure-officer": REVIEWER,
    "archivist": ARCHIVIST,
    "supervisor": plain_oversight.SUPERVISOR,
    "answering": plain_oversight.ANSWERING,
    "stranger": "officer-nobody",
    "system": "system",
}

_COMMANDS: Final[dict[str, type[Command]]] = {str(one.__struct_config__.tag): one for one in COMMAND_TYPES}
_OPENINGS: Final = OPENING_TYPES
_ENTRIES: Final = msgspec.json.Decoder(RegisterEvent)
_PLAIN_DRAFT: Final = msgspec.to_builtins(plain_command(SubmitReview))["draft"]
_STAGES: Final = {name for plain in COURSES.values() for name, _, _ in plain}
_TERMS: Final = {"due", "kept", "late", "unproven", "lapsed", "paused", "provisional"}
_SEEN: Final = {"on", "waiting", "facts", "defects"} | _TERMS


@dataclass(frozen=True)
class Step:
    """One thing that happens in a story: a command, an entry of a register (`enter`), an erasure (`erase`)."""

    take: str = ""
    at: datetime | None = None
    case: str = ""
    procedure: str = ORDINARY
    through: str = ""
    by: str = ""
    agency: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    on: str = ""
    refused: str = ""
    invalid: tuple[str, ...] = ()
    defects: tuple[str, ...] | None = None
    number: str = ""
    enter: dict[str, Any] = field(default_factory=dict)
    calendar: int = 0
    erase: str = ""


@dataclass(frozen=True)
class Situation:
    """A story with its outcome."""

    file: str
    name: str
    starts: datetime
    procedure: str
    through: str
    given: dict[str, dict[str, Any]]
    steps: tuple[Step, ...]
    then: dict[str, Any]
    years: tuple[int, ...]


def situations() -> Iterator[Situation]:
    """All stories, file by file. ValueError for a key that no story has."""
    for path in sorted(FOLDER.glob("*.toml")):
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["situation"]:
            steps = tuple(_step(path.name, step) for step in one.pop("step", []))
            then, years = one.pop("then", {}), tuple(one.pop("years", (2025, 2026)))
            given = one.pop("given", {})
            if unknown := (set(then) - _SEEN) | (set(given) - _STAGES):
                msg = f"{path.name}: {one['name']}: {sorted(unknown)}"
                raise ValueError(msg)
            name, starts, through = one.pop("name"), one.pop("starts"), one.pop("through", "")
            procedure = one.pop("procedure", ORDINARY)
            yield Situation(path.name, name, starts, procedure, through, given, steps, then, years)
            if one:
                msg = f"{path.name}: {sorted(one)}"
                raise ValueError(msg)


def _decided_next(steps: tuple[Step, ...]) -> dict[str, Any]:
    """The fields of the next decision that is allowed: its draft says them as well."""

    def fails(one: Step) -> bool:
        return bool(one.refused or one.invalid) or "draft-changed" in (one.defects or ())

    decisions = (one for one in steps if issubclass(_COMMANDS.get(one.take, Command), Decide) and not fails(one))
    return next((one.given for one in decisions), {})


def _step(file: str, given: dict[str, Any]) -> Step:
    known = {"with": "given"}
    named = {known.get(name, name): value for name, value in given.items()}
    for name in {"defects", "invalid"} & named.keys():
        named[name] = tuple(named[name])
    try:
        return Step(**named)
    except TypeError as error:
        msg = f"{file}: {error}"
        raise ValueError(msg) from error


class Story:
    """A situation under way in a town of its own."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.cases: dict[str, str] = {}
        self._decision: dict[str, Any] = {}
        """What the decision says of which the draft is handed over."""

    @property
    def case(self) -> str:
        """Id of the case without a name."""
        return self.cases[""]

    def play(self, situation: Situation) -> None:
        """Takes all steps, and holds each against what the story says of it."""
        self._decision = _decided_next(situation.steps)
        if situation.through:
            self._plain("", situation.procedure, situation.through, situation.given)
        for index, step in enumerate(situation.steps):
            self._decision = _decided_next(situation.steps[index + 1 :]) if step.take == "submit-draft" else {}
            self._play(step)

    def _plain(self, case: str, procedure: str, stage: str, given: dict[str, dict[str, Any]]) -> None:
        """The plain case from its filing to a stage."""
        if procedure == EVALUATION and FILE not in self.cases:
            for kind, known in ON_PAPER:
                self._send(FILE, kind, known, self.town.sender(plain_oversight.ANSWERING))
        decided = (given[name] for name, kind, _ in COURSES[procedure] if issubclass(kind, Decide) and name in given)
        self._decision = next(decided, self._decision)
        for name, kind, known in COURSES[procedure]:
            if days := DAYS_BEFORE.get((procedure, name)):
                later = self.town.ledger.now().instant.astimezone(SHANGHAI) + timedelta(days=days)
                self.town.at(f"{later:%Y-%m-%d %H:%M}")
            self._send(case, kind, known | given.get(name, {}), self.town.sender(sender_of(kind)))
            if name == stage:
                return
        raise ValueError(stage)

    def _play(self, step: Step) -> None:
        if step.at:
            self.town.at(step.at.isoformat(" "))
        if step.calendar:
            self.town.adopt_calendar(step.calendar)
        elif step.erase:
            self._erase(step)
        elif step.enter:
            self.town.enter(_ENTRIES.decode(msgspec.json.encode(step.enter)))
        elif step.through:
            self._plain(step.case, step.procedure, step.through, step.given)
        else:
            self._take(step)

    def _erase(self, step: Step) -> None:
        party = self.town.ledger.case(self.cases[step.case])[0].party
        person = party.person if party and step.erase == "party" else PEOPLE[step.erase]
        code = ""
        try:
            written = erase_person(
                self.town.ledger, ErasePerson(person=person, reason="本人请求"), self.town.sender("r")
            )
            assert {type(one) for one in written.events} == {PersonErased}
        except Refused as refused:
            code = refused.code
        assert code == step.refused, f"{step.erase}: {code or 'erased'}, not {step.refused or 'erased'}"

    def _take(self, step: Step) -> None:
        kind, given = _COMMANDS[step.take], dict(step.given)
        by = PEOPLE.get(step.by, step.by) or sender_of(kind)
        if step.on:
            given |= {"occurred_at": step.on, "entry": SCAN}
            by = PEOPLE.get(step.by, step.by) or HANDLERS[0]
        sender = self.town.sender(by)
        if step.agency:
            sender = msgspec.structs.replace(sender, agency=step.agency)
        written, code, wrong = None, "", []
        try:
            written = self._send(step.case, kind, given, sender, as_drafted=not step.refused)
        except Refused as refused:
            code = refused.code
        except Invalid as invalid:
            wrong = [path for path, _ in invalid.fields]
        assert wrong == list(step.invalid), f"{step.take}: {wrong}"
        assert code == step.refused, f"{step.take}: {code or 'allowed'}, not {step.refused or 'allowed'}"
        if written is not None:
            self._compare(step, written)

    def _compare(self, step: Step, written: Written) -> None:
        found = [one.code for event in written.events if isinstance(event, CaseEvent) for one in event.defects]
        assert found == list(step.defects or ()), f"{step.take}: defects {found}"
        if step.number:
            numbers = [event.number for event in written.events if isinstance(event, DocumentNumberTaken)]
            assert numbers == [step.number], numbers

    def _send(
        self, case: str, kind: type[Command], given: dict[str, Any], sender: Sender, *, as_drafted: bool = True
    ) -> Written:
        """`as_drafted`: a decision says what its draft said, as its form would have it."""
        now = self.town.ledger.now()
        when = Moment.parse(given["occurred_at"]) if given.get("occurred_at") else now
        begun = when.instant.astimezone(SHANGHAI) + timedelta(hours=10 * when.dated)  # of a date: by day
        if "draft" in given and kind is SubmitReview:
            given = given | {"draft": _PLAIN_DRAFT | given["draft"]}
        if given.get("related_case") in self.cases:
            given = given | {"related_case": self.cases[given["related_case"]]}
        if case in self.cases and (as_drafted or kind is SubmitDraft):
            given = drafted(kind, given, self.town.ledger.case(self.cases[case])[0], begun, self._decision)
        command = as_given(kind, timely(kind, begun) | _found_before(kind, begun) | given)
        if case in self.cases or not isinstance(command, _OPENINGS):
            return self.town.desk.step(self.cases.get(case, ""), command, sender)
        written = self.town.desk.open(command, sender)
        self.cases[case] = next(event.case for event in written.events if isinstance(event, CaseEvent))
        return written


def _found_before(kind: type[Command], filed: datetime) -> dict[str, date]:
    """The days of act and discovery of what opens a case: the day before."""
    names = {"acted_on", "discovered_on"} & set(kind.__struct_fields__)
    return dict.fromkeys(names, filed.date() - timedelta(days=1))


def day(value: date | str) -> date:
    """A day as the stories write it."""
    return value if isinstance(value, date) else date.fromisoformat(value)
