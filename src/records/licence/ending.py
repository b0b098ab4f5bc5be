"""撤回、撤销、注销: three different ends of a licence; and complaints.

Carries out 行政许可法 第八条, 第六十五条, 第六十九条 and 第七十条.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.case import Case
from records.course.complaints import begin_answer, received
from records.course.decider import Decider
from records.course.judging import begin, stated
from records.course.sequence import as_of
from records.course.shapes import Command
from records.course.signing import begin_signing, signed
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.licence.applying import licence_of, noted, require_not_ended
from records.licence.asked import looked_at
from records.licence.commands import (
    AnswerLicenceComplaint,
    CancelLicence,
    KeepLicence,
    PayLicenceCompensation,
    ReceiveLicenceComplaint,
    RevokeLicence,
    WithdrawLicence,
)
from records.licence.events import (
    LicenceCancelled,
    LicenceCompensationPaid,
    LicenceComplaintAnswered,
    LicenceComplaintReceived,
    LicenceKept,
    LicenceRevoked,
    LicenceWithdrawn,
)
from records.licence.examined import finds
from records.licence.followed import compensation_left


def withdraw_licence(command: WithdrawLicence, case: Case, context: Context) -> list[Event]:
    """撤回: law or circumstances changed, the public interest asks for it, and losses are made good (第八条)."""
    judgement = begin_signing(command, case, context)
    require_not_ended(judgement, context)
    judgement.require(bool(command.public_interest.strip()), "withdrawal-needs-interest")
    judgement.require(bool(command.compensation.strip()), "licence-compensation-missing")
    ended = signed(LicenceWithdrawn, command, judgement, case, context, licence=licence_of(case))
    return [*ended, noted("ended", case, context)]


def revoke_licence(command: RevokeLicence, case: Case, context: Context) -> list[Event]:
    """撤销: must be for fraud, may be for the agency's own faults, never to the public's grave harm (第六十九条)."""
    judgement, was = begin_signing(command, case, context), as_of(case, context.occurred_at)
    require_not_ended(judgement, context)
    judgement.require(not finds(was, "grave-public-harm"), "revocation-harms-public")
    judgement.require(command.ground != "fraud" or finds(was, "fraud"), "fraud-unfound")
    judgement.require(command.ground == "fraud" or bool(command.compensation.strip()), "licence-compensation-missing")
    ended = signed(LicenceRevoked, command, judgement, case, context, licence=licence_of(case))
    return [*ended, noted("ended", case, context)]


def cancel_licence(command: CancelLicence, case: Case, context: Context) -> list[Event]:
    """注销: on a ground of the law that is proven (第七十条)."""
    judgement, found = begin_signing(command, case, context), looked_at(case)
    if command.ground == "expired":
        known = context.licence
        until = known.valid_until if known is not None else found.licence_until if found else None
        judgement.require(until is not None and until < context.occurred_at.day, "cancellation-ground-unmet")
    ended = signed(LicenceCancelled, command, judgement, case, context, licence=licence_of(case))
    return [*ended, noted("ended", case, context)]


def keep_licence(command: KeepLicence, case: Case, context: Context) -> list[Event]:
    """The licence stays: nothing was found, or revoking it would gravely harm the public (第六十九条第二款、第三款)."""
    judgement, was = begin_signing(command, case, context), as_of(case, context.occurred_at)
    harms = finds(was, "grave-public-harm")
    judgement.require(command.ground != "public-harm" or harms, "keeping-ground-unmet")
    judgement.require(harms or not finds(was, "fraud"), "fraud-must-be-revoked")
    kept = signed(LicenceKept, command, judgement, case, context, licence=licence_of(case))
    return [*kept, noted("kept", case, context)]


def pay_compensation(command: PayLicenceCompensation, case: Case, context: Context) -> list[Event]:
    """Never more than is left to pay."""
    judgement, left = begin(command, case, context, case.signed_at), compensation_left(case)
    if left < command.amount_yuan:
        raise Invalid([("$.amount_yuan", f"多于尚未支付的 {left} 元")])
    paid = stated(LicenceCompensationPaid, command, judgement, context, left_yuan=left - command.amount_yuan)
    return [paid]


# ---- Complaints ----


def receive_complaint(command: ReceiveLicenceComplaint, case: Case, context: Context) -> list[Event]:
    """Anybody may report what is unlawful about a licence or its holder (第六十五条)."""
    return received(LicenceComplaintReceived, _REPORT, command, case, context)


def answer_complaint(command: AnswerLicenceComplaint, case: Case, context: Context) -> list[Event]:
    """What was found and put right, told to who complained."""
    judgement = begin_answer((LicenceComplaintReceived, LicenceComplaintAnswered), _REPORT, command, case, context)
    return [stated(LicenceComplaintAnswered, command, judgement, context)]


_REPORT: Final = "举报"


DECIDERS: Final[Mapping[type[Command], Decider]] = {
    WithdrawLicence: withdraw_licence,
    RevokeLicence: revoke_licence,
    CancelLicence: cancel_licence,
    KeepLicence: keep_licence,
    PayLicenceCompensation: pay_compensation,
    ReceiveLicenceComplaint: receive_complaint,
    AnswerLicenceComplaint: answer_complaint,
}
"""By the type of the command."""
