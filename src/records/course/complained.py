"""What a complaint (申诉、检举、举报) and its answer say in every procedure.

Carries out 行政处罚法 第七十五条 and 行政许可法 第六十五条.
"""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from records.course.case import Case
from records.course.people import Somebody
from records.course.shapes import Body, Command, Line, Said, Somebodies
from records.event import CaseEvent


class Complained(CaseEvent, frozen=True, kw_only=True):
    """Somebody says what is unlawful about the case."""

    item: str
    """Its name within the case, as `举报1`; given by the system."""
    complainants: tuple[Somebody, ...] = ()
    """Empty: nobody said who they are."""
    received_on: date
    summary: str


class Answered(CaseEvent, frozen=True, kw_only=True):
    """What was found, what was put right, and what the person was told."""

    item: str
    answer: str
    correction: str = ""


class Complain(Command, frozen=True, kw_only=True):
    """Records a complaint."""

    complainants: Somebodies = ()
    received_on: date
    summary: Said


class Answer(Command, frozen=True, kw_only=True):
    """Records what was found and answered."""

    item: Line
    answer: Said
    correction: Body = ""


C = TypeVar("C", bound=Complained)
A = TypeVar("A", bound=Answered)


def unanswered(complained: type[C], answered: type[A], case: Case) -> tuple[C, ...]:
    """The complaints of that kind that nobody has answered."""
    done = {one.item for one in case.every(answered)}
    return tuple(one for one in case.every(complained) if one.item not in done)
