"""撤回、撤销、注销: how a licence ends (行政许可法 第八条, 第六十九条, 第七十条); and complaints (第六十五条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from records.course.complained import Answered, Complained
from records.course.decided import Decided
from records.event import CaseEvent
from records.licence.kinds import Cancellation, Kept, Revocation, Withdrawal


class LicenceWithdrawn(Decided, frozen=True, kw_only=True, tag="licence-withdrawn/1"):
    """撤回决定书: the public interest asks for it, and the holder's loss is made good (第八条第二款)."""

    document: ClassVar[str] = "licence-end"

    licence: str
    ground: Withdrawal
    public_interest: str
    compensation: str
    """What the holder loses and gets, or that nothing was lost."""
    compensation_yuan: Decimal | None = None


class LicenceRevoked(Decided, frozen=True, kw_only=True, tag="licence-revoked/1"):
    """撤销决定书 (第六十九条)."""

    document: ClassVar[str] = "licence-end"

    licence: str
    ground: Revocation
    compensation: str = ""
    """What the holder loses by the agency's own fault and gets; of fraud nothing is protected (第六十九条第四款)."""
    compensation_yuan: Decimal | None = None


class LicenceCancelled(Decided, frozen=True, kw_only=True, tag="licence-cancelled/1"):
    """注销决定书: the register shows that the licence holds no more (第七十条)."""

    document: ClassVar[str] = "licence-end"

    licence: str
    ground: Cancellation
    proof: str
    """By what the ground is known."""


class LicenceKept(Decided, frozen=True, kw_only=True, tag="licence-kept/1"):
    """The licence is left as it is."""

    document: ClassVar[str] = "licence-end"

    licence: str
    ground: Kept


class LicenceCompensationPaid(CaseEvent, frozen=True, kw_only=True, tag="licence-compensation-paid/1"):
    """Money for what the holder lost."""

    amount_yuan: Decimal
    paid_on: date
    receipt: str
    left_yuan: Decimal
    """What is still to be paid."""


class LicenceComplaintReceived(Complained, frozen=True, kw_only=True, tag="licence-complaint-received/1"):
    """Somebody reports what is unlawful about a licence or its holder (第六十五条)."""


class LicenceComplaintAnswered(Answered, frozen=True, kw_only=True, tag="licence-complaint-answered/1"):
    """What was found, what was put right, and what the person was told."""
