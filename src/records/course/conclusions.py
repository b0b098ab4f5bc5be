"""What follows from several moments of a case: a fine that is paid, a right to a hearing, its end, its pauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from sys import maxsize
from typing import Final, Literal

import msgspec

from records.course.moment_names import Fact, Name
from records.course.moments import Mark, Moments
from records.course.publication import held_over, publication, resume_cleared
from records.law.deadline import Pause, Still, days_stood, run_on, standing
from records.moment import Moment

LATEST: Final = date(2300, 1, 1)
"""From it on nothing is counted: no command can name such a day."""

Found = Mapping[str, list[Mark]]
"""The marks of a case by name, each in the order in which it occurred."""


def every(moments: Moments) -> Found:
    """All moments of the case, with those that follow from several."""
    found: dict[str, list[Mark]] = {}
    for mark in moments.marks:
        found.setdefault(mark.moment, []).append(mark)
    for some in found.values():
        some.sort()
    _drop_given_back(found)
    resume_cleared(found)
    for mark in list(_following(found)):
        found.setdefault(mark.moment, []).append(mark)
    return found


def _named(found: Found, *moments: Name | Fact) -> list[Mark]:
    if len(moments) == 1:
        return found.get(moments[0], [])
    return sorted(mark for moment in moments for mark in found.get(moment, ()))


def _drop_given_back(found: dict[str, list[Mark]]) -> None:
    """A closing counts no more once the police gave the case back after it (移送规定 第十条), or another agency did."""
    answers = _named(found, "police-filed", "police-declined")
    if answers and answers[-1].moment == "police-declined":
        found["closed"] = [one for one in _named(found, "closed") if not _came_after(answers[-1], one)]
    passed, resumed = _named(found, "passed"), _named(found, "resumed")
    if passed and resumed and _came_after(resumed[-1], passed[-1]):
        found["passed"] = []
        found["closed"] = [one for one in _named(found, "closed") if not _came_after(resumed[-1], one)]
    for name in ("passed", "closed"):
        if not found.get(name):
            found.pop(name, None)


def _came_after(one: Mark, other: Mark) -> bool:
    """By time; on one date of which an hour is not known, by the order in which they were entered."""
    if one.dated or other.dated:
        return (one.on, one.version) > (other.on, other.version)
    return (one.at, one.version) > (other.at, other.version)


def _following(found: Found) -> Iterator[Mark]:
    yield from _discovery(found)
    yield from _hearing_rights(found)
    yield from _withdrawal(found)
    yield from _tagged_public(found)
    yield from _special_times(found)
    yield from publication(found)
    fined = fine_fen(found) or _released(found)
    yield from (_as(mark, "fined") for mark in _named(found, "penalised")[-1:] if fined)
    yield from (_as(mark, "paid") for mark in _paid(found))
    yield from (_as(mark, "over") for mark in _closed_for_good(found))
    yield from (_as(mark, "transferred") for mark in _with_the_police(found))
    back = list(_repayment(found))
    yield from back
    ended = [_as(mark, "ended") for mark in _ended(found, back)]
    yield from ended
    yield from held_over(found, ended)


def _as(mark: Mark, moment: Name) -> Mark:
    return msgspec.structs.replace(mark, moment=moment, subject="")


def _discovery(found: Found) -> Iterator[Mark]:
    """The longer term runs in place of the shorter one where harm to life, health or finance came (第三十六条)."""
    opinions = _named(found, "grave")
    grave = bool(opinions) and bool(opinions[-1].amount)
    yield from (_as(mark, "acted-gravely" if grave else "acted") for mark in _named(found, "act"))


def _hearing_rights(found: Found) -> Iterator[Mark]:
    told = {mark.subject for mark in _named(found, "hearing-told")}
    served = _named(found, "notice-served")
    yield from (msgspec.structs.replace(mark, moment="hearing-right") for mark in served if mark.subject in told)


def _withdrawal(found: Found) -> Iterator[Mark]:
    """Only what was public before the revocation is withdrawn with it (信息公示制度 第十四条).

    Each further instrument about the decision has a term of its own, whose subject is its number: 2, 3, …
    """
    public = min((mark.position for mark in _named(found, "public")), default=None)
    marks = [one for one in _named(found, "received", "revocation") if public is not None and public < one.position]
    numbers = {version: number for number, version in enumerate(sorted({one.version for one in marks}), 1)}
    for mark in marks:
        subject = "" if numbers[mark.version] == 1 else str(numbers[mark.version])
        moment: Name = "instrument" if mark.moment == "received" else "withdrawn"
        yield msgspec.structs.replace(mark, moment=moment, subject=subject)


def _tagged_public(found: Found) -> Iterator[Mark]:
    """From a tag of the case or its decision that came over a public page, until the page is down or no tag is left.

    One that came when the publication had ended finds no page.
    """
    ended = min((one.version for one in found.get("publication-ended", ())), default=maxsize)
    for page in _named(found, "public")[:1]:
        later = (one for one in _named(found, "tagged", "withheld") if page.version < one.version < ended)
        tagged: set[str] = set()
        for mark in sorted(later, key=lambda one: one.version):
            before = bool(tagged)
            if mark.moment == "withheld":
                yield _as(mark, "taken-down")
            elif mark.subject in ("", page.subject):
                (tagged.add if mark.amount else tagged.discard)(mark.subject)
                if bool(tagged) != before:
                    yield _as(mark, "tagged-public" if tagged else "untagged")


def _special_times(found: Found) -> Iterator[Mark]:
    """Time of a special procedure does not count from the day on which the applicant was told of it in writing: what
    lies before counts, and so does all of it when nobody was told before it was over (行政许可法 第四十五条).
    """
    served: dict[str, Mark] = {}
    for mark in _named(found, "special-time-served"):
        served.setdefault(mark.subject, mark)
    over = {mark.subject: mark for mark in _named(found, "special-time-ended")}
    for begun in _named(found, "special-time-begun"):
        told, ended = served.get(begun.subject), over.get(begun.subject)
        if told is not None and (ended is None or told.on <= ended.on):
            yield max(
                (msgspec.structs.replace(one, moment="special-time-told", until=begun.until) for one in (begun, told)),
                key=lambda one: one.on,
            )


def _with_the_police(found: Found) -> list[Mark]:
    """The filing of the police, when that is what they said last (移送规定 第八条)."""
    answers = _named(found, "police-filed", "police-declined")
    return _named(found, "police-filed") if answers and answers[-1].moment == "police-filed" else []


def _closed_for_good(found: Found) -> list[Mark]:
    """The first closing, unless the file was opened again after it and is still open."""
    closed, reopened, archived = (_named(found, name) for name in ("closed", "reopened", "archived"))
    if reopened and not (archived and _came_after(archived[-1], reopened[-1])):
        closed = [one for one in closed if not any(_came_after(other, one) for other in reopened)]
    return closed[:1]


def _ends(found: Found) -> Iterator[Mark]:
    """After which nothing is left but to close: passed on, given to the police, undone, told, or performed."""
    if found.get("held"):
        yield from _given_up(found)
        return
    yield from _named(found, "passed", "undone", "declined-served", "measure-refused")
    yield from _with_the_police(found)
    decisions, served = _named(found, "penalised"), _named(found, "served")
    if not decisions or not served:
        return
    paid = [reached(found, purpose, amount) for purpose, amount in asked_fen(found).items()]
    if None not in paid:
        yield max(mark for mark in (served[0], *paid, *_named(found, "changed")[-1:], *_released(found)[-1:]) if mark)


def _given_up(found: Found) -> Iterator[Mark]:
    """With the last of what a measure holds, once all of it has found its end (行政强制法 第二十七条, 第二十八条)."""
    gone: dict[str, Mark] = {}
    for mark in _named(found, "held-gone"):
        gone.setdefault(mark.subject, mark)
    if gone.keys() >= {mark.subject for mark in _named(found, "held")}:
        yield max(gone.values())


def _ended(found: Found, back: list[Mark]) -> Iterator[Mark]:
    """The first of the ends, and not before all went back that is to be paid back."""
    if not back or back[-1].moment == "repaid":
        yield from (max([end, *back]) for end in sorted(_ends(found))[:1])


def _repayment(found: Found) -> Iterator[Mark]:
    """Money above what stands, from the later one of instrument and payment, and its last part that went back."""
    if not found.get("payment") or not found.get("penalised"):
        return
    stands = {} if found.get("undone") else asked_fen(found)
    sums = _sums(found, "payment")
    over = {purpose: amount - stands.get(purpose, 0) for purpose, amount in sums.items()}
    over = {purpose: amount for purpose, amount in over.items() if amount > 0}
    if not over:
        return
    paid_too_much = (one for one in _named(found, "payment") if one.subject in over)
    begins = max([*_named(found, "received")[-1:], *paid_too_much])
    yield _as(begins, "repayable")
    back = [reached(found, purpose, amount, "repayment") for purpose, amount in over.items()]
    if None not in back:
        yield _as(max(mark for mark in back if mark), "repaid")


def _sums(found: Found, moment: Fact) -> dict[str, int]:
    sums: dict[str, int] = {}
    for mark in _named(found, moment):
        sums[mark.subject] = sums.get(mark.subject, 0) + mark.amount
    return sums


def asked_fen(found: Found) -> dict[str, int]:
    """What the decision, as it was changed, and the surcharges ask for, in fen by purpose; what is nothing is left out.

    A surcharge that was added to a larger fine stands in the proportion of the fine that stands (P).
    """
    decisions = _named(found, "penalised")
    if not decisions:
        return {}
    charged = sum(mark.amount for mark in _named(found, "charged") if mark.version == decisions[-1].version)
    charged = next((one.amount for one in reversed(_changes(found, "confiscated"))), charged)
    amounts = {"fine": fine_fen(found), "confiscated": charged, "surcharge": _surcharges(found, decisions[-1].amount)}
    return {purpose: amount for purpose, amount in amounts.items() if amount}


def _surcharges(found: Found, fine: int) -> int:
    total = 0
    for mark in sorted([*_named(found, "surcharge"), *_changes(found, "fine")]):
        if mark.moment == "surcharge":
            total += mark.amount
        else:
            total = total * min(mark.amount, fine) // fine if fine else total
            fine = mark.amount
    return total


def _changes(found: Found, purpose: str) -> list[Mark]:
    """What instruments made of an amount of the decision (行政复议法 第六十三条; 行政诉讼法 第七十七条)."""
    return [mark for mark in _named(found, "changed") if mark.subject == purpose]


def fine_fen(found: Found) -> int:
    """The fine that stands, in fen: that of the decision that counts, unless it was changed; 0 without one.

    What a court's fine took the place of is owed no more (第三十五条第二款).
    """
    decisions = _named(found, "penalised")
    given = _changes(found, "fine")[-1:] or decisions[-1:]
    released = sum(mark.amount for mark in _released(found))
    return max(0, given[0].amount - released) if decisions else 0


def _released(found: Found) -> list[Mark]:
    """What a court's fine took the place of before it was paid."""
    return [mark for mark in _named(found, "set-off") if mark.amount]


