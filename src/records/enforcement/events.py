"""强制执行 from its opening to its decision (行政强制法 第三十四条至第三十八条, 第四十四条, 第五十条至第五十二条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from records.course.decided import Decided
from records.course.people import Somebody
from records.enforcement.basis import EnforcedOpened
from records.event import CaseEvent
from records.penalty.events import Signature

PowerSource = Literal["law", "art-46", "administrative-regulation", "local-regulation", "rule", "none"]
"""法律授权, 依第四十六条第三款拍卖已查封扣押的财物, 行政法规, 地方性法规, 规章, 没有授权."""

Method = Literal[
    "transfer-deposit", "auction", "auction-seized", "remove-obstacle", "restore", "demolition", "substitute", "other"
]
"""第十二条: 划拨存款、汇款, 拍卖或者依法处理财物, 拍卖已查封扣押的财物, 排除妨碍, 恢复原状, 强制拆除, 代履行, 其他."""

SubstituteGround = Literal["traffic", "environment", "resources", "clearing"]
"""危害交通安全, 造成环境污染, 破坏自然资源 (第五十条), 立即清除以后依法处理 (第五十二条)."""


class EnforcementOpened(EnforcedOpened, frozen=True, kw_only=True, tag="enforcement-opened/1"):
    """An agency with the power to enforce begins to enforce a decision that was not performed."""

    power: PowerSource
    power_basis: str
    """The provision that gives the agency the power (第十三条)."""
    seizure: str = ""
    """Number of the decision by which goods of the party are sealed or seized (第四十六条第三款)."""
    surcharge_from: date | None = None
    """First day for which a surcharge or late fee was added (第四十五条); None: none was."""
    surcharge_told: bool = False
    """Whether the party was told of its rate."""

    @property
    def procedure(self) -> str:
        """Id of the procedure that the case follows from here on."""
        return "enforcement"


class DemandIssued(CaseEvent, frozen=True, kw_only=True, tag="demand-issued/1"):
    """催告书, with the contents of 第三十五条; before substitute performance another one follows (第五十一条)."""

    number: str
    content: str
    """The duty."""
    method: str
    """How it is to be performed."""
    perform_by: date
    amount_yuan: Decimal | None = None
    surcharge_yuan: Decimal | None = None
    payment: str = ""
    """How money is to be paid."""
    rights: str
    """The right to state and defend, in the words of the paper."""


class DemolitionAnnounced(CaseEvent, frozen=True, kw_only=True, tag="demolition-announced/1"):
    """限期拆除公告: the party is to demolish by itself until a day (第四十四条)."""

    number: str
    content: str
    remove_by: date
    carriers: tuple[str, ...]


class EnforcementDecided(Decided, frozen=True, kw_only=True, tag="enforcement-decided/1"):
    """行政强制执行决定书 (第三十七条)."""

    document: ClassVar[str] = "enforcement-decision"

    methods: tuple[Method, ...]
    enforce_on: date
    """From which day on it is enforced."""
    amount_yuan: Decimal | None = None
    """What is still owed of the decision that is enforced."""
    surcharge_yuan: Decimal | None = None
    """What is added to it, never more than the decision itself asks for (第四十五条第二款)."""
    deposit_basis: str = ""
    """The provision of a law by which the agency may have deposits transferred (第四十七条)."""
    immediate: bool = False
    """立即强制执行: within the term of the demand, since goods are being moved or hidden (第三十七条第三款)."""
    hiding_proof: str = ""


class SubstituteDecided(Decided, frozen=True, kw_only=True, tag="substitute-decided/1"):
    """代履行决定书 (第五十一条)."""

    document: ClassVar[str] = "substitute-decision"

    ground: SubstituteGround
    target: str
    """标的."""
    method: str
    enforce_on: date
    substitute: str
    """Who performs in the party's place."""
    disinterested: bool
    """Whether that is the agency or a third person without an interest (第五十条)."""
    budget_yuan: Decimal


class ClearedAtOnce(CaseEvent, frozen=True, kw_only=True, tag="cleared-at-once/1"):
    """立即代履行: what lay on a road, in a water or in a public place was removed at once (第五十二条)."""

    where: Literal["road", "waterway", "public-place"]
    what: Literal["spill", "obstacle", "pollutant"]
    place: str
    officers: tuple[str, ...]
    begun_at: str
    """RFC 3339."""
    ended_at: str
    party_unable: bool
    """Whether the party could not clear it."""
    party_present: bool
    substitute: str = ""
    cost_yuan: Decimal | None = None
    findings: str
    signature: Signature
    witnesses: tuple[Somebody, ...] = ()


class ClearingTold(CaseEvent, frozen=True, kw_only=True, tag="clearing-told/1"):
    """The party, who was absent, was told of it afterwards (第五十二条)."""

    means: Literal["in-person", "telephone", "message", "post"]
    content: str
