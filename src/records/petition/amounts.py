"""What was granted, paid and has to come back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from records.course.case import Case
from records.petition.events import GrantPaid, GrantRecovered, GrantStopped, PetitionDecided

NOTHING: Final = Decimal(0)


def granted_yuan(case: Case) -> Decimal | None:
    """What may be paid in all, None when the decision names no sum."""
    decided = case.last(PetitionDecided)
    return decided.amount_yuan if decided else None


def paid_yuan(case: Case, since: date = date.min) -> Decimal:
    """What was paid from a day on."""
    return sum((one.amount_yuan or NOTHING for one in case.every(GrantPaid) if one.paid_on >= since), NOTHING)


def to_recover(case: Case) -> Decimal:
    """What was ordered back and has not come."""
    ordered = sum((one.recover_yuan or NOTHING for one in case.every(GrantStopped)), NOTHING)
    back = sum((one.amount_yuan for one in case.every(GrantRecovered)), NOTHING)
    return max(NOTHING, ordered - back)
