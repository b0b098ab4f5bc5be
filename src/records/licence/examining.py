"""审查: third parties, announced hearings, time that does not count, the longer term.

Carries out 行政许可法 第三十四条至第三十六条 and 第四十二条至第四十八条.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.course.decider import Decider
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, somebodies, stated
from records.course.moments import of
from records.course.officers import require_officers
from records.course.sequence import as_of
from records.course.shapes import Command
from records.course.terms import state, terms
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.licence.applying import listed
from records.licence.asked import applied
from records.licence.commands import (
    AnnounceHearing,
    BeginSpecialTime,
    ConcludeExamination,
    EndSpecialTime,
    ExtendLicenceTerm,
    ForwardApplication,
    HearInterested,
    TellInterested,
)
from records.licence.events import (
    ApplicationForwarded,
    ExaminationConcluded,
    HearingAnnounced,
    InterestedHeard,
    InterestedTold,
    LicenceTermExtended,
    SpecialTimeBegun,
    SpecialTimeEnded,
)
from records.licence.examined import unended_periods
from records.licence.kinds import Proposed

_ON_APPLICATION: Final[frozenset[Proposed]] = frozenset({"grant", "refuse"})


def tell_interested(command: TellInterested, case: Case, context: Context) -> list[Event]:
    """Who is concerned hears what is intended, and of the right to a hearing (第三十六条、第四十七条)."""
    judgement = begin(command, case, context)
    third = command.to == "interested"
    judgement.require(command.hearing_told or not third, "hearing-not-told-of-licence")
    told = somebodies(command.interested, context, "interested")
    return [stated(InterestedTold, command, judgement, context, interested=told)]


def hear_interested(command: HearInterested, case: Case, context: Context) -> list[Event]:
    """Each point that is made is answered (第三十六条)."""
    judgement = begin(command, case, context, cause(case, context, InterestedTold))
    told = {one.to for one in as_of(case, context.occurred_at).every(InterestedTold)}
    judgement.require(command.by in told, "interested-not-told")
    return [stated(InterestedHeard, command, judgement, context)]


def announce_hearing(command: AnnounceHearing, case: Case, context: Context) -> list[Event]:
    """The agency holds a hearing because a law asks for it, or the public interest does (第四十六条)."""
    judgement = begin(command, case, context)
    return [stated(HearingAnnounced, command, judgement, context)]


# ---- What does not count, and the longer term ----


def begin_special_time(command: BeginSpecialTime, case: Case, context: Context) -> list[Event]:
    """The applicant is told in writing how long it takes; more than that counts again (第四十五条)."""
    if command.until < context.occurred_at.day:
        raise Invalid([("$.until", "所需时间的截止日期早于告知之日")])
    judgement, found = begin(command, case, context), listed(case.matter, context)
    known = set(found.special) if found else set()
    judgement.require(command.what == "hearing" or command.what in known, "special-not-provided")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(SpecialTimeBegun, command, judgement, context, number=number), *taken]


def end_special_time(command: EndSpecialTime, case: Case, context: Context) -> list[Event]:
    """The term goes on."""
    judgement = begin(command, case, context, cause(case, context, SpecialTimeBegun))
    if command.period not in {one.number for one in unended_periods(case)}:
        raise Invalid([("$.period", "本案没有这份特别程序时间告知书，或者已经记录结束")])
    return [stated(SpecialTimeEnded, command, judgement, context)]


def extend_licence_term(command: ExtendLicenceTerm, case: Case, context: Context) -> list[Event]:
    """Once, by the head, before the term is over, and the applicant is told why (第四十二条)."""
    judgement = begin(command, case, context)
    judgement.require(not _is_over(case, context), "term-over")
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(LicenceTermExtended, command, judgement, context, number=number), *taken]


def _is_over(case: Case, context: Context) -> bool:
    """Whether the term of the decision had ended before the step."""
    found = (one for one in terms(of(case), context.register) if one.limit_id in ("decision", "decision.joint"))
    return any(state(one) == "open" and one.due_on < context.occurred_at.day for one in found)


# ---- What is found ----


def conclude_examination(command: ConcludeExamination, case: Case, context: Context) -> list[Event]:
    """The handlers say whether the conditions of the law are met, and whom it touches (第三十四条)."""
    judgement = begin(command, case, context)
    require_officers(judgement, as_of(case, context.occurred_at).handlers, case.agency, context)
    fits = (command.proposal in _ON_APPLICATION) == (applied(case) is not None)
    if not fits:
        raise Invalid([("$.proposal", "审查意见与案件类型不符：申请只能准予或者不予，其他只能办理或者不办理")])
    return [stated(ExaminationConcluded, command, judgement, context)]


def forward_application(command: ForwardApplication, case: Case, context: Context) -> list[Event]:
    """Opinion and materials go to the agency that decides, which asks for nothing again (第三十五条、第四十三条)."""
    judgement = begin(command, case, context, cause(case, context, ExaminationConcluded))
    return [stated(ApplicationForwarded, command, judgement, context)]


DECIDERS: Final[Mapping[type[Command], Decider]] = {
    TellInterested: tell_interested,
    HearInterested: hear_interested,
    AnnounceHearing: announce_hearing,
    BeginSpecialTime: begin_special_time,
    EndSpecialTime: end_special_time,
    ExtendLicenceTerm: extend_licence_term,
    ConcludeExamination: conclude_examination,
    ForwardApplication: forward_application,
}
"""By the type of the command."""
