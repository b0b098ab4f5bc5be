"""An agency's own rules: they take the place of policy defaults, and never of what law fixes."""

from __future__ import annotations

from datetime import date

import pytest

from api.rule_checks import check_own_rules
from course import SEEDED, Course, registers
from penal import AGENCY
from records.course.moments import of
from records.course.terms import terms
from records.law.data import in_force
from records.law.file import seed_texts
from records.law.own import law_of, refusals
from records.penalty import commands as c
from records.register.events import AgencyRulesAdopted

TODAY = date(2026, 3, 2)
SHARED = seed_texts()
LIMITS = in_force(SHARED, TODAY).limits
OTHER = "91140429MA0K12348Q"


def limit(name: str, length: int, **changes: str) -> str:
    """The shared limit of that name with another length, as an agency would write it."""
    base = LIMITS[name]
    entry = {
        "id": f'"{name}"',
        "title": f'"{base.title}"',
        "starts": f'"{base.starts}"',
        "kept_by": str(list(base.kept_by)).replace("'", '"'),
        "lapses_by": str(list(base.lapses_by)).replace("'", '"'),
        "pauses": str(list(base.pauses)).replace("'", '"'),
        "early": str(base.early).lower(),
        "right": str(base.right).lower(),
        "length": str(length),
        "unit": f'"{base.unit}"',
        "bound": f'"{base.bound}"',
        "article": '"监漳镇人民政府执法期限规定 第二条"',
        "since": "2026-03-01",
        "policy": "true",
    } | ({"only_if": f'"{base.only_if}"'} if base.only_if else {})
    entry |= {"then": f'"{base.then}"'} if base.then else {}
    return "[[limit]]\n" + "\n".join(f"{key} = {value}" for key, value in (entry | changes).items()) + "\n"


def refused(text: str) -> dict[str, str]:
    return dict(refusals("own.toml", text, SHARED, TODAY))


def test_a_policy_default_is_the_agencys_to_set() -> None:
    assert LIMITS["lead"].policy
    for length in (3, 30):
        assert refused(limit("lead", length)) == {}
        assert (
            law_of(SHARED, {"own.toml": limit("lead", length)}, TODAY, "penalty-ordinary").limits["lead"].length
            == length
        )


def test_a_limit_of_law_is_never_lengthened_and_the_article_says_so() -> None:
    assert not LIMITS["decision"].policy
    longer = limit("decision", 91)
    assert "第六十条" in refused(longer)["decision"]
    assert "不能延长" in refused(longer)["decision"]
    assert law_of(SHARED, {"own.toml": longer}, TODAY, "penalty-ordinary").limits["decision"].length == 90


def test_a_limit_of_law_that_binds_the_agency_may_become_shorter() -> None:
    assert refused(limit("decision", 60)) == {}
    law = law_of(SHARED, {"own.toml": limit("decision", 60)}, TODAY, "penalty-ordinary")
    assert law.limits["decision"].length == 60
    assert law.digest != in_force(SHARED, TODAY).digest


def test_a_limit_of_law_that_is_the_partys_stays_as_it_is() -> None:
    assert LIMITS["payment"].bound == "party"
    for length in (14, 16):
        assert "由法律规定" in refused(limit("payment", length))["payment"]


@pytest.mark.parametrize(
    "changes", [{"unit": '"calendar-day"'}, {"starts": '"signed"'}, {"bound": '"party"'}, {"kept_by": '["closed"]'}]
)
def test_nothing_but_the_length_of_a_legal_limit_may_differ(changes: dict[str, str]) -> None:
    assert "不能更改" in refused(limit("preservation", 7, **changes))["preservation"]


@pytest.mark.parametrize("name", ["stale", "stale-grave", "notice-term", "police-examination", "objection"])
def test_a_term_whose_end_gives_or_takes_a_right_or_is_anothers_keeps_its_length(name: str) -> None:
    base = LIMITS[name]
    for length in (1, base.length + 1):
        assert base.article in refused(limit(name, length))[name]
        texts = {"own.toml": limit(name, length)}
        assert law_of(SHARED, texts, TODAY, "penalty-ordinary").limits[name].length == base.length


def test_the_agencys_time_to_go_to_court_is_not_lengthened_by_a_longer_time_to_appeal() -> None:
    shared = in_force(SHARED, TODAY, "court-application").limits["appeal.lawsuit"]
    own = limit("lead", 24, procedures='["court-application"]', id='"appeal.lawsuit"')
    assert shared.article in refused(own)["appeal.lawsuit"]


