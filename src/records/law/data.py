"""Law as data: what the files of this folder hold, and how they are read.

Every entry carries its article, the day from which it holds, and whether its figure was checked against the text.
Entries of one id with different `since` stand side by side; a step is judged by the one in force on its day. A ledger
adopts the texts by events (`rules-adopted/1`): these files only seed what is adopted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Annotated, Final, Literal, TypeVar

import msgspec

from records.errors import Corrupt, Refused

Text = Annotated[str, msgspec.Meta(min_length=1)]
CaseMoment = Literal["filed", "signed", "served", "published", "paid", "instrument", "withdrawn"]


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every piece of law data says of itself."""

    article: Text
    since: date
    verified: bool = False
    """Whether the figure was checked against the text of the law."""
    policy: bool = False
    """Whether neither regulation nor law fixes it (P): an agency may set another."""


class Rule(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a step is refused, or which defect it has."""

    code: Text
    text: Text

    @property
    def key(self) -> str:
        """What tells the entry from others of its kind."""
        return self.code


class Limit(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A term: it runs from one moment of the case and is kept by another."""

    id: Text
    title: Text
    starts: CaseMoment
    kept_by: CaseMoment
    length: Annotated[int, msgspec.Meta(gt=0)]
    unit: Literal["working-day", "calendar-day"]
    bound: Literal["agency", "party"]
    """Whose term it is: a party's calendar term moves off a day off, an agency's does not."""

    @property
    def key(self) -> str:
        """What tells the entry from others of its kind."""
        return self.id


class Stage(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stage of a procedure; `checked` is false while this software does not judge it."""

    id: Text
    title: Text
    checked: bool
    events: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells the entry from others of its kind."""
        return self.id


class Value(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number that policy sets."""

    id: Text
    title: Text
    number: int

    @property
    def key(self) -> str:
        """What tells the entry from others of its kind."""
        return self.id


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of law data as it is read."""

    rule: tuple[Rule, ...] = ()
    limit: tuple[Limit, ...] = ()
    stage: tuple[Stage, ...] = ()
    value: tuple[Value, ...] = ()


class CalendarFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A year's notice as it stands in `calendars/`."""

    year: int
    notice: Text
    off: tuple[date, ...]
    working: tuple[date, ...]


E = TypeVar("E", Rule, Limit, Stage, Value)


class Law(msgspec.Struct, frozen=True):
    """The law data in force on one day."""

    digest: bytes
    """SHA-256 over the names and texts of the adopted files."""
    rules: Mapping[str, Rule]
    limits: Mapping[str, Limit]
    stages: tuple[Stage, ...]
    values: Mapping[str, Value]

    def refused(self, code: str, detail: str = "") -> Refused:
        """The refusal for a rule, with its article. KeyError for a code that the data doesn't have."""
        rule = self.rules[code]
        return Refused(code, rule.article, f"{rule.text}{detail}")


def parse(name: str, text: str) -> File:
    """Reads a file of law data. Corrupt names file, key and reason."""
    try:
        return msgspec.toml.decode(text, type=File)
    except msgspec.DecodeError as error:
        msg = f"{name}: {error}"
        raise Corrupt(msg) from error


def in_force(texts: Mapping[str, str], day: date) -> Law:
    """The law data of the adopted `texts` (by file name) as they hold on `day`."""
    return _in_force(tuple(sorted(texts.items())), day)


@lru_cache(maxsize=1024)
def _in_force(texts: tuple[tuple[str, str], ...], day: date) -> Law:
    parsed = _parsed(texts)
    return Law(
        digest=_digest(texts),
        rules=latest((rule for file in parsed for rule in file.rule), day),
        limits=latest((limit for file in parsed for limit in file.limit), day),
        stages=tuple(latest((stage for file in parsed for stage in file.stage), day).values()),
        values=latest((value for file in parsed for value in file.value), day),
    )


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


def latest(entries: Iterable[E], day: date) -> dict[str, E]:
    """Of each key the entry with the latest `since` that is not after `day`, in the order of the file."""
    chosen: dict[str, E] = {}
    for entry in entries:
        if entry.since <= day and (entry.key not in chosen or chosen[entry.key].since < entry.since):
            chosen[entry.key] = entry
    return chosen


SEED_FILES: Final = ("former_refusals.toml", "limits.toml", "penalty_ordinary.toml", "policy.toml", "refusals.toml")


def seed_texts() -> dict[str, str]:
    """The texts that a new ledger adopts."""
    folder = files("records.law")
    return {name: (folder / name).read_text(encoding="utf-8") for name in SEED_FILES}


def seed_calendars() -> list[CalendarFile]:
    """The years' notices that a new ledger adopts, in order."""
    folder = files("records.law") / "calendars"
    years = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return [msgspec.toml.decode((folder / name).read_text(encoding="utf-8"), type=CalendarFile) for name in years]
