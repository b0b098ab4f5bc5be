"""决定: granted, changed, renewed or refused, and the certificate (行政许可法 第三十八条至第五十条)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from records.course.decided import Decided
from records.event import CaseEvent
from records.licence.kinds import LicenceKind, Refusal


class LicenceGranted(Decided, frozen=True, kw_only=True, tag="licence-granted/1"):
    """准予行政许可决定书; `content` is what is allowed (XK_NR)."""

    document: ClassVar[str] = "licence-decision"

    kind: LicenceKind
    """XK_XKLB."""
    certificate: str = ""
    """Name of the certificate that goes with it (XK_XKZS); empty: there is none."""
    valid_from: date
    on_the_spot: bool = False
    """Whether it was decided when it was applied for (第三十四条第二款)."""
    heard: str = ""
    """How the decision follows the record of the hearing, where one was held (第四十八条第二款)."""


class LicenceChanged(Decided, frozen=True, kw_only=True, tag="licence-changed/1"):
    """准予变更、延续决定书: a licence has other contents, or holds longer (第四十九条、第五十条)."""

    document: ClassVar[str] = "licence-change"

    licence: str
    """Number of the decision by which it was granted."""
    kind: LicenceKind
    certificate: str = ""
    valid_from: date
    heard: str = ""


class LicenceRefused(Decided, frozen=True, kw_only=True, tag="licence-refused/1"):
    """不予行政许可决定书, with reasons and relief (第三十八条第二款)."""

    document: ClassVar[str] = "licence-refusal"

    ground: Refusal
    heard: str = ""


class RenewalDeemed(CaseEvent, frozen=True, kw_only=True, tag="renewal-deemed/1"):
    """Nobody had decided on a renewal when the licence ended: it counts as renewed (第五十条第二款)."""

    licence: str
    expired_on: date
    valid_until: date | None = None
    """For as long as it had held (P); None where that is not known."""


class CertificateIssued(CaseEvent, frozen=True, kw_only=True, tag="certificate-issued/1"):
    """行政许可证件, with the agency's seal (第三十九条、第四十四条)."""

    number: str
    """XK_XKBH, unless the sector counts them itself."""
    name: str
    """XK_XKZS."""
    sector_number: str = ""
    valid_from: date
    valid_until: date | None = None
    sealed: bool
