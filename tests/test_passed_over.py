"""Which stages a case has gone past without them: those that it still needs are told from those that it never did."""

from __future__ import annotations

import pytest

import left_out
from penal import COURSES
from records.course.passed_over import passed_over
from records.law.entries import ORDINARY
from records.penalty import commands as c
from walks import Walk

PROCEDURES = tuple(COURSES)


def plain(procedure: str, until: str = "") -> Walk:
    walk = Walk(procedure=procedure)
    walk.until(until or COURSES[procedure][-1][0])
    return walk


def done(walk: Walk) -> set[str]:
    tags = {str(type(one).__struct_config__.tag) for one in walk.events}
    return {one.id for one in left_out.looked_at(walk).law.stages if tags & {*one.events}}


def passed(walk: Walk) -> set[str]:
    """What is passed over and was not taken."""
    context = left_out.looked_at(walk)
    return {*passed_over(context.law.stages, walk.case, context)} - done(walk)


def still_open(walk: Walk) -> set[str]:
    return {one.id for one in left_out.looked_at(walk).law.stages} - done(walk) - passed(walk)


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_no_stage_of_an_archived_case_without_gaps_is_open(procedure: str) -> None:
    assert still_open(plain(procedure)) == set()


def test_a_case_before_its_decision_may_need_every_stage_but_the_lead() -> None:
    walk = plain(ORDINARY, "opinion")
    assert passed(walk) == {"lead"}
    assert {"notice", "hearing", "legal-review", "decision", "archive"} <= still_open(walk)


def test_a_decided_case_has_gone_past_what_would_have_come_before_the_decision() -> None:
    walk = plain(ORDINARY, "decision")
    assert passed(walk) == {"lead", "hearing", "legal-review", "collective-discussion", "transfer"}
    assert still_open(walk) == {"service", "disclosure", "execution", "closing", "archive"} - done(walk)


def test_the_archive_of_a_closed_case_is_still_open() -> None:
    assert still_open(plain(ORDINARY, "closing")) == {"archive"}


def test_of_a_lead_that_became_no_case_nothing_is_needed_but_the_archive() -> None:
    walk = Walk()
    walk.take(c.RegisterLead)
    walk.take(c.DismissLead)
    assert still_open(walk) == {"archive"}


@pytest.mark.parametrize("omitted", ["evidence", "opinion", "notice", "defence", "service", "payment"])
def test_a_stage_that_was_due_and_is_missing_is_not_passed_over(omitted: str) -> None:
    *_, walk = left_out.course(ORDINARY, omitted)
    context = left_out.looked_at(walk)
    stage = {"payment": "execution"}.get(omitted, omitted)
    assert stage not in passed_over(context.law.stages, walk.case, context)
