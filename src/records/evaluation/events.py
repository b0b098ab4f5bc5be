"""Evaluation of files (案卷评查): what happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar, Final, Literal

import msgspec

from records.course.decided import Decided
from records.course.opened import Opened
from records.event import CaseEvent

EVALUATION: Final = "file-evaluation"
"""Id of the procedure."""

FileGrade = Literal["excellent", "passed", "failed", ""]
"""优秀, 合格, 不合格; empty: nobody has evaluated it."""

Part = Literal["veto", "cover", "content"]
"""否决, 卷面, 内容."""


class EvaluationOpened(Opened, frozen=True, kw_only=True, tag="evaluation-opened/1"):
    """A plan to evaluate files: whose, of which period, how many, and by which public number they are drawn."""

    evaluated: str
    """Code of the agency whose files they are."""
    period_from: date
    period_to: date
    """The decisions of these days, in cases that are closed."""
    how_many: int
    public_number: str
    """The public number that the files are drawn by, in words, named before it is known."""
    known_from: str
    """RFC 3339: when that number becomes public."""

    @property
    def procedure(self) -> str:
        """Always the same."""
        return EVALUATION

    @property
    def answering(self) -> Mapping[str, str]:
        """The evaluated agency may object."""
        return {"object-evaluation": self.evaluated}


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A rule of evaluation that a file falls under, in the version that was applied."""

    rule: str
    """Id of a veto or a deduction of the law data."""
    since: date
    """From when that version holds."""
    part: Part
    title: str
    article: str
    points: int = 0
    """Taken off; 0 of a veto."""
    signs: tuple[str, ...] = ()
    """What was found: codes and ids of the law data, or what a person wrote."""


class DrawnFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is evaluated, with what the software finds by itself."""

    number: str
    """Of the decision."""
    case: str = ""
    """Id; empty of a paper file that this system does not have."""
    procedure: str = ""
    unit: str = ""
    """Code of the body whose officers handle the case: the agency itself, or who acts for it by a letter."""
    involved: tuple[str, ...] = ()
    """Person ids: who handled the case, took part on site, presided over its hearing, reviewed or decided it."""
    drawn: bool = True
    """By the public number; not: chosen beside the draw."""
    hits: tuple[Hit, ...] = ()
    score: int | None = None
    """Of a hundred; None: a veto, or nothing that the software could look at."""
    grade: FileGrade = ""
    law: str = ""
    """SHA-256 in hex of the law data that it was evaluated by."""


class FilesDrawn(CaseEvent, frozen=True, kw_only=True, tag="files-drawn/1"):
    """Which files are evaluated, each with its automatic result."""

    value: str
    """The public number."""
    proof: str
    """Where it can be looked up."""
    further: tuple[str, ...] = ()
    """Numbers chosen beside the draw."""
    pool: tuple[str, ...] = ()
    """Numbers that were drawn from, in the order of their bytes."""
    pool_digest: str
    """SHA-256 in hex of the pool as a file, a number on each line."""
    seed: str
    files: tuple[DrawnFile, ...] = ()


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What an evaluator found, and the software did not."""

    rule: str
    """Id of a veto or a deduction."""
    sign: str
    """What was found, without names."""


class FileEvaluated(CaseEvent, frozen=True, kw_only=True, tag="file-evaluated/1"):
    """An evaluator confirmed or corrected the automatic result of a file; of several the last counts."""

    file: str
    """Number of the decision."""
    evaluated_by: str
    """Person id."""
    agrees: bool
    struck: tuple[str, ...] = ()
    """Ids of rules that the software applied and that the evaluator does not uphold."""
    added: tuple[Added, ...] = ()
    reason: str = ""
    hits: tuple[Hit, ...] = ()
    """What stands."""
    score: int | None
    grade: FileGrade


class EvaluationTold(CaseEvent, frozen=True, kw_only=True, tag="evaluation-told/1"):
    """The evaluated agency is told the results of its files (案卷评查结果告知书)."""

    number: str
    content: str
    told_by: str
    """Person id."""


class EvaluationObjected(CaseEvent, frozen=True, kw_only=True, tag="evaluation-objected/1"):
    """The evaluated agency objects to the result of a file."""

    file: str
    grounds: str


class EvaluationObjectionAnswered(CaseEvent, frozen=True, kw_only=True, tag="evaluation-objection-answered/1"):
    """The objection was looked into: the result stays, or is corrected."""

    file: str
    upheld: bool
    """Whether the agency was right."""
    reasons: str
    answered_by: str
    """Person id."""
    struck: tuple[str, ...] = ()
    added: tuple[Added, ...] = ()
    hits: tuple[Hit, ...] = ()
    score: int | None
    grade: FileGrade


class EvaluationConcluded(Decided, frozen=True, kw_only=True, tag="evaluation-concluded/1"):
    """The summary of the evaluation (案卷评查情况通报)."""

    document: ClassVar[str] = "evaluation-report"

    files: int
    excellent: int
    passed: int
    failed: int
    mean: Decimal | None
    """Mean of the files that have points, of a hundred, one decimal."""
