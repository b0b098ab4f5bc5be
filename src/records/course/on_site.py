"""What every step on site asks: two certified officers who show who they are, and a record that stands by itself.

Carries out 行政处罚法 第四十二条, 第四十三条, 第五十五条 and 全过程记录制度 二.
"""

from __future__ import annotations

from typing import Protocol, get_args

from records.course.case import Case
from records.course.occasions import is_of
from records.course.officers import require_officers, reviewers
from records.course.sequence import as_of
from records.errors import Invalid
from records.judgement import Context, Judgement, before
from records.law.entries import Medium
from records.moment import Moment
from records.penalty.commands import QuestionPerson, RecordInspection, SomebodyGiven
from records.penalty.events import HearingHeld, RecordingLinked, RecordingStage, RecusalDecided, Signature

Visit = RecordInspection | QuestionPerson


class Timed(Protocol):
    """A record of something that took its time."""

    @property
    def ended_at(self) -> str:
        """RFC 3339."""
        ...


def require_on_site(judgement: Judgement, officers: tuple[str, ...], case: Case, context: Context) -> None:
    """At least two certified officers of the agency, none of whom was recused by then, heard the party or reviewed the
    case (第四十二条, 第四十三条, 第五十八条, 第六十四条).
    """
    require_officers(judgement, officers, case.agency, context)
    judgement.require(_recused(case, context).isdisjoint(officers), "officer-recused")
    was = as_of(case, context.occurred_at)
    presided = {one.presider for one in was.every(HearingHeld)}
    judgement.require((presided | reviewers(was)).isdisjoint(officers), "handler-has-other-role")


def require_told(judgement: Judgement, visit: Visit) -> None:
    """Certificates are shown and rights are told before the first question (第四十三条, 第五十五条)."""
    judgement.require(visit.certificates_shown, "certificate-not-shown")
    judgement.require(visit.rights_told, "rights-not-told")


def require_confirmed(
    judgement: Judgement,
    signature: Signature,
    witnesses: tuple[SomebodyGiven, ...],
    stage: RecordingStage,
    case: Case,
) -> None:
    """A record that was not signed has a witness, or a recording of its stage is in the case (全过程记录制度 二)."""
    shown = (one.stage == stage and is_of(get_args(Medium), one) for one in case.every(RecordingLinked))
    attested = bool(witnesses) or any(shown)
    judgement.require(signature == "signed" or attested, "signature-needs-witness")


def require_times(visit: Timed, context: Context) -> None:
    """Raises Invalid unless the visit had ended by the step, and on its day.

    By the step's day officers are judged, and by its hour whether it is a live one: a visit of another day would get
    round both.
    """
    ended = Moment.parse(visit.ended_at)
    if before(context.occurred_at, ended):
        raise Invalid([("$.ended_at", "结束时间晚于步骤发生的时间，请核对")])
    if ended.day != context.occurred_at.day:
        raise Invalid(
            [("$.ended_at", "结束时间不在步骤发生之日，请将步骤发生时间填写为结束之时；已经超过录入期限的，请补录")]
        )


def _recused(case: Case, context: Context) -> frozenset[str]:
    """Who was recused when the step was taken; until the head decides, the inquiry goes on (第四十三条)."""
    return frozenset(
        one.event.person
        for one in case.happened.get(RecusalDecided, ())
        if one.event.granted and not before(context.occurred_at, one.at)
    )
