"""Events of a compulsory measure, from the request to the end of the last item (行政强制法 第十六条至第三十三条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

import msgspec

from records.course.decided import Decided
from records.course.opened import Opened
from records.course.people import Somebody
from records.event import ERASED, CaseEvent, PersonText
from records.penalty.events import Signature
from records.register.events import MeasureKind

PROCEDURE = "measure"

Thing = Literal["goods", "premises", "facility", "account"]
"""财物, 场所, 设施, 存款或者汇款."""

ReleaseGround = Literal["no-offence", "unrelated", "settled", "over", "not-needed", "not-approved"]
"""Why a measure ends (第十九条, 第二十八条, 第三十三条): no offence, unrelated to it, decided so that it is not needed,
term over, otherwise not needed, not approved afterwards."""

ExaminationKind = Literal["test", "inspection", "quarantine", "appraisal"]
"""检测, 检验, 检疫, 技术鉴定 (第二十五条第三款)."""

HeldFate = Literal["returned", "confiscated", "destroyed", "transferred"]
"""What becomes of an item: 退还（启封、解除冻结）, 没收, 销毁, 移送; one that was sold ends with its proceeds."""

Bearer = Literal["agency", "party"]
"""Who bears a cost: by 第二十五条 and 第二十六条 the agency alone."""


class MeasureRequested(Opened, frozen=True, kw_only=True, tag="measure-requested/1"):
    """The handlers report to the head before a measure, or where it is urgent at its beginning (第十八条, 第十九条)."""

    measure: MeasureKind
    facts: str
    reasons: str
    basis: tuple[str, ...]
    value_yuan: Decimal | None = None
    """What the property is worth; of a freezing what the offence is about (违法行为涉及的金额)."""
    premises: bool = False
    """Whether a place of business or production would be closed."""
    urgent: bool = False
    """Whether it has to be taken on the spot, before anybody could approve (情况紧急)."""
    urgency: str = ""
    """Why."""
    related_case: str = ""
    """Id of the penalty case that it serves."""

    @property
    def procedure(self) -> str:
        """Compulsory measures."""
        return PROCEDURE


class MeasureRequestAnswered(CaseEvent, frozen=True, kw_only=True, tag="measure-request-answered/1"):
    """The head allows the measure or not; an urgent one afterwards (第十八条第一项, 第十九条)."""

    approved: bool
    reason: str


class MeasureDecided(Decided, frozen=True, kw_only=True, tag="measure-decided/1"):
    """查封、扣押决定书, 冻结决定书 (第二十四条, 第三十一条): `valid_until` is the last day of the measure."""

    document: ClassVar[str] = "measure"
    amount_yuan: Decimal | None = None
    """What is frozen."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An account, sealed under whoever has it."""

    person: str
    line: int
    """Line of the inventory that it is, from 1 on."""
    number: PersonText = ERASED


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the inventory (清单)."""

    kind: Thing = "goods"
    name: str
    """Of an account the bank."""
    quantity: str = ""
    condition: str = ""
    """规格、状况."""
    identifier: str = ""
    """What tells it from all others, as a plate or a certificate; of an account its last four digits."""
    place: str = ""
    """Where it lies or is kept."""
    photo: str = ""
    """BLAKE3 of its picture."""
    relation: str = ""
    """What it has to do with the offence (涉案情况)."""
    necessity: bool = False
    """Whether the party or a dependant lives by it (生活必需品)."""
    held_by: str = ""
    """Which other authority has sealed or frozen it already."""
    amount_yuan: Decimal | None = None
    """Of an account what is frozen on it."""


class MeasureCarriedOut(CaseEvent, frozen=True, kw_only=True, tag="measure-carried-out/1"):
    """现场笔录 with the inventory: the measure stands from here on (第十八条, 第二十四条, 第三十条)."""

    number: str
    """Of the decision."""
    measure: MeasureKind
    urgent: bool
    """Whether nobody had approved it yet."""
    officers: tuple[str, ...]
    place: str
    begun_at: str
    """RFC 3339."""
    ended_at: str
    certificates_shown: bool
    rights_told: bool
    """Whether reasons, basis, rights and relief were told on the spot."""
    defence: str
    """What the party stated, in its own words; that it stated nothing."""
    findings: str
    signature: Signature
    """`absent`: the party did not come, and a witness was asked."""
    witnesses: tuple[Somebody, ...] = ()
    items: tuple[Held, ...] = ()
    """They are called 1, 2, … in this order, after the number."""
    accounts: tuple[Account, ...] = ()
    """The numbers of those lines that are accounts."""
    delivered: bool
    """Whether the decision and one of the two copies of the inventory were handed over on the spot."""
    bank_notified: bool = False
    """Of a freezing: whether the bank has the notice (冻结通知书)."""
    family_told: bool = False
    """Of a measure on a person: whether the family was told who holds them, where and for how long (第二十条)."""
    returned_at: str = ""
    """The same: when the officers were back, RFC 3339; from then approval is due at once."""
    ends_at: str = ""
    """The same: when it ends at the latest, RFC 3339."""
    until: date
    """Its last day by the decision."""


class CustodyArranged(CaseEvent, frozen=True, kw_only=True, tag="custody-arranged/1"):
    """Who keeps the items, where and at whose cost (第二十六条)."""

    items: tuple[str, ...]
    keeper: str
    by: Literal["agency", "third-party"]
    place: str
    use: bool = False
    """Whether whoever keeps them may use them."""
    cost_yuan: Decimal | None = None
    borne_by: Bearer = "agency"


class HarmFound(CaseEvent, frozen=True, kw_only=True, tag="held-item-harmed/1"):
    """An item was used, damaged, moved or lost while it was held: the agency makes up for it (第二十六条)."""

    item: str
    harm: Literal["used", "damaged", "moved", "lost"]
    by: Literal["agency", "third-party", "other"]
    facts: str
    amount_yuan: Decimal
    """What the party has to get."""


class ExaminationSet(CaseEvent, frozen=True, kw_only=True, tag="examination-set/1"):
    """检测（鉴定）期间告知书: a time that does not count, when it is fixed and told in writing (第二十五条第三款)."""

    number: str
    items: tuple[str, ...]
    kind: ExaminationKind
    institute: str
    begins_on: date
    """First day that does not count."""
    ends_on: date
    """The last one, at the latest."""
    told: bool
    """Whether the party has it in writing."""
    cost_yuan: Decimal | None = None
    borne_by: Bearer = "agency"


class ExaminationEnded(CaseEvent, frozen=True, kw_only=True, tag="examination-ended/1"):
    """The result of a test is there: from the day after it the term goes on."""

    number: str
    """Of the paper that told of it."""
    items: tuple[str, ...]
    ended_on: date
    result: str


class MeasureExtended(CaseEvent, frozen=True, kw_only=True, tag="measure-extended/1"):
    """延长期限决定书: the head lengthens the term once the case is complex, with reasons (第二十五条, 第三十二条)."""

    number: str
    days: int
    reasons: str
    until: date
    """The last day from now on, of items whose test is not longer."""
    decided_by: str


class GroundGone(CaseEvent, frozen=True, kw_only=True, tag="measure-ground-gone/1"):
    """The handlers note a reason to end the measure: it is to be ended at once (第二十八条, 第三十三条)."""

    ground: ReleaseGround
    facts: str


class MeasureReleased(CaseEvent, frozen=True, kw_only=True, tag="measure-released/1"):
    """解除查封（扣押、冻结）决定书 (第二十八条, 第三十三条)."""

    number: str
    items: tuple[str, ...]
    """Those that it frees; of a measure without items the number of its decision."""
    ground: ReleaseGround
    reasons: str
    decided_by: str


class MeasureLapsed(CaseEvent, frozen=True, kw_only=True, tag="measure-lapsed/1"):
    """The term of items is over without a decision: they are to go back (第二十八条第四项, 第三十三条)."""

    items: tuple[str, ...]
    """Those that have to be returned; of a measure without items the number of its decision."""
    due_on: date


class ItemSold(CaseEvent, frozen=True, kw_only=True, tag="held-item-sold/1"):
    """A perishable item was sold: its proceeds take its place (第二十八条第二款)."""

    item: str
    cause: Literal["perishable", "hard-to-keep"]
    reason: str
    means: Literal["auction", "sale"]
    """拍卖, 变卖."""
    proceeds_yuan: Decimal
    market_yuan: Decimal
    """What it was worth on the market."""
    receipt: str


class HeldSettled(CaseEvent, frozen=True, kw_only=True, tag="held-item-settled/1"):
    """The end of an item (第二十一条, 第二十七条, 第二十八条)."""

    item: str
    fate: HeldFate
    reason: str
    basis: str = ""
    """Of a destruction the law or administrative regulation that says so."""
    to: str = ""
    """Of a transfer who took it."""
    instrument: str = ""
    """Number of the decision that confiscates it, or of the paper that went with it."""
    related_case: str = ""
    """Id of the case of that decision."""
    object: str = ""
    """BLAKE3 of its scan, where no case of the ledger has it."""
    party_told: bool = False
    """Of a transfer whether the party was told in writing."""
    receipt: str = ""
    """What shows that it went back: the signed list, the bank's answer."""
    amount_yuan: Decimal | None = None
    """Proceeds that went back in place of an item that was sold."""
    fee_yuan: Decimal | None = None
    """What the party was charged for custody or tests."""


class CompensationPaid(CaseEvent, frozen=True, kw_only=True, tag="measure-compensated/1"):
    """Money for harm to an item, or for a sale far below its worth (第二十六条, 第二十八条第二款)."""

    item: str
    amount_yuan: Decimal
    paid_on: date
    receipt: str
