"""申请法院强制执行 from its opening to its end (行政强制法 第五十三条至第六十条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from records.course.decided import Decided
from records.enforcement.acting_events import Destination
from records.enforcement.basis import EnforcedOpened
from records.event import CaseEvent

CourtPlace = Literal["agency", "property"]
"""行政机关所在地, 不动产所在地 (第五十四条)."""


class CourtCaseOpened(EnforcedOpened, frozen=True, kw_only=True, tag="court-case-opened/1"):
    """An agency without the power to enforce prepares to ask the court."""

    own_power: bool = False
    """Whether a law lets the agency enforce by itself, so that the court is not asked (第五十三条)."""
    deferred_until: date | None = None
    """End of a deferral or of instalments that were granted (行政处罚法 第七十二条第二款)."""

    @property
    def procedure(self) -> str:
        """Id of the procedure that the case follows from here on."""
        return "court-application"


class ApplicationSigned(Decided, frozen=True, kw_only=True, tag="court-application-signed/1"):
    """强制执行申请书, signed by the head, sealed and dated, with the materials of 第五十五条."""

    document: ClassVar[str] = "court-application"

    court: str
    court_place: CourtPlace
    immovable: bool
    """Whether what is enforced is immovable property."""
    decision_paper: str
    """行政决定书及作出决定的事实、理由和依据."""
    party_view: str
    """当事人的意见."""
    demand_state: str
    """行政机关催告情况."""
    object_state: str
    """申请强制执行标的情况."""
    other_materials: tuple[str, ...] = ()
    sealed: bool
    urgent: bool = False
    """Whether immediate enforcement is asked for, to keep the public safe (第五十九条)."""
    urgent_reason: str = ""
    amount_yuan: Decimal | None = None


class ApplicationSubmitted(CaseEvent, frozen=True, kw_only=True, tag="court-application-submitted/1"):
    """It was handed to the court."""

    receipt: str
    fee_yuan: Decimal | None = None
    """None: no fee was paid, as the law has it (第六十条第一款)."""


class CourtAnswered(CaseEvent, frozen=True, kw_only=True, tag="court-answered/1"):
    """The court accepts the application, or does not (第五十六条)."""

    accepted: bool
    instrument: str
    reason: str = ""
    received_on: date


class CourtHearingNoted(CaseEvent, frozen=True, kw_only=True, tag="court-hearing-noted/1"):
    """The court hears both sides before it rules (第五十八条第一款)."""

    ground: Literal["no-facts", "no-basis", "illegal"]
    statement: str


class CourtRuled(CaseEvent, frozen=True, kw_only=True, tag="court-ruled/1"):
    """The court rules whether it is enforced (第五十七条, 第五十八条)."""

    enforce: bool
    instrument: str
    reason: str = ""
    received_on: date


class HigherCourtAsked(CaseEvent, frozen=True, kw_only=True, tag="higher-court-asked/1"):
    """The agency asks the next higher court to look again (第五十六条第二款, 第五十八条第三款)."""

    about: Literal["non-acceptance", "non-enforcement"]
    instrument: str
    reasons: str


class HigherCourtRuled(CaseEvent, frozen=True, kw_only=True, tag="higher-court-ruled/1"):
    """It ruled: the application is accepted, or enforced, or it stays as it is."""

    about: Literal["non-acceptance", "non-enforcement"]
    granted: bool
    instrument: str
    received_on: date


class CourtEnforced(CaseEvent, frozen=True, kw_only=True, tag="court-enforced/1"):
    """What came of the court's enforcement (第六十条)."""

    result: Literal["whole", "part", "none"]
    amount_yuan: Decimal | None = None
    destination: Destination = ""
    cost_yuan: Decimal | None = None
    """Borne by who is enforced against."""
    instrument: str
    received_on: date


class ApplicationDropped(CaseEvent, frozen=True, kw_only=True, tag="court-application-dropped/1"):
    """No application is made, or it is taken back: performed, undone, or too late."""

    ground: Literal["performed", "basis-revoked", "out-of-time", "other"]
    reason: str
