"""What follows from several moments of a case: a fine that is paid, a right to a hearing, its end, its pauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final, Literal

import msgspec

from records.law.deadline import Pause
from records.moment import Moment
from records.penalty.moments import Fact, Mark, Moments, Name

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
    for mark in list(_following(found)):
        found.setdefault(mark.moment, []).append(mark)
    return found


def _named(found: Found, *moments: Name | Fact) -> list[Mark]:
    if len(moments) == 1:
        return found.get(moments[0], [])
    return sorted(mark for moment in moments for mark in found.get(moment, ()))


def _following(found: Found) -> Iterator[Mark]:
    yield from _discovery(found)
    yield from _hearing_rights(found)
    yield from _withdrawal(found)
    fine = fine_fen(found)
    paid = reached(found, "fine", fine) if fine else None
    yield from (_as(mark, "fined") for mark in _named(found, "penalised")[-1:] if fine)
    yield from (_as(mark, "paid") for mark in (paid,) if mark)
    yield from (_as(mark, "transferred") for mark in _with_the_police(found))
    yield from (_as(mark, "ended") for mark in sorted(_ends(found))[:1])


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
    """Only what was public before the revocation is withdrawn with it (信息公示制度 第十四条)."""
    public = min((mark.position for mark in _named(found, "public")), default=None)
    for mark in _named(found, "received", "revocation"):
        if public is not None and public < mark.position:
            yield _as(mark, "instrument" if mark.moment == "received" else "withdrawn")


def _with_the_police(found: Found) -> list[Mark]:
    """The filing of the police, when that is what they said last (移送规定 第八条)."""
    answers = _named(found, "police-filed", "police-declined")
    return _named(found, "police-filed") if answers and answers[-1].moment == "police-filed" else []


def _ends(found: Found) -> Iterator[Mark]:
    """After which nothing is left but to close: passed on, given to the police, undone, told, or performed."""
    yield from _named(found, "passed", "revoked", "declined-served")
    yield from _with_the_police(found)
    decisions, served = _named(found, "penalised"), _named(found, "served")
    if not decisions or not served:
        return
    paid = [reached(found, purpose, amount) for purpose, amount in _owed(found, decisions[-1]).items()]
    if None not in paid:
        yield max(mark for mark in (served[0], *paid) if mark)


def _owed(found: Found, decision: Mark) -> dict[str, int]:
    """What the decision asks for, in fen by purpose; what is nothing is not there."""
    charged = sum(mark.amount for mark in _named(found, "charged") if mark.version == decision.version)
    surcharge = sum(mark.amount for mark in _named(found, "surcharge"))
    amounts = {"fine": decision.amount, "confiscated": charged, "surcharge": surcharge}
    return {purpose: amount for purpose, amount in amounts.items() if amount}


def fine_fen(found: Found) -> int:
    """The fine of the decision that counts, in fen; 0 without one."""
    decisions = _named(found, "penalised")
    return decisions[-1].amount if decisions else 0


def reached(found: Found, purpose: str, amount: int) -> Mark | None:
    """The payment with which those for a purpose come to an amount in fen, as recorded when all of them were."""
    total, recorded_at = 0, 0
    for mark in _named(found, "payment"):
        if mark.subject == purpose:
            total, recorded_at = total + mark.amount, max(recorded_at, mark.recorded_at)
            if total >= amount:
                return msgspec.structs.replace(mark, recorded_at=recorded_at)
    return None


class Part(msgspec.Struct, frozen=True):
    """A part of a fine that may be paid later."""

    number: str
    due_on: date
    needed: int
    """What has to be paid of the fine by then, in fen."""
    granted_on: date


def plan(found: Found) -> tuple[Part, ...]:
    """The parts of the plan that was granted last; empty without one (第六十六条第二款).

    A plan over less than the fine is one over what was left of it.
    """
    granted = _named(found, "instalment")
    parts = sorted((one for one in granted if one.version == granted[-1].version), key=lambda one: int(one.subject))
    fine, total = fine_fen(found), sum(one.amount for one in parts)
    result, needed = [], max(0, fine - total)
    for one in parts:
        needed = min(needed + one.amount, fine)
        result.append(Part(one.subject, one.on, needed, Moment(one.at).day))
    return tuple(result)


_HALTS: Final[dict[str, tuple[Fact, Name | Fact]]] = {
    "suspension": ("suspended", "resumed"),
    "relief": ("relief-sought", "relief-ended"),
    "stay": ("stayed", "stay-lifted"),
}


def pauses(found: Found, kinds: Iterable[Literal["suspension", "relief", "stay"]]) -> tuple[Pause, ...]:
    """The times in which terms that these let stand still do so, each from one event to the one that ends it."""
    return tuple(pause for kind in kinds for pause in _pauses(found, *_HALTS[kind]))


def _pauses(found: Found, begins: Fact, ends: Name | Fact) -> Iterator[Pause]:
    both = sorted(_named(found, begins, ends), key=lambda mark: (mark.on, mark.version))
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
