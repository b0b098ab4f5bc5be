"""Replay step by step: what each step made of its case, in both orders, in words, on a page and by the command."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import inspect
from playwright.sync_api import Browser

from api.event_fields import LABEL, Names, Shown, shown
from api.fact_words import FACT_WORDS
from api.form_labels import LABELS
from api.wording import WORDS
from commands import said
from course import HANDLERS, SEEDED, Course, registers
from event_shapes import example
from http_town import SAMPLE, Town, site
from penal import PARTY_NAME, PLAIN, SCAN, sender_of
from portal_town import RECORDING
from records.course.facts import FACTS
from records.course.steps import COMMANDS
from records.errors import Refused
from records.event import CaseEvent
from records.law.data import in_force
from records.law.file import seed_texts
from records.law.named_facts import named_facts
from records.moment import Moment
from records.penalty import commands as c
from records.penalty import events as e
from records.register.events import OfficerEnded
from records.register.fold import Register
from records.replay import Change, Difference, Flaw, Order, Paper, Stepping, Turn, replay
from records.store.mapper import Recorded

WANG_ENDED = registers(OfficerEnded(person=HANDLERS[0], certificate="14042900", last_day=date(2026, 3, 1), reason=""))


class Record:
    """A course whose steps are kept as a ledger would have them; `registers_to` is what is known of registers."""

    def __init__(self, course: Course) -> None:
        self.course, self.steps, self.registers_to = course, list[Recorded](), 1

    def take(self, kind: type[c.Command], /, **changes: Any) -> int:
        """Takes a step as a plain case would; returns the version that it made."""
        before = len(self.course.steps)
        by = HANDLERS[0] if changes.get("entry") else sender_of(kind)
        self.course.take(kind, by, **changes)
        for event, at, version in self.course.steps[before:]:
            self.steps.append(self._recorded(event, at, version, by))
        return len(self.course.steps)

    def paper(self, kind: type[c.Command], on: str, **changes: Any) -> int:
        """Enters a paper of a day."""
        return self.take(kind, occurred_at=on, entry=SCAN, **changes)

    def _recorded(self, event: Any, at: Moment, version: int, by: str) -> Recorded:
        return Recorded(
            position=version + 100,
            version=version,
            recorded_at=Moment.of(self.course.now).micros,
            occurred_at=at,
            actor=f"person:{by}",
            rules=b"",
            registers_to=self.registers_to,
            event=event,
            stream="case:1",
        )

    def stepping(self, order: Order = "occurred") -> Stepping:
        """The steps one after the other."""
        return Stepping(self.steps, order, known)

    def changes(self, order: Order = "occurred") -> dict[int, Change]:
        """By version."""
        return {one.version: one for one in self.stepping(order).changes()}


def known(position: int) -> Register:
    """The registers at a position: at 2 the certificate of the first handler is known to have ended."""
    return SEEDED if position < 2 else WANG_ENDED


def plain(stage: str, start: str = "2026-03-02 09:00") -> Record:
    """A plain case up to a stage."""
    record = Record(Course(start))
    for name, kind, changes in PLAIN:
        record.take(kind, **changes)
        if name == stage:
            return record
    raise KeyError(stage)


def terms(difference: Difference) -> list[tuple[str, str]]:
    """Terms as they stand afterwards."""
    return [(one.limit_id, one.state) for one in difference.terms.began]


# ---- What single steps make of a plain case ----


def test_a_filing_begins_the_case_with_its_handlers_and_terms() -> None:
    change = plain("filing").changes()[1]
    assert change.meanwhile == Difference()
    assert change.made.stages == Turn(("filing",))
    assert change.made.handlers == Turn(HANDLERS)
    assert change.made.facts == Turn(("filed", "hearing-settled", "review-passed", "discussed", "reviewer-available"))
    assert terms(change.made) == [("stale", "kept"), ("filing-approval", "open"), ("decision", "open")]
    assert (change.made.issued, change.made.served, change.made.defects) == (Turn(), Turn(), Turn())


def test_an_endorsed_opinion_is_unread_no_more_and_changes_nothing_else() -> None:
    change = plain("opinion-endorsed").changes()[6]
    assert change.made == Difference(facts=Turn(("opinion-endorsed",), ("opinion-unread",)))
    assert change.meanwhile == Difference()


def test_a_notice_is_issued_with_one_step_and_served_with_the_next() -> None:
    changes = plain("notice-served").changes()
    notice = Paper("notice", "监漳罚告〔2026〕1号")
    assert changes[7].made == Difference(
        facts=Turn(("notice-given",)), stages=Turn(("notice",)), issued=Turn((notice,))
    )
    served = changes[8].made
    assert (served.facts, served.served, served.stages) == (Turn(("notice-served",)), Turn((notice,)), Turn())
    assert terms(served) == [("defence", "open")]


def test_a_payment_keeps_its_term_and_begins_that_of_closing() -> None:
    made = plain("payment").changes()[14].made
    assert made.facts == Turn(("paid", "ended", "fulfilment-unpublished"))
    told = [(f"fulfilment.{clock}", "open") for clock in ("guidance", "openness", "regulation")]
    assert sorted(terms(made)) == [("closing", "open"), *told, ("payment", "kept")]
    assert [(one.limit_id, one.state) for one in made.terms.ceased] == [("payment", "open")]


def test_what_time_alone_changes_is_not_the_steps_doing() -> None:
    record = plain("notice-served")
    record.course.at("2026-03-20 09:00")
    signed = record.take(c.SignDecision)
    change = record.changes()[signed]
    assert change.meanwhile == Difference(facts=Turn(("defence-settled",)))
    assert "defence-settled" not in change.made.facts.began


def test_what_the_registers_learn_adds_defects_without_a_step() -> None:
    record = plain("evidence")
    record.registers_to = 2
    submitted = record.take(c.SubmitOpinion)
    change = record.changes("recorded")[submitted]
    found = {(one.version, one.code) for one in change.meanwhile.defects.began}
    assert found
    assert {version for version, _ in found} <= {1, 2, 3, 4}
    assert all(one.version == submitted for one in change.made.defects.began)


# ---- Two orders ----


def test_a_paper_of_the_past_changes_the_case_where_it_happened_or_where_it_was_entered() -> None:
    record = Record(Course("2026-03-28 09:00"))
    record.paper(c.FileCase, "2026-03-01")
    signed = record.paper(c.SignDecision, "2026-03-20")
    notice = record.paper(c.GiveNotice, "2026-03-05")
    served = record.paper(c.ServeDocument, "2026-03-06", document="notice")
    as_it_happened, as_it_became_known = record.changes("occurred"), record.changes("recorded")
    assert list(as_it_happened) == [1, notice, served, signed]
    assert list(as_it_became_known) == [1, signed, notice, served]
    missing = {one.code for one in as_it_became_known[signed].made.defects.began}
    removed = {(one.version, one.code) for one in as_it_became_known[served].made.defects.ceased}
    assert removed
    assert removed <= {(signed, code) for code in missing}
    assert {one.version for one in as_it_happened[signed].made.defects.began} == {signed}
    assert removed.isdisjoint((one.version, one.code) for one in as_it_happened[signed].made.defects.began)
    assert all(not one.made.defects.ceased for one in as_it_happened.values())


def test_a_mistake_counts_until_it_is_voided_and_never_as_it_happened() -> None:
    record = plain("opinion")
    voided = record.take(c.VoidEntry, version=5)
    happened, became_known = record.changes("occurred"), record.changes("recorded")
    assert (happened[5].voided, happened[5].made, happened[voided].made) == (True, Difference(), Difference())
    assert not became_known[5].voided
    facts = became_known[5].made.facts.began
    assert "opinion-submitted" in facts
    assert became_known[voided].made.facts == Turn((), facts)
    assert became_known[voided].made.stages == Turn((), ("opinion",))


def test_no_stage_is_reached_by_a_mistake() -> None:
    record = plain("evidence")
    record.take(c.VoidEntry, version=4)
    assert done(record) == {"filing"}


def test_the_stage_of_service_is_not_reached_by_serving_another_paper() -> None:
    assert done(plain("notice-served")) == {"filing", "evidence", "opinion", "notice"}
    assert done(plain("service")) > {"decision", "service"}


def done(record: Record) -> set[str]:
    """The stages that are done after all steps."""
    return {one.id for one in record.stepping().stages(len(record.steps) - 1) if one.status == "done"}


def test_a_change_of_one_step_alone_is_the_same_as_in_the_row_of_all() -> None:
    record = plain("archive")
    for order in get_args(Order):
        stepping = record.stepping(order)
        assert [stepping.change(index) for index in range(len(record.steps))] == list(stepping.changes())


def test_no_change_has_a_personal_value_in_it() -> None:
    record = plain("archive")
    assert PARTY_NAME in msgspec.json.encode([one.event for one in record.steps]).decode()
    assert PARTY_NAME not in msgspec.json.encode(list(record.stepping().changes())).decode()


# ---- From nothing to the whole ----

DAYS = st.integers(1, 27).map("2026-03-{:02}".format)
PAPERS: st.SearchStrategy[type[c.Command]] = st.sampled_from(
    [c.GiveNotice, c.SubmitOpinion, c.RecordDefence, c.SignDecision, c.OrderCorrection]
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A plain case up to any stage, then papers of any days, mistakes and what the registers learn."""
    record = plain(draw(st.sampled_from([name for name, _, _ in PLAIN[:12]])), "2026-03-28 09:00")
    for _ in range(draw(st.integers(0, 4))):
        if draw(st.booleans()):
            record.registers_to = 2
        if draw(st.booleans()):
            record.paper(draw(PAPERS), draw(DAYS))
        elif len(record.steps) > 1:
            _void(record, draw(st.integers(2, len(record.steps))))
    return record


