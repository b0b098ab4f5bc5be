"""A penalty's six steps: what the law allows, what it refuses, and what a back-entry is marked with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
import pytest

from records.errors import Invalid, NotFound, Refused
from records.event import CaseEvent, Event
from records.judgement import Context, StoredObject
from records.law.data import seed_calendars, seed_texts
from records.law.deadline import add_months
from records.moment import Moment
from records.penalty.commands import (
    FileCase,
    LinkRecording,
    PartyGiven,
    Penal,
    ReviewDisclosure,
    RevokeDecision,
    ServeDocument,
    SignDecision,
    check,
)
from records.penalty.decide import decide
from records.penalty.events import (
    CaseFiled,
    DecisionRevoked,
    DecisionSigned,
    DisclosureReviewed,
    DocumentServed,
    Party,
    PublicCopy,
    RecordingLinked,
)
from records.penalty.state import Happened, age_class, evolve, fold
from records.register.events import (
    AgencyRegistered,
    CalendarAdopted,
    DocumentNumberTaken,
    HeadAppointed,
    MatterWithdrawn,
    OfficerEnded,
    OfficerRegistered,
    PersonRegistered,
    RegisterEvent,
    RulesAdopted,
)
from records.register.fold import Register
from records.register.fold import fold as fold_registers
from records.register.numbering import Series
from town import (
    AGENCY,
    HANDLERS,
    HEAD,
    MATTER,
    PARTY_NAME,
    PARTY_NUMBER,
    RECORDING,
    REVIEWER,
    SCAN,
    decision,
    filing,
    people_and_matter,
    review,
    revocation,
    shanghai,
    withholding,
)

CASE = "019c0000-0000-7000-8000-000000000001"
NOW = "2026-03-16 10:00"
TODAY = date(2026, 3, 16)


def _seeds() -> Iterator[RegisterEvent]:
    for name, text in seed_texts().items():
        yield RulesAdopted(name=name, text=text)
    for one in seed_calendars():
        yield CalendarAdopted(year=one.year, notice=one.notice, off=one.off, working=one.working)


SEEDED = fold_registers(Register(), enumerate((*_seeds(), *people_and_matter()), 1))


def register(*entries: RegisterEvent) -> Register:
    """The town's registers with more entries."""
    return fold_registers(SEEDED, enumerate(entries, SEEDED.position + 1))


# ---- What happened before ----


def filed(**changes: Any) -> CaseFiled:
    given: dict[str, Any] = {
        "case": CASE,
        "title": "占道经营案",
        "matter": MATTER,
        "agency": AGENCY,
        "handlers": HANDLERS,
        "approved_by": HEAD,
        "party": Party(person="person-1", kind="natural", age="adult"),
        "acted_on": date(2026, 3, 1),
        "discovered_on": date(2026, 3, 1),
        "place": "监漳镇中心街",
        "facts": "在中心街人行道上摆摊。",
    }
    return CaseFiled(**(given | changes))


def signed(**changes: Any) -> DecisionSigned:
    command = decision()
    names = msgspec.structs.asdict(command).keys() & {one.name for one in msgspec.structs.fields(DecisionSigned)}
    given = {name: getattr(command, name) for name in names}
    return DecisionSigned(**(given | {"case": CASE, "number": "监漳罚决〔2026〕1号"} | changes))


def served(**changes: Any) -> DocumentServed:
    given = {"case": CASE, "number": "监漳罚决〔2026〕1号", "method": "in-person", "recipient": "本人"}
    return DocumentServed(**(given | changes))


def reviewed() -> DisclosureReviewed:
    return DisclosureReviewed(case=CASE, disclosure="page", number="监漳罚决〔2026〕1号", outcome="withheld")


def revoked() -> DecisionRevoked:
    own = revocation(date(2026, 3, 13)).instrument
    number = "监漳罚决〔2026〕1号"
    return DecisionRevoked(case=CASE, number=number, effect="revoked", instrument=own, explanation="适用法律错误。")


def taken(sequence: int) -> DocumentNumberTaken:
    number = f"监漳罚决〔2026〕{sequence}号"
    return DocumentNumberTaken(agency=AGENCY, kind="罚决", year=2026, sequence=sequence, number=number, case=CASE)


DAYS = {
    CaseFiled: "2026-03-02 09:00",
    RecordingLinked: "2026-03-03 09:00",
    DecisionSigned: "2026-03-10 09:00",
    DocumentServed: "2026-03-11 09:00",
    DisclosureReviewed: "2026-03-12 09:00",
    DecisionRevoked: "2026-03-13 09:00",
}

# ---- given, when, then ----


