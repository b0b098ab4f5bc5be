"""By which receipts money was taken: read before more is."""

from __future__ import annotations

from typing import Final

from records.course.case import Case
from records.course.lookup import Lookups, Prepared, Sources
from records.levy.commands import RecordLevyPayment
from records.register.events import ReceiptUsed, receipt_stream
from records.spot.commands import CollectFine
from records.spot.holding import has_receipt, receipt_key


def with_receipt(prepared: Prepared, _: Case, command: CollectFine | RecordLevyPayment, sources: Sources) -> Prepared:
    """Whether money of another case was taken by the same receipt; one voided there is free again."""
    number = receipt_key(command.receipt)
    if not number:
        return prepared
    stream = receipt_stream(number)
    entries = sources.history(stream)
    used = dict.fromkeys(one.event.case for one in entries if isinstance(one.event, ReceiptUsed))
    others = (one for one in used if one != prepared.context.case)
    found = next((one for one in others if has_receipt(sources.load(one), number)), "")
    return prepared.knowing(receipt_in=found).after(stream, len(entries))


LOOKUPS: Final[Lookups] = {CollectFine: (with_receipt,), RecordLevyPayment: (with_receipt,)}
"""What these steps look up."""
