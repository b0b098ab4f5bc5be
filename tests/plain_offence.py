"""Steps about the act that is punished: their commands, as a plain case could send them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from records.course.shapes import Command
from records.offence import commands as c
from records.offence.events import FineRule

GIVEN: Final[dict[type[Command], dict[str, Any]]] = {
    c.CheckJurisdiction: {"region": "140429"},
    c.CompareRules: {
        "rules": (
            FineRule(basis="城市市容和环境卫生管理条例 第三十六条", from_yuan=Decimal(50), to_yuan=Decimal(500)),
            FineRule(basis="城市道路管理条例 第四十二条", from_yuan=Decimal(0), to_yuan=Decimal(300)),
        ),
        "reasons": "在人行道上摆摊，同时违反两条规定。",
    },
    c.RecordJudgment: {
        "court": "武乡县人民法院",
        "instrument": "（2026）晋0429刑初1号",
        "judged_on": date(2026, 3, 2),
        "crime": "非法经营罪",
    },
    c.SettleConfiscated: {
        "item": "监漳先登〔2026〕1号#1",
        "fate": "auctioned",
        "to": "武乡某拍卖公司（虚构）",
        "proceeds_yuan": Decimal("80.00"),
        "receipt": "成交确认书",
    },
    c.HandInProceeds: {"amount_yuan": Decimal("80.00"), "paid_on": date(2026, 3, 2), "receipt": "晋财缴0001"},
}
"""The fields of each command that such a case could send."""