def test_a_document_never_asks_for_less_even_where_policy_made_the_list() -> None:
    own = (
        '[[document]]\nid = "no-penalty"\ntitle = "不予行政处罚决定书"\nseries = "不罚"\nstage = "decision"\n'
        'must = ["facts"]\narticle = "某规定 第三条"\nsince = 2026-03-01\npolicy = true\n'
    )
    assert "relief" in refused(own)["no-penalty"]


@pytest.mark.parametrize(
    "entry",
    [
        '[[threshold]]\nid = "own.x"\ntitle = "某"\ncalls_for = "review"\nfact = "no-such-fact"\n',
        '[[duty]]\nid = "own.x"\ntitle = "某"\nfact = "no-such-fact"\n',
        '[[task]]\nid = "own.x"\ntitle = "某"\nrole = "handler"\nstep = "file-case"\nwhen = ["no-such-fact"]\n',
        '[[task]]\nid = "own.x"\ntitle = "某"\nrole = "handler"\nstep = "file-case"\nwhen = []\nlimit = "no-such"\n',
    ],
)
def test_an_entry_that_names_what_nobody_knows_is_not_adopted_since_no_case_could_go_on(entry: str) -> None:
    text = f'{entry}article = "某规定 第三条"\nsince = {TODAY}\npolicy = true\n'
    found = list(check_own_rules(AgencyRulesAdopted(agency=AGENCY, name="own.toml", text=text), SEEDED, TODAY))
    assert any(path == "$.text" and "no-such" in detail for path, detail in found)


def test_a_term_of_millions_of_days_is_no_law_data() -> None:
    text = limit("lead", 4_000_000, since=str(TODAY))
    found = list(check_own_rules(AgencyRulesAdopted(agency=AGENCY, name="own.toml", text=text), SEEDED, TODAY))
    assert found


def test_a_rule_a_step_or_a_stage_is_nothing_for_an_agency() -> None:
    rule = '[[rule]]\ncode = "own-rule"\narticle = "某规定 第一条"\ntext = "不得"\nsince = 2026-03-01\n'
    assert "own-rule" in refused(rule)
    unknown = limit("lead", 3, id='"another"')
    assert "不能另设" in refused(unknown)["another"]


def test_a_stricter_standard_of_review_may_be_added() -> None:
    own = (
        '[[threshold]]\nid = "own.small"\ntitle = "五百元以上罚款"\ncalls_for = "review"\nfine_yuan = 500\n'
        'article = "某规定 第三条"\nsince = 2026-03-01\npolicy = true\n'
    )
    assert refused(own) == {}
    assert "own.small" in law_of(SHARED, {"own.toml": own}, TODAY, "penalty-ordinary").thresholds
    assert "own.small" not in law_of(SHARED, {"own.toml": own}, date(2026, 2, 28), "penalty-ordinary").thresholds


def test_the_terms_of_the_agencys_cases_follow_its_rules_and_those_of_others_do_not() -> None:
    own = AgencyRulesAdopted(agency=AGENCY, name="own.toml", text=limit("decision", 60))
    for agency, days in ((AGENCY, date(2026, 5, 1)), (OTHER, date(2026, 5, 31))):
        known = registers(AgencyRulesAdopted(agency=agency, name=own.name, text=own.text))
        case = Course("2026-03-02 09:00", known).until("filing").case
        found = {one.limit_id: one.due_on for one in terms(of(case), known)}
        assert found["decision"] == days
    ended = registers(own, AgencyRulesAdopted(agency=AGENCY, name=own.name, text=""))
    assert ended.law(TODAY, agency=AGENCY) == SEEDED.law(TODAY)


def test_what_an_agency_asks_for_beyond_the_law_refuses_its_own_steps_alone() -> None:
    own = (
        '[[threshold]]\nid = "own.any"\ntitle = "任何罚款"\ncalls_for = "review"\nfine_yuan = 1\n'
        'article = "某规定 第三条"\nsince = 2026-03-01\npolicy = true\n'
    )
    strict = registers(AgencyRulesAdopted(agency=AGENCY, name="own.toml", text=own))
    assert Course(register=strict).until("defence").refusal(c.SignDecision) == "legal-review-first"
    assert Course().until("decision").case.decided is not None
