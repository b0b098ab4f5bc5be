"""What is wrong with a command after relief that a schema can't say: pairs of JSON path and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from records.course.shapes import is_money
from records.penalty.commands import (
    AnswerRelief,
    Command,
    LinkRedo,
    MakeRepayment,
    ObjectTransfer,
    PassOnApplication,
    PerformInstrument,
    ReceiveInstrument,
    ReceiveReliefCopy,
    ReturnGoods,
    RevokeDecision,
    SupplementEvidence,
    TakeApplication,
)

Wrong = list[tuple[str, str]]

_SAY_SOMETHING: Final[Mapping[type[Command], tuple[str, ...]]] = {
    ObjectTransfer: ("instrument", "reasons"),
    TakeApplication: ("body",),
    PassOnApplication: ("instrument",),
    ReceiveReliefCopy: ("body", "instrument"),
    AnswerRelief: ("instrument",),
    SupplementEvidence: ("title", "source"),
    ReceiveInstrument: ("number", "body", "asks"),
    PerformInstrument: ("number", "result", "proof"),
    MakeRepayment: ("receipt",),
    ReturnGoods: ("receipt",),
}
"""Texts that may not be blank; the consent of body or court is a rule of law instead."""

_UNDOING: Final = ("revoked", "redo-ordered", "confirmed-illegal", "void")
"""Effects that a breach of procedure alone can have."""

_MONEY: Final = "金额应为正数，最多两位小数，单位为元"


def check_relief(command: Command) -> Wrong:
    """Pairs of JSON path and what is wrong with a step after relief; empty for any other command."""
    blank = [name for name in _SAY_SOMETHING.get(type(command), ()) if not getattr(command, name).strip()]
    found = [(f"$.{name}", "请填写内容，不能只有空格") for name in blank]
    match command:
        case ReceiveInstrument():
            return found + _days(command)
        case ReceiveReliefCopy(kind="lawsuit", procedure="simple"):
            return [*found, ("$.procedure", "行政诉讼的答辩期限不分程序，请选择普通程序")]
        case AnswerRelief() if not all(one.strip() for one in command.materials):
            return [*found, ("$.materials", "请写明提交的材料名称，不能只有空格")]
        case MakeRepayment() if not is_money(command.amount_yuan):
            return [*found, ("$.amount_yuan", _MONEY)]
        case LinkRedo() if not (command.number.strip() or command.related_case.strip()):
            return [("$.number", "请填写原决定的文号，或者选择原案件")]
        case RevokeDecision():
            return found + _revoked(command)
        case _:
            return found


def _days(command: ReceiveInstrument) -> Wrong:
    found = []
    if command.received_on < command.dated_on:
        found.append(("$.received_on", "收到日期早于文书日期"))
    if command.due_on is not None and command.due_on < command.received_on:
        found.append(("$.due_on", "履行期限早于收到日期"))
    return found


def _revoked(command: RevokeDecision) -> Wrong:
    found = []
    if command.effect != "changed":
        given = {"kinds": bool(command.kinds), "opposite_request": command.opposite_request}
        given |= {name: getattr(command, name) is not None for name in ("fine_yuan", "confiscated_yuan")}
        found += [(f"$.{name}", "只有变更原决定的，才填写变更后的内容") for name, said in given.items() if said]
    else:
        amounts = {name: getattr(command, name) for name in ("fine_yuan", "confiscated_yuan")}
        wrong = [name for name, amount in amounts.items() if amount is not None and not _stands(amount)]
        found += [(f"$.{name}", "金额应为零或者正数，最多两位小数，单位为元") for name in wrong]
    if command.procedure_only and command.effect not in _UNDOING:
        found.append(("$.procedure_only", "变更决定的，不是仅因违反法定程序而撤销"))
    return found


def _stands(amount: Decimal) -> bool:
    return is_money(amount) or (amount.is_finite() and amount == 0)