def _void(record: Record, version: int) -> None:
    """Voids an entry that may be: one that was not, and that voids none itself."""
    found = record.course.case.find(version)
    if found is not None and not isinstance(found.event, e.EntryVoided):
        with suppress(Refused):  # others rest on it, or it is undone by a step of its own
            record.paper(c.VoidEntry, "2026-03-28", version=version)


@given(records(), st.sampled_from(get_args(Order)))
def test_the_differences_lead_from_nothing_to_the_case_as_it_stands(record: Record, order: Order) -> None:
    stepping = record.stepping(order)
    held: dict[str, set[Any]] = {name: set() for name in Difference.__struct_fields__}
    for change in stepping.changes():
        for difference in (change.meanwhile, change.made):
            for name, some in held.items():
                turn = getattr(difference, name)
                assert some.isdisjoint(turn.began)
                assert some.issuperset(turn.ceased)
                held[name] = (some | set(turn.began)) - set(turn.ceased)
    case, context = replay(record.steps).case, stepping.context(len(record.steps) - 1)
    named = named_facts(context.law, context.law_now)
    assert held["facts"] == {name for name in named if FACTS[name](case, context)}
    assert held["handlers"] == set(case.handlers)
    assert held["served"] == {Paper(one.document, one.number) for one in case.every(e.DocumentServed)}
    assert held["stages"] == done(record)
    assert all(isinstance(one, Flaw) for one in held["defects"])


