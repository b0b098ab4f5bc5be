"""How forms speak (`form_labels.toml`): labels, hints, words of choices, and where choices come from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file as it is read; keys are fields, the more precise ones after a command or struct and a dot."""

    paper: frozenset[str]
    """Fields that only a back-entered paper has."""
    label: Mapping[str, str]
    hint: Mapping[str, str]
    words: Mapping[str, str]
    """Kinds of `wording.WORDS`."""
    source: Mapping[str, str]
    needs: Mapping[str, str]
    """Facts that a step needs, as something that is there."""
    bars: Mapping[str, str]
    """Facts that bar a step, as something that is not."""
    actor: Mapping[str, str]
    mends: Mapping[str, tuple[str, ...]]
    """By fact that is lacking, or by code of a rule, the steps that bring it about."""
    ends: Mapping[str, tuple[str, ...]]
    """By fact that bars a step the steps that end it."""
    added: Mapping[str, str]
    """What the system adds to a step of its own, by field of the event."""


LABELS: Final = msgspec.toml.decode(Path(__file__).with_suffix(".toml").read_bytes(), type=Labels)


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
