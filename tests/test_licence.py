"""What stories can't say of licences: the register put together from cases, what the timer does, the papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Final

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.desks import CaseDesks
from api.timer import Timer
from drafts import drafted
from media.catalogue import Catalogue
from media.catalogue import install as install_catalogue
from penal import COURSES, HANDLERS, HEAD, SCAN, command, sender_of, timely
from projections import schema
from projections.follower import Follower
from projections.licences import Licence, LicencePage, licences
from projections.rebuild import rebuild
from records.course.conclusions import every
from records.course.drafting import Drafted, SubmitDraft
from records.course.rederive import defects_now
from records.course.shapes import Command, PartyGiven
from records.errors import Invalid, Refused
from records.event import CaseEvent
from records.licence import commands as c
from records.licence.events import (
    AcceptanceDeemed,
    ApplicationAccepted,
    LicenceApplied,
    LicenceCompensationPaid,
    RenewalDeemed,
)
from records.licence.listed import LicenceMatterListed, LicenceNoted, licences_stream
from records.licence.marks import MOMENTS
from records.licence.renewing import as_long_again
from records.licence.steps import STEPS
from records.moment import SHANGHAI
from records.penalty import commands as p
from records.penalty.events import HearingEnded, HearingHeld
from stories import Story
from town import MATTER, Town, town
from walks import Walk, wander

LISTED: Final = LicenceMatterListed(
    matter=MATTER, kind="ordinary", materials=("申请书", "场地平面图"), valid_from=date(2020, 1, 1)
)


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[Town]:
    """A ledger with its views; its clock stands on Monday, 6 January 2025."""
    with town(database, tmp_path) as found:
        schema.install(found.ledgers.engine)
        install_catalogue(found.ledgers.engine)
        yield found


def opened(place: Town, kind: type[Command] = c.ApplyLicence, **changes: Any) -> str:
    sent: Any = command(kind, **changes)
    written = place.desk.open(sent, place.sender(sender_of(kind)))
    return next(one.case for one in written.events if isinstance(one, CaseEvent))


def taken(place: Town, case: str, kind: type[Command], **changes: Any) -> Any:
    now = place.ledger.now().instant.astimezone(SHANGHAI)
    changes = drafted(kind, changes, place.ledger.case(case)[0], now)
    sent: Any = command(kind, **(timely(kind, now) | changes))
    return place.desk.step(case, sent, place.sender(sender_of(kind)))


def granted(place: Town, **changes: Any) -> str:
    """A licence with its certificate; `changes` say from when to when."""
    case = opened(place)
    term = {"valid_from": date(2025, 1, 6), "valid_until": date(2025, 6, 30)} | changes
    for name, kind, fields in COURSES["licence"][1:5]:
        taken(place, case, kind, **(fields | (term if name in ("decision", "certificate") else {})))
    return case


def about(base: str, kind: type[Command], **changes: Any) -> dict[str, Any]:
    paper = {"licence": "", "licence_from": None, "licence_until": None} if kind is c.OpenLicenceAction else {}
    return {**paper, "related_case": base, **changes}


def revoked(place: Town, base: str, *, until: str = "decision") -> str:
    """A case that revokes the licence of another, reviewed as it has to be."""
    case = opened(place, c.OpenLicenceAction, **about(base, c.OpenLicenceAction))
    taken(place, case, c.TellInterested, to="holder", interested=(), hearing_told=False)
    taken(place, case, c.HearInterested, by="holder", points=())
    taken(place, case, c.ConcludeExamination, proposal="act", findings="不符合条件。")
    sent = command(c.RevokeLicence)
    draft = Drafted(
        document="licence-end",
        **{name: getattr(sent, name) for name in ("content", "facts", "evidence", "basis", "reasons", "relief")},
    )
    taken(place, case, SubmitDraft, draft=draft)
    taken(place, case, p.ReviewCase)
    if until == "decision":
        taken(place, case, c.RevokeLicence)
    return case


def register(place: Town, on: date, **asked: Any) -> LicencePage:
    Follower(place.ledgers).catch_up()
    with place.ledgers.engine.connect() as connection:
        return licences(connection, place.name, on, **asked)


def only(place: Town, on: date) -> Licence:
    (one,) = register(place, on).items
    return one


def tick(place: Town) -> int:
    Follower(place.ledgers).catch_up()
    return Timer(place.ledgers, CaseDesks(place.ledgers, Catalogue(place.ledgers.engine))).tick()


# ---- The register ----


def test_a_licence_is_in_the_register_with_its_certificate_and_ends_with_its_last_day(place: Town) -> None:
    base = granted(place)
    one = only(place, date(2025, 6, 30))
    assert (one.licence, one.number, one.certificate) == (base, "监漳许准〔2025〕1号", "监漳许证〔2025〕1号")
    assert (one.state, one.kind, one.valid_until, one.ended_by) == ("valid", "ordinary", date(2025, 6, 30), "")
    assert one.person == place.desk.load(base).case.party.person  # type: ignore[union-attr]  # it has a party
    assert only(place, date(2025, 7, 1)).state == "expired"


def test_a_case_without_a_grant_is_in_no_register(place: Town) -> None:
    case = opened(place)
    taken(place, case, c.AcceptApplication)
    assert register(place, date(2025, 1, 6)).items == ()


def test_a_renewal_makes_the_licence_longer_and_brings_its_own_certificate(place: Town) -> None:
    base = granted(place)
    place.at("2025-05-30 09:00")
    case = opened(place, **about(base, c.ApplyLicence, application="renewal"))
    term = {"valid_from": date(2025, 7, 1), "valid_until": date(2026, 6, 30)}
    taken(place, case, c.AcceptApplication)
    taken(place, case, c.ConcludeExamination)
    taken(place, case, c.ChangeLicence, **term)
    taken(place, case, c.IssueCertificate, sector_number="晋证9号", **term)
    one = only(place, date(2025, 7, 1))
    assert (one.licence, one.state, one.valid_until, one.certificate) == (
        base,
        "valid",
        date(2026, 6, 30),
        "监漳许证〔2025〕2号",
    )


def test_a_revocation_ends_the_licence_and_falls_away_when_it_is_undone_itself(place: Town) -> None:
    base = granted(place)
    case = revoked(place, base)
    one = only(place, date(2025, 1, 7))
    assert (one.state, one.ended_by) == ("revoked", "监漳许撤〔2025〕1号")
    place.revoke(case)
    one = only(place, date(2025, 1, 7))
    assert (one.state, one.ended_by) == ("valid", "")


def test_a_grant_that_is_undone_is_no_licence_any_more_and_nobody_renews_it(place: Town) -> None:
    base = granted(place)
    place.revoke(base)
    assert only(place, date(2025, 1, 7)).state == "undone"
    with pytest.raises(Refused) as refused:
        opened(place, **about(base, c.ApplyLicence, application="change"))
    assert refused.value.code == "licence-not-in-force"


def test_the_register_is_read_in_pages_the_newest_first(place: Town) -> None:
    made = [granted(place) for _ in range(3)]
    first = register(place, date(2025, 1, 6), limit=2)
    assert [one.licence for one in first.items] == [made[2], made[1]]
    rest = register(place, date(2025, 1, 6), limit=2, after=first.next)
    assert ([one.licence for one in rest.items], rest.next) == ([made[0]], None)
    assert register(place, date(2025, 1, 6), matter="other").items == ()
    with pytest.raises(Invalid):
        register(place, date(2025, 1, 6), after="不是分页位置")


def test_the_register_is_the_same_when_it_is_rebuilt(place: Town) -> None:
    base = granted(place)
    revoked(place, base)
    before = register(place, date(2025, 1, 7))
    rebuild(place.ledgers, ("licences",))
    assert register(place, date(2025, 1, 7)) == before


# ---- What the timer does ----


def test_the_timer_accepts_what_nobody_answered_and_starts_the_term_on_the_day_of_receipt(place: Town) -> None:
    case = opened(place)
    place.at("2025-01-13 23:59")
    assert tick(place) == 0
    place.at("2025-01-14 00:01")
    assert tick(place) == 1
    assert tick(place) == 0
    deemed = place.desk.load(case).case.last(AcceptanceDeemed)
    assert deemed is not None
    assert deemed.accepted_on == date(2025, 1, 6)


def test_the_timer_renews_what_nobody_decided_on_before_the_licence_ended(place: Town) -> None:
    base = granted(place)
    place.at("2025-05-30 09:00")
    case = opened(place, **about(base, c.ApplyLicence, application="renewal"))
    taken(place, case, c.AcceptApplication)
    place.at("2025-06-30 23:59")
    assert tick(place) == 0
    place.at("2025-07-01 00:01")
    assert tick(place) == 1
    deemed = place.desk.load(case).case.last(RenewalDeemed)
    assert deemed is not None
    assert (deemed.expired_on, deemed.valid_until) == (date(2025, 6, 30), date(2025, 12, 23))
    one = only(place, date(2025, 12, 23))
    assert (one.state, one.valid_until, one.number) == ("valid", date(2025, 12, 23), "监漳许准〔2025〕1号")


def test_a_renewal_that_lacks_materials_is_not_renewed_by_silence(place: Town) -> None:
    place.enter(LISTED)
    base = granted(place)
    place.at("2025-05-30 09:00")
    case = opened(place, **about(base, c.ApplyLicence, application="renewal"))
    taken(place, case, c.AskLicenceSupplement)
    place.at("2025-07-01 00:01")
    assert tick(place) == 0
    assert RenewalDeemed not in place.desk.load(case).case.happened


@pytest.mark.parametrize(
    ("begun", "ended", "again"),
    [
        ("2025-03-01", "2026-02-28", "2027-02-28"),
        ("2023-03-01", "2024-02-29", "2025-02-28"),
        ("2025-01-01", "2025-01-31", "2025-02-28"),
        ("2025-01-06", "2025-06-30", "2025-12-23"),
        ("2025-01-31", "2025-02-01", "2025-02-03"),
    ],
)
def test_a_term_is_as_long_again_in_whole_months_or_else_in_days(begun: str, ended: str, again: str) -> None:
    days = (date.fromisoformat(one) for one in (begun, ended))
    assert as_long_again(*days) == date.fromisoformat(again)


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(1, 4000))
def test_a_renewed_term_differs_from_the_one_before_by_no_more_than_months_do(begun: date, days: int) -> None:
    ended = date.fromordinal(begun.toordinal() + days)
    again = as_long_again(begun, ended)
    assert abs((again - ended).days - (ended - begun).days - 1) <= 5  # months of 28 to 31 days, and a leap day


# ---- The order of acceptance ----


def test_the_order_of_acceptance_stands_in_the_ledger(place: Town) -> None:
    cases = [opened(place) for _ in range(3)]
    for case in (cases[1], cases[0], cases[2]):
        taken(place, case, c.AcceptApplication)
    notes = [one.event for one in place.ledger.history(licences_stream(MATTER))]
    assert [one.case for one in notes if isinstance(one, LicenceNoted)] == [cases[1], cases[0], cases[2]]


def test_of_two_that_were_accepted_in_one_moment_the_first_in_the_ledger_comes_first(place: Town) -> None:
    """The clock of a sample stands, so that both have the same time."""
    place.enter(msgspec.structs.replace(LISTED, number_limit=2))
    first, second = opened(place), opened(place)
    for case in (second, first):
        taken(place, case, c.AcceptApplication)
        taken(place, case, c.ConcludeExamination)
    assert {place.desk.load(one).case.at(ApplicationAccepted) for one in (first, second)}.__len__() == 1
    with pytest.raises(Refused) as refused:
        taken(place, first, c.GrantLicence)
    assert refused.value.code == "accepted-earlier"
    taken(place, second, c.GrantLicence)
    taken(place, first, c.GrantLicence)


def test_what_silence_accepted_stands_in_line_by_the_day_of_its_receipt(place: Town) -> None:
    place.enter(msgspec.structs.replace(LISTED, number_limit=2))
    silent = opened(place)
    place.at("2025-01-07 09:00")
    other = opened(place)
    taken(place, other, c.AcceptApplication)
    taken(place, other, c.ConcludeExamination)
    place.at("2025-01-14 00:01")
    assert tick(place) == 1
    with pytest.raises(Refused) as refused:
        taken(place, other, c.GrantLicence)
    assert refused.value.code == "accepted-earlier"
    taken(place, silent, c.ConcludeExamination)
    taken(place, silent, c.GrantLicence)
    taken(place, other, c.GrantLicence)


def test_a_place_is_free_again_once_a_licence_was_revoked(place: Town) -> None:
    place.enter(msgspec.structs.replace(LISTED, number_limit=1))
    base, other = granted(place), opened(place)
    taken(place, other, c.AcceptApplication)
    taken(place, other, c.ConcludeExamination)
    with pytest.raises(Refused) as refused:
        taken(place, other, c.GrantLicence)
    assert refused.value.code == "number-limit-reached"
    revoked(place, base)
    taken(place, other, c.GrantLicence)


def test_a_licence_that_was_revoked_meanwhile_is_neither_renewed_by_silence_nor_changed_nor_revoked_again(
    place: Town,
) -> None:
    base = granted(place)
    place.at("2025-05-30 09:00")
    renewal = opened(place, **about(base, c.ApplyLicence, application="renewal"))
    taken(place, renewal, c.AcceptApplication)
    taken(place, renewal, c.ConcludeExamination)
    second = revoked(place, base, until="review")
    revoked(place, base)
    term = {"valid_from": date(2025, 7, 1), "valid_until": date(2026, 6, 30)}
    for case, kind, changes in ((renewal, c.ChangeLicence, term), (second, c.RevokeLicence, {})):
        with pytest.raises(Refused) as refused:
            taken(place, case, kind, **changes)
        assert refused.value.code == "licence-not-in-force"
    place.at("2025-07-01 09:00")
    tick(place)
    assert RenewalDeemed not in place.desk.load(renewal).case.happened
    assert only(place, date(2025, 7, 1)).state == "revoked"


def test_a_paper_about_a_licence_is_judged_by_how_the_licence_stood_on_its_day(place: Town) -> None:
    base = granted(place)
    place.at("2025-05-30 09:00")
    change = opened(place, **about(base, c.ApplyLicence, application="change"))
    taken(place, change, c.AcceptApplication)
    taken(place, change, c.ConcludeExamination)
    place.at("2025-06-03 09:00")
    revoked(place, base)
    for day, flaws in (("2025-05-31", ()), ("2025-06-04", ("licence-not-in-force",))):
        place.at("2025-06-05 09:00")
        sent = command(c.ChangeLicence, occurred_at=day, entry=SCAN)
        (event, *_) = place.desk.preview(change, sent, place.sender(HANDLERS[0]))
        assert isinstance(event, CaseEvent)
        assert [one.code for one in event.defects if one.code == "licence-not-in-force"] == list(flaws)


# ---- Bars, money, papers ----


def test_a_bar_falls_away_with_the_decision_that_made_it(place: Town) -> None:
    place.enter(msgspec.structs.replace(LISTED, safety=True))
    false = opened(place)
    taken(place, false, c.RefuseAcceptance, ground="false-papers", competent="")
    barred = opened(place)
    with pytest.raises(Refused) as refused:
        taken(place, barred, c.AcceptApplication)
    assert refused.value.code == "applicant-barred"
    place.revoke(false)
    taken(place, opened(place), c.AcceptApplication)


def test_compensation_is_paid_in_parts_to_the_fen(place: Town) -> None:
    case = opened(place, c.OpenLicenceAction, action="withdrawal")
    on = {"occurred_at": "2025-01-06", "entry": SCAN}
    place.desk.step(
        case, command(c.WithdrawLicence, compensation_yuan=Decimal("100.01"), **on), place.sender(HANDLERS[0])
    )
    left = [
        taken(place, case, c.PayLicenceCompensation, amount_yuan=Decimal(one)).events[0].left_yuan
        for one in ("33.33", "33.34", "33.34")
    ]
    assert left == [Decimal("66.68"), Decimal("33.34"), Decimal(0)]


def test_the_head_signs_and_nobody_else(place: Town) -> None:
    case = opened(place)
    for _, kind, fields in COURSES["licence"][1:3]:
        taken(place, case, kind, **fields)
    with pytest.raises(Refused) as refused:
        place.desk.step(case, command(c.GrantLicence), place.sender(HANDLERS[0]))
    assert refused.value.code == "head-only"
    with pytest.raises(Refused) as refused:
        place.desk.step(case, command(c.GrantLicence, decided_by=HANDLERS[0]), place.sender(HEAD))
    assert refused.value.code == "decider-not-head"


def test_every_moment_of_a_licence_can_come_about() -> None:
    story = Story()
    for way in ("alone", "joint", "first-review"):
        story.tell("2026-03-03", ApplicationAccepted, way=way, accepted_on=date(2026, 3, 3))
    for kind in STEPS:
        renewal = {"application": "renewal", "in_time": True, "licence_until": date(2026, 6, 30)}
        more = {"left_yuan": Decimal(0)} if kind is LicenceCompensationPaid else {}
        story.tell("2026-03-02", kind, **(renewal if kind is LicenceApplied else more))
    story.tell("2026-03-20", HearingHeld).tell("2026-03-21", HearingEnded)
    assert every(story.moments).keys() >= MOMENTS


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(5, 40))
def test_a_licence_case_of_allowed_live_steps_is_never_defective(random: Random, steps: int) -> None:
    walk = wander(Walk(procedure="licence"), random, steps)
    assert not [one for one in walk.events if one.defects]
    found = defects_now(walk.taken, walk.register)
    assert {version: [one.code for one in some] for version, some in found.items() if some} == {}


def test_what_ended_a_licence_counts_whoever_was_named_as_its_holder_then(place: Town) -> None:
    base = granted(place)
    stranger = PartyGiven(kind="natural", name="张三丰", born_on=date(1990, 1, 1))
    on = {"occurred_at": "2025-01-06", "entry": SCAN}
    paper = {"licence": "", "licence_from": None, "licence_until": None, "related_case": base}
    case = opened(place, c.OpenLicenceAction, action="cancellation", party=stranger, **paper, **on)
    taken(place, case, c.ConcludeExamination, proposal="act", findings="被许可人死亡。")
    taken(place, case, c.CancelLicence, ground="incapable")
    with pytest.raises(Refused) as refused:
        opened(place, **about(base, c.ApplyLicence, application="change"))
    assert refused.value.code == "licence-not-in-force"
