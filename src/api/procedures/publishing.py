"""Publication beside any decision (公示): values that the case gives to forms, and where choices come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from api.forms import Option
from projections.sentences.publishing import CARRIERS, STATES
from records.course.shapes import Command
from records.publishing.commands import PublishFulfilment, PublishTest, RecallCarrier, RecordCarrier, ReReviewDisclosure
from records.publishing.fulfilment import states
from records.publishing.standing import failed, to_recall
from records.publishing.tested import unpublished_tests


def _fulfilment(sources: Any) -> dict[str, Any]:
    possible = states(sources.case, sources.context)
    return {"state": possible[0]} if possible else {}


def _test(sources: Any) -> dict[str, Any]:
    waiting = unpublished_tests(sources.case)
    return {"report": waiting[0].report} if waiting else {}


def _again(sources: Any) -> dict[str, Any]:
    page = sources.case.disclosure
    return (
        {"outcome": page.outcome, "grounds": page.grounds, "basis": page.basis, "masked": page.masked} if page else {}
    )


def _carrier(sources: Any) -> dict[str, Any]:
    tried = failed(sources.case)
    found = {"carrier": tried[0].carrier, "place": tried[0].place} if tried else {}
    return {"from_on": sources.context.now.day, **found}


def _recall(sources: Any) -> dict[str, Any]:
    waiting = to_recall(sources.case)
    return {"item": waiting[0].item} if waiting else {}


MADE: Final[Mapping[type[Command], Callable[[Any], dict[str, Any]]]] = {
    ReReviewDisclosure: _again,
    RecordCarrier: _carrier,
    RecallCarrier: _recall,
    PublishTest: _test,
    PublishFulfilment: _fulfilment,
}


def _states(sources: Any) -> tuple[Option, ...]:
    return tuple(Option(one, STATES[one]) for one in states(sources.case, sources.context))


def _waiting(sources: Any) -> tuple[Option, ...]:
    return tuple(
        Option(one.item, f"{one.item}　{CARRIERS[one.carrier]}　{one.place}") for one in to_recall(sources.case)
    )


def _tests(sources: Any) -> tuple[Option, ...]:
    return tuple(Option(one.report, one.report) for one in unpublished_tests(sources.case))


CHOICES: Final[Mapping[str, Callable[[Any], tuple[Option, ...]]]] = {
    "carriers-to-recall": _waiting,
    "fulfilment-states": _states,
    "tests-to-publish": _tests,
}
