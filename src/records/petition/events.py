"""Events of what somebody applies for: a ruling, a payment, a confirmation, a reward (行政裁决、给付、确认、奖励)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

import msgspec

from records.course.decided import Decided
from records.course.opened import Opened
from records.course.people import Somebody
from records.event import CaseEvent
from records.petition.display import Displayed

PetitionKind = Literal["ruling", "payment", "confirmation", "reward"]
"""行政裁决, 行政给付, 行政确认, 行政奖励: ids of the procedures."""

Speaker = Literal["applicant", "respondent", "third-party", "objector"]
"""申请人, 被申请人, 利害关系人, 对公示提出异议的人."""


class PetitionReceived(Opened, frozen=True, kw_only=True, tag="petition-received/1"):
    """An application came in, with its materials; of a ruling also against whom."""

    kind: PetitionKind
    request: str
    """What is applied for."""
    reasons: str
    materials: tuple[str, ...]
    respondents: tuple[Somebody, ...] = ()
    """被申请人 of a ruling."""
    beneficiaries: tuple[Somebody, ...] = ()
    """For whom a payment or a reward is meant beside or in place of the applicant, as members of the household."""
    amount_yuan: Decimal | None = None
    natural_resources: bool = False
    """Whether it is about rights to natural resources: reconsideration comes first (行政复议法 第二十三条)."""

    @property
    def procedure(self) -> str:
        """Id of the procedure."""
        return self.kind


# ---- Acceptance ----


class PetitionSupplementAsked(CaseEvent, frozen=True, kw_only=True, tag="petition-supplement-asked/1"):
    """补正材料告知书: all that is missing, once."""

    number: str
    missing: tuple[str, ...]
    bring_by: date


class PetitionSupplemented(CaseEvent, frozen=True, kw_only=True, tag="petition-supplemented/1"):
    """What was missing was brought, or not all of it."""

    materials: tuple[str, ...]
    complete: bool


class PetitionAccepted(CaseEvent, frozen=True, kw_only=True, tag="petition-accepted/1"):
    """受理通知书: from here the term of the decision runs."""

    number: str
    content: str
    decide_by: date | None = None
    """The last day by the sector's own term; None: the general term runs."""
    term_basis: str = ""
    """What gives that term."""


class PetitionRefused(Decided, frozen=True, kw_only=True, tag="petition-refused/1"):
    """不予受理通知书, with reasons and relief."""

    document: ClassVar[str] = "petition-non-acceptance"


class PetitionWithdrawn(CaseEvent, frozen=True, kw_only=True, tag="petition-withdrawn/1"):
    """The applicant takes the application back before it is decided."""

    reason: str
    proof: str


# ---- Those whom it concerns ----


class RespondentTold(CaseEvent, frozen=True, kw_only=True, tag="respondent-told/1"):
    """答复通知书: the respondent gets a copy of the application, and may answer."""

    number: str
    content: str
    materials: tuple[str, ...]
    """What of the application was handed over."""


class ThirdPartyTold(CaseEvent, frozen=True, kw_only=True, tag="third-party-told/1"):
    """利害关系人告知书: who has a direct interest is told, and may speak."""

    number: str
    people: tuple[Somebody, ...]
    interest: str
    content: str


class PetitionStatementRecorded(CaseEvent, frozen=True, kw_only=True, tag="petition-statement-recorded/1"):
    """An answer, an opinion or an objection."""

    item: str
    """Its name within the case, as `意见1`; given by the system."""
    by: Speaker
    people: tuple[Somebody, ...] = ()
    """Who speaks; empty for the applicant."""
    points: tuple[str, ...]


class PetitionStatementAnswered(CaseEvent, frozen=True, kw_only=True, tag="petition-statement-answered/1"):
    """What the agency found of it, told to who had spoken."""

    item: str
    accepted: bool
    conclusion: str


class MediationHeld(CaseEvent, frozen=True, kw_only=True, tag="mediation-held/1"):
    """调解: with the result that it had."""

    place: str
    mediator: str
    """Person id."""
    outcome: Literal["agreed", "failed", "declined"]
    """达成协议, 未达成协议, 一方或者双方不愿调解."""
    record: str
    """What was said (调解笔录)."""
    signature: Literal["signed", "refused"]
    """Of both sides."""


class MediationConcluded(CaseEvent, frozen=True, kw_only=True, tag="mediation-concluded/1"):
    """行政调解书: the agreement ends the case."""

    number: str
    content: str
    performance: str
    """Who does what by when."""


