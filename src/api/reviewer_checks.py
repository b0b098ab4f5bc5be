"""What is wrong with entries on legal reviewers (重大执法决定法制审核制度 一)."""

from __future__ import annotations

from typing import Final

from api.register_fields import Found, unless
from records.register.events import TrainingRecorded
from records.store.ledger import Ledger

_MOST: Final = 1_000
"""Hours of one training."""


def wrong_training(entry: TrainingRecorded, ledger: Ledger) -> Found:
    """A training of nobody who reviews, without hours, or that is not over."""
    known = entry.person in ledger.register().reviewers
    yield from unless(known, "$.person", "名录中没有这个法制审核人员")
    yield from unless(0 < entry.hours <= _MOST, "$.hours", f"应为 1 至 {_MOST} 学时")
    yield from unless(entry.on <= ledger.now().day, "$.on", "培训还没有结束，不能登记")
