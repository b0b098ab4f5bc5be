"""Compulsory measures: which command leads to which event, and which issue a numbered document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.document_kinds import DocumentKind
from records.course.shapes import Command
from records.event import CaseEvent
from records.measure import commands as c
from records.measure import events as e

STEPS: Final[Mapping[type[CaseEvent], type[Command]]] = {
    e.MeasureRequested: c.RequestMeasure,
    e.MeasureRequestAnswered: c.AnswerMeasureRequest,
    e.MeasureDecided: c.DecideMeasure,
    e.MeasureCarriedOut: c.CarryOutMeasure,
    e.CustodyArranged: c.ArrangeCustody,
    e.HarmFound: c.ReportHarm,
    e.ExaminationSet: c.SetExamination,
    e.ExaminationEnded: c.EndExamination,
    e.MeasureExtended: c.ExtendMeasure,
    e.GroundGone: c.NoteGroundGone,
    e.MeasureReleased: c.ReleaseMeasure,
    e.MeasureLapsed: c.LapseMeasure,
    e.ItemSold: c.SellItem,
    e.HeldSettled: c.SettleItem,
    e.CompensationPaid: c.CompensateParty,
}
"""By the type of the event the command that it came from; what opens a case comes first."""

DOCUMENTS: Final[Mapping[type[Command], DocumentKind]] = {
    c.DecideMeasure: "measure",
    c.SetExamination: "testing-notice",
    c.ExtendMeasure: "measure-extension",
    c.ReleaseMeasure: "measure-release",
}
"""The commands that issue a document with a number."""