def _paid(found: Found) -> Iterator[Mark]:
    """With the last payment of what stands of the fine; not before the rest of it was set off."""
    fine = fine_fen(found)
    paid, released = reached(found, "fine", fine) if fine else None, _released(found)[-1:]
    if paid is not None or not fine:
        yield from [max(mark for mark in (paid, *released) if mark)] if paid or released else []


def reached(
    found: Found, purpose: str, amount: int, moment: Literal["payment", "repayment"] = "payment"
) -> Mark | None:
    """The payment with which those for a purpose come to an amount in fen, as recorded when all of them were."""
    total, recorded_at = 0, 0
    for mark in _named(found, moment):
        if mark.subject == purpose:
            total, recorded_at = total + mark.amount, max(recorded_at, mark.recorded_at)
            if total >= amount:
                return msgspec.structs.replace(mark, recorded_at=recorded_at)
    return None


class Part(msgspec.Struct, frozen=True):
    """A part of a fine that may be paid later."""

    number: str
    due_on: date
    """The day that the plan names, and as many days later as performance was stayed before it."""
    needed: int
    """What has to be paid of the fine by then, in fen."""


class Plan(msgspec.Struct, frozen=True):
    """A plan that was granted. It replaces what was due of what it covers from its grant on, and of nothing else."""

    granted: Mark
    """On the day of the grant."""
    rest: int
    """The part of the fine that it does not cover, in fen: due as without a plan."""
    parts: tuple[Part, ...]
    """In the order in which they are due."""


