"""A chart of months as bars: geometry alone, the template draws it and the style sheet colours it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from projections.statistics import Figures

WIDTH: Final = 360
HEIGHT: Final = 200
_LEFT, _TOP, _BOTTOM = 26, 10, 168
_STEPS: Final = (1, 2, 5)

SERIES: Final = (("cases_filed", "立案"), ("decisions", "决定"), ("disclosed", "公示"))
"""What stands beside each other in a month: the measure and its name."""


class Bar(NamedTuple):
    """One bar; `series` is its place in the legend, from 1."""

    series: int
    x: float
    y: float
    width: float
    height: float
    text: str


class Label(NamedTuple):
    """A text, and the place that it is about: x of a month, y of a line."""

    at: float
    text: str


class Chart(NamedTuple):
    """Everything that is drawn."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    months: tuple[Label, ...]
    lines: tuple[Label, ...]
    names: tuple[str, ...]
    left: int = _LEFT
    bottom: int = _BOTTOM
    width: int = WIDTH
    height: int = HEIGHT


def draw(months: Sequence[Figures]) -> Chart:
    """The chart of consecutive months, earliest first; at least one."""
    step = _step(max(max(_values(month)) for month in months))
    top = step * max(1, -(-max(max(_values(month)) for month in months) // step))
    wide = (WIDTH - _LEFT) / len(months)
    high = (_BOTTOM - _TOP) / top
    return Chart(
        title=f"{months[0].month} 至 {months[-1].month} 各月立案、决定、公示件数",
        description=_description(months),
        bars=tuple(bar for place, month in enumerate(months) for bar in _bars(place, month, wide, high)),
        months=tuple(Label(_LEFT + (place + 0.5) * wide, _short(month)) for place, month in enumerate(months)),
        lines=tuple(Label(_BOTTOM - value * high, str(value)) for value in range(0, top + 1, step)),
        names=tuple(name for _, name in SERIES),
    )


def _bars(place: int, month: Figures, wide: float, high: float) -> list[Bar]:
    each = min(wide * 0.8 / len(SERIES), 16)
    start = _LEFT + (place + 0.5) * wide - each * len(SERIES) / 2
    return [
        Bar(
            number + 1,
            round(start + number * each, 2),
            round(_BOTTOM - value * high, 2),
            round(each * 0.86, 2),
            round(value * high, 2),
            f"{month.month} {name} {value} 件",
        )
        for number, ((_, name), value) in enumerate(zip(SERIES, _values(month), strict=True))
        if value
    ]


def _values(month: Figures) -> list[int]:
    return [getattr(month, measure) for measure, _ in SERIES]


def _step(most: int) -> int:
    """The least of 1, 2, 5, 10, 20, … that cuts the scale into no more than five parts."""
    power = 1
    while True:
        for one in _STEPS:
            if one * power * 5 >= most:
                return one * power
        power *= 10


def _short(month: Figures) -> str:
    year, _, number = month.month.partition("-")
    return f"{int(number)}月" if int(number) > 1 else f"{year[2:]}年"


def _description(months: Sequence[Figures]) -> str:
    sums = (f"{name} {sum(getattr(month, measure) for month in months)} 件" for measure, name in SERIES)
    return f"共{'、'.join(sums)}。各月数值见图后的表。"
