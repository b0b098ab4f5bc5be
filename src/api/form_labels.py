"""How forms speak (`labels/*.toml`, a file per procedure): labels, hints, words of choices, where choices come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any, Final

import msgspec


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file as it is read; keys are fields, the more precise ones after a command or struct and a dot."""

    paper: frozenset[str] = frozenset()
    """Fields that only a back-entered paper has."""
    label: Mapping[str, str] = {}
    hint: Mapping[str, str] = {}
    words: Mapping[str, str] = {}
    """Kinds of `wording.WORDS`."""
    source: Mapping[str, str] = {}
    needs: Mapping[str, str] = {}
    """Facts that a step needs, as something that is there."""
    bars: Mapping[str, str] = {}
    """Facts that bar a step, as something that is not."""
    group: Mapping[str, str] = {}
    """By field of a command, written `command.field`, the heading of the part of its form that begins there."""
    actor: Mapping[str, str] = {}
    mends: Mapping[str, tuple[str, ...]] = {}
    """By fact that is lacking, or by code of a rule, the steps that bring it about."""
    ends: Mapping[str, tuple[str, ...]] = {}
    """By fact that bars a step the steps that end it."""
    added: Mapping[str, str] = {}
    """What the system adds to a step of its own, by field of the event."""
    facts: Mapping[str, str] = {}
    """What each fact of a case is called, as something that holds."""
    choices: Mapping[str, Mapping[str, str]] = {}
    """By kind of `words` the word of each value."""


def _merged() -> Labels:
    """What all files say. A name that two of them have is an error: one would speak for the other."""
    read = [
        msgspec.toml.decode(path.read_bytes(), type=Labels)
        for path in sorted((Path(__file__).parent / "labels").glob("*.toml"))
    ]
    found: dict[str, Any] = {"paper": frozenset().union(*(one.paper for one in read))}
    for name in Labels.__struct_fields__[1:]:
        tables = [getattr(one, name) for one in read]
        found[name] = {key: value for table in tables for key, value in table.items()}
        if len(found[name]) < sum(map(len, tables)):
            twice = [key for key, count in Counter(chain(*tables)).items() if count > 1]
            msg = f"labels: {name} has {', '.join(twice)} in two files"
            raise ValueError(msg)
    return Labels(**found)


LABELS: Final = _merged()


class Key(msgspec.Struct, frozen=True):
    """Where a field stands: its command, the path to it within, and the struct that declares it."""

    command: str
    path: tuple[str, ...]
    struct: str

    @property
    def names(self) -> tuple[str, str, str]:
        """The keys that may stand for the field, the most precise one first."""
        return ".".join((self.command, *self.path)), f"{self.struct}.{self.path[-1]}", self.path[-1]

    def find(self, table: Mapping[str, str]) -> str:
        """What the most precise key of the table says, empty when there is none."""
        return next((table[name] for name in self.names if name in table), "")

    def below(self, name: str, struct: str) -> Key:
        """The key of a field within this one."""
        return Key(self.command, (*self.path, name), struct)
