"""What a case is after its decision was attacked or undone: what is open, what goes back, what was missed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from records.course.case import Case, Happened
from records.course.moments import of
from records.course.sequence import came_after, follows, is_over, pending
from records.course.terms import state, terms
from records.judgement import Context
from records.penalty.events import (
    ApplicationPassedOn,
    ApplicationTaken,
    DecisionRevoked,
    DecisionSigned,
    EvidenceSupplemented,
    GoodsReturned,
    InstrumentPerformed,
    InstrumentReceived,
    ItemDisposed,
    PenaltyDeclined,
    PenaltyKind,
    PoliceAnswered,
    RedoLinked,
    ReliefAnswered,
    ReliefCopyReceived,
    ReliefEnded,
    ReliefKind,
    ReliefProcedure,
    ReliefSought,
    TransferObjected,
    TransferSent,
)
from records.penalty.money import repayable

_GOODS: Final[PenaltyKind] = "没收非法财物"
"""The kind of penalty by which goods are confiscated."""

ANSWERS: Final[Mapping[tuple[ReliefKind, ReliefProcedure], str]] = {
    ("reconsideration", "ordinary"): "relief-answer.ordinary",
    ("reconsideration", "simple"): "relief-answer.simple",
    ("lawsuit", "ordinary"): "relief-answer.court",
    ("lawsuit", "simple"): "relief-answer.court",
}
"""The limit of the answer, by kind of relief and procedure: that of a court is one (行政诉讼法 第六十七条)."""


def open_copies(case: Case, *, unanswered: bool = False) -> tuple[Happened, ...]:
    """The copies whose relief is not over; `unanswered`: only those that nobody has answered either."""
    ends: tuple[type[ReliefEnded | ReliefAnswered], ...] = (ReliefEnded, *((ReliefAnswered,) if unanswered else ()))
    over = [one for kind in ends for one in case.happened.get(kind, ())]
    copies = case.happened.get(ReliefCopyReceived, ())
    return tuple(one for one in copies if not any(_ends(end, one) for end in over))


def _ends(end: Happened, copy: Happened) -> bool:
    """An end that was noted before the copy of the same relief ends it as well: the copy had only not been entered."""
    over = isinstance(end.event, ReliefEnded) and copy.event.received_on <= end.event.ended_on
    return end.event.kind == copy.event.kind and (over or came_after(end, copy))


def open_instruments(case: Case) -> tuple[InstrumentReceived, ...]:
    """The instruments that nobody has performed."""
    done = {one.number for one in case.every(InstrumentPerformed)}
    return tuple(one for one in case.every(InstrumentReceived) if one.number not in done)


def goods_to_return(case: Case) -> tuple[str, ...]:
    """The items that were confiscated by what stands no more, and that did not go back."""
    if not confiscation_is_gone(case):
        return ()
    decision, returned = case.decision, {one.item for one in case.every(GoodsReturned)}
    # What was sealed or seized first is confiscated by the decision itself.
    fates = ("confiscated", "seized") if decision and _GOODS in decision.kinds else ("confiscated",)
    taken = (one.item for one in case.every(ItemDisposed) if one.fate in fates)
    return tuple(item for item in dict.fromkeys(taken) if item not in returned)


def confiscation_is_gone(case: Case) -> bool:
    """Whether the decision is gone, or was changed into one that confiscates no goods: 没收违法所得 takes money."""
    changed = any(one.effect == "changed" and one.kinds for one in case.every(DecisionRevoked))
    return case.undone or (changed and _GOODS not in case.kinds)


def police_declined(case: Case) -> bool:
    """Whether the police's last word on what was sent is that they file no case."""
    answer = case.last(PoliceAnswered)
    return answer is not None and not answer.filed and follows(case, PoliceAnswered, TransferSent)


def supervision_open(case: Case) -> bool:
    """Whether the procuratorate was asked to supervise, and nobody has answered (移送规定 第九条)."""
    objected = case.last(TransferObjected)
    return objected is not None and objected.to == "procuratorate" and pending(case, TransferObjected, PoliceAnswered)


def supervision_over(case: Case, context: Context) -> bool:
    """Whether nothing came of that in its term (P): the law gives the procuratorate none, and nobody waits for ever."""
    asked_at = case.at(TransferObjected)
    return asked_at is not None and supervision_open(case) and is_over("supervision-answer", asked_at, context)


def _decided_on_answer(case: Case, _: Context) -> bool:
    """Whether the agency went on and decided after the police had answered: then it has let the answer stand."""
    return any(
        kind in case.happened and PoliceAnswered in case.happened and follows(case, kind, PoliceAnswered)
        for kind in (DecisionSigned, PenaltyDeclined)
    )


def _frozen(case: Case, _: Context) -> bool:
    return pending(case, ReliefSought, ReliefEnded) or bool(open_copies(case))


def _answer_missed(case: Case, context: Context) -> bool:
    """Whether an answer never came in its term, or too late: then there is no evidence (行政复议法 第七十条)."""
    if ReliefCopyReceived not in case.happened:
        return False
    answers, day = set(ANSWERS.values()), context.occurred_at.day
    found = (one for one in terms(of(case), context.register) if one.limit_id in answers)
    return any(one.in_time is False or (state(one) == "open" and one.due_on < day) for one in found)


def _answer_due(limit: str) -> Callable[[Case, Context], bool]:
    """The fact that a copy waits for its answer in the term of that limit."""
    return lambda case, _: any(
        ANSWERS[one.event.kind, one.event.procedure] == limit for one in open_copies(case, unanswered=True)
    )


def _application_held(case: Case, _: Context) -> bool:
    """Whether an application has to go on: not when the agency gave way (行政复议法 第三十二条)."""
    return pending(case, ApplicationTaken, ApplicationPassedOn) and case.revocation is None


RELIEF_FACTS: Final[Mapping[str, Callable[[Case, Context], bool]]] = {
    "police-declined": lambda case, _: police_declined(case),
    "objection-open": lambda case, _: pending(case, TransferObjected, PoliceAnswered),
    "supervision-open": lambda case, _: supervision_open(case),
    "decided-on-answer": _decided_on_answer,
    "application-taken": lambda case, _: pending(case, ApplicationTaken, ApplicationPassedOn),
    "application-held": _application_held,
    "answer-open": lambda case, _: bool(open_copies(case, unanswered=True)),
    "answer-due": _answer_due("relief-answer.ordinary"),
    "answer-due-simple": _answer_due("relief-answer.simple"),
    "answer-due-court": _answer_due("relief-answer.court"),
    "answer-missed": _answer_missed,
    "file-frozen": _frozen,
    "evidence-supplemented": lambda case, _: EvidenceSupplemented in case.happened,
    "opinion-open": lambda case, _: any(one.kind == "opinion" for one in open_instruments(case)),
    "order-open": lambda case, _: any(one.kind != "opinion" for one in open_instruments(case)),
    "instrument-open": lambda case, _: bool(open_instruments(case)),
    "repayment-open": lambda case, _: bool(repayable(case)),
    "goods-to-return": lambda case, _: bool(goods_to_return(case)),
    "redo-linked": lambda case, _: RedoLinked in case.happened,
}
"""By the name that the law data use."""
