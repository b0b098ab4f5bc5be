"""Evaluation of files (案卷评查): who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.decider import Decider
from records.course.shapes import Command
from records.evaluation import commands as c
from records.evaluation.concluding import conclude_evaluation
from records.evaluation.evaluating import (
    answer_evaluation_objection,
    evaluate_file,
    object_evaluation,
    tell_evaluation,
)
from records.evaluation.planning import draw_files, open_evaluation

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    c.OpenEvaluation: open_evaluation,
    c.DrawFiles: draw_files,
    c.EvaluateFile: evaluate_file,
    c.TellEvaluation: tell_evaluation,
    c.ObjectEvaluation: object_evaluation,
    c.AnswerEvaluationObjection: answer_evaluation_objection,
    c.ConcludeEvaluation: conclude_evaluation,
}
"""By the type of the command."""

OUTER: Final[frozenset[str]] = frozenset({"evaluation-file-unknown"})
"""Rules on what other cases or registers say: their verdict stays as it was at entry."""
