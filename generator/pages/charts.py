"""Numbers over time as lines in a field of 100 × 100, with words and a table for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator.pages.contexts_stats import ChartLine, ChartRow, LineChart
from generator.pages.wording import Wording


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers, one a day."""

    label: str
    values: tuple[int, ...]


def line_chart(
    words: Wording, key: str, heading: str, days: Sequence[date], series: Sequence[Series]
) -> LineChart:
    """A chart of at least two different days; each series has a value a day."""
    top = number_above(max((value for one in series for value in one.values), default=0))
    span = (days[-1] - days[0]).days
    across = [100 * (day - days[0]).days / span for day in days]
    first, last = words.day(days[0]), words.day(days[-1])
    said = "; ".join(
        words(
            "stats.from_to",
            label=one.label,
            first=words.number(one.values[0]),
            last=words.number(one.values[-1]),
        )
        for one in series
    )
    return LineChart(
        key=key,
        heading=heading,
        title=words("stats.chart_title", heading=heading, first=first, last=last),
        summary=said,
        scale=(words.number(top), words.number(top // 2), words.number(0)),
        days=(first, last),
        lines=tuple(
            ChartLine(
                number=number,
                label=one.label,
                latest=words.number(one.values[-1]),
                points=" ".join(
                    f"{_short(x)},{_short(100 - 100 * value / top)}"
                    for x, value in zip(across, one.values, strict=True)
                ),
            )
            for number, one in enumerate(series, start=1)
        ),
        columns=tuple(one.label for one in series),
        rows=tuple(
            ChartRow(
                words.day(day),
                day.isoformat(),
                tuple(words.number(one.values[place]) for one in series),
            )
            for place, day in reversed(list(enumerate(days)))
        ),
    )


def number_above(value: int) -> int:
    """The end of a scale: 2, 4 or 10 times a power of ten, so that its half is whole."""
    step = 1
    while True:
        for factor in (2, 4, 10):
            if factor * step >= value:
                return factor * step
        step *= 10


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
