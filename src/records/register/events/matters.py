"""What an agency may do: matters, measures, delegations, benchmarks, and what newer laws say of an act."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from records.event import Event


class LegalBasis(msgspec.Struct, frozen=True):
    """A provision that a matter rests on."""

    law: str
    article: str
    summary: str = ""


class MatterRegistered(Event, frozen=True, kw_only=True, tag="matter-registered/1"):
    """A matter of the power list (权责清单), with where the power comes from."""

    code: str
    name: str
    agency: str
    basis: tuple[LegalBasis, ...]
    power: Literal["law", "handed-down", "delegation"]
    instrument: str = ""
    """The published decision or letter that gives the power, unless a law does."""
    kinds: tuple[str, ...] = ()
    """Kinds of penalty that the basis allows (行政处罚法 第九条); empty: nobody is punished in it."""
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.code}"


class MatterWithdrawn(Event, frozen=True, kw_only=True, tag="matter-withdrawn/1"):
    """A matter taken from the agency; it may open no case after `last_day`."""

    code: str
    last_day: date
    reason: str

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.code}"


class DelegationGranted(Event, frozen=True, kw_only=True, tag="delegation-granted/1"):
    """委托: an agency lets another body act in its name, in writing and for a term (行政处罚法 第二十条; 行政许可法
    第二十四条). A later entry of the same letter replaces it.
    """

    number: str
    """Number of the letter (委托书文号), by which it is known for good."""
    delegator: str
    """统一社会信用代码 of the agency in whose name everything is done, and which answers for it."""
    delegate: str
    """统一社会信用代码 of the body that acts."""
    kind: Literal["penalty", "licence", "other"]
    """What is delegated: 行政处罚, 行政许可, or another power by its own law, as levy or inspection. Compulsory
    measures and enforcement never are (行政强制法 第十三条, 第十七条).
    """
    basis: tuple[LegalBasis, ...]
    """The law, regulation or rule that allows it."""
    matters: tuple[str, ...]
    """Codes of the delegator's matters that it covers."""
    scope: str
    """Persons, places and amounts that the letter names, and rights and duties of both."""
    fitness: str
    """How the body meets 行政处罚法 第二十一条, or that it is an administrative agency (行政许可法 第二十四条)."""
    digest: str
    """BLAKE3 of the letter, in hex."""
    announced: str
    """Where both published the letter (第二十条第二款; 行政许可法 第二十四条第一款)."""
    valid_from: date
    valid_to: date
    """Last day: a letter without one is none (第二十条第二款)."""

    @property
    def stream(self) -> str:
        """The letter's stream."""
        return delegation_stream(self.number)


class DelegationEnded(Event, frozen=True, kw_only=True, tag="delegation-ended/1"):
    """A delegation that ended before its term; open cases go back to the delegator."""

    number: str
    last_day: date
    reason: str

    @property
    def stream(self) -> str:
        """The letter's stream."""
        return delegation_stream(self.number)


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """What a benchmark provides for one degree of an act."""

    degree: str
    """As 较轻, 一般, 较重."""
    from_yuan: int
    to_yuan: int


class BenchmarkPublished(Event, frozen=True, kw_only=True, tag="benchmark-published/1"):
    """A discretion benchmark (裁量基准) for a matter, published (行政处罚法 第三十四条)."""

    matter: str
    title: str
    ranges: tuple[Range, ...]
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.matter}"


class OffenceDropped(Event, frozen=True, kw_only=True, tag="offence-dropped/1"):
    """A newer law, regulation or rule no longer makes the act of a matter an offence (行政处罚法 第三十七条).

    A later entry with a last day says that it is one again afterwards.
    """

    matter: str
    instrument: str
    """The law or decision that dropped it, with its number."""
    article: str
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.matter}"


class StalenessProvided(Event, frozen=True, kw_only=True, tag="staleness-provided/1"):
    """Another law gives a matter a term of discovery of its own, shorter or longer (行政处罚法 第三十六条第一款)."""

    matter: str
    months: int
    article: str
    """The provision of that law."""
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.matter}"


MeasureKind = Literal["seal", "seize", "freeze", "liberty", "other"]
"""查封, 扣押, 冻结, 限制公民人身自由, 其他行政强制措施 (行政强制法 第九条)."""


class MeasureProvided(Event, frozen=True, kw_only=True, tag="measure-provided/1"):
    """A law or regulation lets the agency take a kind of compulsory measure in a matter (行政强制法 第十条, 第十七条).

    Without an entry the agency takes none: also where the power to punish was handed down, the instrument has to say
    that measures come with it. A later entry of the same matter and kind replaces it.
    """

    matter: str
    measure: MeasureKind
    level: Literal["law", "administrative-regulation", "local-regulation"]
    """法律, 行政法规, 地方性法规: freezing and what restricts freedom are for the first alone."""
    basis: LegalBasis
    categories: tuple[str, ...] = ()
    """Categories of the certificates by which officers are qualified for it; empty: any."""
    days: int = 0
    """Longest term that this law gives, in calendar days, where it is another than the general one; 0: that one."""
    extension_days: int = 0
    """The same of an extension."""
    hours: int = 0
    """Longest term of what restricts freedom, in hours."""
    valid_from: date
    valid_to: date | None = None

    @property
    def stream(self) -> str:
        """The matter's stream."""
        return f"matter:{self.matter}"


def delegation_stream(number: str) -> str:
    """The stream of a letter of delegation."""
    return f"delegation:{number}"
