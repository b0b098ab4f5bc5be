"""The figures of the four principles (信息公示制度 第二条) counted anew from a ledger's events, one by one.

Nothing of the projections and none of the product's terms is used: days are counted here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Final

from records.correction import events as correction
from records.course.case import Decision
from records.event import CaseEvent
from records.law.deadline import Calendar
from records.moment import Moment
from records.penalty.events import DecisionRevoked, DisclosureReviewed, EntryVoided, PenaltyDeclined
from records.publishing.events import PublicationEnded
from records.register.events import CataloguePublished, StepRefused
from records.store.mapper import Recorded

CLOCKS: Final = {"publication.regulation": 15, "publication.guidance": 20, "publication.openness": 20}
"""Working days from the decision to its publication (第十二条; 国办发〔2018〕118号; 政府信息公开条例 第二十六条)."""

PROMISED: Final = "publication.catalogue"
"""What the agency's own catalogue of that day promises (第四条)."""

SHORT: Final = 7
"""Those of the guidance for penalties and licences."""
_REPLY: Final = 10
"""Working days for the written answer, from the request or from the evidence that came in afterwards (第十三条)."""


class Figures:
    """Everything that the page of the principles says, but for the officers of the day."""

    def __init__(self, recorded: Iterable[Recorded], procedures: dict[str, str], calendar: Calendar) -> None:
        """`procedures` has the procedure of each case by its id."""
        self._calendar, self._procedures = calendar, procedures
        self._cases: dict[str, list[Recorded]] = defaultdict(list)
        self._refused = 0
        self._catalogues: list[CataloguePublished] = []
        for one in recorded:
            if isinstance(one.event, CataloguePublished):
                self._catalogues.append(one.event)
            if isinstance(one.event, CaseEvent):
                self._cases[one.event.case].append(one)
            self._refused += isinstance(one.event, StepRefused)

    def lawful(self) -> dict[str, int]:
        """A step that was entered by mistake counts no more, nor does what says so."""
        standing = [one for case in self._cases.values() for one in _standing(case)]
        defective = sum(isinstance(one.event, CaseEvent) and bool(one.event.defects) for one in standing)
        taken = [one for one in standing if not isinstance(one.event, EntryVoided)]
        return {"steps": len(taken), "defective": defective, "refused": self._refused}

    def timely(self) -> dict[str, tuple[int, int]]:
        """By clock how many publications were on time and late: by the day on which each was recorded."""
        found = dict.fromkeys((*CLOCKS, PROMISED), (0, 0))
        for case, steps in self._cases.items():
            days = self._days(steps)
            if days is None:
                continue
            for limit, length in (*CLOCKS.items(), (PROMISED, self._promised(steps))):
                kept = days <= self._length(limit, length, case)
                on_time, late = found[limit]
                found[limit] = (on_time + kept, late + (not kept))
        return found

    def _length(self, limit: str, length: int, case: str) -> int:
        is_short = self._procedures[case] in ("penalty-ordinary", "penalty-simple", "licence")
        return SHORT if is_short and limit == "publication.guidance" else length

    def _promised(self, steps: list[Recorded]) -> int:
        """Working days in the catalogue of the day of the decision: in the sample those of all kinds alike."""
        standing = [one for one in _standing(steps) if isinstance(one.event, CaseEvent)]
        agency = next(one.event.agency for one in standing if hasattr(one.event, "agency"))
        day = next(one.occurred_at.day for one in reversed(standing) if isinstance(one.event, Decision))
        (first, *others) = [one for one in self._catalogues if one.agency == agency]
        held = [first, *(one for one in others if one.valid_from <= day)]
        (days,) = {entry.days for entry in held[-1].entries}
        return days

    def _days(self, steps: list[Recorded]) -> int | None:
        """Working days until the first review.

        What it withheld waits with its clock standing still; in the sample it is public on the day that clears it.
        """
        standing = _standing(steps)
        decided = [one for one in standing if isinstance(one.event, Decision) and not _declined(one)]
        reviews = [one for one in standing if isinstance(one.event, DisclosureReviewed)]
        return self._working(decided[-1].occurred_at.day, _day(reviews[0])) if decided and reviews else None

    def _working(self, begun: date, until: date) -> int:
        """Working days after `begun`, up to and including `until`."""
        days = (begun + timedelta(one + 1) for one in range((until - begun).days))
        return sum(self._calendar.is_working(day) for day in days)

    def accurate(self) -> dict[str, int]:
        """Corrections that were asked for, found, decided and answered."""
        names = ("requests", "found", "accepted", "refused", "open", "answered", "in_time")
        found = Counter(dict.fromkeys(names, 0))
        for steps in self._cases.values():
            found.update(self._correction([one.event for one in steps], steps))
        return dict(found) | {"made": self._made()}

    def _correction(self, events: list[Any], steps: list[Recorded]) -> Iterator[str]:
        opened = next((one for one in events if isinstance(one, correction.CorrectionRequested)), None)
        if opened is None:
            return
        asked = opened.source != "agency"
        yield "requests" if asked else "found"
        decided = next((one for one in events if isinstance(one, correction.CorrectionDecided)), None)
        yield "open" if decided is None else "accepted" if decided.accepted else "refused"
        served = next((one for one in steps if isinstance(one.event, correction.ReplyServed)), None)
        if asked and served is not None:
            yield "answered"
            brought = [_day(one) for one in steps if isinstance(one.event, correction.EvidenceRecorded)]
            if self._working(max([opened.received_on, *brought]), served.occurred_at.day) <= _REPLY:
                yield "in_time"

    def _made(self) -> int:
        """Pages that have a new version, and other information that was put right."""
        every = [one.event for steps in self._cases.values() for one in steps]
        pages = sum(isinstance(one, correction.DisclosureCorrected) for one in every)
        return pages + sum(isinstance(one, correction.CorrectionCompleted) and not one.page for one in every)

    def convenient(self) -> dict[str, int]:
        """Pages that are public now, and notices in the place of pages."""
        gone = Counter(_shown(_standing(steps)) for steps in self._cases.values())
        return {"disclosures": gone["page"], "withdrawals": gone["notice"]}


def _standing(steps: list[Recorded]) -> list[Recorded]:
    voided = {one.event.version for one in steps if isinstance(one.event, EntryVoided)}
    return [one for one in steps if one.version not in voided]


def _declined(one: Recorded) -> bool:
    """Of a decision not to punish no term of publication runs."""
    return isinstance(one.event, PenaltyDeclined)


def _day(one: Recorded) -> date:
    return Moment(one.recorded_at).day


def _shown(steps: list[Recorded]) -> str:
    kinds = (DisclosureReviewed, DecisionRevoked, PublicationEnded)  # a review again is a review
    last = [one.event for one in steps if isinstance(one.event, kinds)]
    if not last:
        return ""
    if isinstance(last[-1], DecisionRevoked):
        return "notice"
    return "page" if isinstance(last[-1], DisclosureReviewed) and last[-1].copy is not None else ""
