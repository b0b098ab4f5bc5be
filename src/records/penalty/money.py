"""What a party owes and has paid (行政处罚法 第六十六条, 第六十七条, 第七十二条)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from records.penalty.events import DeferralDecided, Instalment, PaymentRecorded, SurchargeImposed
from records.penalty.state import Penalty

NOTHING = Decimal(0)


def owed(case: Penalty) -> dict[str, Decimal]:
    """What the decision asks for, by purpose: fine, confiscated money, and surcharges that were imposed."""
    decision = case.decision
    if decision is None or case.revocation is not None:
        return {}
    surcharge = sum((one.amount_yuan for one in case.every(SurchargeImposed)), NOTHING)
    amounts = {"fine": decision.fine_yuan, "confiscated": decision.confiscated_yuan, "surcharge": surcharge}
    return {purpose: amount for purpose, amount in amounts.items() if amount}


def paid(case: Penalty, purpose: str, until: date | None = None) -> Decimal:
    """What was paid for a purpose, up to and with a day."""
    payments = (one for one in case.every(PaymentRecorded) if one.purpose == purpose)
    return sum((one.amount_yuan for one in payments if until is None or one.paid_on <= until), NOTHING)


def is_paid(case: Penalty) -> bool:
    """Whether all that is owed was paid; a decision without money is performed with its service."""
    return case.service is not None and all(paid(case, purpose) >= amount for purpose, amount in owed(case).items())


def plan(case: Penalty) -> tuple[Instalment, ...]:
    """The plan that replaces the due date, empty without one."""
    granted = [one for one in case.every(DeferralDecided) if one.granted]
    return granted[-1].plan if granted else ()
