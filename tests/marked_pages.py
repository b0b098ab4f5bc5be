"""Pages with marks that are published again, carried, recalled, ended, corrected or taken down, and reviews by others.

What of each stands outside in the end is said field by field, as the law wants it shown: all else is kept from the
public.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from marked_town import Filling, Plan, Step
from needles import unique
from penal import AGENCY
from plain_reviewing import COUNTY, COUNTY_LAWYER
from records.application import Sender, record_entry
from records.correction import commands as correction
from records.enforcement.basis import NoteBasisRevoked
from records.enforcement.commands import OpenEnforcement
from records.inspection import commands as inspection
from records.inspection import plan_commands as plan
from records.penalty import commands as c
from records.publishing import commands as publishing
from records.register.events import AgencyRegistered, ListedMatter, ListPublished, ReviewerRegistered
from records.reviewing.commands import ReceiveCountyReview, RequestCountyReview

_UNTOLD: Final = Plan()
"""What is shown, each step says itself."""

_REVIEW: Final = frozenset({"party_shown", "facts_shown", "basis"})
"""第七条, 第八条: the party's name as it may be shown, the facts, and by which provision something is masked."""
_DECISION: Final = frozenset({"content", "reasons", "basis"})
"""第七条: what was decided, why, and on which basis."""
_REVOKED: Final = frozenset({"instrument.body", "explanation"})
"""第十四条: who took the decision back, and the explanation that the public is owed."""
_TEST: Final = frozenset({"report"})
_CORRECTED: Final = frozenset({"note", "party_shown", "facts_shown", "content_shown", "reasons_shown"})
"""第十三条: the note, and the page as it reads now."""

_PLAN: Final = frozenset({"content", "reasons", "basis"})
"""双随机: the plan is public, and so are lists, number and result of its draws: anybody can draw once more."""

PUBLIC_PAGES, FORMER_VERSIONS = 7, 1
"""How many of the pages are public in the end, and how many versions of before can still be proven."""

_NAMES: Final = frozenset({"matter_name", "agency_name"})
"""What a correction takes from the registers, and nobody writes freely."""

UNSAID: Final = frozenset((correction.CorrectDisclosure, name) for name in _NAMES)

_MASKED: Final[dict[str, Any]] = {"outcome": "redacted", "masked": ["facts", "content", "reasons"]}
_KEPT_BACK: Final[dict[str, Any]] = {"grounds": ["other-law"]}
_WITHHELD: Final[dict[str, Any]] = {"outcome": "withheld", "masked": [], **_KEPT_BACK}


def fill_pages(filling: Filling) -> None:
    """All of them, in odd numbers from here on: the party of an odd case is no natural person, whose name is masked."""
    numbers, refused = iter(range(2_001, 3_000, 2)), filling.refused.copy()
    for steps in (_opened(), _let_out(), _recalled(), _ended(), _taken_down(), _planned()):
        filling.case(next(numbers), _UNTOLD, steps, since=date(2026, 3, 2))
    filling.case(next(numbers), _UNTOLD, _reviewed_by_the_county(filling))
    number = next(numbers)
    filling.case(number, _UNTOLD, _tested(number))
    _revoked_and_enforced(filling, next(numbers), next(numbers))
    _corrected(filling, next(numbers), next(numbers))
    _corrected_and_hidden(filling, next(numbers), next(numbers))
    _against_the_list(filling, next(numbers))
    assert filling.refused == refused


def _decided(shown: frozenset[str] = frozenset(), **changes: Any) -> Iterator[Step]:
    yield Step(c.FileCase)
    yield Step(c.SignDecision, changes, shown=shown)
    yield Step(c.ServeDocument)
    yield Step(c.ReviewSecrecy)


def _opened() -> Iterator[Step]:
    """What was masked is public since. The provision by which it was masked is nobody's concern any more."""
    yield from _decided(_DECISION)
    yield Step(c.ReviewDisclosure, _MASKED | _KEPT_BACK, shown=frozenset({"party_shown"}))
    yield Step(publishing.ReReviewDisclosure, shown=frozenset({"facts_shown", "basis"}))


