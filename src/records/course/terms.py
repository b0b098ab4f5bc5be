"""The terms of a case: pure functions of its moments and the registers, for due list, statistics and timer.

A term runs from the day on which its cause occurred, under the law data in force on that day; one in hours from the
moment itself. It is kept on the day on which the step occurred and proven on the day on which it was recorded; a
publication and a withdrawal happen when they are recorded, so both days are the same.

Of several events for one moment, which only back-entry allows, the one that occurred first counts. What a case can
have several of (items, orders to correct, papers served by notice) has a term each, told apart by `subject`. Moments
that come again once they were answered, as a review that was returned and submitted anew, begin a further term, whose
subject is its number: 2, 3, …

A granted plan replaces the term for the fine from its grant on: one term per part, kept when what was paid comes to
the sum due by then (第六十六条第二款). What was over before the grant stays over. The term of the decision ends later
by what `TermExtended` gives; what else lets a term stand still, the limit says. What the matter or an emergency changes
about a limit is in `records.course.fitting`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import Final, Literal

import msgspec

from records.course.conclusions import LATEST, Found, Part, Plan, every, fine_fen, pauses, plans, reached
from records.course.fitting import fitted, promised, restarted
from records.course.moments import Mark, Moments
from records.law.deadline import Due, Pause, due
from records.law.entries import Limit
from records.moment import Moment
from records.register.fold import Register

TermState = Literal["open", "paused", "kept", "lapsed"]
Bound = Literal["agency", "party", "reviewer", "police", "court"]

AGAIN: Final = frozenset(
    {
        "notice-served",
        "hearing-right",
        "defence",
        "review-submitted",
        "deferral-requested",
        "transfer-reported",
        "transfer-approved",
        "transfer-sent",
        "police-filed",
        "police-declined",
        "police-review-asked",
        "supervision-asked",
        "suspended-until",
        "tagged-public",
        "application-held",
        "reconsideration-copy",
        "reconsideration-copy-simple",
        "lawsuit-copy",
        "enforcement-suspended",
        "fulfilment-changed",
    }
)
"""Moments that begin a further term when they come again after the last one was answered."""


_LONGEST: Final = 36_525
"""Calendar days that are counted of a longer term at most: a hundred years."""


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A limit that runs, or ran, in a case; days are those of Asia/Shanghai."""

    limit_id: str
    subject: str = ""
    """What it is about when a case has several of it: an item, a document's number, a part of the fine, a round."""
    title: str
    article: str
    bound: Bound
    starts_on: date
    due_on: date
    """Its last day; while it stands still, the day on which it would end if it went on at once."""
    due_at: datetime | None = None
    """The end of a term in hours."""
    warn_on: date
    """The working day on which it has to be done at the latest."""
    provisional: bool
    """Whether a year was counted whose calendar is not adopted."""
    right: bool = False
    """Whether nobody has to do it, so that it ends with its last day and is never late."""
    paused_on: date | None = None
    """Day since which it stands still; None when it runs or is over."""
    kept_on: date | None = None
    """Day on which the step occurred."""
    proven_on: date | None = None
    """Day on which it was recorded."""
    in_time: bool | None = None
    """Whether the step occurred in time; None while it is not kept."""
    proven_in_time: bool | None = None
    """Whether it was recorded in time."""
    lapsed_on: date | None = None
    """Day on which the duty ended before it was kept."""
    then: str | None = None
    """Tag of the command that the timer sends when it is over."""


def state(term: Term) -> TermState:
    """Whether a term was kept, in time or not, has lapsed, stands still, or is open."""
    if term.kept_on:
        return "kept"
    if term.lapsed_on:
        return "lapsed"
    return "paused" if term.paused_on else "open"


def on_day(term: Term, day: date) -> Term:
    """The term as it is on a day: a right that was not used has ended with its term, and no step says so."""
    is_over = term.right and state(term) == "open" and term.due_on < day
    return msgspec.structs.replace(term, lapsed_on=term.due_on) if is_over else term


def terms(moments: Moments, register: Register) -> Iterator[Term]:
    """The terms that have started, as the registers know calendar and law."""
    found = every(moments)
    for name in sorted(found):
        started: dict[str, list[_Start]] = {}
        for mark in (one for one in found[name] if one.on < LATEST):
            for limit in register.law(mark.on, moments.procedure, moments.agency).limits.values():
                if limit.starts != name:
                    continue
                if (counted := promised(limit, mark, moments, register)) is not None:
                    own = fitted(counted, mark, moments, found, register)
                    begun = restarted(own, mark, moments, found, register)
                    started.setdefault(limit.id, []).append(_Start(own, begun))
        for starts in started.values():
            yield from _runs(starts, found, register)