# ---- Examination ----


class Criterion(msgspec.Struct, frozen=True, kw_only=True):
    """A condition of a payment or a confirmation, and whether it is met."""

    condition: str
    met: bool
    proof: str = ""


class PetitionExamined(CaseEvent, frozen=True, kw_only=True, tag="petition-examined/1"):
    """审查意见: what the handlers found and propose; the last one counts."""

    findings: str
    criteria: tuple[Criterion, ...] = ()
    basis: tuple[str, ...]
    proposal: Literal["grant", "partly", "refuse"]
    third_party_interest: bool = False
    """Whether others have a direct and grave interest in the decision."""
    amount_yuan: Decimal | None = None


class RewardProposed(CaseEvent, frozen=True, kw_only=True, tag="reward-proposed/1"):
    """奖励建议: who proposes which reward, and for what."""

    deeds: str
    award: str
    amount_yuan: Decimal | None = None
    proposed_by: str
    """Unit or body."""


class ListDisplayed(CaseEvent, frozen=True, kw_only=True, tag="list-displayed/1"):
    """公示: who is to get what, with persons masked, and where to object."""

    entries: tuple[Displayed, ...]
    carriers: tuple[str, ...]
    objections_to: str
    """Where objections are taken."""


class PetitionExtended(CaseEvent, frozen=True, kw_only=True, tag="petition-extended/1"):
    """延长办理期限告知书: the head lets the decision come later, once, with reasons told."""

    number: str
    working_days: int
    days: int
    """Calendar days by which the term ends later."""
    reasons: str
    basis: tuple[str, ...] = ()


# ---- Decision and what follows ----


class PetitionDecided(Decided, frozen=True, kw_only=True, tag="petition-decided/1"):
    """决定书 on the ruling, payment, confirmation or reward."""

    document: ClassVar[str] = "petition-decision"

    kind: PetitionKind
    """As the application was."""
    outcome: Literal["granted", "partly", "refused"]
    amount_yuan: Decimal | None = None
    """Of a payment or reward what is paid in all; of a ruling what one side owes."""
    each_yuan: Decimal | None = None
    """Of a payment that comes again: each time."""
    pay_from: date | None = None
    pay_to: date | None = None


class GrantPaid(CaseEvent, frozen=True, kw_only=True, tag="grant-paid/1"):
    """A payment or a reward was paid or handed over, by a receipt."""

    amount_yuan: Decimal | None = None
    """None for what is no money."""
    paid_on: date
    means: Literal["bank", "cash", "handed-over"]
    """银行发放, 现金发放, 当面颁发."""
    receipt: str
    recipients: tuple[Somebody, ...] = ()
    """Who took it; empty: the applicant."""
    period: str = ""
    """Of a payment that comes again: for which time."""
    final: bool
    """Whether it is the last one."""


class GrantStopped(CaseEvent, frozen=True, kw_only=True, tag="grant-stopped/1"):
    """停止给付（追回）决定书: the condition has fallen away, or never was there."""

    number: str
    ground: Literal["condition-gone", "fraud", "mistake", "died", "given-up"]
    from_on: date
    """The first day for which nothing is due."""
    recover_yuan: Decimal | None = None
    """What was paid without ground and has to come back; None: nothing."""
    content: str
    facts: str
    basis: tuple[str, ...]
    reasons: str
    relief: str
    decided_by: str


class GrantRecovered(CaseEvent, frozen=True, kw_only=True, tag="grant-recovered/1"):
    """Money came back."""

    amount_yuan: Decimal
    paid_on: date
    receipt: str


class ParticipantServed(CaseEvent, frozen=True, kw_only=True, tag="participant-served/1"):
    """A document reached the respondent or a third party, too."""

    document: Literal["petition-decision", "mediation-agreement", "petition-non-acceptance"]
    number: str
    role: Literal["respondent", "third-party"]
    people: tuple[Somebody, ...]
    method: Literal["in-person", "household", "receiving-clerk", "left", "post", "entrusted", "electronic"]
    proof: str
    refused: bool = False
    witnesses: tuple[Somebody, ...] = ()


class PetitionPerformed(CaseEvent, frozen=True, kw_only=True, tag="petition-performed/1"):
    """What was ruled, agreed or confirmed has been carried out, entered or handed over."""

    result: str
    proof: str
