"""没收物品的处理: destruction, public auction, or transfer by the state's rules; what it brings goes to the treasury.

Carries out 行政处罚法 第七十四条.
"""

from __future__ import annotations

from records.course.case import Case
from records.course.judging import begin, cause, stated
from records.course.sequence import as_of
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.measure.events import HeldSettled
from records.offence.commands import HandInProceeds, SettleConfiscated
from records.offence.events import ConfiscatedSettled, ProceedsHandedIn
from records.offence.goods import confiscated, proceeds_held


def settle_confiscated(command: SettleConfiscated, case: Case, context: Context) -> list[Event]:
    """An item gets its one end: by auction, unless a provision has it otherwise.

    Raises Invalid for what neither this case nor that of the measure has confiscated.
    """
    judgement = begin(command, case, context, case.signed_at)
    if any(one.item == command.item for one in case.every(ConfiscatedSettled)):
        raise Invalid([("$.item", "该物品已经处理，不能再次处理")])
    if command.item not in confiscated(case) and not _held_there(command, context):
        raise Invalid([("$.item", "本案没有没收这件物品；由查封、扣押转为没收的，请同时选择该强制措施案件")])
    founded = bool(command.basis.strip())
    judgement.require(command.fate != "destroyed" or founded, "destruction-unfounded")
    judgement.require(command.fate != "transferred" or founded, "auction-first")
    return [stated(ConfiscatedSettled, command, judgement, context)]


def _held_there(command: SettleConfiscated, context: Context) -> bool:
    """Whether the other case held the item and gave it up to a confiscation by this one."""
    if context.related is None:
        # Decided again nobody looks at the other case any more; a paper of it is believed.
        return bool(command.related_case) and context.entry is not None
    settled: tuple[HeldSettled, ...] = context.related.every(HeldSettled)
    return any(
        one.item == command.item and one.fate == "confiscated" and one.related_case in ("", context.case)
        for one in settled
    )


def hand_in_proceeds(command: HandInProceeds, case: Case, context: Context) -> list[Event]:
    """All that the auctions brought and that is not handed in yet goes to the treasury at once."""
    judgement = begin(command, case, context, cause(case, context, ConfiscatedSettled))
    if command.paid_on > context.occurred_at.day:
        raise Invalid([("$.paid_on", "上缴日期晚于步骤发生的日期")])
    there = proceeds_held(as_of(case, context.occurred_at))
    judgement.require(not there or command.amount_yuan == there, "proceeds-not-in-full", f"尚未上缴{there}元")
    return [stated(ProceedsHandedIn, command, judgement, context)]
