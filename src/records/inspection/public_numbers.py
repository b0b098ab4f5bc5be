"""公开号码: whether what is entered can be the number that was named when the lists were fixed (`docs/draw.md`)."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_letters, digits
from typing import Final

from records.inspection.plan_events import DrawCommitted
from records.judgement import Context
from records.law.entries import Writing

_SIGNS: Final[Mapping[str, frozenset[str]]] = {
    "digit": frozenset(digits),
    "hex": frozenset("0123456789abcdef"),
    "base64": frozenset(ascii_letters + digits + "+/="),
}


def has_form(value: str, lists: DrawCommitted, context: Context) -> bool:
    """Whether the value is written as numbers of the named source are; a source without a form has any."""
    forms = _forms(lists, context)
    return not forms or any(_fits(value, one) for one in forms)


def _forms(lists: DrawCommitted, context: Context) -> tuple[Writing, ...]:
    """The forms whose word is in the name of the number, else those of its source that have none."""
    own = [one for one in context.law.writings.values() if one.source == lists.source]
    named = tuple(one for one in own if one.named and one.named in lists.public_number)
    return named or tuple(one for one in own if not one.named)


def _fits(value: str, form: Writing) -> bool:
    groups, signs = value.split(" "), _SIGNS[form.signs]
    return len(groups) == form.groups and all(len(one) == form.length and signs.issuperset(one) for one in groups)