def _let_out() -> Iterator[Step]:
    """What was withheld is public since, but for the amounts."""
    yield from _decided(_DECISION)
    yield Step(c.ReviewDisclosure, _WITHHELD)
    masked = {"outcome": "redacted", "masked": ["amounts"], **_KEPT_BACK}
    yield Step(publishing.ReReviewDisclosure, masked, shown=_REVIEW)


def _recalled() -> Iterator[Step]:
    """Of a page that was withdrawn there is the notice alone; where it hung, and how it came off, is not said."""
    yield from _decided()
    yield Step(c.ReviewDisclosure)
    yield Step(publishing.RecordCarrier, {"from_on": "2026-02-02"})
    yield Step(c.RevokeDecision, shown=_REVOKED)
    yield Step(publishing.RecallCarrier, {"item": "载体1"})


def _ended() -> Iterator[Step]:
    """Of a page whose time is over nothing is left but that."""
    yield from _decided()
    yield Step(c.ReviewDisclosure)
    yield Step(publishing.RecordCarrier, {"from_on": "2026-02-02"})
    yield Step(publishing.RecordCreditRepair)
    yield Step(publishing.EndPublication)


def _taken_down() -> Iterator[Step]:
    """A page that turned out to have a secret in it."""
    yield from _decided()
    yield Step(c.ReviewDisclosure)
    yield Step(c.TagSecrecy, {"subject": ""})
    yield Step(c.ReviewSecrecy, {"result": "secret"}, turn=2)
    yield Step(c.ReviewDisclosure, _WITHHELD | {"grounds": ["secret-or-privacy"]}, turn=2)


def _planned() -> Iterator[Step]:
    """A plan with a draw, of which nothing is kept back but why an officer was excused."""
    yield Step(plan.OpenPlan)
    yield Step(plan.ApprovePlan, shown=_PLAN)
    yield Step(c.ReviewSecrecy)
    yield Step(c.ReviewDisclosure, shown=_REVIEW)
    yield Step(plan.CommitDraw, {"known_from": "2026-03-01T21:30:00+08:00"}, shown=frozenset({"public_number"}))
    yield Step(plan.MakeDraw, shown=frozenset({"value", "proof"}))
    yield Step(plan.ExcuseOfficer)
    yield Step(plan.PublishDraw)


def _tested(number: int) -> Iterator[Step]:
    """第七条: number and outcome of a test are public with the page, or published later; its conclusion is not."""
    after = unique(f"case {number}, report-inspection-test 2, report")
    yield Step(inspection.OpenInspection, unsaid=frozenset({"object_key", "licence"}))
    yield Step(inspection.ReportTest, {"told_on": "2026-02-02"}, shown=_TEST)
    yield Step(inspection.ConcludeInspection, shown=_DECISION)
    yield Step(c.ReviewSecrecy)
    yield Step(c.ReviewDisclosure, shown=_REVIEW)
    yield Step(inspection.ReportTest, {"told_on": "2026-02-02"}, shown=_TEST, turn=2)
    yield Step(publishing.PublishTest, {"report": after})


def _revoked_and_enforced(filling: Filling, number: int, other: int) -> None:
    """Who took a decision back that was never public is not said, in the case that enforces it neither."""
    decided = filling.case(number, _UNTOLD, [*_decided(), Step(c.RevokeDecision)])
    enforcing = [Step(OpenEnforcement, {"related_case": decided}), Step(NoteBasisRevoked)]
    filling.case(other, _UNTOLD, enforcing, since=date(2026, 3, 2))


