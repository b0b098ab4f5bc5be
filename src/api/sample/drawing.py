"""Inspections of the sample whose firm and officers a draw of a plan chose.

A year's plan has a number of that year, and the seed depends on it: so who is drawn differs with the day on which the
sample is made, and is computed here as anybody could (`docs/draw.md`). The plan's story has a `directory` of its firms
by the keys that it draws from, and steps with the labels `approved`, `lists` and `draw`. A story says

    drawn = { plan = "inspection-1", place = 2 }

for the second firm drawn; `{firm}` in its title is the firm's name, `@object` the key, `@order:3` the third officer in
the order of the draw, of whom the first two begin. A plan is its agency's first of the year.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.sample.course import Action
from api.sample.town import Row, Town, law
from records.course.lots import digest_of, listed
from records.inspection.drawing import Stake, how_many, objects_drawn, officers_in_order, seed_of
from records.inspection.teams import SIZE

Told = Mapping[tuple[str, str], Action]
"""By case and label the steps that were planned already."""


def drawn(town: Town, story: Row, told: Told) -> Row:
    """The story with the firm and the officers that the draw gave; as it is where none did."""
    if "drawn" not in story:
        return story
    plan = next(one for one in town.stories if one["id"] == story["drawn"]["plan"])
    lists, seed = told[plan["id"], "lists"].fields, _seed(town, plan, told)
    objects, people = listed(lists["objects"]), _officers(town, lists["officers"])
    place = story["drawn"]["place"]
    key = objects_drawn(seed, objects, how_many(len(objects), _percent(plan)))[place - 1]
    order = [people[one] for one in officers_in_order(seed, key, listed(people))]
    firm = plan["directory"][key]
    title = story["title"].replace("{firm}", firm["name"].removesuffix("（样本）"))
    return {**story, "title": title, "party": firm, "object": key, "order": order, "handlers": order[:SIZE]}


def _seed(town: Town, plan: Row, told: Told) -> str:
    approved, lists = told[plan["id"], "approved"], told[plan["id"], "lists"].fields
    day = approved.occurred_at.date()
    series = law(day, "inspection").documents["inspection-plan"].series
    number = f"{town.agency(plan)['short']}{series}〔{day.year}〕1号"
    objects, certificates = listed(lists["objects"]), listed(_officers(town, lists["officers"]))
    stake = Stake(number, 1, lists["public_number"], digest_of(*objects), digest_of(*certificates))
    return seed_of(stake, told[plan["id"], "draw"].fields["value"])


def _percent(plan: Row) -> int:
    """Share of its first line."""
    steps: list[Any] = plan["steps"]
    return int(steps[0]["with"]["items"][0]["percent"])


def _officers(town: Town, persons: list[str]) -> dict[str, str]:
    """By certificate the sample id."""
    names = {one.removeprefix("@person:") for one in persons}
    return {one["certificate"]: str(one["id"]) for one in town.registers["person"] if one["id"] in names}
