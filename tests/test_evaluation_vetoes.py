"""全过程记录制度 一: nine small cases that each break the law in one way, and the veto that finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

import pytest

from http_town import Town, site
from penal import PLAIN
from records.law.data import in_force
from records.law.file import seed_texts
from records.penalty import commands as c

pytestmark = [pytest.mark.article("全过程记录制度 一")]

LAW: Final = in_force(seed_texts(), date(2025, 3, 3))


def on_paper(town: Town, body: dict[str, Any]) -> dict[str, Any]:
    """The same, entered from paper as of now."""
    return body | {"entry": town.on_paper(), "occurred_at": town.now.isoformat()}


def filed(town: Town, **changes: Any) -> str:
    """A case whose filing was on paper."""
    return str(town.made("wang", "cases", on_paper(town, town.filing(**changes)))["case"])


def decided(town: Town, case: str, **changes: Any) -> str:
    """The case with its decision on paper, and served."""
    town.step("wang", case, on_paper(town, town.signing(**changes)))
    town.step("wang", case, on_paper(town, town.serving()))
    return case


def until(town: Town, stage: str, **changes: Any) -> str:
    """A plain case up to a stage."""
    case = town.file(**changes)
    for name, kind, given in PLAIN[1:]:
        town.take(case, kind, **given)
        if name == stage:
            return case
    raise KeyError(stage)


# ---- The nine courses ----


def matter_of_nobody(town: Town) -> str:
    """Filed in a matter that is not on the agency's list."""
    return filed(town, matter="1404299999")


def without_certificate(town: Town) -> str:
    """One of two handlers has none."""
    return filed(town, handlers=(town.people["wang"], town.people["zheng"]))


def crime_kept_back(town: Town) -> str:
    """The head decides that it goes to the police, it does not go, and a fine is imposed."""
    case = town.prepared()
    town.take(case, c.ReportTransfer)
    town.take(case, c.DecideTransfer, approved=True)
    return decided(town, case)


def without_evidence(town: Town) -> str:
    """The officers propose a fine before there is any evidence."""
    case = until(town, "filing-approved")
    town.step("wang", case, on_paper(town, town.saying(c.SubmitOpinion)))
    return case


def without_facts(town: Town) -> str:
    """The decision says nothing of what was done."""
    return decided(town, town.prepared(), facts=" ")


def act_of_long_ago(town: Town) -> str:
    """Punished three years after the act."""
    return decided(town, town.prepared(acted_on=date(2021, 9, 1)))


def kind_that_no_law_gives(town: Town) -> str:
    """Criticised in public where the law allows a warning, a fine and confiscation."""
    return decided(town, town.prepared(), kinds=("通报批评",), fine_yuan=None)


def nobody_told(town: Town) -> str:
    """Decided before the party was told."""
    return decided(town, until(town, "opinion-endorsed"))


def one_officer(town: Town) -> str:
    """Filed with one handler alone."""
    return filed(town, handlers=(town.people["wang"],))


COURSES: Final[dict[str, tuple[Callable[[Town], str], str]]] = {
    "standing": (matter_of_nobody, "matter-not-listed"),
    "qualification": (without_certificate, "officer-not-certified"),
    "transfer": (crime_kept_back, "crime-kept-back"),
    "evidence": (without_evidence, "no-evidence"),
    "facts": (without_facts, "decided-without-facts"),
    "nature": (act_of_long_ago, "act-stale"),
    "application": (kind_that_no_law_gives, "kind-not-allowed"),
    "steps": (nobody_told, "notice-first"),
    "officers": (one_officer, "two-officers"),
}
"""By element of a veto a case that breaks it, and the sign by which it is found."""


@pytest.fixture(scope="module")
def town(module_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with site(module_database, tmp_path_factory.mktemp("var")) as found:
        yield found.town


def test_each_of_the_nine_vetoes_has_a_case() -> None:
    assert [one.element for one in LAW.vetoes.values()] == list(COURSES)


@pytest.mark.parametrize("element", COURSES)
def test_a_case_that_breaks_it_fails_by_the_veto_which_cites_its_rule(element: str, town: Town) -> None:
    course, sign = COURSES[element]
    found = town.get("wang", f"cases/{course(town)}/pre-evaluation")
    veto = next(one for one in LAW.vetoes.values() if one.element == element)
    hit = next(one for one in found["vetoes"] if one["rule"] == veto.id)
    assert sign in hit["signs"]
    assert (hit["article"], hit["title"], hit["since"]) == (veto.article, veto.title, veto.since.isoformat())
    assert (found["score"], found["grade"]) == (None, "failed")
    assert [one["rule"] for one in found["vetoes"]] == [veto.id]  # a case that breaks one law breaks no other
