"""从旧兼从轻, 追责期限, 突发事件, 无效: principles of the whole case (行政处罚法 第三十六条至三十八条, 第四十九条)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec
import pytest

from course import AGENCY, HANDLERS, SEEDED, UNIT_HEAD, Course, command, registers
from penal import EMERGENCY, MATTER
from records.course.facts import FACTS
from records.course.moments import Opening, of
from records.course.names import known
from records.course.terms import Term, terms
from records.law.checks import check
from records.law.data import in_force
from records.law.entries import Limit
from records.law.file import parse, seed_texts
from records.penalty import commands as c
from records.penalty.events import Applied, DecisionSigned, EmergencyMarked
from records.penalty.old_and_new import Compared, compared, compared_as_decided
from records.penalty.staleness import act_is_stale, discovered_on
from records.penalty.voidness import VoidCheck, void_check
from records.register.events import (
    AgencyRegistered,
    BenchmarkPublished,
    MatterRegistered,
    MatterWithdrawn,
    OffenceDropped,
    OfficerEnded,
    Range,
    StalenessProvided,
)
from records.register.fold import Register

TODAY: Final = date(2026, 3, 2)
ACTED: Final = date(2026, 3, 1)
"""The day of the act of a plain case, which is decided the day after."""


def benchmark(*ranges: tuple[str, int, int], since: date = date(2025, 1, 1), to: date | None = None) -> Any:
    named = tuple(Range(degree=degree, from_yuan=least, to_yuan=most) for degree, least, most in ranges)
    return BenchmarkPublished(
        matter=MATTER, title=f"{since.year}年裁量基准", ranges=named, valid_from=since, valid_to=to
    )


def dropped(since: date = TODAY, to: date | None = None) -> OffenceDropped:
    return OffenceDropped(matter=MATTER, instrument="公告第9号", article="第十条", valid_from=since, valid_to=to)


def both_days(*entries: Any, degree: str = "") -> Compared:
    course = Course(register=registers(*entries)).until("filing")
    found = compared(course.case, course.context(command(c.SignDecision)), degree)
    assert found is not None
    return found


# ---- 第三十七条: old law, new law ----


@pytest.mark.parametrize(
    ("old", "new", "applied"),
    [
        ((), (), ""),
        ((("一般", 50, 200),), (), "act-day"),
        ((), (("一般", 50, 200),), "decision-day"),
        ((("一般", 50, 200),), (("一般", 50, 199),), "decision-day"),
        ((("一般", 50, 200),), (("一般", 50, 201),), "act-day"),
        ((("一般", 50, 200),), (("一般", 50, 200),), "act-day"),
        ((("一般", 50, 200),), (("一般", 49, 200),), "decision-day"),  # as much at most, less at least
        ((("一般", 50, 200),), (("一般", 0, 300),), "act-day"),  # the most goes before the least
    ],
)
def test_the_rule_of_the_act_applies_unless_that_of_the_decision_is_lighter(
    old: tuple[Any, ...], new: tuple[Any, ...], applied: Applied
) -> None:
    entries = [benchmark(*old, to=ACTED)] if old else []
    entries += [benchmark(*new, since=TODAY)] if new else []
    found = both_days(*entries)
    assert found.applied == applied
    assert (found.act.day, found.decision.day) == (ACTED, TODAY)
    assert [len(found.act.ranges), len(found.decision.ranges)] == [len(old), len(new)]
    assert found.reason


def test_of_a_degree_that_both_know_its_ranges_alone_are_compared() -> None:
    old = benchmark(("较轻", 50, 300), ("较重", 300, 500))
    new = benchmark(("较轻", 20, 100), ("较重", 100, 800), since=TODAY)
    assert both_days(old, new).applied == "act-day"
    assert both_days(old, new, degree="较轻").applied == "decision-day"
    assert both_days(old, new, degree="较重").applied == "act-day"


def test_a_degree_that_one_of_the_days_does_not_know_compares_the_whole() -> None:
    old, new = benchmark(("一般", 50, 300)), benchmark(("较轻", 20, 100), ("较重", 100, 800), since=TODAY)
    found = both_days(old, new, degree="较轻")
    assert (found.applied, len(found.decision.ranges)) == ("act-day", 2)


@pytest.mark.parametrize(
    ("entry", "act", "decision"),
    [
        (dropped(), False, True),
        (dropped(date(2020, 1, 1)), True, True),
        (dropped(date(2020, 1, 1), ACTED), True, False),  # an offence again, but not when it was done
        (dropped(date(2026, 3, 3)), False, False),
    ],
)
def test_what_is_no_offence_on_one_of_the_days_is_not_punished(
    entry: OffenceDropped, act: bool, decision: bool
) -> None:
    found = both_days(entry)
    assert (bool(found.act.dropped_by), bool(found.decision.dropped_by)) == (act, decision)
    assert found.dropped is (act or decision)
    course = Course().until("defence")
    course.register = registers(entry)
    if found.dropped:
        assert course.refusal(c.SubmitOpinion) == "offence-dropped"
        assert course.refusal(c.SignDecision) == "offence-dropped"
        assert course.defects(c.SignDecision, "2026-03-02") == ["offence-dropped"]
    else:
        course.take(c.SignDecision)


def test_before_anything_is_filed_there_is_nothing_to_compare() -> None:
    course = Course()
    course.take(c.RegisterLead)
    assert compared(course.case, course.context(command(c.SubmitOpinion))) is None


@pytest.mark.parametrize(
    ("new", "fine", "degree", "refused"),
    [
        ((50, 150), "200", "", "above-lighter-law"),
        ((50, 150), "150.01", "", "above-lighter-law"),
        ((50, 150), "150", "", ""),
        ((50, 150), "20", "", "outside-benchmark"),
        ((300, 900), "200", "一般", ""),  # the new one is heavier
    ],
)
def test_a_fine_lies_within_the_lighter_rule(new: tuple[int, int], fine: str, degree: str, refused: str) -> None:
    known = registers(benchmark(("一般", 100, 200)), benchmark(("一般", *new), since=TODAY))
    course = Course().until("defence")
    course.register = known
    given: dict[str, Any] = {"fine_yuan": Decimal(fine), "degree": degree}
    if refused:
        assert course.refusal(c.SignDecision, **given) == refused
        assert course.defects(c.SignDecision, "2026-03-02", **given) == [refused]
    else:
        course.take(c.SignDecision, **given)


def test_the_decision_says_which_rule_was_applied() -> None:
    def applied(*entries: Any, **given: Any) -> tuple[str, str]:
        course = Course().until("defence")
        course.register = registers(*entries)
        signed = course.take(c.SignDecision, **given)[0]
        assert isinstance(signed, DecisionSigned)
        found = compared_as_decided(course.case, course.context(command(c.CloseCase)))
        assert found is not None
        assert found.applied == signed.benchmark
        return signed.benchmark, signed.degree

    old, new = benchmark(("一般", 100, 500)), benchmark(("一般", 50, 200), since=TODAY)
    assert applied() == ("", "")
    assert applied(old) == ("act-day", "")
    assert applied(old, new, degree="一般") == ("decision-day", "一般")


def test_what_came_after_the_decision_is_not_compared_with_it() -> None:
    course = Course(register=registers(benchmark(("一般", 100, 500)))).until("decision")
    course.register = registers(benchmark(("一般", 100, 500)), benchmark(("一般", 10, 20), since=date(2026, 6, 1)))
    found = compared_as_decided(course.case, course.at("2026-07-01 09:00").context(command(c.CloseCase)))
    assert found is not None
    assert (found.decision.day, found.applied) == (TODAY, "act-day")


# ---- 第三十六条: staleness ----


def stale_by(*entries: Any, acted_on: date, found_on: date, led_on: date | None = None) -> bool:
    course = Course(register=registers(*entries))
    if led_on is not None:
        course.take(c.RegisterLead, discovered_on=led_on)
    course.take(c.FileCase, acted_on=acted_on, discovered_on=found_on)
    return act_is_stale(course.case, course.context(command(c.DeclinePenalty)))


def own(months: int, since: date = date(2020, 1, 1), to: date | None = None) -> StalenessProvided:
    return StalenessProvided(matter=MATTER, months=months, article="某法 第一条", valid_from=since, valid_to=to)


@pytest.mark.parametrize(
    ("entries", "acted_on", "stale"),
    [
        ((), date(2025, 8, 1), False),
        ((own(6),), date(2025, 9, 1), False),  # the last day
        ((own(6),), date(2025, 8, 31), True),
        ((), date(2024, 2, 28), True),
        ((own(60),), date(2022, 1, 1), False),
        ((own(6, to=date(2026, 2, 28)),), date(2025, 8, 1), False),  # over before the discovery
        ((own(6), own(60)), date(2025, 8, 1), False),  # a later entry replaces the earlier
    ],
)
def test_another_laws_term_of_the_matter_goes_before(
    entries: tuple[StalenessProvided, ...], acted_on: date, stale: bool
) -> None:
    assert stale_by(*entries, acted_on=acted_on, found_on=date(2026, 3, 1)) is stale


def test_staleness_goes_by_the_first_discovery_and_not_by_the_filing() -> None:
    acted_on, term_end = date(2024, 2, 1), date(2026, 2, 1)
    assert stale_by(acted_on=acted_on, found_on=date(2026, 3, 1))
    assert not stale_by(acted_on=acted_on, found_on=date(2026, 3, 1), led_on=term_end)
    assert stale_by(acted_on=acted_on, found_on=date(2026, 3, 1), led_on=date(2026, 2, 2))
    assert discovered_on(Course().case) is None


def test_the_due_list_counts_staleness_as_the_decision_does() -> None:
    known = registers(own(6))
    course = Course(register=known)
    course.take(c.FileCase, acted_on=date(2025, 8, 1), discovered_on=date(2026, 3, 1))
    term = found_terms(course, known)["stale"]
    assert (term.due_on, term.in_time) == (date(2026, 2, 1), False)
    assert "某法 第一条" in term.article


def found_terms(course: Course, register: Register = SEEDED) -> dict[str, Term]:
    """The terms of the case by limit."""
    filed = course.case.filed
    assert filed is not None
    moments = msgspec.structs.replace(of(course.case), opened=(Opening(1, filed.agency, filed.matter),))
    return {term.limit_id: term for term in terms(moments, register)}


# ---- 第四十九条: emergency ----


def lengths(course: Course) -> dict[str, int]:
    return {name: (term.due_on - term.starts_on).days for name, term in found_terms(course).items()}


def under_way(*, marked: bool) -> Course:
    """A case up to a defence that waits for its review, marked on the day of its filing or not."""
    course = Course()
    course.take(c.FileCase)
    if marked:
        course.take(c.MarkEmergency)
    for kind in (c.RecordInspection, c.ApproveFiling, c.SubmitOpinion, c.EndorseOpinion, c.GiveNotice):
        course.take(kind)
    course.take(c.ServeDocument, document="notice")
    course.take(c.RecordDefence)
    return course


def test_in_an_emergency_the_agencys_own_terms_alone_are_shorter() -> None:
    plain, quick = lengths(under_way(marked=False)), lengths(under_way(marked=True))
    assert set(plain) == set(quick)
    assert {name for name in plain if quick[name] < plain[name]} == {"filing-approval", "defence-review"}
    assert all(quick[name] == plain[name] for name in ("decision", "defence", "stale"))


@pytest.mark.parametrize("stage", ["filing", "filing-approved", "evidence", "opinion", "notice", "notice-served"])
def test_an_emergency_leaves_out_no_step(stage: str) -> None:
    plain, quick = Course().until(stage), Course().until(stage)
    quick.take(c.MarkEmergency)
    refused = plain.refusal(c.SignDecision)
    assert quick.refusal(c.SignDecision) == refused != ""


def test_the_mark_names_the_instrument_and_its_digest() -> None:
    course = Course().until("filing")
    marked = course.take(c.MarkEmergency)[0]
    assert isinstance(marked, EmergencyMarked)
    assert (marked.instrument, marked.declared_by, marked.digest) == (EMERGENCY, "武乡县人民政府", "e" * 64)
    assert FACTS["emergency"](course.case, course.context(command(c.CloseCase)))


def test_a_paper_that_names_no_emergency_shortens_nothing() -> None:
    course = Course().until("filing")
    assert course.defects(c.MarkEmergency, "2026-03-02", instrument="没有") == ["emergency-needs-instrument"]
    marked = course.events[-1]
    assert isinstance(marked, EmergencyMarked)
    assert (marked.declaration, marked.digest) == ("", "")
    assert found_terms(course)["filing-approval"].due_on == date(2026, 3, 5)
    assert not FACTS["emergency"](course.case, course.context(command(c.CloseCase)))


def test_an_emergency_that_ended_is_none_for_what_was_done_afterwards() -> None:
    again = msgspec.structs.replace(SEEDED.emergencies[EMERGENCY][0], valid_to=date(2026, 2, 28))
    over = Course(register=registers(again)).until("filing")
    assert over.refusal(c.MarkEmergency) == "outside-emergency"
    last_day = Course(register=registers(msgspec.structs.replace(again, valid_to=ACTED))).until("filing")
    last_day.take(c.MarkEmergency)


def test_a_decided_case_is_not_marked_any_more() -> None:
    assert Course().until("decision").refusal(c.MarkEmergency) == "decision-exists"
    led = Course()
    led.take(c.RegisterLead)
    assert led.refusal(c.MarkEmergency) == "case-not-filed"


def test_law_data_shorten_only_terms_that_the_agency_set_itself() -> None:
    limits = in_force(seed_texts(), TODAY).limits.values()
    shorter = [one for one in limits if one.emergency is not None]
    assert shorter
    assert all(one.policy and one.bound in ("agency", "reviewer") for one in shorter)
    assert all(one.emergency is not None and one.emergency < one.length for one in shorter)


@pytest.mark.parametrize(
    ("bound", "policy", "emergency", "wrong"),
    [
        ("agency", True, 2, False),
        ("reviewer", True, 2, False),
        ("agency", False, 2, True),  # a term of the law
        ("party", True, 2, True),
        ("police", True, 2, True),
        ("agency", True, 5, True),  # no shorter
    ],
)
def test_the_law_check_finds_a_shortening_that_no_agency_may_set(
    bound: str, policy: bool, emergency: int, wrong: bool
) -> None:
    text = f"""[[limit]]
