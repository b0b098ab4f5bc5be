"""What lies before a legal reviewer: the materials that are due, what of them lacks, and the rules that were hit."""

from __future__ import annotations

from typing import Final

import msgspec

from records.course.case import Case
from records.course.drafting import DraftSubmitted
from records.course.facts import FACTS
from records.course.shapes import Command
from records.judgement import Context
from records.penalty.commands import ReturnReview, ReviewCase
from records.penalty.events import ReviewSubmitted
from records.reviewing.commands import ReceiveCountyReview, RequestCountyReview
from records.reviewing.materials import due, named

REVIEWED: Final[frozenset[type[Command]]] = frozenset(
    {ReviewCase, ReturnReview, RequestCountyReview, ReceiveCountyReview}
)
"""The steps above whose form it stands."""


class Handed(msgspec.Struct, frozen=True):
    """A material that is due."""

    title: str
    there: bool


class Hit(msgspec.Struct, frozen=True):
    """A rule of the catalogue that makes the review due."""

    title: str
    article: str
    since: str
    """ISO date of the version that was hit; empty of before it was stored."""


class ReviewSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The draft that was handed over last."""

    materials: tuple[Handed, ...]
    more: tuple[str, ...]
    """What was handed over beyond them."""
    hits: tuple[Hit, ...]
    digest: str
    county: str
    """Name of the agency that was asked to review; empty without one."""

    @property
    def lacking(self) -> tuple[str, ...]:
        """Titles of what was due and is not there."""
        return tuple(one.title for one in self.materials if not one.there)


def review_sheet(case: Case, context: Context) -> ReviewSheet | None:
    """None while nothing waits for a review. Materials are judged as they were when the draft was handed over."""
    if not FACTS["review-open"](case, context):
        return None
    submitted = case.last(ReviewSubmitted) or case.last(DraftSubmitted)
    if submitted is None:
        return None
    asked = [one.title for one in due(case, context, FACTS)]
    titles = list(dict.fromkeys((*asked, *submitted.lacking)))
    rules, since = context.law.thresholds, (*submitted.hit_since, *(None for _ in submitted.hit))
    county = context.register.agency(case.reviewed_by, context.occurred_at.day) if case.reviewed_by else None
    return ReviewSheet(
        materials=tuple(Handed(one, one not in submitted.lacking) for one in titles),
        more=tuple(one for one in submitted.materials if named(one) not in titles),
        hits=tuple(
            Hit(rules[one].title, rules[one].article, day.isoformat() if day else "")
            if one in rules
            else Hit(one, "", "")
            for one, day in zip(submitted.hit, since, strict=False)
        ),
        digest=submitted.digest,
        county=county.name if county else case.reviewed_by,
    )
