"""How a licence ends, and complaints."""

from __future__ import annotations

from datetime import date

from records.course.complained import Answer, Complain
from records.course.decided import Decide
from records.course.shapes import Body, Command, Line, Yuan
from records.licence.kinds import Cancellation, Kept, Revocation, Withdrawal


class WithdrawLicence(Decide, frozen=True, kw_only=True, tag="withdraw-licence"):
    """Withdraws the licence (撤回决定书)."""

    ground: Withdrawal
    public_interest: Body = ""
    compensation: Body = ""
    compensation_yuan: Yuan | None = None


class RevokeLicence(Decide, frozen=True, kw_only=True, tag="revoke-licence"):
    """Revokes it (撤销决定书)."""

    ground: Revocation
    compensation: Body = ""
    compensation_yuan: Yuan | None = None


class CancelLicence(Decide, frozen=True, kw_only=True, tag="cancel-licence"):
    """Cancels it (注销决定书)."""

    ground: Cancellation
    proof: Body = ""


class KeepLicence(Decide, frozen=True, kw_only=True, tag="keep-licence"):
    """Leaves it as it is."""

    ground: Kept


class PayLicenceCompensation(Command, frozen=True, kw_only=True, tag="pay-licence-compensation"):
    """Records money for what the holder lost."""

    amount_yuan: Yuan
    paid_on: date
    receipt: Line


class ReceiveLicenceComplaint(Complain, frozen=True, kw_only=True, tag="receive-licence-complaint"):
    """Records a complaint about a licence or its holder."""


class AnswerLicenceComplaint(Answer, frozen=True, kw_only=True, tag="answer-licence-complaint"):
    """Records what was found and answered."""
