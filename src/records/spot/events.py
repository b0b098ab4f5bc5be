"""Events of a penalty on the spot (行政处罚法 第五十一条至第五十三条), from the visit to its report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar, Final, Literal

from records.course.decided import Decided
from records.course.document_kinds import DocumentKind
from records.course.opened import Opened
from records.course.people import Party
from records.event import CaseEvent
from records.penalty.events.deciding import Applied, DefencePoint, Mitigation, PenaltyKind

SIMPLE: Final = "penalty-simple"
"""Id of the procedure (简易程序)."""

TurningReason = Literal["facts", "limits", "disputed", "no-penalty", "crime", "not-settled", "other"]
"""事实需要进一步调查, 超出当场处罚的种类或者数额, 当事人有异议需要核实, 拟不予处罚, 涉嫌犯罪, 没有当场办结, 其他."""


class SpotOpened(Opened, frozen=True, kw_only=True, tag="spot-opened/1"):
    """Officers have shown their certificates and found an act that they deal with on the spot."""

    party: Party
    acted_on: date
    """Day of the act, or of its end when it went on."""
    discovered_on: date
    """Day of the visit: by then it was discovered (第三十六条)."""
    place: str
    facts: str
    certificates_shown: bool

    @property
    def procedure(self) -> str:
        """The simple one."""
        return SIMPLE


class SpotTold(CaseEvent, frozen=True, kw_only=True, tag="spot-told/1"):
    """The party is told of the intended penalty, its facts, reasons and basis, and of its rights (第四十四条)."""

    kinds: tuple[PenaltyKind, ...]
    fine_yuan: Decimal | None = None
    confiscated_yuan: Decimal | None = None
    content: str
    facts: str
    reasons: str
    basis: tuple[str, ...]
    rights_told: bool


class SpotHeard(CaseEvent, frozen=True, kw_only=True, tag="spot-heard/1"):
    """What the party says against it, each point with its answer (第四十五条); no point: it says nothing against it."""

    points: tuple[str, ...] = ()
    answers: tuple[DefencePoint, ...] = ()
    """In the order of the points."""


class SpotDecided(Decided, frozen=True, kw_only=True, tag="spot-decided/1"):
    """当场行政处罚决定书, signed by the officers (第五十二条); `decided_by` is the one who filled it in."""

    document: ClassVar[DocumentKind] = "spot-decision"

    officers: tuple[str, ...]
    """Person ids of all who handled the case then: both are named in the document (第四十二条, 第五十二条)."""
    kinds: tuple[PenaltyKind, ...]
    fine_yuan: Decimal | None = None
    confiscated_yuan: Decimal | None = None
    place: str
    performance: str = ""
    """How and by when to perform."""
    bank: str = ""
    """Where a fine is paid that is not taken on the spot (罚缴分离办法 第七条)."""
    collect_now: bool = False
    """Whether the fine is taken on the spot (第六十八条, 第六十九条)."""
    surcharge: bool = False
    """Whether the decision says that 3 % a day are added when it is paid late."""
    correction: str = ""
    """What the party is ordered to correct, or why nothing is (第二十八条)."""
    mitigation: Mitigation = ""
    mitigation_ground: str = ""
    degree: str = ""
    """The degree of the benchmark that the act has, when the decision names one (第三十四条)."""
    benchmark: Applied = ""
    departure: str = ""
    """Why the fine lies outside the published benchmark, when it does."""
    distinct: str = ""
    """Why it is another act than the one that the party was fined for, when they look alike (第二十九条)."""
    provision: str = ""
    """Of another 法律 that lets more be imposed on the spot than art 51 does, when it does."""
    handed_over: bool
    """Whether it was handed over on the spot; its service is then an event of its own."""
    refused: bool = False
    """Whether the party refused to sign."""
    refusal_note: str = ""
    """What the document says of the refusal."""


class SpotReported(CaseEvent, frozen=True, kw_only=True, tag="spot-reported/1"):
    """The decision is reported to the officers' agency for its records (报所属行政机关备案, 第五十二条)."""

    materials: tuple[str, ...]
    note: str = ""


class SpotTurned(CaseEvent, frozen=True, kw_only=True, tag="spot-turned/1"):
    """The case turns out not to be one for the spot: another case deals with the act by the ordinary procedure."""

    reason: TurningReason
    explanation: str
    related_case: str
    """Id of that case."""