class _Start(msgspec.Struct, frozen=True):
    limit: Limit
    """As it stands on the day of the mark, and runs in the case."""
    mark: Mark


def _runs(starts: list[_Start], found: Found, register: Register) -> Iterator[Term]:
    limit = starts[0].limit
    if limit.only_if is not None and limit.only_if not in found:
        return
    granted = plans(found, limit.pauses) if "paid" in limit.kept_by else ()
    if granted:
        yield from _planned(starts[0], granted, found, register)
    elif limit.starts in AGAIN:
        yield from _rounds(starts, found, register)
    else:
        yield from _subjects(starts, found, register)


def _subjects(starts: list[_Start], found: Found, register: Register) -> Iterator[Term]:
    """A term for each subject, from the first of its marks."""
    seen: set[str] = set()
    for one in starts:
        if one.mark.subject not in seen:
            seen.add(one.mark.subject)
            ends = (_first(_answers(one.mark, found, names)) for names in (one.limit.kept_by, one.limit.lapses_by))
            yield _term(one, one.mark.subject, *ends, found=found, register=register)


def _answers(start: Mark, found: Found, names: tuple[str, ...]) -> Iterator[Mark]:
    """The marks that end a term of that subject; one without a subject is about all that had begun before it."""
    for mark in (mark for name in names for mark in found.get(name, ())):
        is_later = not mark.subject and _order(mark) > _order(start)
        if not start.subject or mark.subject == start.subject or is_later:
            yield mark


def _rounds(starts: list[_Start], found: Found, register: Register) -> Iterator[Term]:
    """A term for the first mark, and for each that comes after the last one was answered."""
    begun = _begun(starts, found)
    for number, one in enumerate(begun, 1):
        since = None if number == 1 and one.limit.early else _order(one.mark)
        until = _order(begun[number].mark) if number < len(begun) else None
        kept, lapsed = (
            _first(mark for name in names for mark in found.get(name, ()) if _lies(mark, since, until))
            for names in (one.limit.kept_by, one.limit.lapses_by)
        )
        yield _term(one, str(number) if number > 1 else "", kept, lapsed, found=found, register=register)


def _begun(starts: list[_Start], found: Found) -> list[_Start]:
    """Those that begin a round. A paper that is served twice tells nothing new."""
    begun: list[_Start] = []
    seen: set[str] = set()
    for one in sorted(starts, key=lambda one: _order(one.mark)):
        if one.mark.subject and one.mark.subject in seen:
            continue
        seen.add(one.mark.subject)
        if not begun or _is_answered(begun[-1], one, found, first=len(begun) == 1):
            begun.append(one)
    return begun


def _is_answered(last: _Start, following: _Start, found: Found, *, first: bool) -> bool:
    since = None if first and last.limit.early else _order(last.mark)
    names = (*last.limit.kept_by, *last.limit.lapses_by)
    return any(_lies(mark, since, _order(following.mark)) for name in names for mark in found.get(name, ()))


_Order = tuple[date, int]


def _order(mark: Mark) -> _Order:
    """By day, then by version: of a paper nobody knows the hour."""
    return Moment(mark.at).day, mark.version


def _lies(mark: Mark, since: _Order | None, until: _Order | None) -> bool:
    order = _order(mark)
    return (since is None or since < order) and (until is None or order < until)


def _first(marks: Iterator[Mark]) -> Mark | None:
    return min(marks, default=None)


# ---- One term ----


def _term(
    start: _Start, subject: str, kept: Mark | None, lapsed: Mark | None, *, found: Found, register: Register
) -> Term:
    limit, mark, ended = start.limit, start.mark, kept or lapsed
    stood = _stood(limit, mark.subject, ended, found)
    # A dated mark stands for its day, also where the day is another than that of the event.
    begun = Moment(mark.at, mark.dated) if limit.unit == "hour" else mark.on
    last = due(limit, begun, register.calendar, stood, _extra(limit, mark.subject, ended, found))
    halted = min((one.begins_on for one in stood if one.ends_on is None and one.begins_on < last.on), default=None)
    term = Term(
        limit_id=limit.id,
        subject=subject,
        title=limit.title,
        article=limit.article,
        bound=limit.bound,
        starts_on=mark.on,
        due_on=last.on,
        due_at=Moment(last.at).instant if last.at is not None else None,
        warn_on=last.warn_on,
        provisional=last.provisional,
        right=limit.right,
        paused_on=halted,
        then=limit.then,
    )
    if lapsed is not None and limit.right and kept is None:
        return msgspec.structs.replace(term, lapsed_on=min(lapsed.on, last.on))
    return _ended(term, last, kept, lapsed)