@dataclass(frozen=True)
class Given:
    happened: tuple[Event, ...]
    register: Register = SEEDED

    def when(self, command: Penal, by: str = "", at: str = NOW, **facts: Any) -> Outcome:
        """Decides the command as sent `at` a time by a person, or by whatever `by` names with a colon.

        Without `by` a decision is sent by who signs it, and any other step by a handler.
        """
        by = by or (command.decided_by if isinstance(command, SignDecision) else HANDLERS[0])
        now, series, case = shanghai(at), Series(), fold(())
        for event in self.happened:
            if isinstance(event, DocumentNumberTaken):
                series = series.after(event)
            else:
                case = evolve(case, event, shanghai(DAYS[type(event)]))  # type: ignore[arg-type]  # of a case
        given: dict[str, Any] = {
            "case": CASE,
            "actor": by if ":" in by or by == "system" else f"person:{by}",
            "agencies": frozenset({AGENCY}),
            "now": now,
            "occurred_at": Moment.parse(command.occurred_at) if command.occurred_at else now,
            "register": self.register,
            "entry": command.entry,
            "new_id": "new-id",
            "person": "person-1",
            "person_is_new": True,
            "series_next": series.next,
            "series_taken": series.ahead,
        }
        try:
            return Outcome(decide(command, case, Context(**(given | facts))))
        except Refused as refused:
            return Outcome([], refused)


@dataclass(frozen=True)
class Outcome:
    events: list[Event]
    error: Refused | None = None

    def then(self, *events: Event) -> None:
        assert self.error is None, self.error
        assert self.events == list(events)

    def refused(self, code: str) -> None:
        assert self.error is not None, "nothing was refused"
        assert self.error.code == code
        assert self.error.article
        assert self.error.detail

    def step(self) -> Any:
        """The event of the case."""
        assert self.error is None, self.error
        return next(event for event in self.events if isinstance(event, CaseEvent))

    def defects(self) -> list[str]:
        return [one.code for one in self.step().defects]


def given(*happened: Event, register: Register = SEEDED) -> Given:
    return Given(happened, register)


def on_paper(command: Any, **changes: Any) -> Any:
    """The same command as a back-entry."""
    return msgspec.structs.replace(command, entry=SCAN, **changes)


SERVE = ServeDocument(method="in-person", recipient="本人")
LINK = LinkRecording(object=RECORDING.blake3, stage="evidence")

# ---- The happy path ----


def test_a_case_is_filed_with_its_party_in_the_register_of_persons() -> None:
    command = filing()
    party = command.party
    person = PersonRegistered(
        person="person-1", kind="natural", name=PARTY_NAME, number=PARTY_NUMBER, address=party.address
    )
    names = {"name": PARTY_NAME, "number": PARTY_NUMBER, "address": party.address, "representative": ""}
    sealed = Party(person="person-1", kind="natural", age="adult", **names)
    expected = filed(party=sealed, acted_on=date(2025, 1, 6), discovered_on=date(2025, 1, 6))
    given().when(command).then(person, expected)


def test_a_party_that_is_known_is_not_registered_twice() -> None:
    events = given().when(filing(), person_is_new=False).events
    assert [type(event) for event in events] == [CaseFiled]


def test_a_recording_is_linked_with_what_the_store_knows_of_it() -> None:
    found = StoredObject("b" * 64, "c" * 64, 7, "video/mp4", "v1", "2026-03-16T01:00:00Z")
    command = msgspec.structs.replace(LINK, device="recorder-3", note="检查")
    given(filed()).when(command, object=found).then(
        RecordingLinked(
            case=CASE,
            blake3="b" * 64,
            sha256="c" * 64,
            size=7,
            media_type="video/mp4",
            version_id="v1",
            stage="evidence",
            device="recorder-3",
            started_at="2026-03-16T01:00:00Z",
            note="检查",
        )
    )


def test_a_recording_that_the_store_does_not_have_is_not_found() -> None:
    with pytest.raises(NotFound):
        given(filed()).when(LINK)


def test_a_recording_is_linked_to_a_case_once() -> None:
    linked = given(filed()).when(LINK, object=RECORDING).step()
    with pytest.raises(Invalid):
        given(filed(), linked).when(LINK, object=RECORDING)


def test_a_decision_is_signed_under_the_first_number_of_the_year() -> None:
    given(filed()).when(decision()).then(signed(), taken(1))


def test_a_handler_enters_the_decision_that_the_head_signed_on_paper_and_sends_none_in_the_heads_name() -> None:
    assert given(filed()).when(on_paper(decision()), by=HANDLERS[0]).defects() == []
    given(filed()).when(decision(), by=HANDLERS[0]).refused("decider-not-head")


def test_a_decision_is_served() -> None:
    given(filed(), signed()).when(SERVE).then(served())


def test_a_decision_becomes_public_as_it_was_reviewed() -> None:
    copy = PublicCopy(
        number="监漳罚决〔2026〕1号",
        title="对占道经营的处罚",
        agency="监漳镇人民政府",
        agency_code=AGENCY,
        matter=MATTER,
        matter_name="对占道经营的处罚",
        party="张某某",
        party_kind="natural",
        kinds=("罚款",),
        content="罚款200元",
        fine_yuan=Decimal("200.00"),
        confiscated_yuan=None,
        facts="当事人占道经营。",
        basis=("城市市容和环境卫生管理条例 第三十六条",),
        reasons="首次违法，情节较轻。",
        decided_on=date(2026, 3, 10),
    )
    expected = DisclosureReviewed(
        case=CASE, disclosure="new-id", number="监漳罚决〔2026〕1号", outcome="open", copy=copy
    )
    given(filed(), signed()).when(review(facts_shown="当事人占道经营。"), by=REVIEWER).then(expected)