def _reviewed_by_the_county(filling: Filling) -> Iterator[Step]:
    """What a reviewer is asked, and what they note, stays between the agencies."""
    since = date(2020, 1, 1)
    county = AgencyRegistered(
        code=COUNTY, name="武乡县司法局", short="武司", kind="agency", region="140429", valid_from=since
    )
    _enter(filling, county)
    _enter(
        filling,
        ReviewerRegistered(person=COUNTY_LAWYER, agency=COUNTY, qualification="A2012140400", valid_from=since),
    )
    yield Step(c.FileCase)
    yield Step(c.SubmitReview)
    yield Step(RequestCountyReview)
    yield Step(ReceiveCountyReview)
    yield Step(c.ReviewCase)


def _correction(page: str) -> Iterator[Step]:
    """Who asks, how to reach them, what they say and bring, and what the check found, is not public."""
    yield Step(correction.RequestCorrection, {"related_case": page})
    yield Step(correction.AskEvidence, {"bring_by": "2026-06-01"})
    yield Step(correction.RecordEvidence)
    yield Step(correction.CheckInformation)
    yield Step(correction.DecideCorrection)


def _completed() -> Iterator[Step]:
    """Of a page that was corrected the note of the page is public, and not that of the file."""
    yield Step(correction.CompleteCorrection)
    yield Step(correction.ReplyCorrection)
    yield Step(correction.ServeReply)


def _corrected(filling: Filling, number: int, other: int) -> None:
    """The public reads what the page said before, and what it says now."""
    steps = [*_decided(_DECISION), Step(c.ReviewDisclosure, shown=_REVIEW)]
    page = filling.case(number, _UNTOLD, steps)
    asked = filling.case(other, _UNTOLD, _correction(page), since=date(2026, 3, 2))
    step = Step(correction.CorrectDisclosure, {"related_case": asked}, shown=_CORRECTED, unsaid=_NAMES)
    filling.case(number, _UNTOLD, [step], page, since=date(2026, 4, 1))
    filling.case(other, _UNTOLD, _completed(), asked, since=date(2026, 4, 2))


def _corrected_and_hidden(filling: Filling, number: int, other: int) -> None:
    """What should never have been there is shown no more, neither as it was before nor in the copy of then."""
    steps = [*_decided(frozenset({"basis"})), Step(c.ReviewDisclosure, shown=frozenset({"basis"}))]
    page = filling.case(number, _UNTOLD, steps)
    asked = filling.case(other, _UNTOLD, _correction(page), since=date(2026, 3, 2))
    hiding = {"related_case": asked, "hide_before": True}
    step = Step(correction.CorrectDisclosure, hiding, shown=_CORRECTED, unsaid=_NAMES)
    filling.case(number, _UNTOLD, [step], page, since=date(2026, 4, 1))
    filling.case(other, _UNTOLD, _completed(), asked, since=date(2026, 4, 2))


def _against_the_list(filling: Filling, number: int) -> None:
    """The head's reason is public (第十一条), where the page is carried as well (第九条); a failure to carry it is not.

    It is the last of the pages, since the list would keep all others of its days from being published.
    """
    where = f"case {number}, list-published, items.wording"
    wording, filling.shown[unique(where)] = unique(where), where
    items = (ListedMatter(matter="140429-cf-999", wording=wording),)
    listed = ListPublished(agency=AGENCY, kind="power", version=1, items=items, valid_from=date(2026, 1, 1))
    _enter(filling, listed)
    steps = [
        *_decided(_DECISION),
        Step(publishing.OverrideListMismatch, shown=frozenset({"reason"})),
        Step(c.ReviewDisclosure, shown=_REVIEW),
        Step(publishing.NoteCarrierFailed),
        Step(publishing.RecordCarrier, {"from_on": "2026-02-02"}, shown=frozenset({"place", "url"})),
        Step(c.RecordPayment, {"paid_on": "2026-02-08"}),
        Step(publishing.PublishFulfilment),
    ]
    filling.case(number, _UNTOLD, steps)


def _enter(filling: Filling, entry: Any) -> None:
    key = f"entry-of-a-page-{filling.ledger.head()}"
    record_entry(filling.ledger, entry, Sender("system", "system", key, bytes(32)))
