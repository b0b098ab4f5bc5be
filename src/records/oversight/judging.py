"""评分、意见: every item of the sample against every criterion, then one opinion (信息公示制度 第十五条)."""

from __future__ import annotations

from records.course.case import Case
from records.course.judging import begin, stated
from records.course.sequence import as_of
from records.course.signing import begin_signing, signed
from records.errors import Invalid
from records.event import Event
from records.judgement import Context
from records.oversight.commands import ConcludeOversight, ScoreSampleItem
from records.oversight.events import OversightConcluded, OversightSampleDrawn, SampleItemScored
from records.oversight.scoring import TIMELY, criteria, grade_of, sample, score_of, violations


def score_sample_item(command: ScoreSampleItem, case: Case, context: Context) -> list[Event]:
    """An item of the sample is scored against all criteria of the plan; the clocks of publication are not overruled."""
    judgement = begin(command, case, context, case.at(OversightSampleDrawn))
    if {one.criterion for one in command.scores} != set(criteria(case)):
        raise Invalid([("$.scores", "请对检查计划的每一项评分标准逐项评分，不多不少")])
    item = next((one for one in sample(case) if one.key == command.item), None)
    judgement.require(item is not None, "item-not-sampled")
    late = item is not None and bool(item.missed)
    held = any(one.criterion == TIMELY and one.verdict in ("met", "not-applicable") for one in command.scores)
    judgement.require(not (late and held), "score-against-clocks")
    return [stated(SampleItemScored, command, judgement, context)]


def conclude_oversight(command: ConcludeOversight, case: Case, context: Context) -> list[Event]:
    """The head signs the opinion, with the score and the grade that the items come to."""
    judgement = begin_signing(command, case, context, case.at(OversightSampleDrawn))
    was = as_of(case, context.occurred_at)
    law = context.law if context.law.values else context.law_now
    score = score_of(was, law)
    more = {"score": score, "grade": grade_of(score, law), "violations": violations(was)}
    return signed(OversightConcluded, command, judgement, case, context, **more)
