"""Corrections of published information (更正): values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from api.forms import Option
from records.correction.commands import DecideCorrection, ReplyCorrection, RequestCorrection
from records.correction.events import CorrectionDecided, CorrectionRequested
from records.course.shapes import Command

_RELIEF: Final = "对本答复不服的，可以自收到之日起六十日内依法申请行政复议，或者六个月内依法提起行政诉讼。"


def _reply(sources: Any) -> dict[str, Any]:
    """What was decided, as the reply begins."""
    decided = sources.case.last(CorrectionDecided)
    opened = sources.case.last(CorrectionRequested)
    if decided is None or opened is None:
        return {}
    about = f"（{opened.number}）" if opened.number else ""
    said = "予以更正" if decided.accepted else "不予更正"
    content = f"你（单位）申请更正的公示信息{about}，经核查，决定{said}。"
    return {"content": content, "reasons": decided.reasons, "relief": _RELIEF}


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    RequestCorrection: lambda sources: {"received_on": sources.context.now.day},
    DecideCorrection: lambda sources: {"decided_by": sources.context.person_acting},
    ReplyCorrection: _reply,
}

CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {}