def _ended(term: Term, last: Due, kept: Mark | None, lapsed: Mark | None) -> Term:
    if kept is None:
        return msgspec.structs.replace(term, lapsed_on=lapsed.on) if lapsed is not None else term
    return msgspec.structs.replace(
        term,
        kept_on=kept.on,
        proven_on=kept.recorded_on,
        in_time=_is_in_time(last, kept.at, kept.on),
        proven_in_time=_is_in_time(last, kept.recorded_at, kept.recorded_on),
    )


def _is_in_time(last: Due, at: int, on: date) -> bool:
    return on <= last.on if last.at is None else at <= last.at


def _stood(limit: Limit, subject: str, ended: Mark | None, found: Found) -> tuple[Pause, ...]:
    """When the term stood still, up to what ended it."""
    stood = pauses(found, limit.pauses, subject)
    if ended is None:
        return stood
    return tuple(
        Pause(one.begins_on, min(one.ends_on or ended.on, ended.on)) for one in stood if one.begins_on < ended.on
    )


def _extra(limit: Limit, subject: str, ended: Mark | None, found: Found) -> int:
    """Calendar days by which a term grew before it ended: that of the decision (第六十条), and what says so."""
    name = "extended" if "signed" in limit.kept_by else limit.lengthened_by
    given = [mark for mark in found.get(name or "", ()) if mark.subject in ("", subject)]
    return min(_LONGEST, sum(mark.amount for mark in given if ended is None or mark.on <= ended.on))


# ---- A fine by a plan ----


def _planned(start: _Start, granted: tuple[Plan, ...], found: Found, register: Register) -> Iterator[Term]:
    """The parts of the plan in force, and what was over, or is due, beside it."""
    yield from _beside(start, granted, found, register)
    for number, (one, following) in enumerate(pairwise(granted), 1):
        for part in one.parts:
            if part.due_on < following.granted.on:
                yield _part(start.limit, part, found, register, one, following, f"{number}-{part.number}")
    last = granted[-1]
    for part in last.parts:
        if part.due_on < LATEST:
            yield _part(start.limit, part, found, register, last, None, part.number)


def _beside(start: _Start, granted: tuple[Plan, ...], found: Found, register: Register) -> Iterator[Term]:
    """The term itself: of what no plan covers, or over before the first was granted, which ends it late."""
    first, rest = granted[0].granted, granted[-1].rest
    undone = _first(mark for name in start.limit.lapses_by for mark in found.get(name, ()))
    end = _term(start, "", None, None, found=found, register=register).due_on
    whole = _until(reached(found, "fine", fine_fen(found)), first.on)
    is_late = end < first.on and (whole is None or end < whole.on)
    paid = reached(found, "fine", rest) if rest else None
    if is_late and (paid is not None or not rest):
        yield _term(
            start, "", whole, _first(iter([first, *([undone] if undone else [])])), found=found, register=register
        )
    elif rest:
        yield _term(start, "", paid, undone, found=found, register=register)


def _until(mark: Mark | None, day: date) -> Mark | None:
    return mark if mark is not None and mark.on <= day else None


def _part(
    limit: Limit, part: Part, found: Found, register: Register, plan: Plan, following: Plan | None, subject: str
) -> Term:
    """The day of a part is the one that the plan names, whatever day that is; a later plan ends what was not paid."""
    kept = reached(found, "fine", part.needed)
    ends = [mark for name in limit.lapses_by for mark in found.get(name, ())]
    if following is not None:
        kept = _until(kept, following.granted.on)
        ends.append(following.granted)
    calendar = register.calendar
    warn_on = calendar.last_working(part.due_on)
    last = Due(part.due_on, not calendar.knows(warn_on, part.due_on), warn_on)
    halts = (one.begins_on for one in pauses(found, limit.pauses) if one.ends_on is None and one.begins_on < last.on)
    term = Term(
        limit_id=limit.id,
        subject=subject,
        title=limit.title,
        article=limit.article,
        bound=limit.bound,
        starts_on=plan.granted.on,
        due_on=last.on,
        warn_on=last.warn_on,
        provisional=last.provisional,
        paused_on=None if kept or ends else min(halts, default=None),
        then=limit.then,
    )
    return _ended(term, last, kept, _first(iter(ends)))
