"""How many legal reviewers there are for the officers (重大执法决定法制审核制度 一; 国办发〔2018〕118号)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

import msgspec

from records.law.data import Law
from records.register.fold import Register

_TENTH: Final = Decimal("0.1")


class ReviewersShare(msgspec.Struct, frozen=True, kw_only=True):
    """Persons, each counted once, whatever agencies they are of."""

    reviewers: int
    officers: int
    percent: Decimal | None
    """With one decimal; None without officers."""
    least_percent: int | None
    """What is asked in principle; None while the ledger has adopted no figure."""
    verified: bool
    """Whether the figure was checked against the text."""


def reviewers_share(register: Register, law: Law, on: date) -> ReviewersShare:
    """The reviewers and the officers of a day."""
    reviewers = sum(register.reviewer(person, on) is not None for person in register.reviewers)
    held = (any(register.officer(one, code, on) for code in register.agencies) for one in register.officers)
    officers, least = sum(held), law.values.get("reviewers-share-percent")
    return ReviewersShare(
        reviewers=reviewers,
        officers=officers,
        percent=(Decimal(reviewers * 100) / officers).quantize(_TENTH) if officers else None,
        least_percent=least.number if least else None,
        verified=least is not None and least.verified,
    )
