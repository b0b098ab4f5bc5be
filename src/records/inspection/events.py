"""行政检查: a visit, from its cause or its draw to its result and what follows from it (国办发〔2024〕54号)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal

from records.course.decided import Decided
from records.course.opened import Opened
from records.event import CaseEvent

Origin = Literal["plan", "special", "complaint", "handed-over", "superior", "monitoring", "application"]
"""年度计划抽查, 专项检查, 投诉举报, 转办交办, 上级部署, 数据监测, 应企业申请."""

PLANNED: frozenset[Origin] = frozenset({"plan", "special"})
"""Origins that the yearly cap of visits counts; a cause of its own is outside it (P)."""

Outcome = Literal["compliant", "rectify", "offence", "not-found", "obstructed"]
"""未发现问题, 发现问题责令整改, 涉嫌违法移交处理, 通过登记的住所无法联系, 不配合检查情节严重."""

ShownBy = Literal["shown", "read-out", "online"]
"""当面出示, 宣读, 网上核验."""


class InspectionOpened(Opened, frozen=True, kw_only=True, tag="inspection-opened/1"):
    """An inspection is to be made, as drawn by a plan or for a cause of its own."""

    origin: Origin
    cause: str = ""
    """What gave rise to it: who complained, which letter; empty where a plan did."""
    plan: str = ""
    """Number of the plan."""
    plan_case: str = ""
    """Id of the plan's case."""
    draw: int = 0
    object_key: str = ""
    """By which the object was drawn."""
    drawn_order: tuple[str, ...] = ()
    """Person ids of the officers in the order in which they were drawn for the object, without who was excused."""
    licence: str = ""
    """Number of the licence under which the inspected person acts (行政许可法 第六十一条); empty for no licensee."""
    urgent: str = ""
    """Why it could not wait for an approval; empty: it can."""

    @property
    def procedure(self) -> str:
        """Id of the procedure that the case follows from here on."""
        return "inspection"


class InspectionApproved(CaseEvent, frozen=True, kw_only=True, tag="inspection-approved/1"):
    """The head approves the inspection: what is looked at, between which days, and whether it is announced."""

    content: str
    begins_on: date
    ends_on: date
    announced: bool
    reason: str = ""
    """Why it is not announced."""


class InspectionNoticed(CaseEvent, frozen=True, kw_only=True, tag="inspection-noticed/1"):
    """行政检查通知书: announced beforehand, or handed over on arrival."""

    number: str
    content: str
    basis: tuple[str, ...]
    officers: tuple[str, ...]
    """Person ids."""
    visit_on: date
    rights: str
    """What the inspected person may ask for, as recusal, and where to complain of the visit."""


class InspectorsArrived(CaseEvent, frozen=True, kw_only=True, tag="inspectors-arrived/1"):
    """扫码入企: the officers are there, by the code that they scanned at the door."""

    officers: tuple[str, ...]
    place: str
    code: str
    """What the scan gave."""


class CertificatesShown(CaseEvent, frozen=True, kw_only=True, tag="inspection-certificates-shown/1"):
    """The officers show who they are, and say that the visit is recorded, before anything else."""

    officers: tuple[str, ...]
    certificates: tuple[str, ...]
    """执法证号, in the order of the officers."""
    means: ShownBy
    recording_told: bool


class RecordSigned(CaseEvent, frozen=True, kw_only=True, tag="inspection-record-signed/1"):
    """The officers who inspected sign the record (行政许可法 第六十一条)."""

    officers: tuple[str, ...]


class TestReported(CaseEvent, frozen=True, kw_only=True, tag="inspection-test-reported/1"):
    """检验检测报告: what became of the samples that were taken."""

    __test__: ClassVar[bool] = False
    """It is no test of this software."""

    institution: str
    report: str
    """Its number."""
    outcome: Literal["qualified", "unqualified"]
    conclusion: str
    told_on: date
    """When the inspected person was told."""


class InspectionConcluded(Decided, frozen=True, kw_only=True, tag="inspection-concluded/1"):
    """行政检查结果告知书."""

    document: ClassVar[str] = "inspection-result"
    outcome: Outcome


class RectificationOrdered(CaseEvent, frozen=True, kw_only=True, tag="rectification-ordered/1"):
    """责令整改通知书."""

    number: str
    content: str
    basis: tuple[str, ...]
    correct_by: date


class RectificationChecked(CaseEvent, frozen=True, kw_only=True, tag="rectification-checked/1"):
    """复查: whether what was ordered is done."""

    order: str
    """Number of the order that is checked."""
    officers: tuple[str, ...]
    done: bool
    findings: str


class FindingHandedOver(CaseEvent, frozen=True, kw_only=True, tag="finding-handed-over/1"):
    """An offence was found: it goes to a penalty case of this agency, or to who is competent."""

    to: str
    related_case: str
    """Id of the penalty case in this ledger, empty when another keeps it."""
    facts: str
