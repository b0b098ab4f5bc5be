"""Tables for spreadsheets: CSV (RFC 4180) in UTF-8.

A byte order mark goes first, since Excel takes the file for GBK without it. A text that a spreadsheet would run as a
formula gets an apostrophe in front. Codes of 18 digits are left out: Excel rounds them, and JSON has them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Final

from api.procedure_words import procedure
from api.wording import paper, word
from projections.disclosures import Disclosure
from projections.withdrawals import Withdrawal
from records.moment import SHANGHAI

MEDIA_TYPE: Final = "text/csv; charset=utf-8; header=present"

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BOM: Final = "\ufeff"

Cell = str | Decimal | date | datetime | Sequence[str] | None

DISCLOSURES: Final = (
    "文号",
    "状态",
    "执法类别",
    "文书",
    "机关",
    "事项",
    "当事人",
    "事实",
    "依据",
    "处罚种类",
    "决定内容",
    "罚款（元）",
    "没收违法所得（元）",
    "理由",
    "决定日期",
    "公示时间",
    "未公示内容",
    "未公示依据",
    "页面",
    "账本",
    "样本数据",
    "更正情况",
)
WITHDRAWALS: Final = (
    "文号",
    "执法类别",
    "文书",
    "机关",
    "撤回情形",
    "依据文书种类",
    "依据文书文号",
    "作出机关",
    "文书日期",
    "收到日期",
    "说明",
    "原公示时间",
    "撤回时间",
    "页面",
    "账本",
    "样本数据",
)


def _status(page: Disclosure) -> str:
    if page.copy is None:
        return "已撤回"
    return "公示中（已更正）" if page.corrections else "公示中"


def disclosed(page: Disclosure, url: str, *, sample: bool) -> list[Cell]:
    """The cells of a disclosure; of a withdrawn one the body is empty."""
    head: list[Cell] = [page.number, _status(page), *_kind(page), page.agency]
    tail: list[Cell] = [
        page.published_at,
        [word(field, "field") for field in page.masked],
        page.basis,
        url,
        page.ledger,
        "是" if sample else "否",
        [f"{one.at.astimezone(SHANGHAI):%Y-%m-%d} {one.note}" for one in page.corrections],
    ]
    copy = page.copy
    if copy is None:
        return [*head, *[None] * (len(DISCLOSURES) - len(head) - len(tail)), *tail]
    amounts = (copy.fine_yuan, copy.confiscated_yuan)
    told = (copy.matter_name, copy.party, copy.facts, copy.basis, copy.kinds, copy.content)
    return [*head, *told, *amounts, copy.reasons, copy.decided_on, *tail]


def withdrawn(notice: Withdrawal, url: str, *, sample: bool) -> list[Cell]:
    """The cells of a notice."""
    return [
        notice.number,
        *_kind(notice),
        notice.agency,
        word(notice.effect, "effect"),
        word(notice.instrument_kind, "instrument") if notice.instrument_kind else None,
        notice.instrument_number,
        notice.instrument_body,
        notice.instrument_dated_on,
        notice.instrument_received_on,
        notice.explanation,
        notice.published_at,
        notice.withdrawn_at,
        url,
        notice.ledger,
        "是" if sample else "否",
    ]


def _kind(page: Disclosure | Withdrawal) -> tuple[str, str]:
    """What the procedure and the document are called."""
    return procedure(page.procedure), paper(page)


def sheet(columns: Sequence[str], rows: Iterable[list[Cell]]) -> Iterator[bytes]:
    """The file, row by row."""
    yield (_BOM + _line(columns)).encode()
    for row in rows:
        yield _line([_text(cell) for cell in row]).encode()


def _line(cells: Sequence[str]) -> str:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
        case date() | Decimal():
            return str(cell)
        case str():
            return guarded(cell)
        case _:
            return guarded("；".join(cell))


def guarded(text: str) -> str:
    """The text, with an apostrophe where a spreadsheet would run it."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