def test_what_is_masked_is_not_in_the_copy_and_is_reviewed_again_in_a_year() -> None:
    masked = ("party", "facts", "reasons", "amounts", "content")
    command = review(outcome="redacted", masked=masked, party_shown="", grounds=("other-law",), basis="某法 第一条")
    event = given(filed(), signed()).when(command, by=REVIEWER).step()
    shown = [getattr(event.copy, name) for name in ("party", "facts", "reasons", "fine_yuan", "content")]
    assert shown == [None] * 5
    assert event.next_review_on == add_months(TODAY, 12)


def test_a_withheld_decision_has_no_copy() -> None:
    event = given(filed(), signed()).when(withholding(), by=REVIEWER).step()
    assert event.copy is None
    assert event.next_review_on == date(2027, 3, 16)


def test_a_decision_is_revoked_by_an_instrument() -> None:
    command = revocation(date(2026, 3, 13))
    given(filed(), signed()).when(command, by=REVIEWER).then(revoked())


# ---- Every rule, broken live and on paper ----


class Broken(NamedTuple):
    """A command that breaks one rule, and where."""

    code: str
    given: Given
    command: Any
    by: str = ""
    facts: Mapping[str, Any] = MappingProxyType({})


ENDED = AgencyRegistered(
    code=AGENCY,
    name="监漳镇人民政府",
    short="监漳",
    kind="agency",
    region="140429",
    valid_from=date(2020, 1, 1),
    valid_to=date(2026, 3, 15),
)
LISTED_NO_MORE = MatterWithdrawn(code=MATTER, last_day=date(2026, 3, 15), reason="收回")
ADDED = OfficerRegistered(
    person="officer-sun",
    agency=AGENCY,
    certificate="14042909",
    category="综合执法",
    valid_from=date(2020, 1, 1),
    valid_to=date(2026, 3, 15),
)
CHILD = filed(party=Party(person="person-1", kind="natural", age="under-14"))
DECIDED = given(filed(), signed())
UNDONE = given(filed(), signed(), revoked())


def instrument(dated: date, received: date) -> RevokeDecision:
    own = msgspec.structs.replace(revocation(TODAY).instrument, dated_on=dated, received_on=received)
    return revocation(TODAY, instrument=own)


def noticed(on: date, **changes: Any) -> ServeDocument:
    given: dict[str, Any] = {"method": "public-notice", "recipient": "本人", "proof": "邮寄被退回", "noticed_on": on}
    return ServeDocument(**(given | changes))


def listed(**changes: Any) -> Register:
    matter = next(one for one in people_and_matter() if hasattr(one, "power"))
    return register(msgspec.structs.replace(matter, **changes))


OTHER = "11140429MB0000000X"
DETENTION = decision(kinds=("行政拘留",), fine_yuan=None)
DETAINING = [msgspec.structs.replace(one, kinds=("行政拘留",)) for one in people_and_matter() if hasattr(one, "power")]
POLICE = msgspec.structs.replace(ENDED, name="武乡县公安局", valid_to=None)
ENTRUSTED = msgspec.structs.replace(POLICE, kind="entrusted")

RULES = [
    Broken("agency-not-registered", given(register=register(ENDED)), filing()),
    Broken("agency-not-registered", given(), filing(agency=OTHER), facts={"agencies": frozenset({OTHER})}),
    Broken("agency-not-registered", given(filed(), register=register(ENDED)), decision()),
    Broken("matter-not-listed", given(register=register(LISTED_NO_MORE)), filing()),
    Broken("matter-not-listed", given(), filing(matter="140429-cf-999")),
    Broken("matter-not-listed", given(filed(), register=register(LISTED_NO_MORE)), decision()),
    Broken("two-officers", given(), filing(handlers=HANDLERS[:1])),
    Broken("officer-not-certified", given(), filing(handlers=(*HANDLERS, "officer-nobody"))),
    Broken("officer-not-certified", given(register=register(ADDED)), filing(handlers=(*HANDLERS, "officer-sun"))),
    Broken("officer-not-certified", given(filed(handlers=(HANDLERS[0], "officer-nobody"))), decision()),
    Broken("officer-not-certified", given(filed(handlers=(HANDLERS[0], "x")), signed()), SERVE),
    Broken("filing-needs-head", given(), filing(approved_by=REVIEWER)),
    Broken("handler-only", given(), filing(), by=REVIEWER),
    Broken("handler-only", given(filed()), LINK, by=REVIEWER, facts={"object": RECORDING}),
    Broken("handler-only", given(filed()), decision(), by=REVIEWER),
    Broken("handler-only", DECIDED, SERVE, by="device:recorder-3"),
    Broken("step-before-its-cause", given(), filing(discovered_on=date(2026, 3, 17))),
    Broken("decision-exists", DECIDED, decision()),
    Broken("decider-not-head", given(filed()), decision(decided_by=REVIEWER)),
    Broken("decider-not-head", given(filed()), decision(decided_by="head-of-others")),
    Broken("kind-not-allowed", given(filed()), decision(kinds=("罚款", "吊销许可证件"))),
    Broken("kind-not-allowed", given(filed(), register=listed(kinds=())), decision()),
    Broken("detention-not-yours", given(filed(), register=listed(kinds=("行政拘留",))), DETENTION),
    Broken("detention-not-yours", given(filed(), register=register(ENTRUSTED, *DETAINING)), DETENTION),
    Broken("party-under-14", given(CHILD), decision()),
    *(
        Broken("document-lacks-field", given(filed()), decision(**{name: blank}))
        for name, blank in [
            *((name, " ") for name in ("content", "facts", "reasons", "performance", "relief")),
            *((name, blank) for name in ("evidence", "basis") for blank in ((), ("有", " "))),
        ]
    ),
    Broken("no-decision", given(filed()), SERVE),
    Broken("no-decision", given(filed()), revocation(TODAY), by=REVIEWER),
    Broken("decision-revoked", UNDONE, decision()),
    Broken("decision-revoked", UNDONE, SERVE),
    Broken("decision-revoked", UNDONE, revocation(TODAY), by=REVIEWER),
    Broken("already-served", given(filed(), signed(), served()), SERVE),
    Broken("refusal-needs-witness", DECIDED, ServeDocument(method="in-person", recipient="本人", refused=True)),
    Broken("refusal-needs-witness", DECIDED, ServeDocument(method="left", recipient="本人", witness=" ")),
    Broken("notice-needs-reasons", DECIDED, noticed(date(2026, 3, 10), proof=" ")),
    Broken("notice-not-over", DECIDED, noticed(date(2026, 3, 10))),
    Broken("step-before-its-cause", DECIDED, noticed(date(2026, 3, 9))),
    Broken("instrument-not-received", DECIDED, instrument(date(2026, 3, 9), TODAY), by=REVIEWER),
    Broken("instrument-not-received", DECIDED, instrument(TODAY, date(2026, 3, 13)), by=REVIEWER),
    Broken("instrument-not-received", DECIDED, instrument(TODAY, date(2026, 3, 17)), by=REVIEWER),
    Broken("number-out-of-series", given(filed(), taken(1)), decision(number="监漳罚决〔2026〕1号")),
]


