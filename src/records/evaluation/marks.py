"""Evaluation of files (案卷评查): the moments from which terms run and by which they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.mark import Marking
from records.evaluation import events as e
from records.event import CaseEvent

MOMENTS: Final[frozenset[str]] = frozenset(
    {"files-drawn", "evaluation-told", "evaluation-objected", "evaluation-objection-answered"}
)
"""The moments that law data may name beside those of every case."""

MARKS: Final[Mapping[type[CaseEvent], Marking]] = {
    e.FilesDrawn: lambda _, here: [here.mark("files-drawn")],
    e.EvaluationTold: lambda _, here: [here.mark("evaluation-told")],
    e.EvaluationObjected: lambda event, here: [here.mark("evaluation-objected", event.file)],
    e.EvaluationObjectionAnswered: lambda event, here: [here.mark("evaluation-objection-answered", event.file)],
}
"""By the type of the event."""
