"""Who acts in another agency's name: by letter, day, matter and procedure, and what hinders."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from records.register.acting import acts_for, certified, hindrance, kind_of, reaches, scopes
from records.register.events import DelegationGranted, LegalBasis, OfficerRegistered
from records.register.fold import Register, fold

FIRST, LAST, AFTER = date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)
LETTER = DelegationGranted(
    number="一",
    delegator="town",
    delegate="body",
    kind="penalty",
    basis=(LegalBasis("某某条例", "第十条"),),
    matters=("m", "n"),
    scope="全镇",
    fitness="事业单位",
    digest="e" * 64,
    announced="网站",
    valid_from=FIRST,
    valid_to=LAST,
)
PENALTY = "penalty-ordinary"


def officer(person: str, agency: str, last: date = date(2030, 1, 1)) -> OfficerRegistered:
    return OfficerRegistered(
        person=person, agency=agency, certificate=person, category="综合", valid_from=FIRST, valid_to=last
    )


def register(*more: Any) -> Register:
    return fold(Register(), enumerate((LETTER, officer("own", "town"), officer("theirs", "body"), *more), 1))


@pytest.mark.parametrize(
    ("procedure", "kind"),
    [
        (PENALTY, "penalty"),
        ("penalty-simple", "penalty"),
        ("licence", "licence"),
        ("inspection", "other"),
        ("levy", "other"),
        ("measure", ""),
        ("enforcement", ""),
        ("court-application", ""),
    ],
)
def test_each_procedure_needs_its_kind_of_letter_and_compulsion_has_none(procedure: str, kind: str) -> None:
    assert kind_of(procedure) == kind


@pytest.mark.parametrize(
    ("matter", "procedure", "on", "found"),
    [
        ("m", PENALTY, FIRST, True),
        ("n", "penalty-simple", LAST, True),
        ("m", PENALTY, AFTER, "delegation-over"),
        ("m", PENALTY, date(2024, 12, 31), None),
        ("o", PENALTY, FIRST, "delegation-outside"),
        ("m", "licence", FIRST, "delegation-outside"),
        ("m", "measure", FIRST, "delegation-never"),
        ("m", "measure", AFTER, "delegation-never"),
        ("m", "enforcement", FIRST, "delegation-never"),
    ],
)
def test_an_officer_of_a_delegate_counts_while_the_letter_holds_and_covers(
    matter: str, procedure: str, on: date, found: bool | str | None
) -> None:
    """Before the first day the certificate did not hold either."""
    assert certified(register(), "theirs", "town", matter, procedure, on) == found


def test_an_officer_of_the_agency_counts_whatever_is_delegated() -> None:
    assert certified(register(), "own", "town", "o", "measure", AFTER) is True
    assert certified(register(), "own", "body", "m", PENALTY, FIRST) is None
    assert certified(register(), "nobody", "town", "m", PENALTY, FIRST) is None


def test_a_delegates_officer_whose_certificate_ended_counts_no_more() -> None:
    assert certified(register(officer("old", "body", FIRST)), "old", "town", "m", PENALTY, LAST) is None


def test_a_body_that_nobody_ever_let_act_is_hindered_by_nothing_and_acts_for_nobody() -> None:
    assert hindrance(register(), "town", {"other"}, "m", PENALTY, FIRST) is None
    assert not acts_for(register(), "town", {"other"}, "m", PENALTY, FIRST)
    assert hindrance(register(), "town", {"other", "body"}, "m", PENALTY, FIRST) is None
    assert acts_for(register(), "town", {"other", "body"}, "m", PENALTY, FIRST)


def test_a_letter_that_a_delegate_writes_lets_nobody_act_for_the_first_delegator() -> None:
    again = msgspec.structs.replace(LETTER, number="二", delegator="body", delegate="firm")
    found = register(again, officer("hired", "firm"))
    assert certified(found, "hired", "town", "m", PENALTY, FIRST) is None
    assert not acts_for(found, "town", {"firm"}, "m", PENALTY, FIRST)


def test_a_delegate_reaches_the_cases_of_its_matters_and_all_of_its_own() -> None:
    scope = scopes(register(), {"body"}, LAST)
    assert scope == {"body", "town/m", "town/n"}
    assert [reaches(scope, *one) for one in (("town", "m"), ("town", "o"), ("body", "o"), ("m", "town"))] == [
        True,
        False,
        True,
        False,
    ]
    assert scopes(register(), {"body"}, AFTER) == {"body"}
    assert scopes(register(), {"town"}, LAST) == {"town"}
    assert scopes(register(), (), LAST) == frozenset()
