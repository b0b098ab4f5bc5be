"""Commands about an act that is punished."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from records.course.shapes import Body, Brief, Command, Line, Said, Yuan
from records.offence.events import FineRule, GoodsEnd, JurisdictionGround


class CheckJurisdiction(Command, frozen=True, kw_only=True, tag="check-jurisdiction"):
    """Records by what the agency is competent."""

    region: Line
    ground: JurisdictionGround = "place"
    basis: Brief = ""
    body: Brief = ""
    distinct: Body = ""


class CompareRules(Command, frozen=True, kw_only=True, tag="compare-rules"):
    """Names the rules that one act breaks, with their fines."""

    rules: Annotated[tuple[FineRule, ...], msgspec.Meta(min_length=2, max_length=20)]
    reasons: Said


class RecordJudgment(Command, frozen=True, kw_only=True, tag="record-judgment"):
    """Records the judgment of a criminal court on the act, and what is set off."""

    court: Line
    instrument: Line
    judged_on: date
    crime: Line
    fine_yuan: Yuan | None = None
    set_off_yuan: Yuan | None = None
    set_off_days: Annotated[int, msgspec.Meta(ge=1, le=365)] | None = None


class SettleConfiscated(Command, frozen=True, kw_only=True, tag="settle-confiscated"):
    """Records the end of a confiscated item."""

    item: Line
    related_case: Brief = ""
    fate: GoodsEnd
    basis: Brief = ""
    to: Brief = ""
    proceeds_yuan: Yuan | None = None
    receipt: Line


class HandInProceeds(Command, frozen=True, kw_only=True, tag="hand-in-proceeds"):
    """Records that what an auction brought went to the treasury."""

    amount_yuan: Yuan
    paid_on: date
    receipt: Line
