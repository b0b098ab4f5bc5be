"""What a step answers: the papers that lie before whoever takes it, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any, Final

import msgspec

from api.case_view import actor_name, person_name
from api.choices import Sources
from api.event_fields import Names, Shown, shown
from api.wording import STEPS, moment
from records.course.case import Happened
from records.course.decided import Decided
from records.course.drafting import DraftSubmitted, SubmitDraft
from records.course.steps import COMMANDS
from records.event import CaseEvent, case_stream
from records.penalty import commands as c
from records.penalty import events as e
from records.reviewing.commands import ReceiveCountyReview, RequestCountyReview
from records.reviewing.events import CountyReviewRequested
from records.spot.commands import CollectFine, DecideSpot, HearSpot, ReportSpot
from records.spot.events import SpotDecided, SpotHeard, SpotTold
from records.store.mapper import Recorded

_DECIDED: Final = tuple(kind for kind in COMMANDS if issubclass(kind, Decided))
"""Decisions of the other procedures."""

_ANSWERED: Final[Mapping[type[c.Command], tuple[type[CaseEvent], ...]]] = {
    c.DismissLead: (e.LeadRegistered,),
    c.FileCase: (e.LeadRegistered,),
    c.ApproveFiling: (e.CaseFiled,),
    c.CheckCorrection: (e.CorrectionOrdered,),
    c.EndorseOpinion: (e.OpinionSubmitted,),
    c.ArrangeHearing: (e.HearingRequested,),
    c.HoldHearing: (e.HearingArranged,),
    c.ReportHearing: (e.HearingHeld,),
    c.ReturnReview: (e.ReviewSubmitted, DraftSubmitted, CountyReviewRequested),
    c.ReviewCase: (e.ReviewSubmitted, DraftSubmitted, CountyReviewRequested),
    RequestCountyReview: (e.ReviewSubmitted, DraftSubmitted),
    ReceiveCountyReview: (e.ReviewSubmitted, DraftSubmitted, CountyReviewRequested),
    c.SubmitReview: (e.ReviewReturned, e.CaseReviewed),
    SubmitDraft: (e.ReviewReturned, e.CaseReviewed),
    c.DiscussCase: (e.NoticeGiven, e.DefenceRecorded, e.HearingReported, e.CaseReviewed),
    c.SignDecision: (e.DefenceReviewed, e.HearingReported, e.CaseReviewed, e.CaseDiscussed),
    c.DeclinePenalty: (e.OpinionSubmitted, e.OpinionEndorsed),
    c.DecideTransfer: (e.TransferReported,),
    c.RecordMonitoringAnswer: (e.MonitoringTold,),
    c.ReviewSecrecy: (e.DecisionSigned, e.PenaltyDeclined, *_DECIDED),
    c.ReviewDisclosure: (e.DecisionSigned, e.PenaltyDeclined, *_DECIDED, e.SecrecyReviewed),
    c.RevokeDecision: (e.DecisionSigned, *_DECIDED),
    HearSpot: (SpotTold,),
    DecideSpot: (SpotTold, SpotHeard),
    ReportSpot: (SpotDecided,),
    CollectFine: (e.DecisionSigned, SpotDecided),
    c.DecideDeferral: (e.DeferralRequested,),
    c.DecideRecusal: (e.RecusalRequested,),
    c.ArchiveCase: (e.CaseClosed,),
}
"""By command the events of which it reads the last."""


class Paper(msgspec.Struct, frozen=True):
    """Something that a step answers."""

    title: str
    actor: str
    at: str
    fields: tuple[Shown, ...]


def papers(command: type[c.Command], sources: Sources) -> tuple[Paper, ...]:
    """What lies before whoever takes the step, in the order in which it came to be."""
    case = sources.case
    last = (case.happened[kind][-1] for kind in _ANSWERED.get(command, ()) if case.happened.get(kind))
    found = sorted(last, key=lambda one: one.version)
    if not found:
        return ()
    history = sources.ledger.history(case_stream(sources.context.case), persons=True)
    recorded = {one.version: one for one in history}
    return tuple(_paper(one, recorded[one.version], sources) for one in found)


def _paper(one: Happened, recorded: Recorded, sources: Sources) -> Paper:
    event: Any = recorded.event
    register, day = sources.context.register, one.at.day
    called = cache(partial(person_name, sources.ledger))
    names = Names(called, register, register.law(day, sources.case.procedure), day, sources.case.agency)
    title = STEPS[str(COMMANDS[type(event)].__struct_config__.tag)]
    return Paper(title, actor_name(sources.ledger, recorded.actor), moment(str(one.at)), shown(event, names))
