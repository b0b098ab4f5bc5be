"""通报: the head signs the summary, once no objection can come or is open (全过程记录制度 一)."""

from __future__ import annotations

from records.course.case import Case
from records.course.sequence import as_of
from records.course.signing import begin_signing, signed
from records.evaluation.commands import ConcludeEvaluation
from records.evaluation.events import EvaluationConcluded, EvaluationTold
from records.evaluation.standing import count, mean, results
from records.event import Event
from records.judgement import Context


def conclude_evaluation(command: ConcludeEvaluation, case: Case, context: Context) -> list[Event]:
    """How many files have which grade, and their mean."""
    judgement = begin_signing(command, case, context, case.at(EvaluationTold))
    found = tuple(results(as_of(case, context.occurred_at)).values())
    more = {
        "files": len(found),
        "excellent": count(found, "excellent"),
        "passed": count(found, "passed"),
        "failed": count(found, "failed"),
        "mean": mean(found),
    }
    return signed(EvaluationConcluded, command, judgement, case, context, **more)