# ---- Words ----


def test_every_fact_has_its_own_words() -> None:
    assert set(FACT_WORDS) == set(FACTS)
    assert len(set(FACT_WORDS.values())) == len(FACT_WORDS)
    assert all(re.search("[\u4e00-\u9fff]", words) for words in FACT_WORDS.values())


def names() -> Names:
    on = date(2026, 3, 2)
    return Names(lambda person: f"某{person}", SEEDED, in_force(seed_texts(), on), on, "")


def every(fields: tuple[Shown, ...]) -> Iterator[Shown]:
    for field in fields:
        yield field
        for row in field.rows:
            yield from every(row)


@pytest.mark.parametrize("kind", tuple(COMMANDS), ids=lambda kind: str(kind.__struct_config__.tag))
def test_every_field_of_every_event_has_a_label(kind: type[CaseEvent]) -> None:
    found = list(every(shown(example(kind), names())))
    assert {one.label for one in found} <= {*LABEL.values(), *LABELS.label.values()}


def literals(kind: inspect.Type) -> Iterator[str]:
    """The values that a type names, wherever in it."""
    match kind:
        case inspect.LiteralType():
            yield from (value for value in kind.values if isinstance(value, str))
        case inspect.UnionType():
            yield from (value for one in kind.types for value in literals(one))
        case inspect.VarTupleType():
            yield from literals(kind.item_type)


