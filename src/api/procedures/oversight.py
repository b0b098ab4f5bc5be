"""Supervision of disclosure (公示监督检查): values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from api.access import ACTORS
from api.forms import Option
from records.course.shapes import Command
from records.oversight.commands import (
    ConcludeOversight,
    OrderDisclosureCorrection,
    ProposeSanction,
    RecordRectification,
    ReferOversight,
    ScoreSampleItem,
    VerifyRectification,
)
from records.oversight.events import OversightConcluded, SampleItem, Score
from records.oversight.scoring import TIMELY, criteria, grade_of, sample, score_of, scored, unscored, weights

_BASIS: Final = ("行政执法信息公示制度 第十五条",)
_ORDER_BASIS: Final = ("行政执法信息公示制度 第十六条",)


def _scoring(sources: Any) -> dict[str, Any]:
    """The next item; of what missed a term of publication “timely” is not met."""
    waiting, case = unscored(sources.case), sources.case
    item = next((one for one in sample(case) if one.key in waiting[:1]), None)
    late = item is not None and bool(item.missed)
    marks = (Score(criterion=one, verdict="not-met" if late and one == TIMELY else "met") for one in criteria(case))
    return {"item": item.key if item else "", "scores": tuple(marks)}


def _opinion(sources: Any) -> dict[str, Any]:
    """What was looked at, and what it comes to."""
    case, law = sources.case, sources.context.law
    points = score_of(case, law)
    if points is None:
        return {}
    lines = [f"{key}：{one.findings.strip()}" for key, one in scored(case).items() if one.findings.strip()]
    words = {"excellent": "优秀", "passed": "合格", "failed": "不合格"}
    content = f"得分{points}，等次为{words.get(grade_of(points, law), '')}。"
    facts = "\n".join([f"共检查{len(scored(case))}项公示信息。", *lines])
    return {"content": content, "facts": facts, "basis": _BASIS}


def _order(sources: Any) -> dict[str, Any]:
    concluded = sources.case.last(OversightConcluded)
    keys = concluded.violations if concluded else ()
    known = scored(sources.case)
    content = "\n".join(f"{key}：{known[key].findings.strip()}" for key in keys if key in known)
    return {"items": keys, "content": content, "basis": _ORDER_BASIS, "ordered_by": _head(sources)}


def _head(sources: Any) -> str:
    """Who acts where that is the head; the only head otherwise."""
    register, day, agency = sources.context.register, sources.context.occurred_at.day, sources.case.agency
    heads = [one.person for one in register.heads.get(agency, ()) if register.is_head(agency, one.person, day)]
    acting: str = sources.context.person_acting
    return acting if acting in heads else (heads[0] if len(heads) == 1 else "")


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    ScoreSampleItem: _scoring,
    ConcludeOversight: _opinion,
    OrderDisclosureCorrection: _order,
    ProposeSanction: lambda sources: {"basis": _ORDER_BASIS, "proposed_by": _head(sources)},
    ReferOversight: lambda sources: {"basis": _ORDER_BASIS, "referred_by": _head(sources)},
    RecordRectification: lambda sources: {"rectified_on": sources.context.now.day},
    VerifyRectification: lambda sources: {"verified_by": sources.context.person_acting},
}


def _option(item: SampleItem) -> Option:
    return Option(item.key, f"{item.key}（超过公示期限）" if item.missed else item.key)


def _items(sources: Any) -> tuple[Option, ...]:
    return tuple(map(_option, sample(sources.case)))


def _unscored(sources: Any) -> tuple[Option, ...]:
    """Those first that nobody has scored."""
    waiting, items = unscored(sources.case), sample(sources.case)
    first = [one for one in items if one.key in waiting]
    return tuple(map(_option, [*first, *(one for one in items if one.key not in waiting)]))


def _criteria(sources: Any) -> tuple[Option, ...]:
    law = sources.context.law
    titles = {one: law.values[f"oversight-weight-{one}"].title.rpartition("评分权重：")[2] for one in weights(law)}
    known = criteria(sources.case) or tuple(titles)
    return tuple(Option(one, titles.get(one, one)) for one in known)


def _inspected(sources: Any) -> tuple[Option, ...]:
    """Every registered agency but the supervisor's own; a delegate acts in its delegator's name."""
    register, day = sources.context.register, sources.context.occurred_at.day
    found = (register.agency(code, day) for code in register.agencies if code not in sources.agencies)
    return tuple(Option(one.code, one.name) for one in found if one and one.kind != "entrusted")


def _supervisors(sources: Any) -> tuple[Option, ...]:
    """Whose accounts are the supervising agency's supervisors'."""
    ours, register = ("", *sources.agencies), sources.context.register
    held = (one for one in register.access.values() if one.agency in ours and ACTORS["supervisor"] & set(one.roles))
    found: tuple[Option, ...] = sources.people(one.subject.removeprefix("person:") for one in held)
    return found


CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {
    "sampled-items": _items,
    "unscored-items": _unscored,
    "oversight-criteria": _criteria,
    "inspected-agencies": _inspected,
    "supervisors": _supervisors,
}
