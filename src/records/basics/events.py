"""Basic information of matters (基本信息): what happened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, Literal

import msgspec

from records.course.opened import Opened
from records.event import CaseEvent, Event
from records.register.events.information import BasicInformation

Cause = Literal["first", "basis-repealed", "basis-changed", "functions-changed", "other"]
"""首次公示, 依据废止, 依据变更, 职能调整, 其他变化 (信息公示制度 第十二条第二款)."""


Lack = Literal["missing", "incomplete", "basis-repealed", "basis-changed", "matter-changed", "letter-unpublished"]
"""没有公示, 内容不全, 依据废止, 依据变更, 事项变更, 委托书没有由双方公布."""


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was due when the draft was made, and that its publication puts right (第五条, 第十二条)."""

    kind: Lack
    what: str
    """In Chinese."""
    since: date
    """The day of the entry of the registers that made it due: its term runs from there."""


class BasicsDrafted(Opened, frozen=True, kw_only=True, tag="basic-information-drafted/2"):
    """The basic information of a matter is drafted (信息公示制度 第五条)."""

    cause: Cause
    changed_on: date | None = None
    information: BasicInformation
    author: str
    """Person id."""
    owed: tuple[Owed, ...] = ()
    """What the registers say is due, each with a term of its own; empty where it was drafted before they were asked."""

    @property
    def procedure(self) -> str:
        """Id of the procedure."""
        return "basic-information"


class BasicsDrafted1(Opened, frozen=True, kw_only=True, tag="basic-information-drafted/1"):
    """The same, before the registers were asked what is due."""

    cause: Cause
    changed_on: date | None = None
    information: BasicInformation
    author: str


def _drafted(former: BasicsDrafted1) -> BasicsDrafted:
    """Nothing is known to have been due: its term runs from the day that it names itself."""
    told = {name: getattr(former, name) for name in former.__struct_fields__}
    return BasicsDrafted(**told)


FORMER: Final[dict[type[Event], Callable[[Any], Event]]] = {BasicsDrafted1: _drafted}
"""From the former type to what the same event is today."""


class BasicsRedrafted(CaseEvent, frozen=True, kw_only=True, tag="basic-information-redrafted/1"):
    """It is drafted anew: what was checked and approved before counts no more."""

    information: BasicInformation
    reason: str
    author: str


class BasicsApproved(CaseEvent, frozen=True, kw_only=True, tag="basic-information-approved/1"):
    """The head approves it, or gives it back."""

    agreed: bool
    note: str
    approver: str


class BasicsAnnounced(CaseEvent, frozen=True, kw_only=True, tag="basic-information-announced/1"):
    """It is published; `basic-information-published/1` of the register says what it says."""

    where: str
    version: int
