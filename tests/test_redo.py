"""A decision that was undone is made anew in another case of the same procedure, whichever it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from drafts import drafted
from penal import COURSES, DAYS_BEFORE, command, sender_of, timely
from records.course.case import Case
from records.course.decided import Decide, Decided
from records.course.redo import digest_of_decision
from records.course.shapes import Command
from records.errors import Invalid, Refused
from records.event import CaseEvent
from records.licence.commands import GrantLicence, RefuseLicence
from records.moment import SHANGHAI
from records.penalty import commands as c
from records.penalty.events import RedoLinked
from records.penalty.redo import superseded
from town import Town, town

PROCEDURES = ("licence", "measure", "enforcement", "levy", "ruling", "payment", "confirmation", "reward")


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    """A ledger whose clock stands on the day of the plain cases."""
    with town(database, tmp_path) as found:
        found.adopt_calendar(2026)
        found.at("2026-03-02 09:00")
        yield found


def plain(place: Town, procedure: str, *, decided: bool) -> str:
    """The id of a plain case of the procedure, with its decision or up to the step before it."""
    case = ""
    for name, kind, known in COURSES[procedure]:
        ends = issubclass(kind, Decide)
        if ends and not decided:
            break
        if days := DAYS_BEFORE.get((procedure, name)):
            later = place.ledger.now().instant.astimezone(SHANGHAI) + timedelta(days=days)
            place.at(f"{later:%Y-%m-%d %H:%M}")
        case = taken(place, case, kind, known)
        if ends:
            break
    return case


def taken(place: Town, case: str, kind: type[Command], known: dict[str, Any]) -> str:
    now = place.ledger.now().instant.astimezone(SHANGHAI)
    days = {"acted_on", "discovered_on"} & set(kind.__struct_fields__)
    whole = drafted(kind, known, place.desk.load(case).case if case else Case(), now)
    said = timely(kind, now) | dict.fromkeys(days, now.date() - timedelta(days=1)) | whole
    sent: Any = command(kind, **said)
    sender = place.sender(sender_of(kind))
    written = place.desk.step(case, sent, sender) if case else place.desk.open(sent, sender)
    return next(one.case for one in written.events if isinstance(one, CaseEvent))


def decided(place: Town, case: str) -> Decided:
    found = place.desk.load(case).case.decided
    assert isinstance(found, Decided)
    return found


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_case_that_decides_anew_names_the_undone_decision_by_its_number_or_its_case(
    place: Town, procedure: str
) -> None:
    old = plain(place, procedure, decided=True)
    number = decided(place, old).number
    new, other = (plain(place, procedure, decided=False) for _ in range(2))
    with pytest.raises(Refused) as refused:
        taken(place, new, c.LinkRedo, {"number": number})
    assert refused.value.code == "redo-not-ordered"
    place.revoke(old, effect="redo-ordered")
    taken(place, new, c.LinkRedo, {"number": number})
    taken(place, other, c.LinkRedo, {"number": "", "related_case": old})
    for case in (new, other):
        link = place.desk.load(case).case.last(RedoLinked)
        assert link is not None
        assert (link.number, link.supersedes, link.procedure_only) == (number, old, False)
        assert link.digest


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_the_new_decision_may_not_say_the_same_for_the_same_reasons(place: Town, procedure: str) -> None:
    old = plain(place, procedure, decided=True)
    place.revoke(old, effect="redo-ordered")
    new = plain(place, procedure, decided=False)
    taken(place, new, c.LinkRedo, {"number": decided(place, old).number})
    kind, known = next((kind, known) for _, kind, known in COURSES[procedure] if issubclass(kind, Decide))
    with pytest.raises(Refused) as refused:
        taken(place, new, kind, known)
    assert refused.value.code == "redo-same"


def test_a_decision_of_another_procedure_or_of_the_case_itself_is_none_to_be_made_anew(place: Town) -> None:
    old = plain(place, "levy", decided=True)
    place.revoke(old, effect="redo-ordered")
    new = plain(place, "licence", decided=False)
    for named in ({"number": decided(place, old).number}, {"number": "", "related_case": old}):
        with pytest.raises(Invalid):
            taken(place, new, c.LinkRedo, named)
    with pytest.raises(Invalid):
        taken(place, new, c.LinkRedo, {"number": "", "related_case": new})


def test_a_case_without_a_decision_supersedes_nothing() -> None:
    assert superseded(Case(), "old", Case()) is None


def test_what_is_compared_is_step_content_amounts_facts_and_reasons_without_blanks_and_marks() -> None:
    plain_grant, refusal = command(GrantLicence), command(RefuseLicence)
    assert isinstance(plain_grant, Decide)
    assert isinstance(refusal, Decide)
    digest = digest_of_decision(plain_grant)
    reasons = plain_grant.reasons.replace("，", " 、").replace("。", "")
    assert digest_of_decision(_with(GrantLicence, reasons=reasons)) == digest
    for changed in ({"reasons": "另有理由。"}, {"facts": "另查明。"}, {"content": "准予在南街设摊。"}):
        assert digest_of_decision(_with(GrantLicence, **changed)) != digest
    same = {name: getattr(plain_grant, name) for name in ("content", "facts", "reasons")}
    assert digest_of_decision(_with(RefuseLicence, **same)) != digest


def _with(kind: type[Command], **changes: Any) -> Decide:
    found = command(kind, **changes)
    assert isinstance(found, Decide)
    return found
