"""法条竞合: of several rules that one act breaks the one with the higher fine (行政处罚法 第二十九条)."""

from __future__ import annotations

from decimal import Decimal

from records.course.case import Case
from records.course.judging import begin, stated
from records.event import Event
from records.judgement import Context, Judgement
from records.offence.commands import CompareRules
from records.offence.events import FineRule, RulesCompared
from records.penalty.events import OpinionSubmitted


def compare_rules(command: CompareRules, case: Case, context: Context) -> list[Event]:
    """The rules that the act breaks, before anything is decided."""
    judgement = begin(command, case, context, case.filed_at)
    return [stated(RulesCompared, command, judgement, context)]


def require_highest(
    judgement: Judgement, basis: tuple[str, ...], fine_yuan: Decimal | None, departure: str, case: Case
) -> None:
    """A fine rests on the rule with the highest fine, and lies in its range; a mitigated one may lie below it.

    Of rules with the same highest fine the one with the higher least fine counts, and of equal ones any.
    """
    compared = case.last(RulesCompared)
    if compared is None or fine_yuan is None:
        return
    weight = max((one.to_yuan, one.from_yuan) for one in compared.rules)
    heaviest = [one for one in compared.rules if (one.to_yuan, one.from_yuan) == weight]
    judgement.require(any(_cites(basis, one) for one in heaviest), "lower-fine-applied", _told(heaviest[0]))
    opinion = case.last(OpinionSubmitted)
    mitigated = bool(departure.strip()) or (opinion is not None and opinion.mitigation == "mitigated")
    fits = fine_yuan <= weight[0] and (mitigated or fine_yuan >= weight[1])
    judgement.require(fits, "fine-outside-rule", _told(heaviest[0]))


def _cites(basis: tuple[str, ...], rule: FineRule) -> bool:
    return any(rule.basis.strip() in one for one in basis)


def _told(rule: FineRule) -> str:
    return f"应当适用：{rule.basis.strip()}（{rule.from_yuan}元至{rule.to_yuan}元）"
