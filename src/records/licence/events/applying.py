"""申请与受理: from the application to its acceptance or refusal (行政许可法 第二十九条至第三十二条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from records.course.decided import Decided
from records.course.opened import Opened
from records.event import CaseEvent
from records.licence.kinds import Action, Application, ApplicationEnd, Channel, LicenceKind, NoAcceptance, Trigger, Way


class LicenceApplied(Opened, frozen=True, kw_only=True, tag="licence-applied/1"):
    """Somebody applies for a licence, or for the change or renewal of one; the day is that of receipt."""

    application: Application
    kind: LicenceKind
    content: str
    """What is applied for."""
    materials: tuple[str, ...]
    """What was handed in."""
    channel: Channel
    related_case: str = ""
    """Id of the case in which the licence was granted, for a change or a renewal."""
    licence: str = ""
    """Number of the decision by which it was granted."""
    licence_from: date | None = None
    licence_until: date | None = None
    """Its last day, as it stands when this is applied for."""
    in_time: bool = False
    """Of a renewal: whether it was asked for early enough to hold by law when nobody decides (第五十条)."""
    safety: bool = False
    """Whether the matter directly concerns public safety, health, life or property (第七十八条、第七十九条)."""
    barred_until: date | None = None
    """Last day on which the applicant may not apply in this matter, by what other decisions say."""
    barred_by: str = ""
    """Number of that decision."""

    @property
    def procedure(self) -> str:
        """The procedure of licences."""
        return "licence"


class LicenceActionOpened(Opened, frozen=True, kw_only=True, tag="licence-action-opened/1"):
    """The agency looks at a licence again: to withdraw, revoke or cancel it."""

    action: Action
    trigger: Trigger
    facts: str
    kind: LicenceKind
    related_case: str = ""
    licence: str = ""
    """Number of the decision by which it was granted."""
    licence_from: date | None = None
    licence_until: date | None = None
    safety: bool = False

    @property
    def procedure(self) -> str:
        """The procedure of licences."""
        return "licence"


class SupplementAsked(CaseEvent, frozen=True, kw_only=True, tag="supplement-asked/1"):
    """补正告知书: all that is missing, told at once (第三十二条第一款第四项)."""

    number: str
    missing: tuple[str, ...]
    note: str = ""


class MaterialsSupplemented(CaseEvent, frozen=True, kw_only=True, tag="materials-supplemented/1"):
    """The applicant hands in what was missing, or a part of it."""

    materials: tuple[str, ...]
    complete: bool


class ApplicationAccepted(CaseEvent, frozen=True, kw_only=True, tag="application-accepted/1"):
    """受理通知书, with seal and date (第三十二条第二款)."""

    number: str
    sealed: bool
    accepted_on: date
    """The day from which the agency's term runs: of this step, or of the receipt when the answer came too late."""
    way: Way


class AcceptanceDeemed(CaseEvent, frozen=True, kw_only=True, tag="acceptance-deemed/1"):
    """Nobody answered in five working days: the application was accepted when it came in (第三十二条第一款第四项)."""

    accepted_on: date
    way: Way


class AcceptanceRefused(Decided, frozen=True, kw_only=True, tag="acceptance-refused/1"):
    """不予受理决定书, with seal and date (第三十二条)."""

    document: ClassVar[str] = "non-acceptance"

    ground: NoAcceptance
    competent: str = ""
    """Which agency to apply to, when it is not this one."""
    sealed: bool


class ApplicationWithdrawn(CaseEvent, frozen=True, kw_only=True, tag="application-withdrawn/1"):
    """The applicant takes the application back before it is decided."""

    reason: str


class ApplicationEnded(CaseEvent, frozen=True, kw_only=True, tag="application-ended/1"):
    """终止办理: there is nobody any more to decide for, or the materials never came (P)."""

    ground: ApplicationEnd
    proof: str
    """By what the ground is known."""


class LicenceFeeCharged(CaseEvent, frozen=True, kw_only=True, tag="licence-fee-charged/1"):
    """A fee that a law or an administrative regulation provides (第五十八条)."""

    amount_yuan: Decimal
    receipt: str
    basis: str
    """The provision, as the matter's list has it."""
