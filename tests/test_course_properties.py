"""What holds for every case, whatever steps it took: replay, judging once more, and events as commands again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course import SEEDED, Course
from penal import AGENCY, BEFORE_DECISION, HANDLERS, LAWYER, MATTER, PLAIN, SCAN, command, events_of
from plain_reviewing import COUNTY, COUNTY_LAWYER
from records.beside.commands import (
    AnswerComplaint,
    AnswerRedo,
    FlagMatter,
    HandBackCase,
    NoteParticulars,
    ReceiveComplaint,
)
from records.correction.commands import CorrectDisclosure
from records.course.again import command_of
from records.course.case import Case, evolve, fold
from records.course.decide import decide
from records.course.drafting import Drafted, SubmitDraft
from records.course.rederive import defects_now
from records.course.steps import COMMANDS
from records.event import CaseEvent
from records.law.entries import ORDINARY
from records.moment import SHANGHAI, Moment
from records.offence.commands import (
    CheckJurisdiction,
    CompareRules,
    HandInProceeds,
    RecordJudgment,
    SettleConfiscated,
)
from records.penalty import commands as c
from records.penalty import events as e
from records.publishing import commands as published
from records.register.events import (
    AgencyRegistered,
    DelegationGranted,
    LegalBasis,
    ListedMatter,
    ListPublished,
    MatterWithdrawn,
    OfficerRegistered,
    RegisterEvent,
    ReviewerRegistered,
)
from records.register.fold import fold as fold_registers
from records.reviewing.commands import ReceiveCountyReview, RequestCountyReview
from records.spot.commands import (
    CollectFine,
    DecideSpot,
    DepositFines,
    HandInFines,
    HearSpot,
    OpenSpot,
    RecordLanding,
    ReportSpot,
    TellSpot,
    TurnSpot,
)
from walks import Walk, wander

RANDOM = st.randoms(use_true_random=False)
CASES = settings(max_examples=80)


# ---- Replay ----


def by_occurrence(steps: list[tuple[Any, Moment, int]]) -> list[tuple[Any, Moment, int]]:
    return sorted(steps, key=lambda one: (one[1].micros, one[2]))


@CASES
@given(RANDOM, st.integers(5, 40))
def test_any_prefix_replays_to_the_case_as_it_stood(random: Random, steps: int) -> None:
    """One by one in the order of entry, also with papers that come out of order and entries that were mistakes."""
    walk, case = wander(Walk(), random, steps, papers=True), Case()
    for count, (event, at, version) in enumerate(walk.steps, 1):
        case = evolve(case, event, at, version)
        assert case == fold(by_occurrence(walk.steps[:count]))


@CASES
@given(RANDOM, st.permutations(range(12)))
def test_the_order_in_which_events_are_evolved_makes_no_difference(random: Random, order: list[int]) -> None:
    walk, case = wander(Walk(), random, 30, papers=True), Case()
    known = [walk.steps[index] for index in order if index < len(walk.steps)]
    for event, at, version in known:
        case = evolve(case, event, at, version)
    assert case == fold(by_occurrence(known))


# ---- Judged once more ----


@CASES
@given(RANDOM, st.integers(5, 40))
def test_a_case_of_allowed_live_steps_is_never_defective(random: Random, steps: int) -> None:
    """Not even when entries are voided: none is on which a later step rests."""
    walk = wander(Walk(), random, steps)
    assert not [one for one in walk.events if one.defects]
    found = defects_now(walk.taken, walk.register)
    assert {version: [one.code for one in some] for version, some in found.items() if some} == {}


class Omission(NamedTuple):
    """A case without a step that a decision needs: what is left out of a plain one, and what is otherwise."""

    without: tuple[str, ...] = ()
    changes: Mapping[str, dict[str, Any]] = MappingProxyType({})


OMISSIONS: dict[str, Omission] = {
    "filed": Omission(("filing",)),
    "filing-approved": Omission(("filing-approved",)),
    "evidence-gathered": Omission(("evidence",)),
    "correction-settled": Omission(("no-correction",)),
    "notice-served": Omission(("notice-served",)),
    "defence-settled": Omission(("defence",)),
    "hearing-settled": Omission(changes={"notice": {"hearing_told": True}, "defence": {"hearing_too": False}}),
    "review-passed": Omission(changes={"opinion": {"qualities": ("public-interest",)}}),
    "discussed": Omission(changes={"opinion": {"qualities": ("grave",)}}),
}
"""By the fact that the law data name as what the decision needs."""

NEEDS = SEEDED.law(Moment.parse("2026-03-16").day).steps["sign-decision"].needs


def test_every_need_of_a_decision_is_left_out_once() -> None:
    assert OMISSIONS.keys() == NEEDS.keys()


@pytest.mark.parametrize("fact", OMISSIONS)
@settings(max_examples=12)
@given(random=RANDOM)
def test_a_decision_on_paper_without_what_it_needs_has_the_defect_that_the_law_data_name(
    fact: str, random: Random
) -> None:
    """Whatever else was done, whenever the papers were entered, and in whichever order."""
    walk = Walk("2026-03-01 09:00")
    walk.take(c.RegisterLead)
    papers = list(_papers(OMISSIONS[fact], random))
    for stage, kind, at, changes in papers:
        if stage == "filing":  # on paper it would bear its approval
            walk.now = at
            walk.take(kind, **changes)
    walk.at("2026-05-06 09:00")
    entered = random.sample(
        [one for one in papers if one.stage != "filing"], k=len(papers) - (papers[0].stage == "filing")
    )
    for _, kind, at, changes in entered:
        walk.take(kind, HANDLERS[0], **changes, occurred_at=at.isoformat(), entry=SCAN)
        walk.takes(random.choice((c.LinkRecording, c.ConfirmAddress, c.TagSecrecy, c.RequestDeferral)))
    found = defects_now(walk.taken, walk.register)
    (signed,) = (one for one in walk.taken if isinstance(one.event, e.DecisionSigned))
    assert NEEDS[fact] in [one.code for one in found[signed.version]]
    if entered[-1].stage == "decision":
        assert NEEDS[fact] in [one.code for one in signed.event.defects]


class Paper(NamedTuple):
    """A step of a plain case and when it was taken."""

    stage: str
    kind: type[c.Command]
    at: datetime
    changes: dict[str, Any]


def _papers(omission: Omission, random: Random) -> Iterator[Paper]:
    """The steps of a plain case up to its decision, on one day: before the term of defence or hearing is over."""
    at = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
    for stage, kind, given_ in PLAIN[: len(BEFORE_DECISION) + 2]:
        at += timedelta(minutes=random.randrange(15, 50))
        if stage not in omission.without:
            yield Paper(stage, kind, at, given_ | omission.changes.get(stage, {}))


# ---- An event is a command again ----


def same(event: CaseEvent) -> Any:
    """The event as JSON, without what tells who a person is: no command of an event knows that."""
    fields: dict[str, Any] = msgspec.to_builtins(event)
    return fields | _nameless(fields)


def _nameless(fields: dict[str, Any]) -> dict[str, Any]:
    told = [name for name, value in fields.items() if isinstance(value, list | tuple | dict) and _tells(value)]
    return {name: [one["person"] for one in _all(fields[name])] for name in told}


def _all(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _tells(value: Any) -> bool:
    return any(isinstance(one, dict) and {"person", "name"} <= one.keys() for one in _all(value))


def is_made_again(walk: Walk) -> None:
    """Each event of the walk, as a command, leads to itself when it is decided as it was then."""
    for event, case, context in walk.decided:
        again = command_of(event)
        assert type(again) is COMMANDS[type(event)]
        made = next(one for one in decide(again, case, context) if isinstance(one, CaseEvent))
        assert same(made) == same(event)


@CASES
@given(RANDOM, st.integers(5, 40))
def test_every_event_of_a_case_is_a_command_again_that_leads_to_it(random: Random, steps: int) -> None:
    is_made_again(wander(Walk(), random, steps, papers=True))


# ---- Ways through the procedure, which together have an event of every kind ----

Way = tuple[type[c.Command] | tuple[type[c.Command], dict[str, Any]] | str | RegisterEvent, ...]
"""Steps with what is otherwise than in a plain case; a text is the time from which it goes on."""

MONITORED: dict[str, Any] = {
    "monitored": True,
    "allowed_by": "某法 第一条",
    "device_reviewed": "已经审核，点位已经公布",
}
_FILED: Way = (c.FileCase, c.ApproveFiling, c.RecordInspection, c.WaiveCorrection)
_TOLD: Way = (*_FILED, c.SubmitOpinion, c.EndorseOpinion, c.GiveNotice, (c.ServeDocument, {"document": "notice"}))
_SIGNED: Way = (*_TOLD, c.WaiveDefence, c.SignDecision, c.ServeDocument)

_GAINS: dict[str, Any] = {"kinds": ("罚款", "没收违法所得"), "confiscated_yuan": Decimal("50.00")}

_BODY = "12140429012345700N"
_THEIRS = ("officer-sun", "officer-he")
_ENTRUSTED: Way = (
    AgencyRegistered(
        code=_BODY,
        name="监漳镇综合便民服务中心",
        short="监漳便民",
        kind="entrusted",
        region="140429",
        valid_from=date(2020, 1, 1),
    ),
    *(
        OfficerRegistered(
            person=one,
            agency=_BODY,
            certificate=f"1404292{number}",
            category="综合执法",
            valid_from=date(2020, 1, 1),
            valid_to=date(2030, 12, 31),
        )
        for number, one in enumerate(_THEIRS)
    ),
    DelegationGranted(
        number="监漳委〔2026〕1号",
        delegator=AGENCY,
        delegate=_BODY,
        kind="penalty",
        basis=(LegalBasis(law="山西省城市市容管理条例", article="第五条"),),
        matters=(MATTER,),
        scope="监漳镇辖区",
        fitness="公益一类事业单位，有取得执法资格的人员",
        digest="e" * 64,
        announced="镇政府网站、公告栏",
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 3, 31),
    ),
)

_SPOT_DRAFT = Drafted(
    document="spot-decision",
    content="罚款人民币伍拾元整。",
    facts="在人行道摆摊，占道约三平方米。",
    basis=("山西省城市市容管理条例 第十八条",),
    reasons="初次违法，当场改正。",
    relief="六十日内可申请行政复议",
)

_PUBLIC: Way = (*_SIGNED, c.ReviewSecrecy, c.ReviewDisclosure)
_MASKED: dict[str, Any] = {
    "outcome": "redacted",
    "masked": ("facts",),
    "grounds": ("hinders-enforcement",),
    "basis": "政府信息公开条例 第十六条",
}
_OTHER_LIST = ListPublished(
    agency=AGENCY,
    kind="power",
    version=1,
    items=(ListedMatter(matter="140429-cf-999", wording="对别的行为的处罚"),),
    valid_from=date(2026, 1, 1),
)
_COUNTY_REVIEWS: Way = (
    AgencyRegistered(
        code=COUNTY, name="武乡县司法局", short="武司", kind="agency", region="140429", valid_from=date(2020, 1, 1)
    ),
    ReviewerRegistered(
        person=LAWYER,
        agency=AGENCY,
        qualification="A2014140429",
        valid_from=date(2020, 1, 1),
        valid_to=date(2026, 2, 28),
        name="吴",
    ),
    ReviewerRegistered(
        person=COUNTY_LAWYER, agency=COUNTY, qualification="A2012140400", valid_from=date(2020, 1, 1), name="郑七"
    ),
)


def _ordered(on: date) -> e.Instrument:
    return e.Instrument(
        kind="reconsideration", number="武政复决〔2026〕2号", body="武乡县人民政府", dated_on=on, received_on=on
    )


def _repaired(on: date) -> e.Instrument:
    return e.Instrument(
        kind="superior", number="武信修〔2026〕1号", body="武乡县发展和改革局", dated_on=on, received_on=on
    )


WAYS: dict[str, Way] = {
    "a lead that becomes no case": (c.RegisterLead, c.DismissLead),
    "everything that can be gathered": (
        c.RegisterLead,
        *_FILED,
        c.QuestionPerson,
        c.TakeSample,
        c.AddEvidence,
        c.MarkEvidence,
        c.ApprovePreservation,
        (c.PreserveEvidence, {"items": (e.Item(name="推车", quantity="1辆"), e.Item(name="秤", quantity="1台"))}),
        c.DisposeItem,
        c.LinkRecording,
        (c.WaiveRecording, {"stage": "preservation"}),
        c.OrderCorrection,
        c.CheckCorrection,
        c.ConfirmAddress,
        c.WithdrawConsent,
        c.RequestRecusal,
        (c.DecideRecusal, {"granted": False}),
        c.ChangeHandlers,
        c.SuspendCase,
        c.ResumeCase,
        c.ExtendTerm,
        c.MarkEmergency,
        (c.VoidEntry, {"version": 6}),
        (c.AddEvidence, MONITORED),
        (c.TellMonitoring, {"items": ("证据2",)}),
        (c.RecordMonitoringAnswer, {"item": "证据2"}),
        (c.MarkEvidence, {"item": "证据2"}),
        (c.TagSecrecy, {"subject": "证据2"}),
        CheckJurisdiction,
        CompareRules,
        "2026-03-20 09:00",
        (c.LapsePreservation, {"item": "监漳先登〔2026〕1号#2"}),
    ),
    "a hearing with review and discussion": (
        *_FILED,
        (c.SubmitOpinion, {"qualities": ("complex", "grave")}),
        c.EndorseOpinion,
        (c.GiveNotice, {"hearing_told": True}),
        (c.ServeDocument, {"document": "notice", "method": "left", "witness": "王二", "recipient": ""}),
        c.RecordDefence,
        c.ReviewDefence,
        c.RequestHearing,
        c.ArrangeHearing,
        (c.ServeDocument, {"document": "hearing"}),
        "2026-03-30 09:00",
        (c.HoldHearing, {"agents": (c.SomebodyGiven(name="律师赵"),)}),
        c.ReportHearing,
        c.SubmitReview,
        c.ReturnReview,
        c.SubmitReview,
        c.ReviewCase,
        c.DiscussCase,
        c.SignDecision,
        c.AttemptService,
        c.PublishNotice,
    ),
    "a hearing that the party gives up": (
        *_FILED,
        c.SubmitOpinion,
        c.EndorseOpinion,
        (c.GiveNotice, {"hearing_told": True}),
        (c.ServeDocument, {"document": "notice"}),
        c.RequestHearing,
        c.EndHearing,
    ),
    "a transfer that the police take": (
        *_FILED,
        c.ReportTransfer,
        c.DecideTransfer,
        c.SendTransfer,
        c.RecordPoliceAnswer,
        c.HandOverGoods,
    ),
    "a transfer that the police do not take": (
        *_FILED,
        c.ReportTransfer,
        c.DecideTransfer,
        c.SendTransfer,
        (c.RecordPoliceAnswer, {"filed": False}),
        c.ObjectTransfer,
        RecordJudgment,
    ),
    "a decision that is attacked and undone": (
        c.FileCase,
        c.ApproveFiling,
        c.WaiveCorrection,
        (c.LinkRedo, {"occurred_at": "2026-03-02", "entry": SCAN}),
        c.RecordInspection,
        c.ApprovePreservation,
        c.PreserveEvidence,
        c.DisposeItem,
        c.SubmitOpinion,
        c.EndorseOpinion,
        c.GiveNotice,
        (c.ServeDocument, {"document": "notice"}),
        c.WaiveDefence,
        c.SignDecision,
        c.ServeDocument,
        "2026-03-10 09:00",
        c.RecordPayment,
        "2026-03-26 09:00",
        c.TakeApplication,
        c.PassOnApplication,
        (c.SeekRelief, {"accepted_on": date(2026, 3, 26)}),
        c.ReceiveReliefCopy,
        c.SupplementEvidence,
        c.AnswerRelief,
        c.ReceiveInstrument,
        c.PerformInstrument,
        "2026-05-20 09:00",
        c.EndRelief,
        (c.RevokeDecision, {"effect": "redo-ordered", "instrument": _ordered(date(2026, 5, 20))}),
        AnswerRedo,
        c.MakeRepayment,
    ),
    "goods that were confiscated": (
        *_FILED,
        c.ApprovePreservation,
        c.PreserveEvidence,
        (c.SubmitOpinion, _GAINS),
        c.EndorseOpinion,
        (c.GiveNotice, _GAINS),
        (c.ServeDocument, {"document": "notice"}),
        c.WaiveDefence,
        (c.SignDecision, _GAINS),
        (c.DisposeItem, {"fate": "confiscated"}),
        c.ServeDocument,
        SettleConfiscated,
        HandInProceeds,
        "2026-03-25 09:00",
        c.RevokeDecision,
        c.ReturnGoods,
    ),
    "no punishment": (*_FILED, c.DeclinePenalty, (c.ServeDocument, {"document": "no-penalty"})),
    "another agency's case": (*_FILED, c.PassCase),
    "a plain case to its archive": (
        *_SIGNED,
        c.ReviewSecrecy,
        c.ReviewDisclosure,
        c.RecordPayment,
        c.CloseCase,
        c.ArchiveCase,
        ReceiveComplaint,
        AnswerComplaint,
        c.ReopenArchive,
    ),
    "a fine that is late": (
        *_SIGNED,
        c.RequestDeferral,
        (c.DecideDeferral, {"granted": False, "plan": ()}),
        "2026-04-21 09:00",
        c.ImposeSurcharge,
        (c.SeekRelief, {"accepted_on": date(2026, 4, 21)}),
        c.StayPerformance,
        c.LiftStay,
        "2026-05-20 09:00",
        c.EndRelief,
        c.RevokeDecision,
    ),
    "a fine that officers take on water": (
        *(OpenSpot, TellSpot, HearSpot, DecideSpot, ReportSpot),
        (CollectFine, {"ground": "remote", "request": "请求当场缴纳。", "on_water": True}),
        *(RecordLanding, HandInFines, DepositFines),
    ),
    "a matter that is withdrawn": (
        *_FILED,
        NoteParticulars,
        MatterWithdrawn(code=MATTER, last_day=date(2026, 3, 31), reason="省人民政府收回"),
        "2026-04-01 09:00",
        FlagMatter,
        c.PassCase,
    ),
    "handlers whose body acts for the agency no more": (
        *_FILED,
        *_ENTRUSTED,
        (c.ChangeHandlers, {"handlers": _THEIRS}),
        "2026-04-01 09:00",
        HandBackCase,
        c.ChangeHandlers,
    ),
    "no case for the spot": (OpenSpot, TellSpot, HearSpot, TurnSpot),
    "a decision on the spot that a lawyer reads first": (
        *(OpenSpot, TellSpot, HearSpot),
        (
            SubmitDraft,
            {"draft": _SPOT_DRAFT, "materials": ("拟作出的决定草案", "办理情况说明", "证据材料目录", "现场检查笔录")},
        ),
        *(c.ReviewCase, DecideSpot),
    ),
    "a draft that the county reviews": (
        *_COUNTY_REVIEWS,
        *_FILED,
        (c.SubmitOpinion, {"qualities": ("grave",)}),
        c.EndorseOpinion,
        c.GiveNotice,
        (c.ServeDocument, {"document": "notice"}),
        c.WaiveDefence,
        c.SubmitReview,
        RequestCountyReview,
        ReceiveCountyReview,
    ),
    "a page against the list that is opened, carried, fulfilled and recalled": (
        *_SIGNED,
        c.ReviewSecrecy,
        _OTHER_LIST,
        published.OverrideListMismatch,
        (c.ReviewDisclosure, _MASKED),
        published.ReReviewDisclosure,
        published.NoteCarrierFailed,
        published.RecordCarrier,
        c.RecordPayment,
        published.PublishFulfilment,
        "2026-03-20 09:00",
        c.RevokeDecision,
        published.RecallCarrier,
    ),
    "a page that is corrected": (*_PUBLIC, CorrectDisclosure),
    "a page whose term is over before the fine is paid": (
        *_PUBLIC,
        "2028-03-06 09:00",
        published.EndPublication,
        c.RecordPayment,
        "2028-03-08 09:00",
        published.EndPublication,
    ),
    "a page of a penalty whose credit is repaired": (
        *_PUBLIC,
        c.RecordPayment,
        "2026-07-03 09:00",
        (published.RecordCreditRepair, {"instrument": _repaired(date(2026, 7, 2))}),
        published.EndPublication,
    ),
}


def _walked(way: Way) -> Walk:
    walk = Walk()
    walk.related |= {command(TurnSpot).related_case: Course().until("filing").case}
    for one in way:
        if isinstance(one, str):
            walk.at(one)
        elif isinstance(one, RegisterEvent):
            walk.register = fold_registers(walk.register, [(walk.register.position + 1, one)])
        else:
            kind, changes = one if isinstance(one, tuple) else (one, dict[str, Any]())
            if kind is CorrectDisclosure:
                walk.related[command(CorrectDisclosure).related_case] = _accepted(walk)
            walk.take(kind, **changes)
    return walk


def _accepted(walk: Walk) -> Case:
    """A correction of the walk's page that was accepted."""
    correction = Course(walk.now.strftime("%Y-%m-%d %H:%M"), procedure="correction")
    correction.related["page"] = walk.case
    correction.until("correction-decision", correction_request={"related_case": "page"})
    return correction.case


@pytest.mark.parametrize("way", WAYS)
def test_every_event_of_a_way_is_a_command_again_and_none_is_defective(way: str) -> None:
    walk = _walked(WAYS[way])
    is_made_again(walk)
    assert not any(defects_now(walk.taken, walk.register).values())


def test_the_ways_have_an_event_of_every_kind() -> None:
    told = {type(event) for way in WAYS.values() for event in _walked(way).events}
    assert told == {*events_of(ORDINARY), *events_of("penalty-simple")}
