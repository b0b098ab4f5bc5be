"""What holds for a case of every procedure, whatever steps it took: replay, judging once more, terms, and events as
commands again. Walks take the steps that the law data of the procedure let a case take.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import left_out
from penal import COURSES, steps_of
from records.course.again import command_of
from records.course.case import Case, evolve, fold
from records.course.closing import gaps
from records.course.conclusions import every
from records.course.decide import decide
from records.course.moments import Moments, after, of
from records.course.rederive import defects_now
from records.course.steps import COMMANDS
from records.course.terms import Term, terms
from records.event import CaseEvent
from records.law.entries import Limit
from records.moment import Moment
from records.penalty import commands as c
from test_course_properties import by_occurrence, same
from walks import Walk, wander

PROCEDURES: Final = tuple(COURSES)
RANDOM = st.randoms(use_true_random=False)
LONG = [HealthCheck.too_slow, HealthCheck.large_base_example]
FEW = settings(max_examples=6, phases=(Phase.explicit, Phase.generate), suppress_health_check=LONG)
"""A walk is a page of steps already, and shuffles all that could come next at each: a smaller one says no more than its
seed.
"""

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


# ---- What is left out ----


OPTIONAL: Final[Mapping[tuple[str, str], str]] = {
    ("penalty-ordinary", "filing-approved"): "a filing on paper has the head's approval on it",
    ("levy", "payment-notice"): "no rule and no term asks for it beside the decision, which names account and day",
}
"""By procedure and stage the steps of a plain case that nothing asks for, with the reason."""

RULES: Final[Mapping[tuple[str, str], str]] = {
    ("measure", "release"): "release-first",
    ("enforcement", "act"): "not-fully-enforced",
    ("enforcement", "completion"): "closing-ground-unmet",
    ("levy", "reconciliation"): "closing-ground-unmet",
    ("ruling", "participant"): "closing-ground-unmet",
}
"""The rule that a later step breaks without the step, where a decider asks for it and no fact of the law data."""


@pytest.mark.parametrize(("procedure", "omitted"), [one for one in left_out.steps() if one not in OPTIONAL])
def test_an_obligatory_step_that_was_left_out_is_found(procedure: str, omitted: str) -> None:
    """By a rule, a gap of the file or a term that is about it, which the whole case does not have."""
    found = left_out.without(procedure, omitted) - left_out.whole(procedure)
    if (procedure, omitted) in RULES:
        assert RULES[procedure, omitted] in found.codes, found
    else:
        assert any(found & left_out.named(procedure, omitted)), found


@pytest.mark.parametrize(("procedure", "omitted"), OPTIONAL)
def test_a_step_that_nothing_asks_for_is_not_missed(procedure: str, omitted: str) -> None:
    assert not any(left_out.without(procedure, omitted) - left_out.whole(procedure))


@pytest.mark.parametrize(("procedure", "omitted"), RULES)
def test_a_rule_stands_in_the_list_only_where_the_law_data_do_not_lead_to_it(procedure: str, omitted: str) -> None:
    found = left_out.without(procedure, omitted) - left_out.whole(procedure)
    assert not any(found & left_out.named(procedure, omitted))


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
@given(random=RANDOM, steps=st.integers(5, 20), days=st.integers(1, 20))
def test_a_term_that_has_begun_does_not_move_without_a_reason(
    procedure: str, random: Random, steps: int, days: int
) -> None:
    """Step by step: what is due on a day stays due on it, unless a moment came or went that its limit names."""
    walk = wander(Walk(procedure=procedure), random, steps)
    if walk.steps and walk.takes(c.SuspendCase):
        walk.later(days)
        walk.takes(c.ResumeCase)
        wander(walk, random, steps)
    moments, before = of(Case()), dict[tuple[str, str, date], Term]()
    for event, at, version in walk.steps:
        earlier, moments = moments, after(moments, event, at, at.micros, version, version)
        running = {(one.limit_id, one.subject, one.starts_on): one for one in terms(moments, walk.register)}
        for key, term in running.items():
            assert term.starts_on <= term.due_on
            assert (term.kept_on is None) == (term.in_time is None)
            assert term.kept_on is None or term.lapsed_on is None
            if key in before and before[key].due_on != term.due_on:
                limit = walk.register.law(term.starts_on, procedure, moments.agency).limits[term.limit_id]
                assert changed(earlier, moments) & movers(limit, before[key]), (type(event).__name__, before[key], term)
        before = running


def changed(before: Moments, now: Moments) -> set[str]:
    """Names of the moments that came, went or are otherwise."""
    was, holds = every(before), every(now)
    return {name for name in {*was, *holds} if was.get(name) != holds.get(name)}


HALTS: Final[Mapping[str, tuple[str, ...]]] = {
    "suspension": ("suspended", "resumed"),
    "relief": ("relief-sought", "relief-ended"),
    "stay": ("stayed", "stay-lifted"),
    "testing": ("testing-begun", "testing-ended"),
    "special-time": ("special-time-told", "special-time-ended"),
    "withholding": ("kept-back", "cleared"),
}
"""By what lets a term stand still the moments between which it does."""


def movers(limit: Limit, term: Term) -> set[str]:
    """The moments that may move the end of a term that has begun, as its limit says; what ends it ends a pause too."""
    found = {name for kind in limit.pauses for name in HALTS[kind]}
    found |= {name for name in (limit.lengthened_by, limit.extended_if) if name}
    found |= {"extended"} if "signed" in limit.kept_by else set()
    found |= {"emergency"} if limit.emergency is not None else set()
    found |= {"discovered"} & {*limit.kept_by}
    found |= {"instalment"} if "paid" in limit.kept_by else set()
    found |= {*limit.kept_by, *limit.lapses_by} if term.paused_on else set()
    return found | ({limit.starts} if limit.named else set())


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
