"""Basic information of matters (基本信息): what happened."""

from __future__ import annotations

from datetime import date
from typing import Literal

from records.course.opened import Opened
from records.event import CaseEvent
from records.register.events.information import BasicInformation

Cause = Literal["first", "basis-repealed", "basis-changed", "functions-changed", "other"]
"""首次公示, 依据废止, 依据变更, 职能调整, 其他变化 (信息公示制度 第十二条第二款)."""


class BasicsDrafted(Opened, frozen=True, kw_only=True, tag="basic-information-drafted/1"):
    """The basic information of a matter is drafted (信息公示制度 第五条)."""

    cause: Cause
    changed_on: date | None = None
    information: BasicInformation
    author: str
    """Person id."""

    @property
    def procedure(self) -> str:
        """Id of the procedure."""
        return "basic-information"


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
