"""送审材料: what has to come with a draft, and what of it lacks (重大执法决定法制审核制度 四)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from records.course.case import Case
from records.course.fact import Fact
from records.judgement import Context
from records.law.entries import Material


def due(case: Case, context: Context, facts: Mapping[str, Fact]) -> tuple[Material, ...]:
    """The materials that the law of the day asks of the case as it stands, in the order of the data."""
    listed = context.law.materials.values()
    return tuple(one for one in listed if one.fact is None or facts[one.fact](case, context))


_MARKS: Final = re.compile("[：:]")
"""What stands between the name of a material and what is said of it, as the form asks for it."""


def lacking(asked: Iterable[Material], given: Iterable[str]) -> tuple[str, ...]:
    """Titles of the materials that no line of those that were handed over names."""
    names = set(map(named, given))
    return tuple(one.title for one in asked if one.title not in names)


def named(line: str) -> str:
    """The name of the material of which a line speaks: all of it, or what stands before a colon."""
    return _MARKS.split(line, maxsplit=1)[0].strip()