@pytest.mark.parametrize("kind", tuple(COMMANDS), ids=lambda kind: str(kind.__struct_config__.tag))
def test_every_value_that_an_event_can_name_has_a_word(kind: type[CaseEvent]) -> None:
    base, shape = example(kind), inspect.type_info(kind)
    assert isinstance(shape, inspect.StructType)
    for field in shape.fields:
        for value in filter(None, literals(field.type)):
            given = (value,) if isinstance(getattr(base, field.name), tuple) else value
            changed = msgspec.structs.replace(base, **{field.name: given})
            lines = [line for one in shown(changed, names()) for line in one.lines]
            assert value not in lines or re.search("[\u4e00-\u9fff]", value), (field.name, value)


def test_words_of_choices_are_those_of_the_forms() -> None:
    assert set(LABELS.words.values()) <= set(WORDS)
    event = plain("opinion").steps[-1].event
    said_of = {one.label: one.lines for one in shown(event, names())}  # type: ignore[arg-type]  # it is a case's
    assert said_of["处理建议"] == (WORDS["proposal"]["penalty"],)
    assert said_of["罚款（元）"] == ("200 元",)


# ---- The page, the command and the API ----


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def town(var: Path) -> Iterator[Town]:
    with site("", var) as found:
        yield found.town


class Played:
    """A case with a recording, a refused step, an entry afterwards and a mistake."""

    def __init__(self, town: Town) -> None:
        self.town, self.case = town, town.file(title="回放案")
        self.recording, evidence = town.upload(RECORDING.read_bytes()), town.upload(b"a photo")
        assert town.post("zhao", f"cases/{self.case}/steps", town.signing()).status_code == 409
        for kind, changes in self._course(evidence):
            town.later(minutes=20)
            town.take(self.case, kind, **changes)
        paper = town.saying(c.OrderCorrection, occurred_at=town.now.date().isoformat(), entry=town.on_paper())
        town.step("wang", self.case, paper)
        town.take(self.case, c.VoidEntry, version=6)
        town.projected()

    def _course(self, evidence: str) -> Iterator[tuple[type[c.Command], dict[str, Any]]]:
        yield c.ApproveFiling, {}
        yield c.RecordInspection, {}
        yield c.LinkRecording, {"object": self.recording}
        yield c.AddEvidence, {"object": evidence}
        yield c.AddEvidence, {"title": "重复录入的照片", "object": evidence}
        yield c.SubmitOpinion, {}
        yield c.EndorseOpinion, {}
        yield c.GiveNotice, {}
        yield c.ServeDocument, {"document": "notice"}

    def page(self, who: str = "sun", **params: str) -> str:
        """The text of a page of the replay."""
        headers = {"Authorization": f"Bearer {self.town.tokens[who]}", "Accept": "text/html"}
        answer = self.town.http.get(f"/staff/{SAMPLE}/cases/{self.case}/replay", params=params, headers=headers)
        return answer.text if answer.status_code == 200 else str(answer.status_code)


@pytest.fixture(scope="module")
def played(town: Town) -> Played:
    return Played(town)


def test_the_page_shows_what_a_step_changed_and_what_was_recorded_of_it(played: Played) -> None:
    step = next(number for number in range(1, 12) if "现场检查（勘验）" in _heading(played.page(step=str(number))))
    page = played.page(step=str(step), purpose="enforcement-supervision")
    for words in ("阶段办结", "调查取证", "已调查取证", "人行道上有摊位一处。", "在这一步以后关联", "证据1　现场照片"):
        assert words in page, words
    assert f'<video controls preload="none" src="/objects/{played.recording}?purpose=' in page
    assert f'rel="next" href="/staff/{SAMPLE}/cases/{played.case}/replay?step={step + 1}"' in page


