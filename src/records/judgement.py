"""How a step is judged: a live one is refused at the first broken rule, a back-entered one notes each as a defect."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

import msgspec

from records.errors import Invalid, Refused
from records.event import BackEntry, Defect, Event
from records.law.data import Law
from records.law.entries import ORDINARY
from records.moment import Moment
from records.register.fold import Register

_HOUR: Final = timedelta(hours=1) // timedelta(microseconds=1)


class StoredObject(msgspec.Struct, frozen=True):
    """What the object store knows of a recording."""

    blake3: str
    sha256: str
    size: int
    """Bytes."""
    media_type: str
    version_id: str
    started_at: str = ""
    """RFC 3339, by the recorder's clock; empty when it gave none."""
    ended_at: str = ""
    stored_at: str = ""
    """RFC 3339: when the server had all of it; empty where nobody wrote it down."""


class Superseded(msgspec.Struct, frozen=True, kw_only=True):
    """The decision of another case, as far as a case that decides anew is judged by it."""

    case: str
    """Id of that case."""
    number: str
    """Of the decision."""
    undone: bool
    same_party: bool
    procedure_only: bool
    """Whether it was undone for a breach of procedure alone."""
    kinds: tuple[Any, ...]
    """Kinds of penalty."""
    fine_yuan: Decimal | None
    confiscated_yuan: Decimal | None
    owed: bool = False
    """Whether it was ordered to be made anew, and its case does not know yet who does."""
    digest: str
    """SHA-256 of its facts and reasons, and but for a penalty of what it decides."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a decision depends on beside the case and the command: values, never a clock or a store."""

    case: str
    """Id of the case, new or old."""
    procedure: str = ORDINARY
    """Id of its procedure, by which the law data are chosen."""
    agency: str = ""
    """Code of the agency whose case it is, which may have rules of its own."""
    actor: str
    """Who acts: `person:…`, `device:…` or `system`."""
    agencies: frozenset[str] = frozenset()
    """Codes of the agencies that the account acts for."""
    now: Moment
    """Time of the command."""
    occurred_at: Moment
    register: Register
    """As known at the time of the command; it is asked for the day of the step."""
    entry: BackEntry | None = None
    new_id: str = ""
    """A fresh UUIDv7 for what the step creates."""
    person: str = ""
    """Entry of the person register for the party, new or old."""
    person_is_new: bool = False
    series_next: int = 1
    """Next number of the document series that the step takes from."""
    series_taken: frozenset[int] = frozenset()
    """Numbers from `series_next` on that papers took before their turn."""
    fined_in: str = ""
    """Another case, whose decision stands, in which the party was fined for an act of the same day and place."""
    filed_in: str = ""
    """Case of another agency that filed the same act first, and has it still."""
    offended_in: str = ""
    """Number of another decision about the party in the same matter, by which this offence is not the first."""
    receipt_in: str = ""
    """Another case in which money was taken by the receipt that the command names."""
    undone_in: str = ""
    """Number of the agency's last decision about the party that was undone, for an act of the same day and place."""
    disclosers: frozenset[str] = frozenset()
    """Persons who reviewed what of the case becomes public or stays secret, where the step asks for them."""
    planned_visits: int = 0
    """How often the agency has inspected the party this year by plan, in other cases."""
    visited_in: str = ""
    """Another case in which the party was inspected by the same draw."""
    superseded: Superseded | None = None
    """The decision that the command says the case decides anew, None when nobody knows it."""
    object: StoredObject | None = None
    """The recording that the command names, None when the store does not have it."""
    lacking: frozenset[str] = frozenset()
    """BLAKE3 of pictures that the lines of an inventory name and the store does not have."""
    held_elsewhere: frozenset[str] = frozenset()
    """Keys of the party's property that measures in other cases hold (`records.measure.inventory.key_of`)."""
    things: tuple[str, ...] = ()
    """Keyed digests of what the lines of an inventory are, whoever has it (`records.measure.identity`), line by line;
    empty of a line that nothing tells from others.
    """
    things_held: bool = False
    """Whether a measure in another case holds one of them, of whichever party."""
    related: Any = None
    """The other case (`records.course.case.Case`) that the command names, None when there is none of that id; for a
    step of enforcement the case whose decision is enforced.
    """
    decided_in: str = ""
    """The case of the agency in which the decision was taken that the command names as one on paper."""
    enforced_in: str = ""
    """Another case that enforces the same decision, and is not over."""
    enforced_yuan: Decimal = Decimal(0)
    """What came in by other cases that enforced the same decision, less what went back."""
    enforcing: tuple[Any, ...] = ()
    """Cases that enforce the decision (`records.enforcement.telling.Enforcing`), and are told what becomes of it."""
    licence: Any = None
    """The licence (`records.licence.standing.Standing`) that the other case granted, after all that became of it: the
    case that the command names, or that the case is about.
    """
    barred: Any = None
    """Why the party may not apply in the matter (`records.licence.standing.Bar`), None when nothing bars them."""
    queued_before: str = ""
    """Another case, whose application for a licence of the matter was accepted earlier and is undecided."""
    licences_taken: int = 0
    """How many licences of the matter hold on the day of the step, beside the one that the case is about."""
    granted_later: tuple[Any, ...] = ()
    """Decisions (`records.licence.turns.Overtaking`) that gave a licence of the matter to who is accepted later."""
    pool: Any = None
    """What an oversight or an evaluation of files draws from: by document number `records.oversight.sample.Pooled` or
    `records.evaluation.lookups.Pooled`; None: nobody has looked.
    """
    taken_back: tuple[Event, ...] = ()
    """What takes back the notes that an entry made beside other cases, when the step voids it."""
    names_party: bool = False
    """Whether a text that would become public has the full name of a natural party in it."""
    names_others: bool = False
    """Whether such a text has the name of a witness, a recipient or another third person of the case in it."""
    locates_party: bool = False
    """Whether such a text has the number or the address of a natural party in it."""

    @property
    def person_acting(self) -> str:
        """Person id of the actor, empty when it is no person."""
        kind, _, name = self.actor.partition(":")
        return name if kind == "person" else ""

    @property
    def law(self) -> Law:
        """The law data in force on the day of the step."""
        return self.register.law(self.occurred_at.day, self.procedure, self.agency)

    def law_on(self, day: date) -> Law:
        """The law data in force on another day, as that on which a term began."""
        return self.register.law(day, self.procedure, self.agency)

    @property
    def law_now(self) -> Law:
        """The law data in force at the time of the command, which judges what is done with the command itself."""
        return self.register.law(self.now.day, self.procedure, self.agency)


