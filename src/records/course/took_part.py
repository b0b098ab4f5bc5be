"""Who had a part in a case: its handlers, who was on site, who presides over its hearing."""

from __future__ import annotations

from records.course.case import Case
from records.penalty.events import HandlersChanged, HearingArranged, HearingHeld


def ever_handlers(case: Case) -> frozenset[str]:
    """Who is or was in charge of the case, also who was recused."""
    first = case.opened.handlers if case.opened else ()
    return frozenset(first).union(*(one.handlers for one in case.every(HandlersChanged)))


def investigators(case: Case) -> frozenset[str]:
    """Who handles or handled the case, or took part in a step on site in it."""
    steps = (one.event for some in case.happened.values() for one in some)
    return ever_handlers(case).union(*(getattr(one, "officers", ()) for one in steps))


def presiders(case: Case) -> frozenset[str]:
    """Who presides or presided over a hearing of the case."""
    arranged = (one.presider for one in case.every(HearingArranged))
    return frozenset(arranged) | {one.presider for one in case.every(HearingHeld)}
