"""What of a case is public, on which carriers it stands, and what of that is left to do (第七条 to 第九条)."""

from __future__ import annotations

from records.course.case import Case, Happened
from records.course.sequence import came_after
from records.penalty.events import DecisionRevoked, DisclosureReviewed
from records.publishing.events import CarrierFailed, CarrierRecalled, CarrierRecorded, PublicationEnded


def is_public(case: Case) -> bool:
    """Whether the decision has a page that is shown."""
    page = case.disclosure
    return page is not None and page.copy is not None and _gone(case) is None


def is_kept_back(case: Case) -> bool:
    """Whether a decision that stands is withheld, or shown in part: it is reviewed again."""
    page = case.disclosure
    return page is not None and page.outcome != "open" and _gone(case) is None


def _gone(case: Case) -> Happened | None:
    """What took the page of the decision away for good."""
    found = [one for kind in (DecisionRevoked, PublicationEnded) for one in case.happened.get(kind, ())]
    return min(found, key=lambda one: one.version, default=None)


def to_recall(case: Case) -> tuple[CarrierRecorded, ...]:
    """What still stands on a carrier, and is no longer to be public; also what was entered after that."""
    gone = _gone(case) or _taken_down(case)
    if gone is None:
        return ()
    return tuple(
        one
        for one in on_carriers(case)
        if one.carrier != "portal" and not (one.to_on is not None and one.to_on < gone.at.day)
    )


def on_carriers(case: Case) -> tuple[CarrierRecorded, ...]:
    """Where it stands: what was recorded and not recalled since."""
    recalled = {one.item for one in case.every(CarrierRecalled)}
    return tuple(one for one in case.every(CarrierRecorded) if one.item not in recalled)


def _taken_down(case: Case) -> Happened | None:
    """The review that withheld what was public before, where it is withheld still."""
    reviews = sorted(case.happened.get(DisclosureReviewed, ()), key=lambda one: one.version)
    if not reviews or reviews[-1].event.copy is not None or all(one.event.copy is None for one in reviews):
        return None
    last = max(number for number, one in enumerate(reviews) if one.event.copy is not None)
    return reviews[last + 1]


def failed(case: Case) -> tuple[CarrierFailed, ...]:
    """The carriers that the publication did not come onto, and has not since."""
    done = case.happened.get(CarrierRecorded, ())
    return tuple(
        one.event
        for one in case.happened.get(CarrierFailed, ())
        if not any(_is_same(other, one) and came_after(other, one) for other in done)
    )


def _is_same(done: Happened, tried: Happened) -> bool:
    return (done.event.carrier, done.event.place.strip()) == (tried.event.carrier, tried.event.place.strip())