STRANGER: dict[str, Any] = {"agencies": frozenset({OTHER})}
NOW_TOO = [
    Broken("other-agency", given(), filing(), facts=STRANGER),
    Broken("other-agency", given(filed()), LINK, facts={**STRANGER, "object": RECORDING}),
    Broken("other-agency", given(filed()), decision(), facts=STRANGER),
    Broken("other-agency", DECIDED, SERVE, facts=STRANGER),
    Broken("other-agency", DECIDED, SERVE, facts={"agencies": frozenset()}),
    Broken("other-agency", DECIDED, review(), by=REVIEWER, facts=STRANGER),
    Broken("other-agency", DECIDED, revocation(TODAY), by=REVIEWER, facts=STRANGER),
    Broken("no-decision", given(filed()), review(), by=REVIEWER),
    Broken("decision-revoked", UNDONE, review(), by=REVIEWER),
    Broken("reviewer-is-handler", DECIDED, review(), by=HANDLERS[1]),
    Broken("reviewer-is-handler", DECIDED, review(), by=HEAD),
    Broken("reviewer-is-handler", DECIDED, review(), by="device:recorder-3"),
    Broken("already-disclosed", given(filed(), signed(), reviewed()), review(), by=REVIEWER),
    Broken("withholding-needs-ground", DECIDED, withholding(grounds=()), by=REVIEWER),
    Broken("withholding-needs-ground", DECIDED, withholding(basis=" "), by=REVIEWER),
    Broken(
        "withholding-needs-ground", DECIDED, review(outcome="redacted", masked=("facts",), basis="某法"), by=REVIEWER
    ),
]
"""Who sends a step sends it now, and what is published is published now."""


@pytest.mark.parametrize("broken", NOW_TOO, ids=lambda one: f"{one.code}-{type(one.command).__name__}")
def test_what_is_done_with_the_command_itself_is_refused_on_paper_as_well(broken: Broken) -> None:
    broken.given.when(broken.command, broken.by, **broken.facts).refused(broken.code)
    broken.given.when(on_paper(broken.command), broken.by, **broken.facts).refused(broken.code)


@pytest.mark.parametrize("person", [HANDLERS[1], HEAD])
def test_handlers_and_the_head_revoke_whatever_account_they_have(person: str) -> None:
    assert DECIDED.when(revocation(TODAY), by=person, **STRANGER).defects() == []


def test_the_police_detain_under_a_matter_that_says_so() -> None:
    event = given(filed(), register=register(POLICE, *DETAINING)).when(DETENTION).step()
    assert event.kinds == ("行政拘留",)


@pytest.mark.parametrize("broken", RULES, ids=lambda one: f"{one.code}-{type(one.command).__name__}")
def test_a_live_step_that_breaks_a_rule_is_refused(broken: Broken) -> None:
    broken.given.when(broken.command, broken.by, **broken.facts).refused(broken.code)


@pytest.mark.parametrize("broken", RULES, ids=lambda one: f"{one.code}-{type(one.command).__name__}")
def test_the_same_step_on_paper_is_recorded_with_the_defect(broken: Broken) -> None:
    outcome = broken.given.when(on_paper(broken.command), broken.by, **broken.facts)
    assert broken.code in outcome.defects()
    assert outcome.step().entry == SCAN
    article = {one.code: one.article for one in outcome.step().defects}[broken.code]
    assert article == SEEDED.law(TODAY).rules[broken.code].article


