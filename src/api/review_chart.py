"""法制审核流程图, drawn from the rules themselves: who does what when, and what follows (法制审核制度 四).

A list of steps in their order, and the same as a Mermaid flowchart. Nothing stands here that the law data don't say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from api.review_words import when
from api.wording import word
from records.law.data import Law
from records.law.entries import Limit, Step

_ORDER: Final = (
    "submit-review", "submit-draft", "request-county-review", "receive-county-review", "return-review", "review-case",
)  # fmt: skip
"""The steps of a review; a procedure has some of them."""

_LIMITS: Final = {
    "return-review": ("review-return", "review-return.county"),
    "review-case": ("legal-review", "legal-review.county"),
}
"""The terms in which a step is taken."""

_UNITS: Final = {"working-day": "个工作日", "calendar-day": "日", "hour": "小时", "month": "个月"}


class ChartStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the review."""

    id: str
    title: str
    actors: tuple[str, ...]
    """In Chinese."""
    needs: tuple[str, ...]
    """What refuses the step while it is lacking, in words."""
    bars: tuple[str, ...]
    limits: tuple[str, ...]
    article: str


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """The review in one procedure."""

    rules: tuple[str, ...]
    """Titles of the rules that make it due."""
    materials: tuple[str, ...]
    questions: tuple[str, ...]
    steps: tuple[ChartStep, ...]
    outcomes: tuple[tuple[str, str], ...]
    """Title of each result, and what follows from it."""


def has_review(law: Law) -> bool:
    """Whether the law data of the day have the review at all: those of long ago may lack it."""
    begins = "submit-review" in law.steps or "submit-draft" in law.steps
    return begins and all(name in law.steps for name in _ORDER[2:])


def chart(law: Law) -> Chart:
    """The review as the law data of the procedure have it."""
    return Chart(
        rules=tuple(one.title for one in law.thresholds.values() if one.calls_for == "review"),
        materials=tuple(f"{one.title}（{when(one)}）" for one in law.materials.values()),
        questions=tuple(one.title for one in law.questions.values()),
        steps=tuple(_step(law.steps[name], law) for name in _ORDER if name in law.steps),
        outcomes=tuple((one.title, one.text) for one in law.outcomes.values()),
    )


def _step(step: Step, law: Law) -> ChartStep:
    limits = (law.limits[name] for name in _LIMITS.get(step.id, ()) if name in law.limits)
    return ChartStep(
        id=step.id,
        title=step.title,
        actors=tuple(word(one, "actor") for one in step.actors),
        needs=_said_by(step.needs.values(), law),
        bars=_said_by(step.bars.values(), law),
        limits=tuple(f"{one.title}：{_length(one)}" for one in limits),
        article=step.article,
    )


def _said_by(codes: Iterable[str], law: Law) -> tuple[str, ...]:
    """The sentences of the rules that there are on the day, each once: a rule may be younger than the step."""
    return tuple(dict.fromkeys(law.rules[code].text for code in codes if code in law.rules))


def _length(limit: Limit) -> str:
    return f"{limit.length}{_UNITS[limit.unit]}"


def mermaid(law: Law) -> Iterator[str]:
    """Lines of a Mermaid flowchart: from the rules that call for it to what follows from each result."""
    known = law.steps
    first = "submit-review" if "submit-review" in known else "submit-draft"
    yield "flowchart TD"
    rules = [one.title for one in law.thresholds.values() if one.calls_for == "review"]
    yield f'    due{{{{"应当法制审核：<br/>{"<br/>".join(rules)}"}}}} --> submit'
    yield f'    submit["{_said(known[first])}<br/>{"<br/>".join(one.title for one in law.materials.values())}"]'
    yield '    submit --> own{"本机关有可以审核的人员？"}'
    yield '    own -- 有 --> complete{"送审材料齐全？"}'
    yield f'    own -- 没有 --> ask["{_said(known["request-county-review"])}"]'
    yield f'    ask --> come["{_said(known["receive-county-review"])}"] --> complete'
    back, reviewed = _said(known["return-review"]), f"{_said(known['review-case'])}<br/>{len(law.questions)}项要素"
    yield f'    complete -- "不齐全：{_within("review-return", law)}" --> back["{back}"] --> submit'
    yield f'    complete -- "齐全：{_within("legal-review", law)}" --> review["{reviewed}"]'
    for one in law.outcomes.values():
        node = "outcome_" + one.id.replace("-", "_")
        yield f'    review -- {one.title} --> {node}["{one.text}"]'
        yield f"    {node} --> {'decide([作出决定])' if one.id == 'agreed' else 'submit'}"


def _said(step: Step) -> str:
    return f"{step.title}<br/>{step.article}"


def _within(limit: str, law: Law) -> str:
    found = law.limits.get(limit)
    return f"{_length(found)}内" if found else ""