def _heading(page: str) -> str:
    found = re.search('<h2 id="step">(.*?)</h2>', page)
    assert found, page
    return found[1]


def test_a_refusal_stands_between_the_steps_and_only_supervisors_see_it(played: Played) -> None:
    approval = str(2 + ("责令改正" in _heading(played.page(step="1"))))
    assert "上一步以后未予办理" in played.page(step=approval)
    assert "上一步以后未予办理" not in played.page("wang", step=approval)
    assert "上一步以后未予办理" not in played.page(step="6")
    assert "上一步以后未予办理" in played.page(step="2", order="recorded")


def test_who_may_not_read_the_case_sees_nothing_and_who_may_reads_the_name(played: Played) -> None:
    assert played.page("wu") == "404"
    assert any(PARTY_NAME in played.page("wang", step=str(number)) for number in (1, 2))


def test_a_step_or_an_order_that_is_none_is_said(played: Played) -> None:
    assert [played.page(step=step) for step in ("0", "99", "x", "")] == ["422"] * 4
    assert played.page(order="sideways") == "422"


def test_the_page_of_the_case_leads_to_its_replay(played: Played) -> None:
    headers = {"Authorization": f"Bearer {played.town.tokens['sun']}", "Accept": "text/html"}
    page = played.town.http.get(f"/staff/{SAMPLE}/cases/{played.case}", headers=headers).text
    assert f'href="/staff/{SAMPLE}/cases/{played.case}/replay">逐步回放</a>' in page


def test_the_timeline_has_the_changes_when_they_are_asked_for(played: Played) -> None:
    plainly = played.town.get("sun", f"cases/{played.case}/timeline")
    asked = played.town.get("sun", f"cases/{played.case}/timeline", changes="true")
    assert all("changes" not in step for step in plainly["steps"])
    filed = next(step for step in asked["steps"] if step["type"] == "case-filed/1")
    assert "filed" in filed["changes"]["made"]["facts"]["began"]
    assert [step | {"changes": None} for step in asked["steps"]] == [s | {"changes": None} for s in plainly["steps"]]


def test_the_command_prints_steps_with_their_differences_in_local_time(played: Played, var: Path) -> None:
    printed = said("replay", played.case, "--ledger", SAMPLE, "--steps", MINGJING_VAR=var).stdout
    assert "2025年3月3日 09:00  case-filed/1  录入 2025年3月3日 09:00" in printed
    assert "      阶段办结：立案" in printed
    assert "送达文书：行政处罚事先告知书 监漳罚告〔2025〕1号" in printed
    assert "已作废，不计入案件" in printed
    assert not re.search(r"\d{2}:\d{2}:\d{2}", printed)
    as_json = said("replay", played.case, "--ledger", SAMPLE, "--steps", "--json", MINGJING_VAR=var).stdout
    assert json.loads(as_json) == played.town.get("sun", f"cases/{played.case}/timeline", changes="true")
    plainly = said("replay", played.case, "--ledger", SAMPLE, MINGJING_VAR=var).stdout
    assert "阶段办结" not in plainly
    assert "[done] 立案 2025年3月3日 09:00" in plainly


@pytest.mark.parametrize("width", [390, 1440])
def test_a_supervisor_steps_through_the_case_without_scripts(browser: Browser, played: Played, width: int) -> None:
    headers = {"Authorization": f"Bearer {played.town.tokens['sun']}"}
    context = browser.new_context(
        base_url=str(played.town.http.base_url),
        extra_http_headers=headers,
        viewport={"width": width, "height": 844},
        java_script_enabled=False,
    )
    page = context.new_page()
    page.goto(f"/staff/{SAMPLE}/cases/{played.case}")
    page.get_by_role("link", name="逐步回放").click()
    seen = []
    while True:
        seen.append(page.locator("#step").inner_text())
        assert int.from_bytes(page.screenshot(full_page=True)[16:20], "big") <= width
        following = page.get_by_role("link", name="下一步")
        if following.count() == 0:
            break
        following.first.click()
    assert len(seen) == page.get_by_role("region", name="全部步骤").get_by_role("listitem").count()
    assert len(set(seen)) == len(seen)
    context.close()
