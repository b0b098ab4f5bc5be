"""The names that law data may use: events, commands, facts, moments, procedures, and the rules that deciders name."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, get_args

from records.course.facts import FACTS
from records.course.moments import KNOWN as MOMENTS
from records.course.steps import COMMAND_TYPES, EVERY_PROCEDURE
from records.law.checks import Known
from records.penalty.events import RecordingStage
from records.tags import EVENTS

_QUOTED: Final = re.compile(r'"([a-z][a-z0-9-]+)"')


@cache
def known() -> Known:
    """All of them; the codes are those texts of the deciders' source that look like one."""
    return Known(
        events=frozenset(EVENTS),
        commands=frozenset(str(kind.__struct_config__.tag) for kind in COMMAND_TYPES),
        facts=frozenset(FACTS),
        moments=MOMENTS,
        procedures=tuple(EVERY_PROCEDURE),
        codes=frozenset(_quoted(files("records"))),
        recordings=get_args(RecordingStage),
    )


def _quoted(folder: Traversable) -> set[str]:
    found = set[str]()
    for item in folder.iterdir():
        if item.is_dir():
            found |= _quoted(item)
        elif item.name.endswith(".py"):
            found.update(_QUOTED.findall(item.read_text(encoding="utf-8")))
    return found
