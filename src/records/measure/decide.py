"""Compulsory measures: who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.decider import Decider
from records.course.shapes import Command
from records.measure import commands as c
from records.measure.carrying_out import carry_out_measure
from records.measure.deciding import decide_measure
from records.measure.keeping import arrange_custody, end_examination, report_harm, set_examination
from records.measure.releasing import note_ground_gone, release_measure
from records.measure.requesting import answer_measure_request, request_measure
from records.measure.settling import compensate_party, sell_item, settle_item
from records.measure.term import extend_measure, lapse_measure

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    c.RequestMeasure: request_measure,
    c.AnswerMeasureRequest: answer_measure_request,
    c.DecideMeasure: decide_measure,
    c.CarryOutMeasure: carry_out_measure,
    c.ArrangeCustody: arrange_custody,
    c.ReportHarm: report_harm,
    c.SetExamination: set_examination,
    c.EndExamination: end_examination,
    c.ExtendMeasure: extend_measure,
    c.NoteGroundGone: note_ground_gone,
    c.ReleaseMeasure: release_measure,
    c.LapseMeasure: lapse_measure,
    c.SellItem: sell_item,
    c.SettleItem: settle_item,
    c.CompensateParty: compensate_party,
}
"""By the type of the command."""

OUTER: Final = frozenset({"related-case-other", "held-already", "confiscation-undecided"})
"""Rules on what other cases did: their verdict stays as it was at entry."""