Halts = Iterable[Literal["suspension", "relief", "stay", "testing", "special-time", "withholding"]]


def plans(found: Found, halts: Halts = ()) -> tuple[Plan, ...]:
    """The plans in the order in which they were granted, each in place of the one before (第六十六条第二款).

    `halts` are what lets the term for payment stand still.
    """
    granted = _named(found, "instalment")
    versions, still = dict.fromkeys(one.version for one in granted), standing(pauses(found, halts))
    return tuple(
        _plan([one for one in granted if one.version == version], fine_fen(found), still) for version in versions
    )


def _plan(instalments: list[Mark], fine: int, still: Still) -> Plan:
    parts = sorted(instalments, key=lambda one: int(one.subject))
    granted_on = Moment(parts[0].at).day
    rest = needed = max(0, fine - sum(one.amount for one in parts))
    result = []
    for one in parts:
        needed = min(needed + one.amount, fine)
        stood = days_stood(granted_on, one.on, still) if one.on < LATEST else 0
        result.append(Part(one.subject, run_on(one.on, stood, still), needed))
    return Plan(msgspec.structs.replace(parts[0], on=granted_on), rest, tuple(result))


def due_before(granted: tuple[Plan, ...], fine: int, term_end: date, day: date) -> int:
    """What has to be paid of a fine by the day before `day`, in fen, by the plan that held on `day` or without one."""
    plan = next((one for one in reversed(granted) if one.granted.on <= day), None)
    outside = (fine if plan is None else plan.rest) if term_end < day else 0
    return max([outside, *(one.needed for one in (plan.parts if plan else ()) if one.due_on < day)])


