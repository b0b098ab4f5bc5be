"""移送: to the police, and back; to the agency that is competent (行政处罚法 第二十七条; 移送规定 第五条至第十三条)."""

from __future__ import annotations

from typing import Literal

from records.event import CaseEvent


class TransferReported(CaseEvent, frozen=True, kw_only=True, tag="transfer-reported/1"):
    """At least two officers report that a crime is suspected (移送规定 第五条)."""

    officers: tuple[str, ...]
    crime: str
    reasons: str


class TransferDecided(CaseEvent, frozen=True, kw_only=True, tag="transfer-decided/1"):
    """The head's answer within three days, a no with its reasons."""

    approved: bool
    reasons: str


class TransferSent(CaseEvent, frozen=True, kw_only=True, tag="transfer-sent/1"):
    """案件移送书 with report, list of goods and test reports, within 24 hours (第五条, 第六条)."""

    number: str
    to: str
    materials: tuple[str, ...]


class PoliceAnswered(CaseEvent, frozen=True, kw_only=True, tag="police-answered/1"):
    """What the police decided (第八条): a case of theirs, or none, and then the penalty goes on (第十条)."""

    filed: bool
    instrument: str
    reasons: str = ""


class TransferObjected(CaseEvent, frozen=True, kw_only=True, tag="transfer-objected/1"):
    """The agency does not accept that the police file no case: review, or supervision by the procuratorate (第九条)."""

    to: Literal["police", "procuratorate"]
    """提请作出决定的公安机关复议, 建议人民检察院立案监督."""
    instrument: str
    reasons: str


class GoodsHandedOver(CaseEvent, frozen=True, kw_only=True, tag="goods-handed-over/1"):
    """Goods and papers went to the police, and the party was told in writing (第十二条)."""

    items: tuple[str, ...]
    party_told: bool


class CasePassed(CaseEvent, frozen=True, kw_only=True, tag="case-passed/1"):
    """The case goes to the agency that is competent (第二十二条, 第二十五条)."""

    number: str
    to: str
    reasons: str
