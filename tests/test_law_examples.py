"""Every situation of `tests/law_examples` plays on both databases as its story says; every rule has one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from projections.due import terms_of
from projections.follower import Follower
from projections.queues import tasks_of
from projections.schema import install as install_projections
from records.course.facts import FACTS
from records.judgement import Context
from records.law.data import in_force
from records.law.file import seed_texts
from records.moment import Moment
from records.replay import defects
from records.seal.keys import KeyFile
from records.store.directory import Ledgers
from records.store.engine import connect
from records.store.schema import install as install_events
from situations import Situation, Story, day, situations
from town import Town, open_town, standing_database

SITUATIONS = list(situations())


class OfOneStory(Ledgers):
    """Shows the ledger of the story under way alone: a follower would go through those of all others each time."""

    under_way = ""

    def names(self) -> list[str]:
        """The story's ledger, once it is open."""
        return [self.under_way] if self.under_way else []


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def ledgers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfOneStory]:
    """A database for all stories, each of which has a ledger of its own in it."""
    folder = tmp_path_factory.mktemp("stories")
    server = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with standing_database(request.param, server, folder) as url:
        engine = connect(url)
        install_events(engine)
        install_projections(engine)
        keys = KeyFile(folder / "keys")
        found = OfOneStory(engine, keys)
        yield found
        found.close()
        keys.close()
        engine.dispose()


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: f"{one.file}: {one.name}")
def test_a_situation_ends_as_the_law_says(situation: Situation, ledgers: OfOneStory) -> None:
    name, ledgers.under_way = f"s{SITUATIONS.index(situation)}", ""
    town = open_town(ledgers, name, start=situation.starts.isoformat(" "), years=situation.years)
    story = Story(town)
    story.play(situation)
    if "on" in situation.then:
        town.at(situation.then["on"].isoformat(" "))
    ledgers.under_way = name
    Follower(ledgers).catch_up(name)
    _compare(situation, story, town)


def _compare(situation: Situation, story: Story, town: Town) -> None:
    then, case = situation.then, story.case
    with town.ledgers.engine.connect() as connection:
        today = town.ledger.now().day
        terms = terms_of(connection, town.name, case, today)
        waiting = tasks_of(connection, town.name, case, today)
    by_id = {f"{one.limit_id}#{one.subject}" if one.subject else one.limit_id: one for one in terms}
    open_ones = {name: one.due_on for name, one in by_id.items() if one.state == "open"}
    for limit, on in then.get("due", {}).items():
        assert open_ones.get(limit) == day(on), f"{limit}: {open_ones}"
    for limit, on in then.get("kept", {}).items():
        assert by_id[limit].kept_on == day(on), limit
    for said in ("lapsed", "paused"):
        assert [one for one in then.get(said, ()) if by_id[one].state != said] == []
    late = {one for one in (*then.get("kept", ()), *then.get("late", ())) if by_id[one].in_time is False}
    assert late == set(then.get("late", ()))
    assert [one for one in then.get("unproven", ()) if by_id[one].proven_in_time is not False] == []
    assert [one for one in then.get("provisional", ()) if not by_id[one].provisional] == []
    if "waiting" in then:
        assert sorted(one.task for one in waiting) == sorted(then["waiting"])
    if "facts" in then:
        now, stands = town.ledger.now(), town.desk.load(case).case
        context = Context(
            case=case,
            procedure=stands.procedure,
            actor="system",
            now=now,
            occurred_at=now,
            register=town.ledger.register(),
        )
        assert {name: FACTS[name](stands, context) for name in then["facts"]} == then["facts"]
    if "defects" in then:
        assert sorted(defects_today(town, case)) == sorted(then["defects"])


def defects_today(town: Town, case: str) -> list[str]:
    """Codes of the defects of a case as they are derived now."""
    history = town.ledger.history(f"case:{case}")
    return [one.code for some in defects(history, town.ledger.register()).values() for one in some]


def test_there_are_at_least_forty_situations() -> None:
    assert len(SITUATIONS) >= 40
    assert len({one.name for one in SITUATIONS}) == len(SITUATIONS)


def test_every_rule_of_the_procedure_refuses_a_step_in_some_situation() -> None:
    rules = in_force(seed_texts(), Moment.parse("2026-06-01").day).rules
    tried = {step.refused for one in SITUATIONS for step in one.steps}
    assert set(rules) - tried == ONLY_DEFECTS


def test_every_rule_that_a_paper_can_break_is_a_defect_in_some_situation() -> None:
    rules = in_force(seed_texts(), Moment.parse("2026-06-01").day).rules
    found = {code for one in SITUATIONS for step in one.steps for code in step.defects or ()}
    assert set(rules) - found == NEVER_DEFECTS


ONLY_DEFECTS = frozenset(
    {
        "number-out-of-series",
        "not-checked",
        "late-fee-above-amount",
        "entered-before-granted",
        "granted-before-earlier",
    }
)
"""What only a paper can break: live, the system gives numbers and counts late fees, every day has its text, and nobody
is accepted before what is already granted.
"""

NEVER_DEFECTS = frozenset(
    {
        # Who sends a step sends it now, and when: a paper of another agency or of tomorrow is refused as well.
        "other-agency",
        "step-ahead",
        "step-too-old",
        # The account shows who takes a live step; a paper is entered by somebody else, so its own names are judged.
        "archivist-only",
        "presider-only",
        "endorser-is-handler",
        "recusal-not-own",
        "levy-cashier-is-decider",
        "correction-decider-other",
        # What the timer alone does is no paper.
        "system-only",
        "delegation-stands",
        "matter-still-listed",
        "suspension-not-over",
        # What is published is published now, whatever a paper did before.
        "reviewer-is-handler",
        "secrecy-review-first",
        "objection-by-evaluated",
        "secrecy-not-cleared",
        "already-disclosed",
        "withholding-needs-ground",
        "information-not-in-catalogue",
        "catalogue-field-missing",
        "correction-name-unknown",
        "nothing-kept-back",
        "re-review-takes-down",
        "fulfilment-differs",
        "test-kept-back",
        "list-mismatch",
        "publication-not-over",
        "publication-held",
        "licensee-record-open",
        "correction-no-page",
        "party-not-masked",
        "third-person-named",
        "minor-identified",
        "personal-data-shown",
        # A case has one filing, on paper as well.
        "case-filed-already",
        # An erasure is no step of a case: it happens now, or not.
        "case-still-open",
        "still-public",
        "file-kept",
        "still-in-office",
        # A paper about a thing that the case does not know has a value that can't be right.
        "nothing-preserved",
        "no-monitoring",
        "item-settled",
        "no-petition-statement",
        "draw-not-committed",
        "no-rectification",
        "no-special-time",
        "no-complaint",
        "complaint-not-open",
        "licence-compensation-not-due",
        # The inspected agency says itself what it put right, on paper as well.
        "rectification-by-inspected",
        "supervisor-only",
        # What was entered since shows it, of a decision that was made long before.
        "granted-before-earlier",
    }
)
"""What a back-entry can't be marked with: it is refused as well, or the rule asks what only a live step shows."""
