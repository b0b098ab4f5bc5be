"""从旧兼从轻: the rule of the day of the act, unless that of the decision is lighter (行政处罚法 第三十七条).

Both are looked up and told. A rule is the matter's published benchmark and whether its act is an offence at all; where
the decision names the degree of the act and both benchmarks have it, the ranges of that degree are compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import msgspec

from records.course.case import Case
from records.judgement import Context, Judgement
from records.penalty.events import Applied
from records.register.events import BenchmarkPublished, Range
from records.register.fold import Register


class RuleOfDay(msgspec.Struct, frozen=True, kw_only=True):
    """What the registers say of a matter on one day."""

    day: date
    title: str = ""
    """Of the benchmark, empty when none was published."""
    since: date | None = None
    """The first day of the benchmark."""
    ranges: tuple[Range, ...] = ()
    """Those of the degree that the decision names, else all."""
    dropped_by: str = ""
    """The provision by which the act is no offence on that day, empty while it is one."""


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of both days, and which of them applies."""

    act: RuleOfDay
    decision: RuleOfDay
    """Before there is a decision: the rule of today."""
    applied: Applied
    reason: str
    """In Chinese."""

    @property
    def dropped(self) -> bool:
        """Whether the act was no offence on one of the days, so that it is not punished."""
        return bool(self.act.dropped_by or self.decision.dropped_by)

    @property
    def ranges(self) -> tuple[Range, ...]:
        """Those in which the fine has to lie; none: no benchmark says."""
        return self.decision.ranges if self.applied == "decision-day" else self.act.ranges

    def is_above_lighter(self, fine_yuan: Decimal | None) -> bool:
        """Whether a fine is more than the lighter one of two different rules allows."""
        differ = bool(self.act.ranges and self.decision.ranges) and _weight(self.act) != _weight(self.decision)
        return differ and fine_yuan is not None and fine_yuan > _most(self.ranges)

    def allows(self, fine_yuan: Decimal | None) -> bool:
        """Whether a fine lies in a range of the benchmark that applies, if there is one."""
        if fine_yuan is None or not self.ranges:
            return True
        return any(one.from_yuan <= fine_yuan <= one.to_yuan for one in self.ranges)


def compared(case: Case, context: Context, degree: str = "") -> Compared | None:
    """The rules of the day of the act and of the day of the step; None while nothing was filed."""
    filed, register = case.offence, context.register
    if filed is None:
        return None
    days = (filed.acted_on, context.occurred_at.day)
    found = [register.benchmark(filed.matter, day) for day in days]
    named = degree if all(one is None or degree in _degrees(one) for one in found) else ""
    old, new = (_rule(one, filed.matter, day, named, register) for one, day in zip(found, days, strict=True))
    applied = _applied(old, new)
    return Compared(act=old, decision=new, applied=applied, reason=_reason(old, new, applied))


def compared_as_decided(case: Case, context: Context) -> Compared | None:
    """The same for the day and the degree of the decision that counts; without one, for the moment of the context."""
    decision, signed_at = case.decision, case.signed_at
    if decision is None or signed_at is None:
        return compared(case, context)
    return compared(case, msgspec.structs.replace(context, occurred_at=signed_at), decision.degree)


def degrees_of(case: Case, context: Context) -> tuple[str, ...]:
    """The degrees that the benchmarks of both days know, each once."""
    filed = case.offence
    if filed is None:
        return ()
    days = (filed.acted_on, context.occurred_at.day)
    found = (context.register.benchmark(filed.matter, day) for day in days)
    return tuple(dict.fromkeys(degree for one in found if one for degree in _degrees(one)))


def require_lighter(judgement: Judgement, both: Compared | None, fine_yuan: Decimal | None) -> None:
    """No penalty for what is no offence any more, and no fine above the lighter rule."""
    if both is None:
        return
    judgement.require(not both.dropped, "offence-dropped", both.act.dropped_by or both.decision.dropped_by)
    detail = f"行为发生之日：{_told(both.act)}；作出决定之日：{_told(both.decision)}"
    judgement.require(not both.is_above_lighter(fine_yuan), "above-lighter-law", detail)


def _degrees(benchmark: BenchmarkPublished) -> list[str]:
    return [one.degree for one in benchmark.ranges]


def _rule(found: BenchmarkPublished | None, matter: str, day: date, degree: str, register: Register) -> RuleOfDay:
    dropped = register.offence_dropped(matter, day)
    by = f"{dropped.instrument} {dropped.article}" if dropped else ""
    if found is None:
        return RuleOfDay(day=day, dropped_by=by)
    ranges = tuple(one for one in found.ranges if degree in ("", one.degree))
    return RuleOfDay(day=day, title=found.title, since=found.valid_from, ranges=ranges, dropped_by=by)


def _weight(rule: RuleOfDay) -> tuple[int, int]:
    """How heavy the ranges are: by the highest amount, then by the lowest."""
    return _most(rule.ranges), min(one.from_yuan for one in rule.ranges)


def _most(ranges: Iterable[Range]) -> int:
    return max(one.to_yuan for one in ranges)


def _applied(old: RuleOfDay, new: RuleOfDay) -> Applied:
    if not old.ranges:
        return "decision-day" if new.ranges else ""
    return "decision-day" if new.ranges and _weight(new) < _weight(old) else "act-day"


def _reason(old: RuleOfDay, new: RuleOfDay, applied: Applied) -> str:
    if old.dropped_by:
        return f"行为发生之日，该行为依照{old.dropped_by}不属于违法，不予行政处罚。"
    if new.dropped_by:
        return f"作出决定之日，{new.dropped_by}已不认为该行为违法，不予行政处罚。"
    if not applied:
        return "两日都没有公布裁量基准。"
    if not old.ranges:
        return "行为发生之日没有公布裁量基准，适用作出决定之日的裁量基准。"
    if not new.ranges:
        return "作出决定之日没有裁量基准，适用行为发生之日的裁量基准。"
    if (old.title, old.since, old.ranges) == (new.title, new.since, new.ranges):
        return "两日的裁量基准相同。"
    if applied == "decision-day":
        return "作出决定之日的规定处罚较轻，适用新的规定。"
    return "作出决定之日的规定不比行为发生之日的轻，适用行为发生之日的规定。"


def _told(rule: RuleOfDay) -> str:
    ranges = "、".join(f"{one.degree}{one.from_yuan}元至{one.to_yuan}元" for one in rule.ranges)
    return f"{rule.title}（{ranges}）"
