"""What a case of enforcement takes from the decision that it rests on (行政强制法 第三十四条, 第五十三条).

A decision of the ledger speaks for itself: its number, days, amounts and what became of it are taken from its case. Of
one on paper the clerk says it, with the scan.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from records.course.case import Case
from records.course.number_writing import as_numbered
from records.enforcement.appeal import Ended, appeal_over_on
from records.enforcement.basis import BasisRelief, OpenOnDecision
from records.enforcement.commands import OpenEnforcement
from records.enforcement.standing import basis_of, principal, require_standing
from records.errors import Invalid
from records.event import Event
from records.judgement import Context, Judgement
from records.penalty.events import ReliefEnded, ReliefSought
from records.penalty.money import payment_due
from records.register.events import EnforcementBegun, PaperEnforcementBegun


def said_of(command: OpenOnDecision, judgement: Judgement, context: Context) -> dict[str, Any]:
    """The fields of the opening that tell of the decision. Raises Invalid for what contradicts it."""
    related: Case | None = context.related
    if related is None:
        _require_paper(command, context)
        judgement.require(not context.decided_in, "basis-in-ledger")
        judgement.require(not context.enforced_in, "enforced-elsewhere")
        said = {name: getattr(command, name) for name in ("decision_number", "decided_on", "served_on", "perform_by")}
        said |= {"amount_yuan": command.amount_yuan, "paid_yuan": _paid(command, context), "reliefs": ()}
    else:
        _require_own(command, related)
        judgement.require(not context.enforced_in, "enforced-elsewhere")
        then = basis_of(context) or related
        require_standing(judgement, then, command.duty, context)
        said = _taken(command, related, context, principal(then if then.decided else related))
    _require_days(judgement, said, context)
    owed, settled = said["amount_yuan"], said["paid_yuan"]
    judgement.require(owed is None or settled is None or settled < owed, "duty-fulfilled-already")
    ended = [
        Ended(one.kind, one.outcome, one.ended_on)
        for one in said["reliefs"]
        if one.outcome is not None and one.ended_on is not None
    ]
    under_way = any(one.ended_on is None for one in said["reliefs"])
    served_on: date = said["served_on"]
    end = appeal_over_on(served_on, told=command.relief_told, ended=ended, context=context)
    return said | {"appeal_over_on": None if under_way else end}


def begun(command: OpenOnDecision, context: Context) -> list[Event]:
    """Notes that the case enforces the decision: beside the case that took it, or by the number of one on paper."""
    if context.related is not None:
        return [EnforcementBegun(decided_in=command.related_case, case=context.case)]
    number = as_numbered(command.decision_number)
    return [PaperEnforcementBegun(agency=command.agency, number=number, case=context.case)]


def _paid(command: OpenOnDecision, context: Context) -> Decimal | None:
    """What of a decision on paper was paid before: no less than what came in by other cases that enforced it."""
    came_in = min(context.enforced_yuan, command.amount_yuan or context.enforced_yuan)
    if command.duty != "money" or not came_in:
        return command.paid_yuan
    if command.paid_yuan is None:
        return came_in
    if command.paid_yuan < came_in and context.entry is None:
        raise Invalid([("$.paid_yuan", f"少于其他案件执行这一决定已经收到的金额（{came_in}元），请核对或者留空")])
    return command.paid_yuan


def _require_paper(command: OpenOnDecision, context: Context) -> None:
    """A decision on paper can be looked at; that of another case of the ledger is there."""
    if command.related_case and context.entry is None:
        raise Invalid([("$.related_case", "没有找到这一案件，请核对案件编号；纸质决定请填写文号、日期并上传扫描件")])
    missing = [
        name for name in ("decision_number", "decided_on", "served_on", "perform_by") if not getattr(command, name)
    ]
    if missing:
        raise Invalid([(f"$.{name}", "没有关联本账本案件的，请填写") for name in missing])
    if context.entry is None and context.object is None:
        raise Invalid([("$.object", "没有关联本账本案件的，请上传决定书扫描件")])


def _require_own(command: OpenOnDecision, related: Case) -> None:
    """A case of another agency is answered as if there were none: nothing of it is told, on paper either."""
    if related.agency != command.agency:
        raise Invalid([("$.related_case", "本机关没有这一案件，请核对案件编号")])


def _taken(command: OpenOnDecision, related: Case, context: Context, sums: tuple[Decimal, Decimal]) -> dict[str, Any]:
    decided, signed_at, served_at = related.decided, related.signed_at, related.served_at
    number = decided.number if decided else command.decision_number
    said: dict[str, Any] = {
        "decision_number": number,
        "decided_on": signed_at.day if signed_at else command.decided_on,
        "served_on": served_at.day if served_at else command.served_on,
        "perform_by": command.perform_by,
        "reliefs": tuple(_reliefs(related)),
    }
    wrong = [
        (f"$.{name}", "与关联案件的决定不一致，请核对或者留空")
        for name in ("decision_number", "decided_on", "served_on")
        if getattr(command, name) and getattr(command, name) != said[name]
    ]
    if command.party is not None and related.party is not None and not _is_same(command, related, context):
        wrong.append(("$.party", "当事人与关联案件的当事人不一致，请核对"))
    amount, settled = sums
    # What other cases took in is set off against the decision first, surcharges last.
    settled = min(amount, settled + context.enforced_yuan) if amount else settled
    if command.duty == "money" and command.amount_yuan is not None and amount and command.amount_yuan != amount:
        wrong.append(("$.amount_yuan", f"与关联案件决定的金额（{amount}元）不一致，请核对或者留空"))
    if command.duty == "money" and command.paid_yuan is not None and command.paid_yuan != settled:
        wrong.append(("$.paid_yuan", f"与关联案件已经履行的金额（{settled}元）不一致，请核对或者留空"))
    wrong += _too_early(command, related, context)
    if wrong and context.entry is None:
        raise Invalid(wrong)
    money = command.duty == "money"
    given = {"amount_yuan": command.amount_yuan or amount or None, "paid_yuan": command.paid_yuan or settled or None}
    return said | (given if money else {"amount_yuan": None, "paid_yuan": None})


def _too_early(command: OpenOnDecision, related: Case, context: Context) -> list[tuple[str, str]]:
    """Days that lie before the end of the term in which the fine was to be paid (行政处罚法 第六十七条, 第七十二条)."""
    if command.duty != "money" or related.served_at is None:
        return []
    law = context.register.law(related.served_at.day, related.procedure, related.agency)
    last = payment_due(related, context.register.calendar, law)
    begun = command.surcharge_from if isinstance(command, OpenEnforcement) else None
    wrong = []
    if last and command.perform_by and command.perform_by < last:
        wrong.append(("$.perform_by", f"早于关联案件的缴款期限（{last}），请核对"))
    if last and begun and begun <= last:
        wrong.append(("$.surcharge_from", f"缴款期限（{last}）届满以后才能加处罚款，请核对"))
    return wrong


def _is_same(command: OpenOnDecision, related: Case, context: Context) -> bool:
    """By its number; somebody who has none is compared by kind alone."""
    assert command.party is not None
    assert related.party is not None
    if command.party.number:
        return related.party.person == context.person
    return related.party.kind == command.party.kind


def _reliefs(related: Case) -> list[BasisRelief]:
    ended = related.every(ReliefEnded)
    found = []
    for sought in related.every(ReliefSought):
        its = [one for one in ended if one.kind == sought.kind and sought.accepted_on <= one.ended_on]
        first = min(its, key=lambda one: one.ended_on, default=None)
        found.append(
            BasisRelief(
                kind=sought.kind,
                accepted_on=sought.accepted_on,
                ended_on=first.ended_on if first else None,
                outcome=first.outcome if first else None,
            )
        )
    return found


def _require_days(judgement: Judgement, said: dict[str, Any], context: Context) -> None:
    """The days follow each other, and the term for performance is over (第三十四条)."""
    if missing := [name for name in ("decided_on", "served_on", "perform_by") if said[name] is None]:
        raise Invalid([(f"$.{name}", "关联案件没有这一日期，请填写") for name in missing])
    decided_on, served_on, perform_by = said["decided_on"], said["served_on"], said["perform_by"]
    if served_on < decided_on:
        raise Invalid([("$.served_on", "送达日期早于决定作出之日，请核对")])
    if served_on > context.occurred_at.day:
        raise Invalid([("$.served_on", "送达日期不得晚于立案之日")])
    over = context.register.calendar.next_working(perform_by) < context.occurred_at.day
    judgement.require(over, "performance-term-running")
