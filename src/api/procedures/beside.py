"""Beside the course: values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from api.forms import Option
from records.beside.commands import AnswerComplaint, ReceiveComplaint
from records.beside.facts import open_complaints
from records.course.shapes import Command


def _answering(sources: Any) -> dict[str, Any]:
    waiting = open_complaints(sources.case)
    return {"item": waiting[0].item} if waiting else {}


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    ReceiveComplaint: lambda sources: {"received_on": sources.context.now.day},
    AnswerComplaint: _answering,
}


def _waiting(sources: Any) -> tuple[Option, ...]:
    return tuple(Option(one.item, one.item) for one in open_complaints(sources.case))


CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {"open-complaints": _waiting}