def test_a_step_on_paper_is_marked_with_every_rule_it_breaks() -> None:
    command = on_paper(filing(handlers=("x",), approved_by="y", matter="z", agency="w"))
    assert given().when(command, by="v", agencies=frozenset({"w"})).defects() == [
        "agency-not-registered",
        "matter-not-listed",
        "two-officers",
        "officer-not-certified",
        "handler-only",
        "filing-needs-head",
    ]


def test_a_lawful_step_on_paper_has_no_defect() -> None:
    assert given(filed()).when(on_paper(decision())).defects() == []


# ---- What is published is published now ----

MINOR = filed(party=Party(person="person-1", kind="natural", age="14-17"))
FIRM = filed(party=Party(person="person-1", kind="organisation"))

PERSONAL = [
    "身份证号140429199001010013。",
    "身份证号14042919900101001X",
    "身份证 140429 19900101 0013",
    "身份证号１４０４２９１９９００１０１００１３",
    "旧号140429900101001",
    "电话13800138000",
    "电话138-0013-8000",
    "电话0355-6382001",
    "卡号6222021234567890123",
    "卡号6222 0212 3456 7890",
    "车牌晋D12345",
    "车牌晋D·A12B5",
    "新能源车晋DD12345",
    "电话+8613812345678",
    "电话+86 138 1234 5678",
    "电话(0355)7654321",
    "电话（0355）765－4321",
    "身份证140429–19900101–0013",
    "身份证1404 2919 9001 0100 13",
]
HARMLESS = [
    "统一社会信用代码 111404290123458075",
    "自2026-03-10起至2026-03-25止，共2处",
    "2026-03-10 09:30 罚款1300000.00元",
    "监漳罚决〔2026〕1号，罚没许可证编号JY11404290012345",
    "统一社会信用代码 91140429MA0XX77789",
    "《山西省城乡环境综合治理条例》第十二条第一款",
]


class Shown(NamedTuple):
    """A command that would publish what the law keeps back."""

    code: str
    given: Given
    command: Any
    facts: Mapping[str, Any] = MappingProxyType({})


SHOWN = [
    *(Shown("party-not-masked", DECIDED, review(party_shown=name)) for name in (PARTY_NAME, "张", "张三丰某")),
    Shown("party-not-masked", DECIDED, review(), {"names_party": True}),
    Shown("party-not-masked", DECIDED, revocation(TODAY), {"names_party": True}),
    Shown("personal-data-shown", DECIDED, review(), {"locates_party": True}),
    Shown("personal-data-shown", DECIDED, revocation(TODAY), {"locates_party": True}),
    Shown("minor-identified", given(MINOR, signed()), review()),
    Shown("minor-identified", given(CHILD, signed()), review()),
    *(Shown("personal-data-shown", DECIDED, review(facts_shown=text)) for text in PERSONAL),
    Shown("personal-data-shown", given(filed(), signed(content=PERSONAL[0])), review()),
    Shown("personal-data-shown", given(filed(), signed(reasons=PERSONAL[0])), review()),
    Shown("personal-data-shown", given(filed(), signed(basis=(PERSONAL[0],))), review()),
    Shown("personal-data-shown", given(FIRM, signed()), review(party_shown=PERSONAL[0])),
    Shown("personal-data-shown", DECIDED, revocation(TODAY, explanation=PERSONAL[0])),
]


@pytest.mark.parametrize("shown", SHOWN, ids=lambda one: f"{one.code}-{type(one.command).__name__}")
def test_what_must_not_be_shown_is_never_published_on_paper_or_live(shown: Shown) -> None:
    shown.given.when(shown.command, REVIEWER, **shown.facts).refused(shown.code)
    shown.given.when(on_paper(shown.command), REVIEWER, **shown.facts).refused(shown.code)


def test_a_number_that_is_masked_with_its_field_is_not_shown() -> None:
    case = given(filed(), signed(facts=PERSONAL[0]))
    command = review(outcome="redacted", masked=("facts",), grounds=("secret-or-privacy",), basis="某法 第一条")
    assert case.when(command, REVIEWER).step().copy.facts is None


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_may_be_shown(text: str) -> None:
    assert DECIDED.when(review(facts_shown=text), REVIEWER).step().copy.facts == text


@pytest.mark.parametrize("name", ["张某某", "张某", "欧阳某某", "欧阳某"])
def test_a_natural_person_is_shown_by_the_family_name(name: str) -> None:
    assert DECIDED.when(review(party_shown=name), REVIEWER).step().copy.party == name


def test_an_organisation_is_shown_by_its_whole_name() -> None:
    event = given(FIRM, signed()).when(review(party_shown="武乡县顺路达货运有限公司"), REVIEWER).step()
    assert event.copy.party == "武乡县顺路达货运有限公司"


def test_a_minor_is_shown_with_the_name_masked() -> None:
    command = review(outcome="redacted", masked=("party",), party_shown="", grounds=("other-law",), basis="某法")
    assert given(MINOR, signed()).when(command, REVIEWER).step().copy.party is None


def test_a_reviewer_who_is_a_handler_is_refused_under_every_account() -> None:
    """The actor is the person, whatever the account is called: so nothing but the person is compared."""
    DECIDED.when(review(), by=f"person:{HANDLERS[0]}").refused("reviewer-is-handler")


