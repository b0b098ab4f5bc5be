"""听证: asked for, arranged, held or ended, and reported (行政处罚法 第六十三条至第六十五条)."""

from __future__ import annotations

from datetime import date

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.facts import recused, unread_recusals
from records.course.heard import arranged, last_request, right_told
from records.course.judging import begin, cause, somebodies, stated
from records.course.officers import investigators, reviewers
from records.course.sequence import as_of, is_over, served_at, service_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.law.deadline import add_working_days
from records.moment import Moment
from records.penalty.commands import ArrangeHearing, EndHearing, HoldHearing, ReportHearing, RequestHearing
from records.penalty.events import (
    HearingArranged,
    HearingEnded,
    HearingHeld,
    HearingReported,
    HearingRequested,
    NoticeGiven,
)


def request_hearing(command: RequestHearing, case: Case, context: Context) -> list[Event]:
    """The party asks within the term from the service of the notice; the postmark counts (民诉法 第八十五条).

    Until a new notice is served, the term of the one before it goes on.
    """
    was = as_of(case, context.occurred_at)
    told = right_told(was) or service_of(was, "notice")
    served = told or right_told(case)
    judgement = begin(command, case, context, served.at if served else None)
    if command.posted_on is not None and command.posted_on > context.occurred_at.day:
        raise Invalid([("$.posted_on", "邮戳日期晚于收到申请的日期，请核对")])
    judgement.require(told is not None or NoticeGiven not in was.happened, "notice-first")
    late = told is not None and is_over("hearing-request", told.at, context, command.posted_on)
    judgement.require(not late, "hearing-request-late")
    return [stated(HearingRequested, command, judgement, context)]


def arrange_hearing(command: ArrangeHearing, case: Case, context: Context) -> list[Event]:
    """Names time, place and presider so early that the notice can still be served in time; the last one counts."""
    judgement = begin(command, case, context, _begun_at(case, context))
    _require_presider(judgement, command.presider, case)
    judgement.require(command.public or bool(command.closed_reason.strip()), "hearing-not-public")
    judgement.require(_is_notified(context.occurred_at, command.held_on, context), "hearing-notice-short")
    judgement.require(_is_in_term(command.held_on, case, context), "hearing-beyond-term")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(HearingArranged, command, judgement, context, number=number), *taken]


def _begun_at(case: Case, context: Context) -> Moment | None:
    """When the hearing was asked for, or announced."""
    asked = last_request(as_of(case, context.occurred_at)) or last_request(case)
    return asked.at if asked else None


def _is_in_term(held_on: date, case: Case, context: Context) -> bool:
    """Whether it is held in the term that the law gives from the request on, if any (行政许可法 第四十七条)."""
    asked = last_request(as_of(case, context.occurred_at))
    if asked is None or not isinstance(asked.event, HearingRequested):
        return True
    posted = asked.event.posted_on
    return not is_over("hearing", Moment.of(posted) if posted else asked.at, context, held_on)


def _require_presider(judgement: Judgement, presider: str, case: Case) -> None:
    judgement.require(presider not in investigators(case), "presider-is-investigator")
    judgement.require(presider not in reviewers(case), "presider-is-reviewer")
    judgement.require(presider not in recused(case), "officer-recused")


def _is_notified(told: Moment, held_on: date, context: Context) -> bool:
    """Whether the working days of the notice lie whole between the day of the notice and that of the hearing."""
    days = context.law_on(told.day).values.get("hearing-notice-days")
    return days is not None and add_working_days(told.day, days.number, context.register.calendar) < held_on


def _require_notified(judgement: Judgement, held_on: date, case: Case, context: Context) -> None:
    """The notice of the hearing was served early enough; that it was served at all is judged before."""
    one = arranged(case)
    served = served_at(case, "hearing", one.number) if one else None
    judgement.require(served is None or _is_notified(served, held_on, context), "hearing-notice-short")


def hold_hearing(command: HoldHearing, case: Case, context: Context) -> list[Event]:
    """The presider who was named hears the party on the day that was named or later, publicly as was said."""
    one, day = arranged(case), context.occurred_at.day
    served = served_at(case, "hearing", one.number) if one else None
    presider = one.presider if one else ""
    judgement = begin(command, case, context, served, also=(presider,))
    if one is not None:
        _require_presider(judgement, presider, case)
        judgement.require(presider not in unread_recusals(case), "recusal-open")
        judgement.require(one.held_on <= day, "hearing-early")
        judgement.require(one.public == command.public, "hearing-not-as-arranged")
    _require_notified(judgement, day, case, context)
    most = context.law_now.values["hearing-agents"].number
    judgement.require(len(command.agents) <= most, "too-many-agents")
    agents = somebodies(command.agents, context, "agent")
    return [stated(HearingHeld, command, judgement, context, presider=presider, agents=agents)]


def end_hearing(command: EndHearing, case: Case, context: Context) -> list[Event]:
    """The party withdraws at any time, or does not come to or leaves a hearing that it was told of in time."""
    one = arranged(case)
    judgement = begin(command, case, context, _begun_at(case, context), also=(one.presider,) if one else ())
    if command.reason != "withdrawn":
        told = one is not None and served_at(case, "hearing", one.number) is not None
        judgement.require(told, "hearing-notice-first")
        if one is not None:
            judgement.require(one.held_on <= context.occurred_at.day, "hearing-early")
            _require_notified(judgement, one.held_on, case, context)
    return [stated(HearingEnded, command, judgement, context)]


def report_hearing(command: ReportHearing, case: Case, context: Context) -> list[Event]:
    """The presider concludes from the record of the hearing that was asked for last, once."""
    one = arranged(case)
    judgement = begin(command, case, context, cause(case, context, HearingHeld), also=(one.presider,) if one else ())
    return [stated(HearingReported, command, judgement, context)]
