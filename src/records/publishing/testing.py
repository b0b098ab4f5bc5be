"""检验检测结果: what a test came to that was reported after the page was public (信息公示制度 第七条第一项)."""

from __future__ import annotations

from typing import Final

from records.catalogue.listed import require_in_catalogue
from records.course.case import Case
from records.course.disclosure import involved
from records.course.judging import begin, stated
from records.course.privacy import shows_numbers
from records.course.tagged import is_tagged_public
from records.errors import Invalid
from records.event import Event
from records.inspection.events import TestReported
from records.judgement import Context
from records.publishing.commands import PublishTest
from records.publishing.events import TestPublished
from records.publishing.tested import facts_kept_back

TEST_RESULT: Final = "test-result"
"""Id of the kind of information that it is."""


def publish_test(command: PublishTest, case: Case, context: Context) -> list[Event]:
    """Somebody who had no other part in the case publishes it; it is public with this step, and says no more than what
    the page shows: a page that keeps the facts back keeps it back too. Raises Invalid for a report that is not there.
    """
    reported = [one for one in case.happened.get(TestReported, ()) if one.event.report == command.report]
    judgement = begin(command, case, context, reported[-1].at if reported else None)
    if not reported:
        raise Invalid([("$.report", "本案没有这份检验检测报告，请核对报告编号")])
    judgement.require_now(not facts_kept_back(case), "test-kept-back")
    judgement.require_now(not is_tagged_public(case), "secrecy-not-cleared")
    reviewer = context.person_acting
    judgement.require_now(bool(reviewer) and reviewer not in involved(case), "reviewer-is-handler")
    require_in_catalogue(judgement, TEST_RESULT, case.agency, context)
    judgement.require_now(not shows_numbers(command.report), "personal-data-shown")
    return [stated(TestPublished, command, judgement, context, outcome=reported[-1].event.outcome)]
