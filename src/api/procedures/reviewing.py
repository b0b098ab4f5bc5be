"""Legal review by others (法制审核): values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from api.draft_form import documents
from api.forms import Option
from records.course.drafting import DraftSubmitted
from records.course.facts import FACTS
from records.course.shapes import Command
from records.penalty.commands import ReturnReview
from records.penalty.events import ReviewSubmitted
from records.reviewing.available import available, is_superior
from records.reviewing.commands import RequestCountyReview
from records.reviewing.materials import due


def materials_due(sources: Any) -> tuple[str, ...]:
    """Titles of the materials that have to come with the draft, as the case stands."""
    return tuple(one.title for one in due(sources.case, sources.context, FACTS))


def _missing(sources: Any) -> dict[str, Any]:
    """What the submission lacked."""
    submitted = sources.case.last(ReviewSubmitted) or sources.case.last(DraftSubmitted)
    return {"missing": submitted.lacking} if submitted else {}


def _counties(sources: Any) -> tuple[Option, ...]:
    """Agencies above with somebody who may review the case; those of justice, whose work it is, come first."""
    register, context = sources.context.register, sources.context
    held = (register.agency(code, context.occurred_at.day) for code in register.agencies)
    able = [
        one
        for one in held
        if one is not None
        and one.code != sources.case.agency
        and is_superior(one.code, sources.case.agency, context)
        and available(one.code, sources.case, context)
    ]
    return tuple(Option(one.code, one.name) for one in sorted(able, key=lambda one: "司法" not in one.name))


def _county(sources: Any) -> dict[str, Any]:
    found = _counties(sources)
    return {"county": found[0].value} if found else {}


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    ReturnReview: _missing,
    RequestCountyReview: _county,
}


def _steps(sources: Any) -> tuple[Option, ...]:
    """The steps that a reviewer may ask for: all but those of the review itself."""
    law = sources.context.law
    return tuple(Option(one.id, one.title) for one in law.steps.values() if one.stage != "legal-review")


CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {
    "county-reviewers": _counties,
    "review-steps": _steps,
    "draft-documents": lambda sources: documents(sources.context),
}
