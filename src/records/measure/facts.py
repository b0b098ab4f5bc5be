"""Compulsory measures: what a case is, as yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.course.document_kinds import DocumentKind
from records.course.fact import Fact, awaits, has
from records.course.sequence import follows, served_at
from records.judgement import Context
from records.measure.events import (
    ExaminationEnded,
    ExaminationSet,
    GroundGone,
    MeasureCarriedOut,
    MeasureDecided,
    MeasureExtended,
    MeasureReleased,
    MeasureRequestAnswered,
    MeasureRequested,
)
from records.measure.holding import held, owed, to_give_back


def _answered(case: Case, *, approved: bool) -> bool:
    answer = case.last(MeasureRequestAnswered)
    return answer is not None and answer.approved == approved


def _is_unanswered(case: Case) -> bool:
    return MeasureRequested in case.happened and MeasureRequestAnswered not in case.happened


def _is_urgent(case: Case) -> bool:
    requested = case.last(MeasureRequested)
    return requested is not None and requested.urgent


def _allowed(case: Case, _: Context) -> bool:
    """Whether the head has approved, or it is urgent and nobody has said no (第十八条, 第十九条)."""
    return _answered(case, approved=True) or (_is_urgent(case) and not _answered(case, approved=False))


def _is_large(case: Case, context: Context) -> bool:
    """Whether it is about large values; what is urgent waits for no review (P)."""
    requested, least = case.last(MeasureRequested), context.law.values.get("measure-large-yuan")
    if requested is None or least is None or requested.value_yuan is None:
        return False
    return not requested.urgent and requested.value_yuan >= least.number


def _closes_premises(case: Case, _: Context) -> bool:
    requested = case.last(MeasureRequested)
    return requested is not None and requested.premises and not requested.urgent


def open_examinations(case: Case) -> tuple[ExaminationSet, ...]:
    """The tests whose result is not there."""
    ended = {one.number for one in case.every(ExaminationEnded)}
    return tuple(one for one in case.every(ExaminationSet) if one.number not in ended)


def _ground_gone(case: Case, _: Context) -> bool:
    """Whether a reason to end the measure is noted, or its approval was denied, while something is held.

    A later release of some items answers what may be about a part of them; that there is no offence is about all.
    """
    answered = MeasureReleased in case.happened and follows(case, MeasureReleased, GroundGone)
    noted = any(one.ground == "no-offence" or not answered for one in case.every(GroundGone))
    return bool(held(case)) and (noted or _answered(case, approved=False))


def _untold(kind: type[MeasureExtended | MeasureReleased], document: DocumentKind) -> Fact:
    """Whether a paper of that kind has not reached the party."""
    return lambda case, _: any(served_at(case, document, one.number) is None for one in case.every(kind))


_RELEASE_UNTOLD: Final = _untold(MeasureReleased, "measure-release")


def _items_open(case: Case, _: Context) -> bool:
    return bool(held(case) or to_give_back(case))


def _compensation_open(case: Case, context: Context) -> bool:
    return bool(owed(case, context.law if context.law.values else context.law_now))


def _complete(case: Case, context: Context) -> bool:
    """Whether nothing is left but to close: everything found its end, or the measure was never taken."""
    if _compensation_open(case, context) or _items_open(case, context) or _RELEASE_UNTOLD(case, context):
        return False
    if MeasureCarriedOut in case.happened:
        return case.undone or case.service is not None
    return _answered(case, approved=False) or case.undone


FACTS: Final[Mapping[str, Fact]] = {
    "measure-unread": awaits(MeasureRequested, MeasureRequestAnswered),
    "measure-unanswered": lambda case, _: MeasureCarriedOut in case.happened and _is_unanswered(case),
    "measure-approved": lambda case, _: _answered(case, approved=True),
    "measure-refused": lambda case, _: _answered(case, approved=False),
    "measure-allowed": _allowed,
    "measure-urgent": lambda case, _: _is_urgent(case),
    "measure-large": _is_large,
    "measure-closes-premises": _closes_premises,
    "measure-decided": has(MeasureDecided),
    "measure-carried-out": has(MeasureCarriedOut),
    "goods-held": lambda case, _: bool(held(case)),
    "goods-to-give-back": lambda case, _: bool(to_give_back(case)),
    "measure-items-open": _items_open,
    "measure-settled": lambda case, context: MeasureCarriedOut in case.happened and not _items_open(case, context),
    "examination-open": lambda case, _: bool(open_examinations(case)),
    "measure-ground-gone": _ground_gone,
    "extension-untold": _untold(MeasureExtended, "measure-extension"),
    "release-untold": _RELEASE_UNTOLD,
    "harm-unpaid": _compensation_open,
    "measure-public-due": lambda case, _: case.decided is not None and case.revocation is None,
    "measure-ready": lambda case, _: _answered(case, approved=True),
    "measure-complete": _complete,
}
"""By the name that the law data use."""

PARTS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "measure": {
        "approval": ("measure-carried-out", "measure-approved"),
        "legal-review": ("review-due", "review-passed"),
        "decision": ("measure-carried-out", "decided"),
        "site": ("decision-served", "measure-carried-out"),
        "service": ("measure-carried-out", "decision-served"),
        "disclosure": ("measure-public-due", "disclosed"),
        "execution": ("measure-carried-out", "measure-settled"),
    }
}
"""By procedure and id of a stage the fact that makes it due in the file, and the fact that it is there."""
