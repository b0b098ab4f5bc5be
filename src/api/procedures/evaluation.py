"""Evaluation of files (案卷评查): values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from api.forms import Option
from records.course.shapes import Command
from records.evaluation.commands import (
    AnswerEvaluationObjection,
    ConcludeEvaluation,
    EvaluateFile,
    TellEvaluation,
)
from records.evaluation.events import DrawnFile
from records.evaluation.standing import count, drawn_files, mean, open_objections, results, unevaluated

_BASIS: Final = ("执法全过程记录制度 第一条",)
_WORDS: Final = {"excellent": "优秀", "passed": "合格", "failed": "不合格", "": "没有评定"}


def _evaluating(sources: Any) -> dict[str, Any]:
    waiting = unevaluated(sources.case)
    return {"file": waiting[0] if waiting else "", "evaluated_by": sources.context.person_acting, "agrees": True}


def _telling(sources: Any) -> dict[str, Any]:
    """A line for each file, with what took points off."""
    lines = [_line(number, one) for number, one in results(sources.case).items()]
    return {"content": "\n".join(lines), "told_by": sources.context.person_acting}


def _line(number: str, one: Any) -> str:
    points = f"得分{one.score}，" if one.score is not None else ""
    found = "；".join(f"{hit.title}（{'一票否决' if hit.part == 'veto' else f'扣{hit.points}分'}）" for hit in one.hits)
    return f"{number}：{points}{_WORDS[one.grade]}{f'。{found}' if found else ''}"


def _answering(sources: Any) -> dict[str, Any]:
    waiting = open_objections(sources.case)
    return {"file": waiting[0] if waiting else "", "answered_by": sources.context.person_acting}


def _concluding(sources: Any) -> dict[str, Any]:
    found = tuple(results(sources.case).values())
    points = mean(found)
    counts = "、".join(f"{_WORDS[one]}{count(found, one)}卷" for one in ("excellent", "passed", "failed"))
    facts = f"共评查{len(found)}卷，{counts}{f'，平均得分{points}' if points is not None else ''}。"
    return {"content": facts, "facts": "\n".join([facts, *_telling(sources)["content"].splitlines()]), "basis": _BASIS}


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    EvaluateFile: _evaluating,
    TellEvaluation: _telling,
    AnswerEvaluationObjection: _answering,
    ConcludeEvaluation: _concluding,
}


def _options(found: Iterable[DrawnFile]) -> tuple[Option, ...]:
    return tuple(Option(one.number, f"{one.number}（自动评查：{_WORDS[one.grade]}）") for one in found)


def _unevaluated(sources: Any) -> tuple[Option, ...]:
    """Those first that nobody has looked at."""
    waiting, found = unevaluated(sources.case), drawn_files(sources.case)
    first = [one for one in found if one.number in waiting]
    return _options([*first, *(one for one in found if one.number not in waiting)])


def _objected(sources: Any) -> tuple[Option, ...]:
    return tuple(Option(one, one) for one in open_objections(sources.case))


def _rules(sources: Any) -> tuple[Option, ...]:
    """All of them, of whichever procedure the file is."""
    law = sources.context.register.law(sources.context.occurred_at.day, "")
    return tuple(Option(one.id, one.title) for one in (*law.vetoes.values(), *law.deductions.values()))


def _agencies(sources: Any) -> tuple[Option, ...]:
    register, day = sources.context.register, sources.context.occurred_at.day
    found = (register.agency(code, day) for code in register.agencies)
    return tuple(Option(one.code, one.name) for one in found if one and one.kind != "entrusted")


CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {
    "evaluated-agencies": _agencies,
    "unevaluated-files": _unevaluated,
    "drawn-files": lambda sources: _options(drawn_files(sources.case)),
    "objected-files": _objected,
    "evaluation-rules": _rules,
}
