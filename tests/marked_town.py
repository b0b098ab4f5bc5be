"""Two hundred cases over all steps of the procedure, a mark in every free text: what each publishes is known.

Steps are entered from paper: those stand whatever came before them, so that few steps a case make every one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from typing import Any, Final, NamedTuple

import msgspec

from marked_commands import marked, placeless
from needles import Needles, unique
from penal import AGENCIES, AGENCY, STORED, sender_of, steps_of
from records.application import CaseDesk, Sender
from records.beside.commands import AnswerComplaint, FlagMatter, HandBackCase, NoteParticulars, ReceiveComplaint
from records.errors import Refused
from records.event import BackEntry
from records.identifiers import is_citizen_number, is_credit_code
from records.offence.commands import RecordJudgment, SettleConfiscated
from records.penalty import commands as c
from records.spot.commands import CollectFine
from records.store.ledger import Ledger

CASES: Final = 200
ENDED: Final = (c.SignDecision, c.DeclinePenalty, c.ServeDocument, c.ReviewDisclosure, c.RevokeDecision)
OPENING: Final = (c.RegisterLead, c.FileCase)
WITHOUT_TEXT: Final = (c.LinkRedo, HandBackCase, FlagMatter)
"""Says the number of an earlier decision on the same party, or nothing at all."""

OF_A_PAGE: Final = ("records.publishing.", "records.reviewing.", "records.correction.")
"""Packages whose steps speak of a page that is there, or of a review by others: `marked_pages` has cases of theirs."""

OTHERS: Final = tuple(
    kind
    for kind in steps_of()
    if kind not in (*OPENING, *ENDED, *WITHOUT_TEXT, SettleConfiscated) and not kind.__module__.startswith(OF_A_PAGE)
)
AT_ONCE: Final = 6
"""Steps of a case beside those that lead to its page: in 200 cases each step is there twenty times."""

_FIRST: Final = date(2026, 2, 2)
_BEFORE: Final[dict[type[c.Command], tuple[type[c.Command], ...]]] = {
    c.MarkEvidence: (c.AddEvidence,),
    c.TellMonitoring: (c.AddEvidence,),
    c.RecordMonitoringAnswer: (c.AddEvidence,),
    c.VoidEntry: (c.AddEvidence,),
    c.DisposeItem: (c.PreserveEvidence,),
    c.LapsePreservation: (c.PreserveEvidence,),
    c.WaiveRecording: (c.HoldHearing,),
    AnswerComplaint: (ReceiveComplaint,),
}
"""What a step speaks of has to be there."""

_SAID: Final[dict[type[c.Command], dict[str, Any]]] = {
    c.FileCase: {"acted_on": "2026-01-05", "discovered_on": "2026-01-06"},
    c.QuestionPerson: {"role": "witness"},
    c.AddEvidence: {"monitored": True},
    c.LapsePreservation: {"occurred_at": "2026-06-01"},
    c.LinkRecording: {"derived_from": "", "derivation": ""},
    c.WaiveRecording: {"ground": "device-failed", "approved_by": ""},
    c.SignDecision: {"gains_yuan": "300.00", "returned_yuan": "100.00"},
    c.RecordPayment: {"channel": "on-the-spot", "paid_on": "2026-02-01"},
    c.ImposeSurcharge: {"last_day": "2026-02-01"},
    RecordJudgment: {"judged_on": "2026-02-01"},
    CollectFine: {"ground": "remote"},
    c.SeekRelief: {"accepted_on": "2026-02-01"},
    c.EndRelief: {"ended_on": "2026-02-01"},
    c.VoidEntry: {"version": 2},
    NoteParticulars: {"representative_paper": "other"},
}
"""What has to be said so that every text may be there, and days before that of the step."""


@dataclass(frozen=True)
class Plan:
    """What becomes public of a case."""

    outcome: str = ""
    masked: tuple[str, ...] = ()
    revoked: bool = False

    @property
    def is_public(self) -> bool:
        """Whether there is a page in the end."""
        return self.outcome in ("open", "redacted") and not self.revoked

    def shows(self, tag: str, path: str, *, decides: bool) -> bool:
        """Whether a field is public in the end; `decides`: of the decision that was reviewed."""
        name = path.partition("[")[0].partition(".")[0]
        published = self.outcome in ("open", "redacted")
        if tag == "revoke-decision":
            return published and name in ("instrument", "explanation")
        if not self.is_public:
            return False
        if tag == "review-disclosure":
            return name in ("party_shown", "facts_shown", "basis") and name.removesuffix("_shown") not in self.masked
        return decides and (name == "basis" or (name in ("content", "reasons") and name not in self.masked))


PLANS: Final = (
    Plan("open"),
    Plan("redacted", ("party", "amounts")),
    Plan("withheld"),
    Plan("open", revoked=True),
    Plan(),
    Plan("redacted", ("facts", "reasons", "content")),
    Plan("", revoked=True),
    Plan(),
)


class Step(NamedTuple):
    """A step of a case that is filled in."""

    kind: type[c.Command]
    changes: Mapping[str, Any] = {}
    decides: bool = False
    """Whether it is the decision that is reviewed for publication."""
    base: Mapping[str, Any] = {}
    """What is otherwise than in a plain case; its texts are marked."""
    unsaid: frozenset[str] = frozenset()
    """Paths of texts that have to be empty in such a step."""
    shown: frozenset[str] = frozenset()
    """Texts that are public in the end, beside those of the plan: paths without the places in lists."""
    agency: str = ""
    """Of the account, where it is not that of whoever sends such a step in a plain case."""
    turn: int = 1
    """Which of several steps of its kind in a case it is, where their texts may not be the same."""


@dataclass
class Filling:
    """What was filled in: marks that are secret and those that are public, and which steps were accepted."""

    ledger: Ledger
    needles: Needles
    shown: dict[str, str] = field(default_factory=dict)
    """Marks that became public, with where they were written."""
    accepted: Counter[type[c.Command]] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    cases: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    """By case the number that its marks have."""
    said: set[tuple[type[c.Command], str]] = field(default_factory=set)
    """The texts that were marked in some step that was accepted, by their paths without the places in lists."""
    _keys: Iterator[int] = field(default_factory=count)

    def fill(self) -> None:
        """All of the cases."""
        self._desk = CaseDesk(self.ledger, STORED.get)
        for number in range(CASES):
            plan = PLANS[number % len(PLANS)]
            self.cases.append(self.case(number, plan, _course(number, plan)))

    def case(self, number: int, plan: Plan, steps: Iterable[Step], case: str = "", since: date = _FIRST) -> str:
        """One case of these steps, a day each, or more steps of one that is there; returns it.

        Which of them the law let happen is counted.
        """
        days = iter(since + timedelta(days=day) for day in range(140))
        for step in steps:
            kind = step.kind
            sent, said = self._marked(number, plan, step, next(days))
            sender = self._sender(step, sent)
            try:
                written = self._desk.step(case, sent, sender) if case else self._desk.open(sent, sender)
            except Refused as refused:
                self.refused[f"{kind.__name__}: {refused.code}"] += 1
            else:
                self.accepted[kind] += 1
                self.said |= {(kind, path) for path in said}
                case = case or next(str(one.case) for one in written.events if hasattr(one, "case"))
                self.numbers[case] = number
        return case

    def _marked(self, number: int, plan: Plan, step: Step, day: date) -> tuple[Any, set[str]]:
        """The command, and which of its texts are marked."""
        kind = step.kind
        tag = str(kind.__struct_config__.tag)
        called = tag if step.turn == 1 else f"{tag} {step.turn}"
        shown: dict[str, str] = {}
        said: set[str] = set()

        def say(path: str) -> str:
            if path in step.unsaid:
                return ""
            where = f"case {number}, {called}, {path}"
            said.add(placeless(path))
            if placeless(path) not in step.shown and not plan.shows(tag, path, decides=step.decides):
                return self.needles.mark(where)
            shown[unique(where)] = where
            return unique(where)

        entry = BackEntry(reason=say("entry.reason"), scan=next(iter(sorted(STORED))))
        when = {"occurred_at": day.isoformat(), "entry": entry, **_times(kind, day)}
        sent = marked(kind, say, step.base, **when | _SAID.get(kind, {}) | dict(step.changes))
        if (party := getattr(sent, "party", None)) is not None:
            given = {"number": self.needles.hide(identity(number), f"case {number}, the party's number")}
            kept = msgspec.structs.replace(party, kind="organisation" if number % 2 else "natural", **given)
            sent = msgspec.structs.replace(sent, party=kept)
        text = msgspec.json.encode(sent).decode()
        self.shown |= {mark: where for mark, where in shown.items() if mark in text}
        return sent, said

    def _sender(self, step: Step, sent: c.Command) -> Sender:
        by = sender_of(step.kind)
        actor = "system" if by == "system" else f"person:{by}"
        body = msgspec.json.encode(sent)
        self.needles.digests_of(body, f"the request {body.decode()[:80]}")
        return Sender(
            actor, actor, f"key-{next(self._keys)}", sha256(body).digest(), step.agency or AGENCIES.get(by, AGENCY)
        )


_CAME: Final = ("received_on", "dated_on", "paid_on")


def _times(kind: type[c.Command], day: date) -> dict[str, str]:
    """When a visit was, or a paper came, on the day of its step."""
    hours = {"begun_at": "09:00", "ended_at": "09:40"}
    times = {name: f"{day}T{hour}:00+08:00" for name, hour in hours.items()} | dict.fromkeys(_CAME, day.isoformat())
    return {name: time for name, time in times.items() if name in kind.__struct_fields__}


def _course(number: int, plan: Plan) -> Iterator[Step]:
    if number % 4 == 0:
        yield Step(c.RegisterLead)
    yield Step(c.FileCase)
    start = number * AT_ONCE % len(OTHERS)
    for at, kind in enumerate((*OTHERS, *OTHERS)[start : start + AT_ONCE]):
        if kind is c.TagSecrecy and plan.outcome:
            continue  # what is tagged as a whole is not published
        preserved = f"监漳先登〔2026〕{number * AT_ONCE + at + 1}号"
        for one in (*_BEFORE.get(kind, ()), kind):
            yield _of_item(one, preserved)
    yield Step(c.DeclinePenalty if number % 16 == 0 else c.SignDecision, decides=True)
    yield Step(c.ServeDocument)
    if number % 20 == 1:
        taken = f"监漳先登〔2026〕{CASES * AT_ONCE + number}号"
        yield from (_of_item(one, taken) for one in (c.PreserveEvidence, c.DisposeItem, SettleConfiscated))
    if plan.outcome:
        kept_back = {"grounds": ["other-law"]} if plan.outcome != "open" else {}
        shown = {} if number % 2 or "party" in plan.masked or plan.outcome == "withheld" else {"party_shown": "张某某"}
        yield Step(c.ReviewSecrecy)
        yield Step(c.ReviewDisclosure, {"outcome": plan.outcome, "masked": list(plan.masked), **kept_back, **shown})
    if plan.revoked:
        yield Step(c.RevokeDecision)


def _of_item(kind: type[c.Command], number: str) -> Step:
    """A step about the item that was preserved under a number, which was confiscated in the end."""
    if kind is c.PreserveEvidence:
        return Step(kind, {"number": number})
    item = {"item": f"{number}#1"} if kind in (c.DisposeItem, c.LapsePreservation, SettleConfiscated) else {}
    return Step(kind, item, base={"fate": "confiscated"} if kind is c.DisposeItem else {})


def identity(number: int) -> str:
    """A number of its own: 居民身份证号码 of a person, or 统一社会信用代码."""
    if number % 2:
        bodies = (f"91140429{one}" for one in _organisation_codes(number))
        return next(code for body in bodies for last in _LAST if is_credit_code(code := body + last))
    stem = f"140429{date(1980, 1, 1) + timedelta(days=number):%Y%m%d}001"
    return next(code for last in "0123456789X" if is_citizen_number(code := stem + last))


_LAST: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _organisation_codes(number: int) -> Iterator[str]:
    return (f"MA{number:06}{last}" for last in "0123456789X")
