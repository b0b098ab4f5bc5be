"""What a party owes and has paid, and what is added when it is late (行政处罚法 第六十六条, 第六十七条, 第七十二条).

The surcharge is counted day by day from the day after the due date: so many thousandths of the part of the fine that
is due and unpaid on that day; a plan that was granted says what is due from its grant on. A payment counts on its own
day already. Days on which a reconsideration, a lawsuit or a stay was under way add nothing, their first and last day
included. Exact amounts are added up and the sum is cut down to the fen once, in the party's favour; all surcharges of a
case together never exceed its fine.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_DOWN, Decimal
from itertools import accumulate
from typing import Final, Literal, NamedTuple

from records.course.case import Case, changes_amounts
from records.course.conclusions import Plan, asked_fen, due_before, every, fine_fen, pauses, plans
from records.course.moments import of
from records.course.sequence import came_after
from records.law.data import Law
from records.law.deadline import Calendar, due
from records.offence.events import CourtJudged
from records.penalty.events import (
    DecisionRevoked,
    PaymentRecorded,
    PerformanceStayed,
    ReliefEnded,
    ReliefSought,
    RepaymentMade,
    StayLifted,
    SurchargeImposed,
)
from records.spot.collecting import FineCollected

NOTHING: Final = Decimal(0)
_FEN: Final = Decimal("0.01")


class Paid(NamedTuple):
    """Money of the party that has come in: at the bank, or into the hand of an officer (第六十八条, 第六十九条)."""

    purpose: str
    amount_yuan: Decimal
    paid_on: date


class Surcharge(NamedTuple):
    """What is added for a stretch of days."""

    first_day: date
    """The first day on which a part was due and unpaid and that no earlier surcharge counted."""
    last_day: date
    days: int
    """Days that added something."""
    amount_yuan: Decimal
    """With two decimals."""


Pause = Literal["", "relief", "stay"]
"""What lets a surcharge stand still on a day; empty: nothing."""


class SurchargeDay(NamedTuple):
    """One day of a surcharge: why it adds what it adds."""

    day: date
    unpaid_yuan: Decimal
    """The part of the fine that was due before the day and is not paid at its end."""
    paused_by: Pause
    added_yuan: Decimal
    """Exact, not rounded."""


class Span(NamedTuple):
    """Days from the first to the last, both included; None: it goes on."""

    first: date
    last: date | None

    def has(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


def asked(case: Case) -> dict[str, Decimal]:
    """What the decision, as an instrument or a court's fine changed it, and the surcharges ask for, by purpose.

    `fine`, `confiscated`, `surcharge`; also once the decision is undone: what it asked for then.
    """
    decision = case.decision
    if decision is None:
        return {}
    if CourtJudged in case.happened or any(map(changes_amounts, case.every(DecisionRevoked))):
        return {purpose: Decimal(fen) / 100 for purpose, fen in asked_fen(every(of(case))).items()}
    surcharges = sum((one.amount_yuan for one in case.every(SurchargeImposed)), NOTHING)
    amounts = {"fine": decision.fine_yuan, "confiscated": decision.confiscated_yuan, "surcharge": surcharges}
    return {purpose: amount for purpose, amount in amounts.items() if amount}


def owed(case: Case) -> dict[str, Decimal]:
    """What has to be paid, by purpose; nothing once the decision is undone."""
    return {} if case.undone else asked(case)


def payments(case: Case) -> tuple[Paid, ...]:
    """All that came in; what an officer took is paid with that."""
    banked = (Paid(one.purpose, one.amount_yuan, one.paid_on) for one in case.every(PaymentRecorded))
    taken = (Paid("fine", one.event.amount_yuan, one.at.day) for one in case.happened.get(FineCollected, ()))
    return (*banked, *taken)


def paid(case: Case, purpose: str, until: date | None = None) -> Decimal:
    """What was paid for a purpose, up to and with a day."""
    found = (one for one in payments(case) if one.purpose == purpose)
    return sum((one.amount_yuan for one in found if until is None or one.paid_on <= until), NOTHING)


def unpaid_fine(case: Case, until: date | None = None) -> Decimal:
    """What is left of the fine at the end of a day."""
    return max(NOTHING, asked(case).get("fine", NOTHING) - paid(case, "fine", until))


def is_paid(case: Case, until: date | None = None) -> bool:
    """Whether all that is owed was paid, up to and with a day; what asks for no money is performed with its service."""
    sums = ((paid(case, purpose, until), amount) for purpose, amount in owed(case).items())
    return case.service is not None and all(came_in >= amount for came_in, amount in sums)


def repayable(case: Case) -> dict[str, Decimal]:
    """What was paid above what stands and did not go back yet, by purpose (行政强制法 第四十一条).

    Nothing while there is no decision: a paper may tell of the payment first.
    """
    came_in = payments(case)
    if not came_in or case.decision is None:
        return {}
    stands, back = owed(case), case.every(RepaymentMade)
    left: dict[str, Decimal] = {}
    for purpose in dict.fromkeys(one.purpose for one in came_in):
        repaid = sum((one.amount_yuan for one in back if one.purpose == purpose), NOTHING)
        over = paid(case, purpose) - stands.get(purpose, NOTHING) - repaid
        left |= {purpose: over} if over > 0 else {}
    return left


def imposed(case: Case) -> Decimal:
    """All surcharges so far, as far as they stand beside the fine."""
    return asked(case).get("surcharge", NOTHING)


def payment_due(case: Case, calendar: Calendar, law: Law) -> date | None:
    """The last day of the term for payment, without a plan; None before service, or when `law` gives no such term.

    What lets the term stand still, as a stay does, has moved it (第七十三条); one that goes on has not yet.
    """
    limit = law.limits.get("payment")
    if limit is None or case.served_at is None:
        return None
    return due(limit, case.served_at.day, calendar, pauses(every(of(case)), limit.pauses)).on


def surcharge(case: Case, until: date, calendar: Calendar, law: Law) -> Surcharge:
    """What is to be added up to and with the day `until`, beyond earlier surcharges (第七十二条第一款第一项).

    `law` gives the term for payment and the rate. Nothing to add: `days` and `amount_yuan` are 0.
    """
    days = tuple(surcharge_days(case, until, calendar, law))
    total = sum((one.added_yuan for one in days), NOTHING).quantize(_FEN, ROUND_DOWN)
    first = days[0].day if days else until
    return Surcharge(first, until, sum(1 for one in days if one.added_yuan), total)


def surcharge_days(case: Case, until: date, calendar: Calendar, law: Law) -> Iterator[SurchargeDay]:
    """The days of that surcharge, each with its reason, until the surcharges have reached the fine.

    Days on which nothing due is unpaid are left out.
    """
    term_end = payment_due(case, calendar, law)
    if term_end is None:
        return
    found = every(of(case))
    granted, fine = plans(found, law.limits["payment"].pauses), fine_fen(found)
    room = asked(case).get("fine", NOTHING) - imposed(case)
    paused, paid_by = _pauses(case), _paid_by_day(case)
    for day in _between(_last_counted(case, term_end, granted), until):
        unpaid = Decimal(due_before(granted, fine, term_end, day)) / 100 - paid_by(day)
        if room <= 0:
            return
        if unpaid <= 0:
            continue
        reason: Pause = next((why for why, span in paused if span.has(day)), "")
        added = NOTHING if reason else min(room, unpaid * law.values["surcharge-permille"].number / 1000)
        room -= added
        yield SurchargeDay(day, unpaid, reason, added)


def _last_counted(case: Case, term_end: date, granted: tuple[Plan, ...]) -> date:
    """The day before the first that may count: the first due date, or the end of the last surcharge."""
    first = min([term_end, *(part.due_on for plan in granted for part in plan.parts)])
    return max([first, *(one.last_day for one in case.every(SurchargeImposed))])


def _paid_by_day(case: Case) -> Callable[[date], Decimal]:
    """What was paid of the fine up to and with a day, added up once."""
    fines = sorted((one.paid_on, one.amount_yuan) for one in payments(case) if one.purpose == "fine")
    days, sums = [day for day, _ in fines], list(accumulate((amount for _, amount in fines), initial=NOTHING))
    return lambda day: sums[bisect_right(days, day)]


def _between(before: date, until: date) -> Iterator[date]:
    """The days after `before` up to and with `until`."""
    return map(date.fromordinal, range(before.toordinal() + 1, until.toordinal() + 1))


def _pauses(case: Case) -> list[tuple[Pause, Span]]:
    """The days that add nothing (第七十三条)."""
    return [*(("relief", span) for span in _reliefs(case)), *(("stay", span) for span in stays(case))]


def _reliefs(case: Case) -> Iterator[Span]:
    """Each reconsideration or lawsuit from its acceptance to its end."""
    ended = case.every(ReliefEnded)
    for sought in case.every(ReliefSought):
        its = (one.ended_on for one in ended if one.kind == sought.kind and sought.accepted_on <= one.ended_on)
        yield Span(sought.accepted_on, min(its, default=None))


def stays(case: Case) -> Iterator[Span]:
    """Each stay from its day to that of its lifting."""
    for stay in case.happened.get(PerformanceStayed, ()):
        lifts = (one.at.day for one in case.happened.get(StayLifted, ()) if came_after(one, stay))
        yield Span(stay.at.day, min(lifts, default=None))
