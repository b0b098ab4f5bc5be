"""The names that law data of a penalty may use: events, commands, facts and moments, as the software has them."""

from __future__ import annotations

from typing import Final, get_args

from records.law.checks import Known
from records.penalty.commands import Penal
from records.penalty.facts import FACTS
from records.penalty.moments import KNOWN as MOMENTS
from records.tags import EVENTS

KNOWN: Final = Known(
    events=frozenset(EVENTS),
    commands=frozenset(str(kind.__struct_config__.tag) for kind in get_args(Penal)),
    facts=frozenset(FACTS),
    moments=MOMENTS,
)
