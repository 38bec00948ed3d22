"""What the page of numbers is given; see :mod:`generator.pages.contexts`."""

from __future__ import annotations

from generator.pages.contexts import Fact, PageContext
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a table with bars."""

    label: str
    path: str | None
    """The page of what it counts; None where there is none."""
    value: str
    share: str
    """Of all sources, ``43%``; empty where that says nothing."""
    length: str
    """Of the bar, 0–100 of its row."""


@dataclass(frozen=True, slots=True)
class BarTable:
    """A table in which a bar stands beside each number."""

    key: str
    """Id of its heading."""
    heading: str
    note: str
    """What is counted, in a sentence; may be empty."""
    label_heading: str
    value_heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One line of a chart; lines are told apart by pattern and by colour."""

    number: int
    """From 1; the style sheet has a pattern for each."""
    label: str
    latest: str
    """The last value."""
    points: str
    """Of an SVG polyline in a field of 100 × 100, the origin at the top left."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One day of a chart's table."""

    day: str
    iso: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """How numbers grew, as lines and as a table."""

    key: str
    """Start of the ids in it."""
    heading: str
    title: str
    """Of the picture, for those who do not see it."""
    summary: str
    """The same in a sentence with its first and last numbers."""
    scale: tuple[str, ...]
    """Numbers at the side, from the top down."""
    days: tuple[str, ...]
    """Days below, from the first to the last."""
    lines: tuple[ChartLine, ...]
    columns: tuple[str, ...]
    """Headings of the table but for the day's."""
    rows: tuple[ChartRow, ...]
    """The newest day first."""


@dataclass(frozen=True, slots=True)
class FailedSource:
    """A source that could not be checked lately."""

    name: str
    path: str
    error: str


@dataclass(frozen=True, slots=True)
class StatsContext(PageContext):
    """``stats.html.j2``: the catalog in numbers."""

    heading: str
    lede: str
    figures: tuple[Fact, ...]
    charts: tuple[LineChart, ...]
    no_chart: str
    """Why there are no charts; empty where there are."""
    tables: tuple[BarTable, ...]
    failures: tuple[FailedSource, ...]
    """The first ones."""
    failures_heading: str
    failures_note: str
    """That all is well, or how many more there are; may be empty."""
