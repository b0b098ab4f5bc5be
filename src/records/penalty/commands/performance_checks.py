"""What is wrong with a command of service or performance that a schema can't say: pairs of JSON path and a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Final

from records.course.shapes import is_money
from records.penalty.commands import (
    AttemptService,
    Command,
    ConfirmAddress,
    DecideDeferral,
    EndRelief,
    LiftStay,
    PublishNotice,
    RecordPayment,
    RequestDeferral,
    SeekRelief,
    ServeDocument,
    StayPerformance,
)

Wrong = list[tuple[str, str]]

_SAY_SOMETHING: Final[Mapping[type[Command], tuple[str, ...]]] = {
    ConfirmAddress: ("proof",),
    AttemptService: ("reason",),
    RecordPayment: ("receipt",),
    RequestDeferral: ("reason", "proof"),
    SeekRelief: ("body", "instrument"),
    EndRelief: ("instrument",),
    StayPerformance: ("instrument",),
    LiftStay: ("instrument", "reason"),
}
"""Texts that may not be blank; the reasons of a public notice are a rule of law instead."""

_TAKEN_BY: Final = ("in-person", "household", "receiving-clerk", "entrusted")
"""Ways in which somebody takes the paper, or refuses to."""

_TAKEN_FOR: Final = ("household", "receiving-clerk")
"""Ways in which somebody takes it for the party: what they are to the party makes the service lawful."""


def check_performance(command: Command) -> Wrong:
    """Pairs of JSON path and what is wrong with a step of service or performance; empty for any other command."""
    blank = [name for name in _SAY_SOMETHING.get(type(command), ()) if not getattr(command, name).strip()]
    found = [(f"$.{name}", "请填写内容，不能只有空格") for name in blank]
    match command:
        case AttemptService(method="public-notice"):
            return [*found, ("$.method", "公告送达不是公告之前的送达方式，请选择未能送达的那一种方式")]
        case PublishNotice():
            return found + _carriers(command)
        case ServeDocument():
            return found + _served(command)
        case RecordPayment():
            return found + _paid(command)
        case ConfirmAddress(electronic=True):
            blank_ones = [index for index, one in enumerate(command.contact) if not one.contact.strip()]
            return found + [(f"$.contact[{index}].contact", "请填写接收文书的电子地址") for index in blank_ones]
        case DecideDeferral():
            return found + _plan(command)
        case StayPerformance(by="agency" | "law") if not command.reason.strip():
            return [*found, ("$.reason", "行政机关停止执行的，应当说明理由；法律规定停止执行的，应当写明法律依据")]
        case _:
            return found


def _carriers(command: PublishNotice) -> Wrong:
    if command.carriers and all(one.strip() for one in command.carriers):
        return []
    return [("$.carriers", "请填写发布公告的载体，例如公告栏、报纸或者网站")]


def _served(command: ServeDocument) -> Wrong:
    found = []
    if command.method in _TAKEN_BY and not command.recipient.strip():
        found.append(("$.recipient", "请填写签收人或者拒绝签收的人的姓名"))
    if command.method in _TAKEN_FOR and not command.relation.strip():
        found.append(("$.relation", "请填写签收人与当事人的关系，例如同住成年家属、负责收件的人"))
    if command.method != "public-notice" and command.noticed_on is not None:
        found.append(("$.noticed_on", "只有公告送达时填写发出公告的日期"))
    return found


def _paid(command: RecordPayment) -> Wrong:
    found = []
    if not is_money(command.amount_yuan):
        found.append(("$.amount_yuan", "金额应为正数，最多两位小数，单位为元"))
    if command.channel != "on-the-spot" and command.request.strip():
        found.append(("$.request", "只有当场收缴的，才填写当事人的请求和地点"))
    return found


def _plan(command: DecideDeferral) -> Wrong:
    if not command.granted:
        return [("$.plan", "不予批准的，不应填写缴款计划")] if command.plan else []
    if not command.plan:
        return [("$.plan", "批准延期或者分期缴纳的，应当填写每期的日期和金额")]
    found = [
        (f"$.plan[{index}].amount_yuan", "金额应为正数，最多两位小数，单位为元")
        for index, one in enumerate(command.plan)
        if not is_money(one.amount_yuan)
    ]
    if any(later.due_on <= one.due_on for one, later in pairwise(command.plan)):
        found.append(("$.plan", "各期缴款日期应当由早到晚，不得重复"))
    return found
