"""Publication beside any decision (公示): a command of each kind, who sends it, and plain cases."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from records.course.shapes import Command
from records.penalty.events import Instrument
from records.publishing import commands as c

_OFFICER: Final = "reviewer-qian"

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    c.ReReviewDisclosure: {"outcome": "open", "party_shown": "张某某", "reason": "不予公示的情形已经消除。"},
    c.RecordCarrier: {
        "carrier": "website",
        "place": "武乡县人民政府网站",
        "url": "https://www.example.gov.cn/xzzf/2026/1.html",
        "digest": "f" * 64,
        "from_on": date(2026, 3, 2),
    },
    c.NoteCarrierFailed: {"carrier": "website", "place": "武乡县人民政府网站", "reason": "网站维护，不能上传。"},
    c.RecallCarrier: {"item": "载体1", "url": "https://www.example.gov.cn/xzzf/2026/1.html"},
    c.PublishTest: {"report": "CZ2026-0310"},
    c.PublishFulfilment: {"state": "paid"},
    c.OverrideListMismatch: {"reason": "清单正在更新，事项已经省人民政府公布下放。"},
    c.RecordCreditRepair: {
        "instrument": Instrument(
            kind="superior",
            number="武信修〔2026〕1号",
            body="武乡县发展和改革局",
            dated_on=date(2026, 3, 2),
            received_on=date(2026, 3, 2),
        )
    },
    c.EndPublication: {},
}
"""The fields of each command that such a case could send."""

BY: Final[dict[type[Command], str]] = {
    c.ReReviewDisclosure: _OFFICER,
    c.RecordCarrier: _OFFICER,
    c.NoteCarrierFailed: _OFFICER,
    c.RecallCarrier: _OFFICER,
    c.PublishTest: _OFFICER,
    c.PublishFulfilment: _OFFICER,
    c.OverrideListMismatch: "head-zhao",
    c.RecordCreditRepair: _OFFICER,
    c.EndPublication: "system",
}
"""Who sends it, where that is not a handler."""

PLAIN: Final[dict[str, tuple[tuple[str, type[Command], dict[str, Any]], ...]]] = {}
"""By procedure a plain case: stages with their commands."""
