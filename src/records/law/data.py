"""Law as data: what the files of this folder hold, and how they are read.

Every entry carries its article, the day from which it holds, and whether its figure was checked against the text.
Entries of one id with different `since` stand side by side; a step is judged by the one in force on its day. A ledger
adopts the texts by events (`rules-adopted/1`): these files only seed what is adopted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from itertools import chain
from typing import Annotated, Final, Literal, TypeVar

import msgspec

from records.errors import Corrupt, NotAdopted, Refused

Text = Annotated[str, msgspec.Meta(min_length=1)]

Count = Annotated[int, msgspec.Meta(gt=0, le=36_525)]
"""Length of a term in its unit: at most the days of a hundred years, so that its end is a day of the calendar."""

ORDINARY: Final = "penalty-ordinary"
"""The procedure of a text that names none, as those of before there were others."""

EVERY: Final = "*"
"""Stands for all procedures, where an entry says which it belongs to."""

_GENERAL: Final = ("value",)
"""Kinds of entries that hold in every procedure."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every piece of law data says of itself."""

    article: Text
    since: date
    verified: bool = False
    """Whether the figure was checked against the text of the law."""
    policy: bool = False
    """Whether neither regulation nor law fixes it (P): an agency may set another."""
    procedures: tuple[Text, ...] = ()
    """Ids of the procedures that it belongs to; empty: those of its file, and of a rule all of them."""