# ---- Times ----


@pytest.mark.parametrize(
    ("occurred_at", "code"),
    [
        ("2026-03-15T10:00:00+08:00", None),
        ("2026-03-15T09:59:00+08:00", "step-too-old"),
        ("2026-03-15T02:00:00Z", None),
        ("2026-03-16", None),
        ("2026-03-15", None),  # by its date alone it may have been in the afternoon
        ("2026-03-14", "step-too-old"),
        ("2019-01-01", "step-too-old"),
        ("2026-03-16T10:00:00.000001+08:00", "step-ahead"),
        ("2026-03-17", "step-ahead"),
    ],
)
def test_a_live_step_lies_at_most_a_day_back_and_never_ahead(occurred_at: str, code: str | None) -> None:
    outcome = given(filed()).when(msgspec.structs.replace(LINK, occurred_at=occurred_at), object=RECORDING)
    if code:
        outcome.refused(code)
    else:
        assert outcome.defects() == []


def test_a_step_of_today_may_be_dated_at_midnight() -> None:
    command = msgspec.structs.replace(LINK, occurred_at="2026-03-16")
    assert given(filed()).when(command, at="2026-03-16 00:00", object=RECORDING).defects() == []


def test_a_back_entry_lies_as_far_back_as_its_paper_but_not_ahead() -> None:
    command = on_paper(LINK, occurred_at="2021-08-01")
    assert given(filed()).when(command, object=RECORDING).defects() == []
    given(filed()).when(on_paper(LINK, occurred_at="2026-03-17"), object=RECORDING).refused("step-ahead")


def test_a_step_on_paper_is_judged_by_the_text_of_its_day() -> None:
    ran = {"acted_on": date(2015, 1, 1), "discovered_on": date(2015, 1, 1)}
    step = given().when(on_paper(filing(**ran, approved_by="x"), occurred_at="2015-02-01"), by="nobody").step()
    found = {one.code: one for one in step.defects}
    old = ["agency-not-registered", "matter-not-listed", "officer-not-certified", "handler-only"]
    assert list(found) == [*old, "not-checked"]
    assert all("1996、2009、2017 年文本" in found[code].article for code in old)
    assert "第十五条" in found["agency-not-registered"].article
    assert found["not-checked"].detail.endswith("未核查：filing-needs-head（行政处罚法 第五十四条）")


def test_of_a_day_before_all_data_a_step_on_paper_says_what_was_not_checked() -> None:
    ran = {"acted_on": date(1990, 1, 1), "discovered_on": date(1990, 1, 1)}
    command = on_paper(filing(**ran, handlers=HANDLERS[:1]), occurred_at="1990-02-01")
    (defect,) = given().when(command).step().defects
    assert defect.code == "not-checked"
    assert "two-officers（行政处罚法 第四十二条）" in defect.detail


SIGNED_ON: dict[str, str] = {
    "2021-01-05": "第八十六条",
    "2023-06-01": "2021 年文本）第八十九条",
    "2026-03-16": "第八十九条",
}


@pytest.mark.parametrize(("day", "article"), SIGNED_ON.items())
def test_a_refused_service_on_paper_cites_the_civil_procedure_law_of_its_day(day: str, article: str) -> None:
    paper = on_paper(ServeDocument(method="left", recipient="本人"), occurred_at=day)
    defects = {one.code: one.article for one in DECIDED.when(paper).step().defects}
    assert article in defects["refusal-needs-witness"]


# ---- Service by public notice ----


@pytest.mark.parametrize(
    ("noticed_on", "occurred_at", "over"),
    [
        (date(2026, 3, 10), "2026-04-08", False),  # the twenty-ninth day
        (date(2026, 3, 10), "2026-04-09", True),
        (date(2021, 12, 31), "2022-02-28", False),  # sixty days for a notice of the old law
        (date(2021, 12, 31), "2022-03-01", True),
        (date(2022, 1, 1), "2022-01-31", True),
        (date(1990, 1, 1), "2022-01-31", False),  # no term is known
    ],
)
def test_a_notice_serves_when_the_term_of_its_day_is_over(noticed_on: date, occurred_at: str, over: bool) -> None:
    paper = on_paper(noticed(noticed_on), occurred_at=occurred_at)
    outcome = DECIDED.when(paper, at="2026-06-01 09:00")
    assert ("notice-not-over" not in outcome.defects()) == over
    assert outcome.step().noticed_on == noticed_on


def test_a_live_service_by_notice_stands_on_the_day_on_which_its_term_is_over() -> None:
    command = noticed(date(2026, 3, 10))
    DECIDED.when(command, at="2026-04-08 23:59").refused("notice-not-over")
    assert DECIDED.when(command, at="2026-04-09 00:00").step().noticed_on == date(2026, 3, 10)


def test_a_review_on_paper_from_before_the_rules_is_reviewed_again() -> None:
    command = on_paper(withholding(), occurred_at="2019-03-01")
    assert DECIDED.when(command, by=REVIEWER).step().next_review_on == date(2020, 3, 1)


