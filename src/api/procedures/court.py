"""Application to the court for enforcement: values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from api.forms import Option
from records.course.shapes import Command
from records.court.commands import AskHigherCourt, RecordHigherRuling, SignApplication
from records.court.events import HigherCourtAsked
from records.court.facts import denial
from records.enforcement.appeal import opened_of
from records.enforcement.money import NOTHING, principal_left


def _application(sources: Any) -> dict[str, Any]:
    opened, owed = opened_of(sources.case), principal_left(sources.case)
    given: dict[str, Any] = {"decided_by": sources.context.person_acting, "court_place": "agency"}
    if opened is not None:
        given |= {"content": opened.content}
    return given | ({"amount_yuan": owed} if owed > NOTHING else {})


def _objection(sources: Any) -> dict[str, Any]:
    found = denial(sources.case)
    return {"about": found[0]} if found else {}


def _higher(sources: Any) -> dict[str, Any]:
    asked = sources.case.last(HigherCourtAsked)
    return {"about": asked.about} if asked else {}


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    SignApplication: _application,
    AskHigherCourt: _objection,
    RecordHigherRuling: _higher,
}

CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {}