class Named(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry that is known by an id."""

    id: Text

    @property
    def key(self) -> str:
        """What tells the entry from others of its kind."""
        return self.id


class Rule(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a step is refused, or which defect it has: by the law of all procedures, or by that of those it names."""

    code: Text
    text: Text

    @property
    def key(self) -> str:
        """What tells the entry from others of its kind."""
        return self.code


class Limit(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A term: it runs from one moment of the case and is kept by another."""

    title: Text
    starts: Text
    """Moment of the case (`records.course.moments`) from which it runs."""
    kept_by: tuple[Text, ...]
    """Moments any of which keeps it."""
    lapses_by: tuple[Text, ...] = ()
    """Moments any of which ends the duty before it is kept."""
    early: bool = True
    """Whether what keeps it counts also when it comes before the term starts, as a payment before the due date does."""
    right: bool = False
    """Whether nobody has to do it: what is not done in the term is no breach, and has ended with the term."""
    only_if: Text | None = None
    """Moment without which there is no duty, as a payment without a fine."""
    length: Count
    fixed: bool = False
    """Whether law alone says how long it is, since its end gives or takes a right: an agency sets no other length."""
    named: bool = False
    """Whether the case names its length, up to that of the limit: it is the amount of the moment that starts it."""
    lengthened_by: Text | None = None
    """Moment whose amounts, in calendar days, come to it."""
    unit: Literal["working-day", "calendar-day", "hour", "month"]
    bound: Literal["agency", "party", "reviewer", "police", "court"]
    """Whose term it is: a party's calendar term moves off a day off, the others' do not."""
    moves: bool = False
    """Whether it moves off a day off though it is no party's, as reconsideration and lawsuit have it (民诉法 85)."""
    pauses: tuple[Literal["suspension", "relief", "stay", "testing"], ...] = ()
    """What lets it stand still."""
    emergency: Count | None = None
    """Its length in an emergency (行政处罚法 第四十九条): of an agency's own term (P) alone, none that law gives."""
    extended_if: Text | None = None
    """Moment once which it is as long as `extended` says, as when the head lengthens it (行政许可法 第四十二条)."""
    extended: Count | None = None
    """Its whole length then, in its unit."""
    then: Text | None = None
    """Command that the timer sends when it is over."""


class Stage(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stage of a procedure; `checked` is false while this software does not judge it."""

    title: Text
    checked: bool
    events: tuple[str, ...] = ()


Actor = Literal[
    "handler", "unit-head", "head", "reviewer", "presider", "secrecy-reviewer", "disclosure-officer", "archivist",
    "agency", "system",
]  # fmt: skip
"""Who takes a step: 承办人, 承办机构负责人, 机关负责人, 法制审核人员, 听证主持人, 保密审查人员, 公示审查人员,
档案管理人员, any account of the agency, the timer."""


class Step(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of a procedure: who takes it, and what it waits for. Its id: tag of the command."""

    title: Text
    stage: Text
    actors: tuple[Actor, ...]
    needs: Mapping[str, str] = {}
    """Facts of the case that must hold, each with the rule that refuses the step when it does not."""
    bars: Mapping[str, str] = {}
    """Facts that must not hold."""
    uncertified: bool = False
    """Whether a handler may take it whose certificate has ended, as handing in money that was taken before."""


class Bar(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A state of the case in which no step is taken but a few. Its id: fact of the case."""

    code: Text
    spares: tuple[Text, ...] = ()
    """Steps that are taken all the same."""


class Document(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document (文书) that bears a number."""

    title: Text
    series: Text
    """代字 of its kind in the number."""
    stage: Text
    must: tuple[Text, ...] = ()
    """Fields that it may not lack."""


class Duty(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A recording (音像记录) that has to be made once a fact holds. Its id: stage of the recording."""

    title: Text
    fact: Text


class Threshold(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a case calls for a hearing, a legal review or a collective discussion: any one of what it names."""

    title: Text
    calls_for: Literal["hearing", "review", "discussion"]
    kinds: tuple[Text, ...] = ()
    """Kinds of penalty."""
    qualities: tuple[Text, ...] = ()
    """Qualities that the opinion names."""
    fact: Text | None = None
    """Fact of the case."""
    fine_yuan: int | None = None
    confiscated_yuan: int | None = None
    inclusive: bool = True
    """Whether the amount itself is enough (以上)."""
    parties: tuple[Text, ...] = ()
    """Kinds of party that it is for; empty: all."""


class Task(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that waits for somebody (待办): whose turn it is, and by when."""

    title: Text
    role: Actor
    step: Text
    """The step that does it."""
    when: tuple[Text, ...]
    """Facts that hold while it waits."""
    unless: tuple[Text, ...] = ()
    """Facts that must not hold."""
    limit: Text | None = None
    """The term by which it has to be done."""


class Void(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A condition by which a penalty is void (行政处罚法 第三十八条): all of `when` hold, and none of `unless`."""

    title: Text
    grade: Literal["void", "doubtful"]
    """Void by itself, or to be judged by somebody."""
    when: tuple[Text, ...] = ()
    """Facts that hold."""
    unless: tuple[Text, ...] = ()
    """Facts that must not hold."""


class Question(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the elements that a legal review answers."""

    title: Text


class Value(Named, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number that policy sets."""

    title: Text
    number: int


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of law data as it is read."""

    procedures: tuple[Text, ...] = (ORDINARY,)
    """Ids of the procedures that its entries belong to, where they don't say so themselves. Rules that don't, and
    values, belong to all of them."""
    rule: tuple[Rule, ...] = ()
    limit: tuple[Limit, ...] = ()
    stage: tuple[Stage, ...] = ()
    value: tuple[Value, ...] = ()
    step: tuple[Step, ...] = ()
    bar: tuple[Bar, ...] = ()
    document: tuple[Document, ...] = ()
    duty: tuple[Duty, ...] = ()
    threshold: tuple[Threshold, ...] = ()
    question: tuple[Question, ...] = ()
    task: tuple[Task, ...] = ()
    void: tuple[Void, ...] = ()

    @property
    def entries(self) -> tuple[AnyEntry, ...]:
        """All of them."""
        kinds = self.__struct_fields__[1:]
        return tuple(entry for name in kinds for entry in getattr(self, name))

    def procedures_of(self, entry: Entry) -> tuple[str, ...]:
        """The procedures that one of its entries belongs to."""
        return entry.procedures or ((EVERY,) if isinstance(entry, Rule) else self.procedures)

    def own(self, procedure: str, day: date) -> Iterator[tuple[str, str]]:
        """Kind and key of the entries that name the procedure and hold by that day: from then on they stand in the
        place of those for every procedure.
        """
        for kind in _scoped_kinds():
            named = (one for one in getattr(self, kind) if procedure in self.procedures_of(one))
            yield from ((kind, one.key) for one in named if one.since <= day)

    def of(self, procedure: str, own: Collection[tuple[str, str]]) -> File:
        """What of it holds in the procedure, which has some entries of its `own` in this file or another."""

        def holds(kind: str, one: E) -> bool:
            named = self.procedures_of(one)
            return procedure in named or (EVERY in named and (kind, one.key) not in own)

        scoped = {kind: tuple(one for one in getattr(self, kind) if holds(kind, one)) for kind in _scoped_kinds()}
        return msgspec.structs.replace(self, **scoped)

    def of_all(self) -> File:
        """All of it together, with of each rule the one for every procedure."""
        return msgspec.structs.replace(self, rule=tuple(one for one in self.rule if EVERY in self.procedures_of(one)))


def _scoped_kinds() -> tuple[str, ...]:
    return tuple(name for name in File.__struct_fields__[1:] if name not in _GENERAL)


class CalendarFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A year's notice as it stands in `calendars/`."""

    year: int
    notice: Text
    off: tuple[date, ...]
    working: tuple[date, ...]


AnyEntry = Rule | Limit | Stage | Value | Step | Bar | Document | Duty | Threshold | Question | Task | Void

E = TypeVar("E", Rule, Limit, Stage, Value, Step, Bar, Document, Duty, Threshold, Question, Task, Void)


class Adopted(dict[str, E]):
    """Entries by key. Asked for one by `[key]` that the software needs and the ledger lacks, it raises NotAdopted."""

    def __missing__(self, key: str) -> E:
        raise NotAdopted(key)


class Law(msgspec.Struct, frozen=True):
    """The law data in force on one day."""

    digest: bytes
    """SHA-256 over the names and texts of the adopted files."""
    rules: Mapping[str, Rule]
    limits: Mapping[str, Limit]
    stages: tuple[Stage, ...]
    values: Mapping[str, Value]
    steps: Mapping[str, Step]
    bars: Mapping[str, Bar]
    documents: Mapping[str, Document]
    duties: Mapping[str, Duty]
    thresholds: Mapping[str, Threshold]
    questions: Mapping[str, Question]
    tasks: Mapping[str, Task]
    void: Mapping[str, Void]

    def refused(self, code: str, detail: str = "") -> Refused:
        """The refusal for a rule, with its article. NotAdopted for a code that the data don't have."""
        rule = self.rules[code]
        return Refused(code, rule.article, f"{rule.text}{detail}")


@lru_cache(maxsize=64)
def parse(name: str, text: str) -> File:
    """Reads a file of law data. Corrupt names file, key and reason."""
    try:
        return msgspec.convert(_read(text), File, builtin_types=(date,))
    except msgspec.DecodeError as error:
        msg = f"{name}: {error}"
        raise Corrupt(msg) from error


def _read(text: str) -> dict[str, object]:
    """The tables of a file. A text of before a term could have several moments that keep it names the one as it is."""
    tables = msgspec.toml.decode(text, type=dict[str, object])
    limits = tables.get("limit")
    for limit in limits if isinstance(limits, list) else ():
        if isinstance(limit, dict) and isinstance(kept_by := limit.get("kept_by"), str):
            limit["kept_by"] = [kept_by]
    return tables


def in_force(texts: Mapping[str, str], day: date, procedure: str = ORDINARY) -> Law:
    """The law data of the adopted `texts` (by file name) as they hold on `day` in a procedure.

    The empty name stands for all of them together, as for the words of every step; a rule is then the one for every
    procedure.
    """
    return _in_force(tuple(sorted(texts.items())), day, procedure)


@lru_cache(maxsize=4096)
def _in_force(texts: tuple[tuple[str, str], ...], day: date, procedure: str) -> Law:
    parsed = _of(texts, procedure, day)
    return Law(
        digest=_digest(texts),
        rules=latest((rule for file in parsed for rule in file.rule), day),
        limits=latest((limit for file in parsed for limit in file.limit), day),
        stages=tuple(latest((stage for file in parsed for stage in file.stage), day).values()),
        values=latest((value for file in parsed for value in file.value), day),
        steps=latest((step for file in parsed for step in file.step), day),
        bars=latest((bar for file in parsed for bar in file.bar), day),
        documents=latest((document for file in parsed for document in file.document), day),
        duties=latest((duty for file in parsed for duty in file.duty), day),
        thresholds=latest((threshold for file in parsed for threshold in file.threshold), day),
        questions=latest((question for file in parsed for question in file.question), day),
        tasks=latest((task for file in parsed for task in file.task), day),
        void=latest((void for file in parsed for void in file.void), day),
    )


def _of(texts: tuple[tuple[str, str], ...], procedure: str, day: date) -> tuple[File, ...]:
    parsed = _parsed(texts)
    if not procedure:
        return tuple(file.of_all() for file in parsed)
    own = frozenset(chain.from_iterable(file.own(procedure, day) for file in parsed))
    return tuple(file.of(procedure, own) for file in parsed)


@lru_cache(maxsize=16)
def _parsed(texts: tuple[tuple[str, str], ...]) -> tuple[File, ...]:
    return tuple(parse(name, text) for name, text in texts)


@lru_cache(maxsize=16)
def _digest(texts: tuple[tuple[str, str], ...]) -> bytes:
    whole = sha256()
    for name, text in texts:
        for part in (name.encode(), text.encode()):
            whole.update(len(part).to_bytes(4, "big") + part)
    return whole.digest()


def latest(entries: Iterable[E], day: date) -> Adopted[E]:
    """Of each key the entry with the latest `since` that is not after `day`, in the order of the file."""
    chosen = Adopted[E]()
    for entry in entries:
        if entry.since <= day and (entry.key not in chosen or chosen[entry.key].since < entry.since):
            chosen[entry.key] = entry
    return chosen


def seed_texts() -> dict[str, str]:
    """The texts that a new ledger adopts, by file name."""
    folder = files("records.law")
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return {name: (folder / name).read_text(encoding="utf-8") for name in names}


def seed_calendars() -> list[CalendarFile]:
    """The years' notices that a new ledger adopts, in order."""
    folder = files("records.law") / "calendars"
    years = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return [msgspec.toml.decode((folder / name).read_text(encoding="utf-8"), type=CalendarFile) for name in years]