_HALTS: Final[dict[str, tuple[Fact, Name | Fact]]] = {
    "suspension": ("suspended", "resumed"),
    "relief": ("relief-sought", "relief-ended"),
    "stay": ("stayed", "stay-lifted"),
    "testing": ("testing-begun", "testing-ended"),
    "special-time": ("special-time-told", "special-time-ended"),
    "withholding": ("kept-back", "cleared"),
}

_OF_ONE: Final = frozenset({"testing"})
"""What lets the term of its own subject alone stand still."""


def pauses(found: Found, kinds: Halts, subject: str = "") -> tuple[Pause, ...]:
    """The times in which a term that these let stand still does so, each from one event to the one that ends it."""
    return tuple(
        pause for kind in kinds for pause in _pauses(found, *_HALTS[kind], own=subject if kind in _OF_ONE else None)
    )


def _pauses(found: Found, begins: Fact, ends: Name | Fact, own: str | None) -> Iterator[Pause]:
    marks = (one for one in _named(found, begins, ends) if own is None or one.subject == own)
    both = sorted(marks, key=lambda mark: (mark.on, mark.version))
    for subject in sorted({mark.subject for mark in both}):
        begun: Mark | None = None
        for mark in (one for one in both if one.subject == subject):
            if mark.moment == begins:
                begun = begun or mark
            elif begun:
                yield _pause(begun, mark.on)
                begun = None
        if begun:
            yield _pause(begun, None)


def _pause(begun: Mark, ended: date | None) -> Pause:
    """A suspension whose last day was known beforehand ends with it, also when nobody says so."""
    known = [day for day in (ended, date.fromisoformat(begun.until) if begun.until else None) if day]
    return Pause(begun.on, max(begun.on, min(*known, LATEST)) if known else None)
