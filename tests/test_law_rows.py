"""Each row of the tables of the law has situations that show it, and so has each edge (`law_rows.toml`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
import pytest

from situations import Situation, situations

Text = Annotated[str, msgspec.Meta(min_length=1)]
Texts = Annotated[tuple[Text, ...], msgspec.Meta(min_length=1)]


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of a table, with what shows that it is carried out."""

    section: Literal[3, 5]
    name: Text
    articles: Text
    stories: Texts
    """Names of situations."""
    codes: Texts
    """Rules that refuse a step in a situation."""
    lacks: str = ""
    """What of the row is not carried out."""


class Edge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days, a time, an amount or an age that is easily got wrong."""

    name: Text
    stories: Texts
    first: date | None = None
    last: date | None = None
    """The days that each of its situations goes through, when it is days."""
    clock: time | None = None
    """When each of its situations takes a step, by the clock in Shanghai, when it is a time."""


class Rows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file."""

    row: tuple[Row, ...]
    edge: tuple[Edge, ...]


ROWS: Final = msgspec.toml.decode(Path(__file__).with_name("law_rows.toml").read_text(encoding="utf-8"), type=Rows)
STORIES: Final = {one.name: one for one in situations()}
REFUSED: Final = {step.refused for one in STORIES.values() for step in one.steps}


def named(one: Row | Edge) -> str:
    """What a test of it is called."""
    return one.name


def test_every_row_of_both_tables_is_there_once() -> None:
    names = [(one.section, one.name) for one in ROWS.row]
    assert len(set(names)) == len(names)
    assert [section for section, _ in names].count(3) == 10
    assert [section for section, _ in names].count(5) == 43


@pytest.mark.parametrize("row", ROWS.row, ids=named)
def test_a_row_is_shown_by_stories_that_are_told_and_by_codes_that_refuse(row: Row) -> None:
    assert [one for one in row.stories if one not in STORIES] == []
    assert [one for one in row.codes if one not in REFUSED] == []


@pytest.mark.parametrize("edge", ROWS.edge, ids=named)
def test_an_edge_has_stories_that_reach_it(edge: Edge) -> None:
    assert [one for one in edge.stories if one not in STORIES] == []
    stories = [STORIES[one] for one in edge.stories]
    if edge.first and edge.last:
        assert [one.name for one in stories if not _goes_through(one, edge.first, edge.last)] == []
    if edge.clock:
        assert [one.name for one in stories if edge.clock not in {at.time() for at in _steps(one)}] == []


def _steps(story: Situation) -> list[datetime]:
    """When it begins, and when its steps are taken."""
    return [story.starts, *(step.at for step in story.steps if step.at)]


def _goes_through(story: Situation, first: date, last: date) -> bool:
    """Whether it begins by the last of the days, and its steps and terms end on the first or later."""
    days = {at.date() for at in _steps(story)} | set(_days(story.then))
    return story.starts.date() <= last and max(days) >= first


def _days(said: Any) -> Iterator[date]:
    """All days of what a story says at its end."""
    if isinstance(said, dict):
        for one in said.values():
            yield from _days(one)
    elif isinstance(said, datetime):
        yield said.date()
    elif isinstance(said, date):
        yield said
