"""Evaluation of files (案卷评查): what may be asked for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from records.course.decided import Decide
from records.course.opened import OpenOffice
from records.course.shapes import Body, Brief, Command, Line, Said
from records.evaluation.events import EVALUATION, Added

Numbers = Annotated[tuple[Line, ...], msgspec.Meta(max_length=200)]
Rules = Annotated[tuple[Line, ...], msgspec.Meta(max_length=100)]
Found = Annotated[tuple[Added, ...], msgspec.Meta(max_length=100)]


class OpenEvaluation(OpenOffice, frozen=True, kw_only=True, tag="open-evaluation"):
    """Plans to evaluate files of an agency."""

    evaluated: Line
    period_from: date
    period_to: date
    how_many: Annotated[int, msgspec.Meta(ge=1, le=200)]
    public_number: Line
    known_from: Line

    @property
    def procedure(self) -> str:
        """Always the same."""
        return EVALUATION


class DrawFiles(Command, frozen=True, kw_only=True, tag="draw-files"):
    """Enters the public number, by which the files are drawn; each is evaluated by the software at once."""

    value: Line
    proof: Line
    further: Numbers = ()


class EvaluateFile(Command, frozen=True, kw_only=True, tag="evaluate-file"):
    """Confirms or corrects the automatic result of a file."""

    file: Line
    evaluated_by: Line
    agrees: bool
    struck: Rules = ()
    added: Found = ()
    reason: Body = ""


class TellEvaluation(Command, frozen=True, kw_only=True, tag="tell-evaluation"):
    """Tells the evaluated agency the results."""

    number: Brief = ""
    content: Body = ""
    told_by: Line


class ObjectEvaluation(Command, frozen=True, kw_only=True, tag="object-evaluation"):
    """The evaluated agency objects to the result of a file."""

    file: Line
    grounds: Said


class AnswerEvaluationObjection(Command, frozen=True, kw_only=True, tag="answer-evaluation-objection"):
    """Answers an objection."""

    file: Line
    upheld: bool
    reasons: Said
    answered_by: Line
    struck: Rules = ()
    added: Found = ()


class ConcludeEvaluation(Decide, frozen=True, kw_only=True, tag="conclude-evaluation"):
    """Issues the summary."""