@pytest.mark.parametrize(
    ("occurred_at", "kept"),
    [
        ("2026-03-10T09:00:00+08:00", True),
        ("2026-03-10T08:59:59+08:00", False),
        ("2026-03-10", True),  # by its date alone it may have been in the afternoon
        ("2026-03-09", False),
    ],
)
def test_no_step_comes_before_the_one_that_it_rests_on(occurred_at: str, kept: bool) -> None:
    outcome = DECIDED.when(on_paper(SERVE, occurred_at=occurred_at), at="2026-03-11 09:00")
    assert ("step-before-its-cause" not in outcome.defects()) == kept
    live = DECIDED.when(msgspec.structs.replace(SERVE, occurred_at="2026-03-10T08:59:00+08:00"), at="2026-03-10 09:30")
    live.refused("step-before-its-cause")


# ---- Qualifications on the day of the step ----


@pytest.mark.parametrize(
    ("last_day", "valid"),
    [(date(2026, 3, 15), False), (date(2026, 3, 16), True), (date(2026, 3, 17), True)],
)
def test_a_certificate_holds_on_its_last_day_and_not_after(last_day: date, valid: bool) -> None:
    term = msgspec.structs.replace(ADDED, valid_to=last_day)
    ended = OfficerEnded(person="officer-sun", certificate="14042909", last_day=last_day, reason="调离")
    for entries in ((term,), (msgspec.structs.replace(ADDED, valid_to=date(2030, 1, 1)), ended)):
        case = given(filed(handlers=(HANDLERS[0], "officer-sun")), register=register(*entries))
        outcome = case.when(decision())
        if valid:
            assert outcome.defects() == []
        else:
            outcome.refused("officer-not-certified")


def test_after_a_change_of_heads_each_signs_for_their_own_time() -> None:
    entries = register(
        HeadAppointed(agency=AGENCY, person=HEAD, valid_from=date(2020, 1, 1), valid_to=date(2026, 3, 15)),
        HeadAppointed(agency=AGENCY, person="head-new", valid_from=date(2026, 3, 16)),
    )
    case = given(filed(), register=entries)
    assert case.when(decision(decided_by="head-new")).defects() == []
    case.when(decision()).refused("decider-not-head")
    assert case.when(decision(), at="2026-03-15 23:59").defects() == []
    case.when(decision(decided_by="head-new"), at="2026-03-15 23:59").refused("decider-not-head")


def test_a_matter_that_was_withdrawn_opens_cases_up_to_its_last_day() -> None:
    withdrawn = given(register=register(LISTED_NO_MORE))
    assert withdrawn.when(filing(), at="2026-03-15 23:59").defects() == []
    withdrawn.when(filing(), at="2026-03-16 00:00").refused("matter-not-listed")


# ---- Age ----


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 5, 4), "under-14"),  # the day before the fourteenth birthday
        (date(2025, 5, 5), "under-14"),  # the birthday itself
        (date(2025, 5, 6), "14-17"),
        (date(2029, 5, 5), "14-17"),
        (date(2029, 5, 6), "adult"),
    ],
)
def test_a_full_year_is_reached_on_the_day_after_the_birthday(on: date, expected: str) -> None:
    assert age_class(date(2011, 5, 5), on) == expected
    party = PartyGiven(kind="natural", name="小明", born_on=date(2011, 5, 5))
    step = given().when(filing(party=party, acted_on=on, discovered_on=on), at="2030-01-02 10:00").step()
    assert step.party.age == expected


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2026, 2, 28), "under-14"), (date(2026, 3, 1), "14-17"), (date(2024, 2, 29), "under-14")]
)
def test_who_was_born_on_a_leap_day_is_a_year_older_on_the_first_of_march(on: date, expected: str) -> None:
    assert age_class(date(2012, 2, 29), on) == expected


def test_the_age_comes_from_the_number_when_there_is_one() -> None:
    party = PartyGiven(kind="natural", name="小明", number="140429201103020028")
    day = date(2026, 1, 5)
    assert given().when(filing(party=party, acted_on=day, discovered_on=day)).step().party.age == "14-17"


def test_an_organisation_has_no_age() -> None:
    party = PartyGiven(kind="organisation", name="武乡县顺路达货运有限公司", number="91140429MA0XX77789")
    assert given().when(filing(party=party)).step().party.age is None


def test_a_party_of_fourteen_may_be_punished() -> None:
    assert given(MINOR).when(decision()).defects() == []


# ---- Numbers ----


def number_of(outcome: Outcome) -> tuple[str, int | None]:
    sequences = [event.sequence for event in outcome.events if isinstance(event, DocumentNumberTaken)]
    return outcome.step().number, sequences[0] if sequences else None


def test_the_next_decision_takes_the_next_number() -> None:
    assert number_of(given(filed(), taken(1), taken(2)).when(decision())) == ("监漳罚决〔2026〕3号", 3)


def test_the_year_of_a_number_is_that_of_the_signature_in_shanghai() -> None:
    """At 00:30 on New Year's Day in Shanghai it is still last year in UTC."""
    outcome = given(filed()).when(on_paper(decision(), occurred_at="2025-12-31T16:30:00Z"))
    assert number_of(outcome)[0] == "监漳罚决〔2026〕1号"


