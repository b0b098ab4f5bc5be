"""Which cases enforce one decision, whether they are over, and what came in by them.

Both ways of enforcement are meant: by the agency itself, and by the court on its application.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Final

import msgspec

from records.course.case import Case
from records.course.facts import FACTS
from records.court.events import CourtEnforced
from records.enforcement.acting_events import PropertyRestored
from records.enforcement.appeal import opened_of
from records.enforcement.money import NOTHING, collected
from records.event import Event
from records.judgement import Context
from records.register.events import EnforcementBegun, PaperEnforcementBegun

_OVER: Final = ("closed", "undone", "enforcement-over", "court-ended")
"""Facts by which a case enforces nothing any more."""


def enforcing(entries: Iterable[Event], load: Callable[[str], Case]) -> dict[str, Case]:
    """By id the cases that the notes of one decision name, in the order in which they began."""
    noted = dict.fromkeys(one.case for one in entries if isinstance(one, EnforcementBegun | PaperEnforcementBegun))
    found = {name: load(name) for name in noted}
    return {name: case for name, case in found.items() if opened_of(case) is not None}  # a voided opening is none


def is_running(case: Case, context: Context) -> bool:
    """Whether the case is under way at the time of the context, by the law of its own procedure."""
    its = msgspec.structs.replace(context, procedure=case.procedure, agency=case.agency)
    return opened_of(case) is not None and not any(FACTS[one](case, its) for one in _OVER)


def taken_in(case: Case) -> Decimal:
    """What came in by the case, from whoever enforced or paid, less what went back."""
    by_court = sum((one.amount_yuan or NOTHING for one in case.every(CourtEnforced)), NOTHING)
    restored = (one.amount_yuan or NOTHING for one in case.every(PropertyRestored) if not one.item)
    return max(NOTHING, collected(case) + by_court - sum(restored, NOTHING))
