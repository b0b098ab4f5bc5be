"""Application to the court for enforcement: who decides on which step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from records.course.decider import Decider
from records.course.shapes import Command
from records.court import commands as c
from records.court.applying import drop_application, open_court_case, sign_application, submit_application
from records.court.ruling import (
    ask_higher_court,
    note_court_hearing,
    record_court_answer,
    record_court_enforcement,
    record_court_ruling,
    record_higher_ruling,
)

DECIDERS: Final[Mapping[type[Command], Decider]] = {
    c.OpenCourtCase: open_court_case,
    c.SignApplication: sign_application,
    c.SubmitApplication: submit_application,
    c.RecordCourtAnswer: record_court_answer,
    c.NoteCourtHearing: note_court_hearing,
    c.RecordCourtRuling: record_court_ruling,
    c.AskHigherCourt: ask_higher_court,
    c.RecordHigherRuling: record_higher_ruling,
    c.RecordCourtEnforcement: record_court_enforcement,
    c.DropApplication: drop_application,
}
"""By the type of the command."""
