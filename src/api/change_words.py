"""What a step made of its case (`records.replay.Difference`), in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Literal

import msgspec

from api.fact_words import FACT_WORDS
from api.wording import day, word
from records.law.entries import Stage
from records.replay import Difference, Flaw, Paper, Standing, Turn


class Line(msgspec.Struct, frozen=True):
    """Things that changed in one way."""

    label: str
    said: tuple[str, ...]
    turn: Literal["began", "ceased", "grave"]
    """Whether they hold now or no longer; grave: somebody should look at them."""


class Speaker(msgspec.Struct, frozen=True):
    """How persons and stages are called."""

    person: Callable[[str], str]
    stages: Iterable[Stage]

    def stage(self, name: str) -> str:
        """Title of a stage."""
        return next((one.title for one in self.stages if one.id == name), name)

    def handler(self, person: str) -> str:
        """Name of a handler."""
        return self.person(person) or "（姓名不可读）"


VACUOUS: Final = frozenset({"hearing-settled", "review-passed", "discussed"})
"""Facts that hold while there is nothing to do: that a case begins with them says nothing."""


def lines(difference: Difference, speaker: Speaker, *, opens: bool = False) -> tuple[Line, ...]:
    """A line for each way in which something changed; none when nothing did. `opens`: by the first step of the case."""
    if opens:
        said = tuple(one for one in difference.facts.began if one not in VACUOUS)
        difference = msgspec.structs.replace(difference, facts=Turn(said, difference.facts.ceased))
    return tuple(line for line in _lines(difference, speaker) if line.said)


def _lines(difference: Difference, speaker: Speaker) -> Iterator[Line]:
    facts, stages, handlers, flaws = difference.facts, difference.stages, difference.handlers, difference.defects
    yield Line("阶段办结", tuple(map(speaker.stage, stages.began)), "began")
    yield Line("阶段退回", tuple(map(speaker.stage, stages.ceased)), "ceased")
    yield Line("制作文书", tuple(map(_paper, difference.issued.began)), "began")
    yield Line("文书不再计入", tuple(map(_paper, difference.issued.ceased)), "ceased")
    yield Line("送达文书", tuple(map(_paper, difference.served.began)), "began")
    yield Line("送达不再计入", tuple(map(_paper, difference.served.ceased)), "ceased")
    yield Line("承办人加入", tuple(map(speaker.handler, handlers.began)), "began")
    yield Line("承办人退出", tuple(map(speaker.handler, handlers.ceased)), "ceased")
    yield Line("成立", tuple(FACT_WORDS[one] for one in facts.began), "began")
    yield Line("不再成立", tuple(FACT_WORDS[one] for one in facts.ceased), "ceased")
    yield Line("期限", tuple(_terms(difference)), "began")
    yield Line("出现缺陷", tuple(map(_flaw, flaws.began)), "grave")
    yield Line("缺陷消除", tuple(map(_flaw, flaws.ceased)), "ceased")


def _paper(one: Paper) -> str:
    return f"{word(one.document, 'document')} {one.number}".rstrip()


def _flaw(one: Flaw) -> str:
    return f"第 {one.version} 条录入：{one.detail}（{one.article}）"


# ---- Terms ----

_STATES: Final = {"open": "继续计算", "paused": "中止计算", "lapsed": "终止"}


def _terms(difference: Difference) -> Iterator[str]:
    """Each term once, by how it stands now and how it stood before."""
    before = {(one.limit_id, one.subject): one for one in difference.terms.ceased}
    now = {(one.limit_id, one.subject): one for one in difference.terms.began}
    for place, one in now.items():
        yield f"{_called(one)}：{_turned(before.get(place), one)}"
    yield from (f"{_called(one)}：不再起算" for place, one in before.items() if place not in now)


def _called(one: Standing) -> str:
    return f"{one.title}（{one.subject}）" if one.subject else one.title


def _turned(before: Standing | None, now: Standing) -> str:
    begun = "" if before else "起算，"
    if now.state == "kept":
        return f"{begun}{'按期' if now.in_time else '逾期'}完成（届满 {day(now.due_on)}）"
    if before and before.state == now.state:
        return f"届满由 {day(before.due_on)} 改为 {day(now.due_on)}"
    if before or now.state != "open":
        return f"{begun}{_STATES[now.state]}（届满 {day(now.due_on)}）"
    return f"起算，{day(now.due_on)} 届满"
