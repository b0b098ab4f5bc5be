"""Who was told and heard, what does not count, what was found (行政许可法 第三十四条至第四十八条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.sequence import is_over, since
from records.judgement import Context
from records.licence.events import (
    ExaminationConcluded,
    InterestedHeard,
    InterestedTold,
    SpecialTimeBegun,
    SpecialTimeEnded,
)
from records.penalty.events import HearingHeld


def concluded(case: Case) -> ExaminationConcluded | None:
    """What the examiners found last."""
    return case.last(ExaminationConcluded)


def finds(case: Case, quality: str) -> bool:
    """Whether they found that quality."""
    one = concluded(case)
    return one is not None and quality in one.qualities


def interests_settled(case: Case, context: Context) -> bool:
    """Whoever was told has been heard, or has let the term pass (第三十六条)."""
    told = case.happened.get(InterestedTold, ())
    if not told:
        return True
    groups = {one.event.to: one for one in told}
    return all(_heard(case, to) or is_over("interest-statement", one.at, context) for to, one in groups.items())


def _heard(case: Case, to: str) -> bool:
    told = [one for one in case.happened.get(InterestedTold, ()) if one.event.to == to]
    return any(one.event.by == to for one in since(case, InterestedHeard, told[-1]))


def was_told(case: Case, *to: str) -> bool:
    """Whether any of those were told what is intended."""
    return any(one.to in to for one in case.every(InterestedTold))


def rights_told(case: Case) -> bool:
    """Whether applicant and third persons both know that they can ask for a hearing (第四十七条)."""
    told = {one.to for one in case.every(InterestedTold) if one.hearing_told}
    return {"applicant", "interested"} <= told


def interests_met(case: Case, context: Context) -> bool:
    """Whoever it touches was told and heard; what touches the public was heard in public."""
    if finds(case, "others-interest") and not rights_told(case):
        return False
    if finds(case, "public-interest") and HearingHeld not in case.happened:
        return False
    return interests_settled(case, context)


def holder_heard(case: Case, context: Context) -> bool:
    """Before a licence is taken its holder was told and heard (第七条)."""
    return was_told(case, "holder") and interests_settled(case, context)


def special_open(case: Case, context: Context) -> bool:
    """Whether time that does not count runs."""
    ended = {one.period for one in case.every(SpecialTimeEnded)}
    day = context.occurred_at.day
    return any(one.number not in ended and day <= one.until for one in case.every(SpecialTimeBegun))


def unended_periods(case: Case) -> tuple[SpecialTimeBegun, ...]:
    """The times that do not count and whose end nobody has recorded."""
    ended = {one.period for one in case.every(SpecialTimeEnded)}
    return tuple(one for one in case.every(SpecialTimeBegun) if one.number not in ended)
