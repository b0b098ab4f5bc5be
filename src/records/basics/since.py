"""From which day something about the basic information of a matter was due: the entry of the registers that made it so.

A term never begins anew because something else of the matter was entered, or published, in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import pairwise, takewhile
from typing import Final, TypeVar

from records.basics.complete import RANGED, is_said
from records.law.entries import Particular
from records.register.events import BasicInformationPublished, MatterRegistered
from records.register.events.information import BasicInformation
from records.register.fold import Register

E = TypeVar("E", MatterRegistered, BasicInformationPublished)

_DAY: Final = timedelta(days=1)


def listing(matter: MatterRegistered, register: Register) -> tuple[MatterRegistered, ...]:
    """The entries by which it has been listed without a gap until that one, the newest first."""
    found = [matter]
    while found[-1].valid_from > date.min:
        before = register.matter(matter.code, matter.agency, found[-1].valid_from - _DAY)
        if before is None:
            break
        found.append(before)
    return tuple(found)


def published(matter: MatterRegistered, register: Register, on: date) -> tuple[BasicInformationPublished, ...]:
    """What was published of it by that day, the newest first."""
    every = register.basics.get((matter.code, matter.agency), ())
    return tuple(one for one in every if one.valid_from <= on)


def changes(entries: tuple[MatterRegistered, ...], after: date) -> tuple[MatterRegistered, ...]:
    """The entries after that day by which it was listed, or is listed otherwise than before; the oldest first."""
    first = (entries[-1],)
    others = (new for new, old in pairwise(entries) if _said(new) != _said(old))
    return tuple(reversed([one for one in (*others, *first) if one.valid_from > after]))


def _said(entry: MatterRegistered) -> tuple[object, ...]:
    names = (name for name in entry.__struct_fields__ if name not in ("valid_from", "valid_to"))
    return tuple(getattr(entry, name) for name in names)


def lacking_since(
    particular: Particular,
    entries: tuple[MatterRegistered, ...],
    versions: tuple[BasicInformationPublished, ...],
    register: Register,
    on: date,
) -> date:
    """The first of the days up to that one on which the particular was due and what is public did not say it."""
    due = max(_due_since(particular, entries, register, on), particular.since)
    silent = list(takewhile(lambda one: not is_said(getattr(one.information, particular.id, "")), versions))
    dropped = len(silent) < len(versions)  # an earlier version said it
    return max(due, silent[-1].valid_from) if dropped and silent else due


def _due_since(particular: Particular, entries: tuple[MatterRegistered, ...], register: Register, on: date) -> date:
    listed = entries[-1].valid_from
    match particular.when:
        case "always":
            return listed
        case "discretion":
            return first_day(entries, lambda one: RANGED in one.kinds)
        case "delegated":
            return max(listed, _delegated_since(entries[0], register, on))


def _delegated_since(matter: MatterRegistered, register: Register, on: date) -> date:
    since = on
    while since > date.min and (letter := register.delegation(matter.agency, matter.code, since - _DAY)) is not None:
        since = min(letter.valid_from, since - _DAY)
    letter = register.delegation(matter.agency, matter.code, since)
    return letter.valid_from if letter is not None else since


def first_day(entries: Iterable[E], holds: Callable[[E], bool]) -> date:
    """Since when it has held of each entry, the newest of which comes first; date.max where it does not hold."""
    return min((one.valid_from for one in takewhile(holds, entries)), default=date.max)


def cited_since(
    is_cited: Callable[[BasicInformation | MatterRegistered], bool],
    entries: tuple[MatterRegistered, ...],
    versions: tuple[BasicInformationPublished, ...],
) -> date:
    """Since when the list, or what is public, has cited it."""
    return min(first_day(entries, is_cited), first_day(versions, lambda one: is_cited(one.information)))
