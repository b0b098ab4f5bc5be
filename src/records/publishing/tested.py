"""Which results of tests (检验检测) a public page shows, and which are left to publish (信息公示制度 第七条第一项)."""

from __future__ import annotations

from records.course.case import Case, Happened
from records.inspection.events import TestReported
from records.penalty.events import DisclosureReviewed
from records.publishing.events import TestPublished


def facts_kept_back(case: Case) -> bool:
    """Whether the page masks the facts, and with them every result of a test."""
    page = case.disclosure
    return page is not None and "facts" in page.masked


def public_tests(case: Case) -> tuple[TestReported, ...]:
    """What the page shows of tests: what was there when it was reviewed, and what was published since."""
    last = _last_review(case)
    if last is None or facts_kept_back(case):
        return ()
    since = {one.report for one in case.every(TestPublished)}
    happened = case.happened.get(TestReported, ())
    return tuple(one.event for one in happened if one.version < last.version or one.event.report in since)


def unpublished_tests(case: Case) -> tuple[TestReported, ...]:
    """What was reported after the last review of the page, and is not public yet."""
    last = _last_review(case)
    since = {one.report for one in case.every(TestPublished)}
    happened = case.happened.get(TestReported, ()) if last is not None else ()
    return tuple(one.event for one in happened if one.version > _version(last) and one.event.report not in since)


def _last_review(case: Case) -> Happened | None:
    return max(case.happened.get(DisclosureReviewed, ()), key=lambda one: one.version, default=None)


def _version(one: Happened | None) -> int:
    return one.version if one is not None else 0
