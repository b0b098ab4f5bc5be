"""抽查计划 and 抽签: what is inspected in a year, at which share, and who was drawn (国办发〔2024〕54号).

A plan is a case of its own and no entry of a register: the head approves it with an account of their own, it bears a
number, is published by the same reviews and clocks as a decision, and is archived; a register entry would be a
registrar's word for all of it.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

import msgspec

from records.course.decided import Decided
from records.course.opened import Opened
from records.event import CaseEvent

Source = Literal["lottery", "checkpoint", "beacon", "other"]
"""Where the public number comes from: 公开开奖的彩票号码, 本账本公开日志的检查点, 公共随机数信标, 其他公开数值."""

Excuse = Literal["recused", "ill", "away", "left", "other"]
"""回避, 患病, 出差或者休假, 调离, 其他: why a drawn officer does not act."""


class PlanItem(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the plan: one matter, which objects, what share of them, and when."""

    matter: str
    """Code of a matter on the agency's list."""
    scope: str
    """Which objects it is about, as 餐饮服务单位."""
    percent: int
    """Share of the objects that is drawn, 1 to 100."""
    begins_on: date
    ends_on: date


class PlanOpened(Opened, frozen=True, kw_only=True, tag="inspection-plan-opened/1"):
    """A yearly plan of random inspections is drafted."""

    year: int
    items: tuple[PlanItem, ...]

    @property
    def procedure(self) -> str:
        """Id of the procedure that the case follows from here on."""
        return "inspection"


class PlanApproved(Decided, frozen=True, kw_only=True, tag="inspection-plan-approved/1"):
    """年度行政检查计划: the head approves the plan."""

    document: ClassVar[str] = "inspection-plan"


class DrawCommitted(CaseEvent, frozen=True, kw_only=True, tag="draw-committed/1"):
    """The lists of a draw are fixed, and the public number is named that decides on it, before anybody knows it."""

    draw: int
    """Which draw of the plan it is, from 1 on."""
    item: int
    """Line of the plan, from 1 on."""
    matter: str
    count: int
    """How many objects will be drawn."""
    objects: tuple[str, ...]
    """统一社会信用代码 or number in the agency's directory, sorted."""
    objects_digest: str
    certificates: tuple[str, ...]
    """执法证号, sorted."""
    certificates_digest: str
    officers: tuple[str, ...]
    """Person ids, in the order of their certificates."""
    source: Source
    public_number: str
    """Which number it will be, in words that leave no choice."""
    known_from: str
    """RFC 3339: when it becomes public."""
    known_on: date
    """Its day in Asia/Shanghai."""


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """An object that was drawn, and who inspects it."""

    object: str
    certificates: tuple[str, ...]


class DrawMade(CaseEvent, frozen=True, kw_only=True, tag="draw-made/1"):
    """The public number is known: what was drawn by it."""

    draw: int
    value: str
    """The public number, as it was made public."""
    proof: str
    """Where anybody can look it up."""
    seed: str
    drawn: tuple[Drawn, ...]


class DrawPublished(CaseEvent, frozen=True, kw_only=True, tag="draw-published/1"):
    """Lists, number and result become public, when no visit is spoilt by it: anybody can draw once more."""

    draw: int


class OfficerExcused(CaseEvent, frozen=True, kw_only=True, tag="officer-excused/1"):
    """A drawn officer does not act: the next one in the order takes the place."""

    person: str
    """Person id."""
    ground: Excuse
    reason: str
