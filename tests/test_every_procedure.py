"""What holds for a case of every procedure, whatever steps it took: replay, judging once more, terms, and events as
commands again. Walks take the steps that the law data of the procedure let a case take.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from penal import COURSES, DAYS_BEFORE, HANDLERS, SCAN, steps_of
from records.course.again import command_of
from records.course.case import Case, evolve, fold
from records.course.closing import gaps
from records.course.decide import decide
from records.course.moments import after, of
from records.course.rederive import defects_now
from records.course.steps import COMMANDS
from records.course.terms import Term, terms
from records.event import CaseEvent
from records.moment import Moment
from records.penalty import commands as c
from test_course_properties import by_occurrence, same
from walks import Walk, wander

PROCEDURES: Final = tuple(COURSES)
RANDOM = st.randoms(use_true_random=False)
FEW = settings(max_examples=6, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.too_slow])
"""A walk is a page of steps already: a smaller one says no more than its seed."""

each = pytest.mark.parametrize("procedure", PROCEDURES)


def plain(procedure: str) -> Walk:
    """A plain case from its start to the archive."""
    walk = Walk(procedure=procedure)
    walk.until(COURSES[procedure][-1][0])
    return walk


# ---- A plain case ----


@each
def test_a_plain_case_comes_from_its_start_to_the_archive_without_a_defect_or_a_gap(procedure: str) -> None:
    walk = plain(procedure)
    assert walk.case.procedure == procedure
    assert type(walk.events[-1]).__name__ == "CaseArchived"
    assert not [one for one in walk.events if one.defects]
    assert not any(defects_now(walk.taken, walk.register).values())
    context = walk.context(c.ReopenArchive(reason="查看"))
    assert list(gaps(walk.case, context)) == []


@each
def test_no_term_of_a_plain_case_is_open_or_late_at_its_end(procedure: str) -> None:
    for term in terms(of(plain(procedure).case), plain(procedure).register):
        assert term.in_time is not False, term
        assert term.kept_on or term.lapsed_on or term.right or term.bound != "agency", term


# ---- Replay ----


@each
@FEW
@given(random=RANDOM, steps=st.integers(5, 20))
def test_any_prefix_replays_to_the_case_as_it_stood(procedure: str, random: Random, steps: int) -> None:
    walk, case = wander(Walk(procedure=procedure), random, steps, papers=True), Case()
    for count, (event, at, version) in enumerate(walk.steps, 1):
        case = evolve(case, event, at, version)
        assert case == fold(by_occurrence(walk.steps[:count]))


@each
@FEW
@given(random=RANDOM, order=st.permutations(range(12)))
def test_the_order_in_which_events_are_evolved_makes_no_difference(
    procedure: str, random: Random, order: list[int]
) -> None:
    walk, case = wander(Walk(procedure=procedure), random, 30, papers=True), Case()
    known = [walk.steps[index] for index in order if index < len(walk.steps)]
    for event, at, version in known:
        case = evolve(case, event, at, version)
    assert case == fold(by_occurrence(known))


# ---- Judged once more ----


@each
@FEW
@given(random=RANDOM, steps=st.integers(5, 20))
def test_a_case_of_allowed_live_steps_is_never_defective(procedure: str, random: Random, steps: int) -> None:
    walk = wander(Walk(procedure=procedure), random, steps)
    assert not [one for one in walk.events if one.defects]
    found = defects_now(walk.taken, walk.register)
    assert {version: [one.code for one in some] for version, some in found.items() if some} == {}


@each
@FEW
@given(random=RANDOM, steps=st.integers(5, 20))
def test_every_event_of_a_case_is_a_command_again_that_leads_to_it(procedure: str, random: Random, steps: int) -> None:
    walk = wander(Walk(procedure=procedure), random, steps, papers=True)
    for event, case, context in walk.decided:
        again = command_of(event)
        assert type(again) is COMMANDS[type(event)]
        made = next(one for one in decide(again, case, context) if isinstance(one, CaseEvent))
        assert same(made) == same(event)


def omissions() -> list[tuple[str, str]]:
    """Every stage of every plain case but the first, without which there is no case."""
    return [
        (procedure, stage)
        for procedure, course in COURSES.items()
        for stage, _, _ in course[1:]
        if stage not in OPTIONAL.get(procedure, {})
    ]


OPTIONAL: Final[Mapping[str, Mapping[str, str]]] = {}
"""By procedure the stages of its plain case that no law asks for, with the reason."""


@pytest.mark.parametrize(("procedure", "omitted"), omissions())
def test_an_obligatory_step_that_was_left_out_is_found(procedure: str, omitted: str) -> None:
    """As a defect of what came after it, or as a gap of the file."""
    walk = Walk(procedure=procedure)
    for stage, kind, given_ in COURSES[procedure]:
        walk.later(DAYS_BEFORE.get((procedure, stage), 0))
        if stage != omitted:
            walk.takes(kind, HANDLERS[0], **_on_paper(walk, given_))
    found = {one.code for some in defects_now(walk.taken, walk.register).values() for one in some}
    lacking = list(gaps(walk.case, walk.context(c.ReopenArchive(reason="查看"))))
    open_terms = [one.limit_id for one in terms(of(walk.case), walk.register) if one.kept_on is None and not one.right]
    assert found or lacking or open_terms


def _on_paper(walk: Walk, changes: dict[str, Any]) -> dict[str, Any]:
    return changes | {"entry": SCAN} | ({} if "occurred_at" in changes else {"occurred_at": walk.now.isoformat()})


# ---- Terms ----


def due(walk: Walk) -> dict[tuple[str, str], Term]:
    return {(one.limit_id, one.subject): one for one in terms(of(walk.case), walk.register)}


@each
@FEW
@given(random=RANDOM, steps=st.integers(5, 20), days=st.integers(1, 20))
def test_a_suspension_never_shortens_a_term(procedure: str, random: Random, steps: int, days: int) -> None:
    walk = wander(Walk(procedure=procedure), random, steps)
    before = due(walk)
    if not walk.steps or not walk.takes(c.SuspendCase):
        return
    walk.later(days)
    if not walk.takes(c.ResumeCase):
        return
    after_it = due(walk)
    for key, term in before.items():
        assert after_it[key].due_on >= term.due_on, key


@each
@FEW
@given(random=RANDOM, steps=st.integers(5, 20))
def test_a_term_that_has_begun_does_not_move_without_a_reason(procedure: str, random: Random, steps: int) -> None:
    """Step by step: what is due on a day stays due on it, unless the case stood still, was given longer, or its mark
    was entered afterwards for an earlier day.
    """
    walk = wander(Walk(procedure=procedure), random, steps)
    moments = of(Case())
    for event, at, version in walk.steps:
        moments = after(moments, event, at, at.micros, version, version)
        for term in terms(moments, walk.register):
            assert term.starts_on <= term.due_on
            assert (term.kept_on is None) == (term.in_time is None)
            assert term.kept_on is None or term.lapsed_on is None


# ---- Each can be taken ----


@each
def test_every_step_of_the_procedure_has_a_plain_command(procedure: str) -> None:
    missing = [kind.__name__ for kind in steps_of(procedure) if not _given(kind)]
    assert missing == []
    assert Moment.parse("2026-03-02").dated


def _given(kind: type[c.Command]) -> bool:
    try:
        Walk()._command(kind, {})
    except KeyError:
        return False
    return True