class Judgement:
    """Applies rules to one step."""

    def __init__(self, context: Context, matter: str = "") -> None:
        self._context = context
        self.matter = matter
        """Code of the case's matter, by which it is judged who may act for the agency (行政处罚法 第二十条)."""
        self._defects: list[Defect] = []
        self._undated: list[str] = []

    @property
    def defects(self) -> tuple[Defect, ...]:
        """The rules that a back-entered step breaks, in the order in which they were applied.

        At the end, in one entry, those that it would break today and of whose text on its day nothing is known.
        """
        if not self._undated:
            return tuple(self._defects)
        unknown = self._context.law_now.refused("not-checked", "、".join(self._undated))
        return (*self._defects, _defect(unknown))

    def require(self, holds: bool, code: str, detail: str = "") -> None:
        """Applies the rule `code` of the step's day. Raises Refused when a live step breaks it.

        What a back-entered step does not fulfil is no defect by a text that came later: it is said to be unchecked.
        """
        if holds:
            return
        if self._context.entry is not None and code not in self._context.law.rules:
            self._undated.append(f"{code}（{self._context.law_now.rules[code].article}）")
            return
        refused = self._context.law.refused(code, detail)
        if self._context.entry is None:
            raise refused
        self._defects.append(_defect(refused))

    def require_now(self, holds: bool, code: str, detail: str = "") -> None:
        """Applies a rule on what the command itself does now, as to publish: a back-entry is refused as well."""
        if not holds:
            raise self._context.law_now.refused(code, detail)

    def timing(self, cause: Moment | None = None, *, spared: bool = False) -> None:
        """A live step lies at most some hours back and never ahead, and no step before the one that it rests on.

        What the timer records, and what is `spared`, has its day by law and may lie further back. Raises Invalid for
        any other live step that is given by its date alone.
        """
        context = self._context
        self.require_now(context.occurred_at.micros <= context.now.micros, "step-ahead")
        if context.entry is None and context.actor != "system" and not spared:
            if context.occurred_at.dated:  # it would have no place among the steps of its day
                raise Invalid([("$.occurred_at", "当场录入的步骤应当写明几时几分；只知道日期的，请补录")])
            oldest = Moment(context.now.micros - context.law_now.values["live-step-hours"].number * _HOUR)
            self.require_now(not before(context.occurred_at, oldest), "step-too-old")
        if cause is not None:
            self.require(not before(context.occurred_at, cause), "step-before-its-cause")


def _defect(refused: Refused) -> Defect:
    return Defect(refused.code, refused.article, refused.detail)


def before(step: Moment, cause: Moment) -> bool:
    """Whether the step came first; when one of them is known by its date alone, the dates decide."""
    if step.dated or cause.dated:
        return step.day < cause.day
    return step.micros < cause.micros
