"""结案归档: closing and archiving (行政处罚法 第四十七条; 档案法 第十三条), and what moves a case beside its course."""

from __future__ import annotations

from datetime import date
from typing import Literal

from records.event import CaseEvent

ClosingGround = Literal["performed", "enforced", "no-penalty", "handed-over", "revoked", "terminated", "completed"]
"""履行完毕, 强制执行完毕, 不予处罚, 已移送, 决定被撤销, 终结执行, 办理完毕 (of another procedure than a penalty)."""


class CaseClosed(CaseEvent, frozen=True, kw_only=True, tag="case-closed/1"):
    """结案报告."""

    ground: ClosingGround
    report: str
    approved_by: str


class CaseArchived(CaseEvent, frozen=True, kw_only=True, tag="case-archived/1"):
    """归档: the file is complete by the stage list, or its gaps are named; nothing is added any more."""

    file_number: str
    pages: int
    retention_years: int
    """0: for ever (永久)."""
    gaps: tuple[str, ...] = ()


class ArchiveReopened(CaseEvent, frozen=True, kw_only=True, tag="archive-reopened/1"):
    """The archived file is opened again, for a reason."""

    reason: str


class RecusalRequested(CaseEvent, frozen=True, kw_only=True, tag="recusal-requested/1"):
    """回避: an officer declares, or the party applies (第四十三条)."""

    person: str
    by: Literal["self", "party"]
    reason: str


class RecusalDecided(CaseEvent, frozen=True, kw_only=True, tag="recusal-decided/1"):
    """The head's answer; who is recused signs nothing more in the case."""

    person: str
    granted: bool
    reason: str


class HandlersChanged(CaseEvent, frozen=True, kw_only=True, tag="handlers-changed/1"):
    """Other officers take over (变更承办人)."""

    handlers: tuple[str, ...]
    reason: str


class CaseSuspended(CaseEvent, frozen=True, kw_only=True, tag="case-suspended/1"):
    """中止: the case waits; a term stands still only where the `basis` says so (第六十条)."""

    reason: Literal["examination", "jurisdiction", "judicial", "police", "force-majeure", "other"]
    """检测鉴定, 管辖争议, 等待司法裁判, 公安机关审查, 不可抗力, 其他."""
    explanation: str
    basis: str = ""
    until: date | None = None
    """Last day, when it is known beforehand."""


class CaseResumed(CaseEvent, frozen=True, kw_only=True, tag="case-resumed/1"):
    """恢复办理."""

    reason: str


class TermExtended(CaseEvent, frozen=True, kw_only=True, tag="term-extended/1"):
    """A longer term for the decision, by the law, regulation or rule that gives it (第六十条)."""

    days: int
    """Calendar days beyond the term so far."""
    basis: str
    reason: str


class EntryVoided(CaseEvent, frozen=True, kw_only=True, tag="entry-voided/1"):
    """作废: an entry was a mistake; it stays in the record and counts no more."""

    version: int
    """Version of the case that the entry made."""
    voided: str
    """Tag of that event."""
    reason: str
