"""另案执行: the cases that enforce the decision of another, and what came in (行政强制法 第三十四条, 第五十三条).

The money stays in the case that enforced it: the case that decided is closed as 另案执行, and shows the sum.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

import msgspec

from records.course.case import Case
from records.enforcement.running import enforcing, is_running, taken_in
from records.judgement import Context
from records.register.acting import reaches
from records.register.events import enforcement_stream
from records.store.ledger import Ledger


class EnforcedCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case that enforces the decision, or enforced it."""

    procedure: str
    """Id: by the agency itself, or by the court."""
    running: bool
    """Whether it is neither closed nor ended."""
    collected_yuan: Decimal
    """What came in by it, from whoever enforced or paid, less what went back."""
    case: str = ""
    """Id, empty where the account does not read the case. The same of the title."""
    title: str = ""


def enforced_cases(ledger: Ledger, context: Context, reach: Collection[str] | None) -> tuple[EnforcedCase, ...]:
    """The cases that enforce the decision of the context's case, in the order in which they began.

    `reach` has whose cases the account reads, None for all.
    """
    noted = (one.event for one in ledger.history(enforcement_stream(context.case)))
    found = enforcing(noted, lambda name: ledger.case(name)[0])
    return tuple(_shown(name, one, context, reach) for name, one in found.items())


def _shown(name: str, case: Case, context: Context, reach: Collection[str] | None) -> EnforcedCase:
    own = reach is None or reaches(reach, case.agency, case.matter)
    return EnforcedCase(
        procedure=case.procedure,
        running=is_running(case, context),
        collected_yuan=taken_in(case),
        case=name if own else "",
        title=case.title if own else "",
    )