id = "x"
title = "期限"
article = "行政处罚法 第四十九条"
starts = "filed"
kept_by = ["signed"]
length = 5
unit = "working-day"
emergency = {emergency}
bound = "{bound}"
since = 2021-07-15
policy = {str(policy).lower()}
"""
    assert isinstance(parse("x.toml", text).limit[0], Limit)
    found = [one.reason for one in check({"x.toml": text}, known())]
    assert bool([one for one in found if "突发事件" in one]) is wrong


# ---- 第三十八条: what would make it void ----


def checked(course: Course) -> VoidCheck:
    return void_check(course.case, course.context(command(c.CloseCase)))


def on_paper(course: Course, **changes: Any) -> Course:
    """A decision that is entered afterwards."""
    course.defects(c.SignDecision, "2026-03-02", **changes)
    return course


def before(stage: str, **changes: Any) -> Course:
    return Course().until(stage, **changes)


def knowing(*entries: Any) -> Course:
    """A case of which more is known when the decision is entered."""
    course = before("defence")
    course.register = registers(*entries)
    return on_paper(course)


_SINCE: Final = date(2020, 1, 1)
_ELSEWHERE: Final = AgencyRegistered(
    code=AGENCY, name="监漳镇人民政府", short="监漳", kind="agency", region="140429", valid_from=_SINCE, valid_to=ACTED
)
_WARNING_ONLY: Final = MatterRegistered(
    code=MATTER, name="占道", agency=AGENCY, basis=(), power="law", kinds=("警告",), valid_from=_SINCE
)
_HIGH: Final[dict[str, Any]] = {"fine_yuan": Decimal(9000)}


def heard(**told: Any) -> Course:
    """Told of the right to a hearing."""
    return before("notice-served", opinion=_HIGH, notice={**_HIGH, "hearing_told": True} | told)


def asked() -> Course:
    course = heard()
    course.take(c.RequestHearing)
    return course


def not_told_of_hearing() -> Course:
    course = before("opinion-endorsed", opinion=_HIGH)
    course.defects(c.GiveNotice, "2026-03-02", **_HIGH, hearing_told=False)
    return on_paper(course, **_HIGH)


def lead_alone() -> Course:
    course = Course()
    course.take(c.RegisterLead)
    return on_paper(course)


def not_approved() -> Course:
    course = Course()
    course.take(c.FileCase)
    return on_paper(course)


def not_heard() -> Course:
    course = before("notice-served")
    course.take(c.RecordDefence)
    return on_paper(course)


VOID: Final[Mapping[str, Callable[[], Course]]] = {
    "no-basis": lambda: knowing(_WARNING_ONLY),
    "offence-dropped": lambda: knowing(dropped()),
    "no-standing": lambda: knowing(_ELSEWHERE),
    "no-power": lambda: knowing(MatterWithdrawn(code=MATTER, last_day=ACTED, reason="收回")),
    "no-power-to-detain": lambda: on_paper(before("defence"), kinds=("行政拘留",), fine_yuan=None),
    "not-filed": lead_alone,
    "filing-not-approved": not_approved,
    "party-not-told": lambda: on_paper(before("evidence")),
    "party-not-heard": not_heard,
    "hearing-not-told": not_told_of_hearing,
    "hearing-not-held": lambda: on_paper(asked(), **_HIGH),
    "hearing-term-running": lambda: on_paper(heard(), **_HIGH),
    "not-reviewed": lambda: on_paper(before("defence", opinion={"qualities": ("public-interest",)})),
    "not-discussed": lambda: on_paper(before("defence", opinion={"qualities": ("grave",)})),
    "officers-not-certified": lambda: knowing(
        OfficerEnded(person=HANDLERS[0], certificate="14042900", last_day=ACTED, reason="调离")
    ),
    "decider-not-in-office": lambda: on_paper(before("defence"), decided_by=UNIT_HEAD),
}
"""By condition a case whose decision meets it."""


@pytest.mark.parametrize("condition", VOID)
def test_the_check_names_what_makes_a_decision_void(condition: str) -> None:
    found = checked(VOID[condition]())
    met = {one.id: one for one in found.met}
    assert found.decided
    assert condition in met
    assert met[condition].article.startswith("行政处罚法 第三十八条")
    assert found.verdict == ("void" if "void" in {one.grade for one in met.values()} else "doubtful")


def test_every_condition_of_the_data_is_met_by_some_case_and_by_no_lawful_one() -> None:
    assert set(in_force(seed_texts(), TODAY).void) == set(VOID)
    lawful = checked(before("decision"))
    assert (lawful.verdict, lawful.met) == ("clear", ())
    assert len(lawful.conditions) == len(VOID)


def test_one_flaw_that_somebody_has_to_judge_is_doubtful() -> None:
    found = checked(VOID["decider-not-in-office"]())
    assert [one.id for one in found.met] == ["decider-not-in-office"]
    assert found.verdict == "doubtful"


def test_before_a_decision_the_check_says_what_one_of_now_would_be_void_by() -> None:
    found = checked(before("filing"))
    assert not found.decided
    assert {"party-not-told", "filing-not-approved"} <= {one.id for one in found.met}
    assert checked(before("defence")).verdict == "clear"


def test_what_came_after_the_decision_mends_nothing_and_what_is_known_later_counts() -> None:
    course = on_paper(before("evidence"))
    assert "party-not-told" in {one.id for one in checked(course).met}
    course.at("2026-04-01 09:00").defects(c.GiveNotice, "2026-03-10")
    course.defects(c.ServeDocument, "2026-03-10", document="notice")
    assert "party-not-told" in {one.id for one in checked(course).met}  # told after it was signed
    again = on_paper(before("opinion-endorsed"))
    again.defects(c.GiveNotice, "2026-02-10")
    again.defects(c.ServeDocument, "2026-02-11", document="notice")
    assert "party-not-told" not in {one.id for one in checked(again).met}  # entered later, but told before


def test_of_a_day_before_the_data_the_check_says_that_it_was_not_made() -> None:
    course = Course()
    course.defects(c.FileCase, "2021-01-04", acted_on=date(2021, 1, 3), discovered_on=date(2021, 1, 3))
    course.defects(c.SignDecision, "2021-01-05")
    assert (checked(course).verdict, checked(course).conditions) == ("unchecked", ())


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [('when = ["filed"]', False), ('unless = ["no-such-fact"]', True), ("", True)],
)
def test_the_law_check_knows_the_facts_of_a_void_condition(lines: str, wrong: bool) -> None:
    text = f"""[[void]]
id = "x"
title = "无效"
grade = "void"
{lines}
article = "行政处罚法 第三十八条"
since = 2021-07-15
"""
    found = check({"x.toml": text}, known())
    assert bool(found) is wrong, found
