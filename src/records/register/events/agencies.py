"""Agencies, and who leads them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from records.event import Event


class AgencyRegistered(Event, frozen=True, kw_only=True, tag="agency-registered/1"):
    """An agency that may enforce (信息公示制度 第三条); a later one of the same code replaces it."""

    code: str
    """统一社会信用代码."""
    name: str
    short: str
    """代字 in document numbers, as 监漳 in 监漳罚决〔2026〕1号."""
    kind: Literal["agency", "authorised", "entrusted"]
    """机关, 法律法规授权组织, 受委托组织."""
    region: str
    valid_from: date
    valid_to: date | None = None
    address: str = ""
    phone: str = ""

    @property
    def stream(self) -> str:
        """The agency's stream."""
        return f"agency:{self.code}"


class HeadAppointed(Event, frozen=True, kw_only=True, tag="head-appointed/1"):
    """Who signs an agency's decisions (机关负责人)."""

    agency: str
    person: str
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The agency's stream."""
        return f"agency:{self.agency}"


class UnitHeadAppointed(Event, frozen=True, kw_only=True, tag="unit-head-appointed/1"):
    """Who leads the unit that handles an agency's cases (承办机构负责人)."""

    agency: str
    person: str
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The agency's stream."""
        return f"agency:{self.agency}"
