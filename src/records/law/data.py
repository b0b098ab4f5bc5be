"""The law data in force on a day: of each kind the entries that hold then, by key.

Entries of one id with different `since` stand side by side; a step is judged by the one in force on its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import chain

import msgspec

from records.errors import NotAdopted, Refused
from records.law.entries import (
    ORDINARY,
    Bar,
    Carrier,
    Credit,
    Deduction,
    Document,
    Duty,
    E,
    Information,
    Limit,
    Material,
    Outcome,
    Particular,
    Question,
    Rule,
    Stage,
    Step,
    Task,
    Threshold,
    Value,
    Veto,
    Void,
    Waiver,
    Writing,
)
from records.law.file import File, parse


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
    materials: Mapping[str, Material]
    outcomes: Mapping[str, Outcome]
    tasks: Mapping[str, Task]
    void: Mapping[str, Void]
    writings: Mapping[str, Writing]
    informations: Mapping[str, Information]
    particulars: Mapping[str, Particular]
    carriers: Mapping[str, Carrier]
    credits: Mapping[str, Credit]
    vetoes: Mapping[str, Veto]
    deductions: Mapping[str, Deduction]
    waivers: Mapping[str, Waiver]

    def refused(self, code: str, detail: str = "") -> Refused:
        """The refusal for a rule, with its article. NotAdopted for a code that the data don't have."""
        rule = self.rules[code]
        return Refused(code, rule.article, f"{rule.text}{detail}")


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
        materials=latest((one for file in parsed for one in file.material), day),
        outcomes=latest((one for file in parsed for one in file.outcome), day),
        tasks=latest((task for file in parsed for task in file.task), day),
        void=latest((void for file in parsed for void in file.void), day),
        writings=latest((form for file in parsed for form in file.writing), day),
        informations=latest((one for file in parsed for one in file.information), day),
        particulars=latest((one for file in parsed for one in file.particular), day),
        carriers=latest((one for file in parsed for one in file.carrier), day),
        credits=latest((one for file in parsed for one in file.credit), day),
        vetoes=latest((one for file in parsed for one in file.veto), day),
        deductions=latest((one for file in parsed for one in file.deduction), day),
        waivers=latest((one for file in parsed for one in file.waiver), day),
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