def test_a_papers_number_ahead_leaves_a_gap_that_is_filled_first() -> None:
    paper = on_paper(decision(number="监漳罚决〔2026〕3号"))
    assert number_of(given(filed(), taken(1)).when(paper)) == ("监漳罚决〔2026〕3号", 3)
    assert number_of(given(filed(), taken(1), taken(3)).when(decision()))[1] == 2
    assert number_of(given(filed(), taken(1), taken(3), taken(2)).when(decision()))[1] == 4


@pytest.mark.parametrize(
    "number",
    [
        "监漳罚决〔2026〕1号",  # taken
        "监漳罚决〔2026〕4号",  # taken before its turn
        "监漳罚决〔2025〕2号",
        "洪水罚决〔2026〕2号",
        "监漳罚决〔2026〕02号",
        "监漳罚决[2026]2号",
        "监漳罚决〔2026〕2号\n",
        f"监漳罚决〔2026〕{'9' * 5000}号",
    ],
)
def test_a_papers_number_that_cannot_come_from_the_series_is_a_defect_and_stays_as_it_is(number: str) -> None:
    outcome = given(filed(), taken(1), taken(4)).when(on_paper(decision(number=number)))
    assert outcome.defects() == ["number-out-of-series"]
    assert number_of(outcome) == (number, None)


# ---- What a schema can't say ----


@pytest.mark.parametrize(
    ("command", "path"),
    [
        (filing(occurred_at="2026-03-16T10:00:00"), "$.occurred_at"),
        (filing(occurred_at="gestern"), "$.occurred_at"),
        (filing(occurred_at="0001-01-01"), "$.occurred_at"),
        (filing(occurred_at="9999-12-31T23:59:59-12:00"), "$.occurred_at"),
        (filing(occurred_at="2026-W12-1"), "$.occurred_at"),
        (filing(entry=msgspec.structs.replace(SCAN, reason=" ")), "$.entry.reason"),
        (filing(entry=msgspec.structs.replace(SCAN, scan="")), "$.entry.scan"),
        (filing(party=PartyGiven(kind="natural", name="张三", number=PARTY_NUMBER[:-1] + "4")), "$.party.number"),
        (filing(party=PartyGiven(kind="natural", name="张三")), "$.party.born_on"),
        (
            filing(party=PartyGiven(kind="natural", name="张三", number=PARTY_NUMBER, born_on=date(1990, 1, 2))),
            "$.party.born_on",
        ),
        (filing(party=PartyGiven(kind="organisation", name="某公司")), "$.party.number"),
        (filing(party=PartyGiven(kind="natural", name="张三", born_on=date(2025, 1, 7))), "$.acted_on"),
        (filing(acted_on=date(2025, 1, 7)), "$.discovered_on"),
        (filing(handlers=(HANDLERS[0], HANDLERS[0])), "$.handlers"),
        (decision(fine_yuan=None), "$.fine_yuan"),
        (decision(kinds=("罚款", "罚款")), "$.kinds"),
        (decision(kinds=("警告",)), "$.fine_yuan"),
        (decision(confiscated_yuan=Decimal(1)), "$.confiscated_yuan"),
        *(
            (decision(fine_yuan=Decimal(amount)), "$.fine_yuan")
            for amount in ("0", "-1", "0.001", "NaN", "Infinity", "1e13")
        ),
        (decision(number="监漳罚决〔2026〕1号"), "$.number"),
        (ServeDocument(method="public-notice", recipient="本人", proof="无"), "$.noticed_on"),
        (msgspec.structs.replace(SERVE, noticed_on=TODAY), "$.noticed_on"),
        (review(masked=("facts",)), "$.masked"),
        (review(outcome="redacted"), "$.masked"),
        (review(party_shown=" "), "$.party_shown"),
    ],
)
def test_a_field_that_cannot_be_right_is_named(command: Penal, path: str) -> None:
    assert [where for where, _ in check(command)] == [path]


def test_commands_refuse_fields_that_they_do_not_know() -> None:
    for kind in (FileCase, LinkRecording, SignDecision, ServeDocument, ReviewDisclosure, RevokeDecision):
        assert kind.__struct_config__.forbid_unknown_fields


def test_what_is_refused_here_is_refused_by_law_and_not_by_its_form() -> None:
    lawful = [one.command for one in (*RULES, *NOW_TOO) if one.code != "number-out-of-series"]
    assert [found for command in (*lawful, *(one.command for one in SHOWN)) for found in check(command)] == []


def test_every_rule_of_the_law_data_is_broken_here() -> None:
    times = {"step-too-old", "step-ahead", "not-checked"}
    broken = {one.code for one in RULES} | {one.code for one in NOW_TOO} | {one.code for one in SHOWN} | times
    assert broken == SEEDED.law(TODAY).rules.keys()


def test_the_state_after_steps_is_the_same_in_whichever_way_it_is_folded() -> None:
    happened = [filed(), signed(), served(), reviewed(), revoked()]
    whole = fold(Happened(event, shanghai(DAYS[type(event)])) for event in happened)  # type: ignore[arg-type]  # of a case
    assert (whole.filed, whole.decision, whole.service, whole.disclosure, whole.revocation) == tuple(happened)
    assert (whole.filed_at, whole.signed_at, whole.served_at) == tuple(
        shanghai(DAYS[kind]) for kind in (CaseFiled, DecisionSigned, DocumentServed)
    )
    assert fold(()).agency == ""
    assert fold(()).handlers == ()
