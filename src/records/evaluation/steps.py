"""Evaluation of files (案卷评查): commands, events, and who issues a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.evaluation import commands as c
from records.evaluation import events as e
from records.event import CaseEvent

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    e.EvaluationOpened: c.OpenEvaluation,
    e.FilesDrawn: c.DrawFiles,
    e.FileEvaluated: c.EvaluateFile,
    e.EvaluationTold: c.TellEvaluation,
    e.EvaluationObjected: c.ObjectEvaluation,
    e.EvaluationObjectionAnswered: c.AnswerEvaluationObjection,
    e.EvaluationConcluded: c.ConcludeEvaluation,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {
    c.TellEvaluation: "evaluation-notice",
    c.ConcludeEvaluation: "evaluation-report",
}
"""The commands that issue a document with a number."""
