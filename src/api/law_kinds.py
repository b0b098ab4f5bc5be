"""What each kind of law data is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.law.entries import (
    AnyEntry,
    Bar,
    Carrier,
    Credit,
    Deduction,
    Document,
    Duty,
    Information,
    Limit,
    Material,
    Outcome,
    Particular,
    Question,
    Rule,
    Stage,
    Step,
    Task,
    Threshold,
    Value,
    Veto,
    Void,
    Waiver,
    Writing,
)

KINDS: Final[Mapping[type[AnyEntry], str]] = {
    Rule: "规则",
    Limit: "期限",
    Stage: "阶段",
    Value: "数值",
    Step: "步骤",
    Bar: "禁止",
    Document: "文书",
    Duty: "记录义务",
    Threshold: "适用标准",
    Material: "送审材料",
    Outcome: "审核结论",
    Question: "审核要素",
    Task: "待办",
    Void: "无效情形",
    Writing: "公开号码的写法",
    Information: "公示信息",
    Particular: "基本信息要素",
    Carrier: "公示载体",
    Credit: "信用分类",
    Veto: "案卷评查否决情形",
    Deduction: "案卷评查扣分标准",
    Waiver: "免予记录的情形",
}
"""In the order in which people read them."""
