"""评查、告知: a person who had no part in a file confirms or corrects what the software found (全过程记录制度 一)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from records.course.case import Case
from records.course.documents import require_contents, take_number
from records.course.judging import begin, cause, stated
from records.errors import Invalid
from records.evaluation.commands import (
    AnswerEvaluationObjection,
    EvaluateFile,
    ObjectEvaluation,
    TellEvaluation,
)
from records.evaluation.events import (
    Added,
    DrawnFile,
    EvaluationObjected,
    EvaluationObjectionAnswered,
    EvaluationOpened,
    EvaluationTold,
    FileEvaluated,
    FilesDrawn,
    Hit,
)
from records.evaluation.points import corrected, grade_of, rule_of, score_of
from records.evaluation.standing import file_of, open_objections, results
from records.event import Event
from records.judgement import Context, Judgement
from records.law.data import Law


def evaluate_file(command: EvaluateFile, case: Case, context: Context) -> list[Event]:
    """The evaluator confirms the automatic result, or departs from it with a reason."""
    judgement = begin(command, case, context, case.at(FilesDrawn))
    file = _file(judgement, command.file, case)
    _require_outsider(judgement, command.evaluated_by, file, context)
    departs = not command.agrees
    judgement.require(not departs or bool(command.reason.strip()), "evaluation-needs-reason")
    law = _law_of(file, context)
    hits = _corrected(file.hits, command.struck, command.added, law)
    return [stated(FileEvaluated, command, judgement, context, hits=hits, **_result(file, hits, law))]


def tell_evaluation(command: TellEvaluation, case: Case, context: Context) -> list[Event]:
    """The evaluated agency is told the result of each file."""
    judgement = begin(command, case, context, cause(case, context, FileEvaluated))
    require_contents(judgement, command, context)
    number, taken = take_number(judgement, command, case, context)
    return [stated(EvaluationTold, command, judgement, context, number=number), *taken]


def object_evaluation(command: ObjectEvaluation, case: Case, context: Context) -> list[Event]:
    """The evaluated agency objects itself, in its term: nobody does it for it, on paper neither."""
    judgement = begin(command, case, context, case.at(EvaluationTold), also=(context.person_acting,))
    plan = case.last(EvaluationOpened)
    judgement.require_now(plan is not None and plan.evaluated in context.agencies, "objection-by-evaluated")
    _file(judgement, command.file, case)
    return [stated(EvaluationObjected, command, judgement, context)]


def answer_evaluation_objection(command: AnswerEvaluationObjection, case: Case, context: Context) -> list[Event]:
    """Somebody who had no part in the file, nor evaluated it, looks again; what the answer does not change stays."""
    judgement = begin(command, case, context, cause(case, context, EvaluationObjected))
    file = _file(judgement, command.file, case)
    waiting = open_objections(case)  # that there is none at all, the law data say
    judgement.require(not waiting or command.file in waiting, "no-evaluation-objection")
    evaluators = {one.evaluated_by for one in case.every(FileEvaluated) if one.file == command.file}
    _require_outsider(judgement, command.answered_by, file, context, evaluators)
    law, stands = _law_of(file, context), results(case).get(command.file)
    hits = _corrected(stands.hits if stands else file.hits, command.struck, command.added, law)
    more = _result(file, hits, law)
    return [stated(EvaluationObjectionAnswered, command, judgement, context, hits=hits, **more)]


def _result(file: DrawnFile, hits: Sequence[Hit], law: Law) -> dict[str, Any]:
    """Points and grade; none of a file that nobody has: it did nothing right by not being there."""
    return {"score": score_of(hits, law), "grade": grade_of(hits, law)} if file.case else {"score": None, "grade": ""}


def _file(judgement: Judgement, number: str, case: Case) -> DrawnFile:
    """The file of that number; of a paper one that is none of the evaluation's, by its number alone."""
    found = file_of(case, number)
    judgement.require(found is not None, "file-not-drawn")
    return found or DrawnFile(number=number)


def _require_outsider(
    judgement: Judgement, person: str, file: DrawnFile, context: Context, evaluators: Collection[str] = ()
) -> None:
    """Neither who is named nor who acts had a part in the case of the file, or is one of the `evaluators`."""
    acting = {context.person_acting} if context.entry is None else set()
    judgement.require(({person} | acting).isdisjoint({*file.involved, *evaluators} - {""}), "evaluator-of-own-file")


def _law_of(file: DrawnFile, context: Context) -> Law:
    """The rules of evaluation of the file's own procedure, today's where the day of the step has none."""
    plan = (file.procedure, context.agency)
    found = context.register.law(context.occurred_at.day, *plan)
    return found if found.deductions else context.register.law(context.now.day, *plan)


def _corrected(hits: Sequence[Hit], struck: Sequence[str], added: Sequence[Added], law: Law) -> tuple[Hit, ...]:
    """Raises Invalid for a rule that was not applied, or that there is not."""
    applied = {one.rule for one in hits}
    wrong = [(f"$.struck[{at}]", "自动评查没有适用这一项") for at, one in enumerate(struck) if one not in applied]
    wrong += [
        (f"$.added[{at}].rule", "没有这一项评查标准") for at, one in enumerate(added) if rule_of(one.rule, law) is None
    ]
    if wrong:
        raise Invalid(wrong)
    return corrected(hits, struck, added, law)
