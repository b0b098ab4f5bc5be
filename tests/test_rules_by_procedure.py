"""What a step is refused by, procedure by procedure: no case but a penalty is refused by the penalty law."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pytest

from course import Course
from records.course.steps import PROCEDURES
from records.errors import Refused
from records.law.data import in_force
from records.law.entries import EVERY, Rule
from records.law.file import parse, seed_texts
from records.licence import commands as licence
from records.measure import commands as measure
from records.penalty import commands as c
from rule_reach import codes

TODAY: Final = date(2026, 3, 16)
OTHERS: Final = [one for one in PROCEDURES if not one.startswith("penalty-")]
OWN: Final = [
    (rule, procedure)
    for name, text in seed_texts().items()
    for rule in parse(name, text).rule
    for procedure in rule.procedures
]

ABOUT_A_PENALTY: Final = {
    "application-late": "the term runs on while a fine is deferred (行政处罚法 第七十二条)",
    "deferral-running": "a fine alone is deferred or paid in parts by this rule (行政处罚法 第六十六条)",
    "confiscation-undecided": "goods are confiscated by a penalty alone (行政处罚法 第九条)",
    "handover-other-case": "what an inspection found goes to a penalty case",
}
"""Rules of other procedures that ask for a penalty, and why."""

ABOUT_THE_BASIS: Final = {"surcharge-above-principal", "surcharge-not-told", "surcharge-too-short"}
"""Rules of enforcement that speak of 加处罚款: what is enforced is a fine as often as not."""

TAKEN_BY_PENALTIES: Final = {
    "collection-open": "collect-fine",
    "confiscated-open": "settle-confiscated",
    "items-open": "preserve-evidence",
    "transfer-first": "report-transfer",
    "correction-unchecked": "order-correction",
    "notice-first": "give-notice",
}
"""Rules that shared steps name, and the step without which nothing breaks them."""


def refusing(procedure: str) -> dict[str, Rule]:
    """By code the rules by which a step of the procedure can be refused today, but those of the two lists."""
    law = in_force(seed_texts(), TODAY, procedure)
    never = {code for code, step in TAKEN_BY_PENALTIES.items() if step not in law.steps}
    return {code: law.rules[code] for code in codes(law) - never - ABOUT_A_PENALTY.keys()}


@pytest.mark.parametrize("procedure", OTHERS)
def test_no_case_but_a_penalty_is_refused_by_an_article_of_the_penalty_law(procedure: str) -> None:
    found = refusing(procedure)
    assert len(found) > 60
    assert {code: rule.article for code, rule in found.items() if "行政处罚法" in rule.article} == {}


@pytest.mark.parametrize("procedure", OTHERS)
def test_no_case_but_a_penalty_is_refused_with_words_about_a_penalty(procedure: str) -> None:
    found = {code: rule.text for code, rule in refusing(procedure).items()}
    assert {code: text for code, text in found.items() if "处罚" in text and code not in ABOUT_THE_BASIS} == {}


@pytest.mark.parametrize("procedure", ["penalty-ordinary", "penalty-simple"])
def test_a_penalty_is_refused_by_the_penalty_law(procedure: str) -> None:
    found = refusing(procedure)
    for code in ("two-officers", "decision-exists", "no-decision", "document-lacks-field", "officer-recused"):
        assert "行政处罚法" in found[code].article, code


@pytest.mark.parametrize(("rule", "procedure"), OWN, ids=lambda one: getattr(one, "code", one))
def test_a_rule_of_a_procedures_own_says_something_else_and_refuses_a_step_of_it(rule: Rule, procedure: str) -> None:
    general = in_force(seed_texts(), max(TODAY, rule.since), "").rules[rule.code]
    assert EVERY not in rule.procedures
    assert (rule.article, rule.text) != (general.article, general.text)
    assert rule.code in codes(in_force(seed_texts(), TODAY, procedure))


def refusal(course: Course, kind: Any, **fields: Any) -> Refused:
    with pytest.raises(Refused) as raised:
        course.take(kind, **fields)
    return raised.value


@pytest.mark.parametrize(
    ("procedure", "decision", "article"),
    [
        ("penalty-ordinary", c.SignDecision, "行政处罚法 第五十七条"),
        ("licence", licence.GrantLicence, "行政许可法 第三十八条"),
        ("measure", measure.DecideMeasure, "行政强制法 第二十四条"),
    ],
)
def test_a_second_decision_is_refused_by_the_law_of_the_case(procedure: str, decision: Any, article: str) -> None:
    """Deciders name the code alone: the article is that of the procedure that the case has."""
    found = refusal(Course(procedure=procedure).until("decision"), decision)
    assert (found.code, found.article) == ("decision-exists", article)
