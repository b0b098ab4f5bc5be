"""Whether the party was told and heard before the decision (行政处罚法 第四十四条, 第四十五条, 第六十二条至第六十四条).

A new notice gives the rights anew, from its own service on: what the party said, gave up or let pass after an earlier
one settles nothing then. A hearing that was asked for is owed whichever notice told of it, until it is held and
reported, or given up.
"""

from __future__ import annotations

from records.course.case import Case, Happened
from records.course.sequence import came_after, is_over, pending, served_at, service_of, since
from records.judgement import Context
from records.licence.events import HearingAnnounced, InterestedHeard, InterestedTold
from records.penalty.events import (
    DefenceRecorded,
    DefenceReviewed,
    DefenceWaived,
    HearingArranged,
    HearingEnded,
    HearingHeld,
    HearingReported,
    HearingRequested,
    NoticeGiven,
)


def notice_told(case: Case) -> Happened | None:
    """The service of the notice that counts, which is the last one that was given; None while it is not served."""
    notice = case.last(NoticeGiven)
    return service_of(case, "notice", notice.number) if notice else None


def unread_points(case: Case) -> tuple[str, ...]:
    """The points of the defence that nobody has answered, those of every defence since the last review."""
    reviews = case.happened.get(DefenceReviewed)
    unread = since(case, DefenceRecorded, reviews[-1]) if reviews else case.happened.get(DefenceRecorded, ())
    return tuple(point for one in unread for point in one.event.points)


def defence_settled(case: Case, context: Context) -> bool:
    """No decision before the defence is answered, clearly waived, or its term has run (第四十五条, 第六十二条)."""
    told = notice_told(case)
    if told is None or pending(case, DefenceRecorded, DefenceReviewed):
        return False
    if since(case, DefenceWaived, told) or since(case, DefenceRecorded, told):
        return True
    return is_over("defence", told.at, context)


def right_told(case: Case) -> Happened | None:
    """By what the right to a hearing was told last, which begins the term to ask for one; None while it was not.

    A notice tells when it is served; whom a licence concerns is told by a step of its own (行政许可法 第四十七条).
    """
    told = [one for one in case.happened.get(InterestedTold, ()) if one.event.hearing_told]
    return notice_told(case) or (told[-1] if told else None)


def hearing_told(case: Case, _: Context) -> bool:
    """Whether the notice that counts tells of the right to a hearing, or whoever a licence concerns was told of it."""
    notice = case.last(NoticeGiven)
    if notice is None:
        return right_told(case) is not None
    return notice.hearing_told


def last_request(case: Case) -> Happened | None:
    """The request for a hearing that counts, or the announcement of one unasked for (行政许可法 第四十六条)."""
    asked = [one for kind in (HearingRequested, HearingAnnounced) for one in case.happened.get(kind, ())]
    return max(asked, key=lambda one: (one.at.micros, one.version), default=None)


def hearing_held(case: Case, _: Context) -> bool:
    """Whether the hearing that was asked for last was held."""
    request = last_request(case)
    return bool(since(case, HearingHeld, request) if request else case.happened.get(HearingHeld))


def _heard_or_ended(case: Case, request: Happened) -> Happened | None:
    """The hearing that was held and reported, or its end without one; None while it is owed."""
    ended, held = since(case, HearingEnded, request), since(case, HearingHeld, request)
    if ended:
        return ended[-1]
    return held[-1] if held and since(case, HearingReported, held[-1]) else None


def hearing_over(case: Case, _: Context) -> bool:
    """Whether the hearing that was asked for last is reported or ended."""
    request = last_request(case)
    return request is not None and _heard_or_ended(case, request) is not None


def hearing_requested(case: Case, _: Context) -> bool:
    """Whether a hearing is owed, or was over only after the notice that counts was told."""
    request = last_request(case)
    if request is None:
        return False
    over, notices = _heard_or_ended(case, request), case.happened.get(NoticeGiven)
    if over is None or not notices:
        return True
    return came_after(over, notice_told(case) or notices[-1])


def arranged(case: Case) -> HearingArranged | None:
    """The last arrangement for the hearing that was asked for last."""
    request = last_request(case)
    found = since(case, HearingArranged, request) if request else case.happened.get(HearingArranged, ())
    return found[-1].event if found else None


def hearing_notice_served(case: Case, _: Context) -> bool:
    """Whether the party was told of that arrangement."""
    one = arranged(case)
    return one is not None and served_at(case, "hearing", one.number) is not None


def hearing_settled(case: Case, context: Context) -> bool:
    """No right to one was told, or it was held and reported, given up, or not asked for in its term (第六十四条)."""
    if hearing_requested(case, context):
        return hearing_over(case, context)
    if not hearing_told(case, context):
        return True
    if InterestedTold in case.happened:
        return all(_let_pass(one, case, context) for one in case.happened[InterestedTold] if one.event.hearing_told)
    told = notice_told(case)
    if told is None:
        return False
    waived = any(one.event.hearing_too for one in since(case, DefenceWaived, told))
    return waived or is_over("hearing-request", told.at, context)


def _let_pass(told: Happened, case: Case, context: Context) -> bool:
    """Whether those who were told of their right in the case of a licence gave it up, or let its term run out."""
    waivers = (one.event for one in since(case, InterestedHeard, told) if one.event.hearing_waived)
    return any(one.by == told.event.to for one in waivers) or is_over("hearing-request", told.at, context)
