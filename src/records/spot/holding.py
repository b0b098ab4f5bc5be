"""Who holds money that officers took: they, then the agency, then the bank (行政处罚法 第七十条, 第七十一条)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from records.course.case import Case
from records.levy.events import LevyPaid
from records.spot.collecting import FineCollected, FinesDeposited, FinesHandedIn, OfficersLanded


def receipt_key(number: str) -> str:
    """The number of a receipt as the ledger knows it: half-width capitals without blanks, so that it is one number."""
    return "".join(unicodedata.normalize("NFKC", number).split()).upper()


def has_receipt(case: Case, number: str) -> bool:
    """Whether money of the case, a fine or a levy, was taken by the receipt of that key."""
    receipts = [one.receipt for one in case.every(FineCollected)] + [one.receipt for one in case.every(LevyPaid)]
    return any(receipt_key(one) == number for one in receipts)


def held(case: Case) -> Mapping[str, Decimal]:
    """By receipt what the officers took and did not hand in yet."""
    return _left(case, FinesHandedIn, {one.receipt: one.amount_yuan for one in case.every(FineCollected)})


def undeposited(case: Case) -> Mapping[str, Decimal]:
    """By receipt what the agency has and did not pay in at the bank yet."""
    taken = {one.receipt: one.amount_yuan for one in case.every(FineCollected)}
    here = (receipt for one in case.every(FinesHandedIn) for receipt in one.receipts)
    return _left(case, FinesDeposited, {receipt: taken[receipt] for receipt in here if receipt in taken})


def at_sea(case: Case) -> tuple[str, ...]:
    """The receipts of money that was taken on water, that is not handed in, and of which no landing is known."""
    landed = {receipt for one in case.every(OfficersLanded) for receipt in one.receipts}
    still = held(case)
    wet = (one.receipt for one in case.every(FineCollected) if one.on_water)
    return tuple(one for one in wet if one in still and one not in landed)


def _left(
    case: Case, gone: type[FinesHandedIn | FinesDeposited], amounts: Mapping[str, Decimal]
) -> Mapping[str, Decimal]:
    passed_on = {receipt for one in case.every(gone) for receipt in one.receipts}
    return {receipt: amount for receipt, amount in amounts.items() if receipt not in passed_on}
