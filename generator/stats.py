"""A catalog in numbers: freshness, coverage, errors, and how it grew.

Everything is counted over the sources that lists show, from what the catalog holds; ages are counted
from ``Catalog.as_of``, and growth comes from the history.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime

from generator.model import Catalog, CatalogEntry, ScanStatus, SourceStatus, TrustLevel
from generator.past import Run, Totals
from generator.values import dataclass

PUSH_DAYS = (7, 30, 90, 365)
"""Upper ends, in days, of the groups that last pushes are counted in."""

CHECK_DAYS = (1, 2, 7, 30)
"""Upper ends, in days, of the groups that last checks are counted in."""

POINTS = 60
"""Days of the growth that are kept at most; of longer histories every nth, the last always."""


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """Sources whose last push or check is of about one age."""

    days: int | None
    """At most so many; None: older than all others, or with ``known`` False never."""
    sources: int
    known: bool = True


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of how many sources one fact is known."""

    key: str
    """``description`` ``readme`` ``license`` ``tags`` ``artifacts`` ``reviewed``."""
    sources: int


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How much there is of one artifact type."""

    artifact_type: str
    sources: int
    artifacts: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A source whose last attempt failed."""

    source_id: str
    error: str


@dataclass(frozen=True, slots=True)
class Point:
    """What the catalog held at the end of a day."""

    day: date
    totals: Totals


@dataclass(frozen=True, slots=True)
class Stats:
    """All of it."""

    sources: int
    artifacts: int
    tags: int
    """Different ones."""
    stars: int | None
    """Of all sources together, as far as they are known; None where no source's are."""
    as_of: datetime | None
    by_type: tuple[TypeCount, ...]
    """In the settings' order, also those of which there is nothing."""
    by_trust: tuple[tuple[str, int], ...]
    """Sources a level, least trusted first."""
    by_status: tuple[tuple[str, int], ...]
    """Sources a status, in the order of :class:`SourceStatus`."""
    by_scan: tuple[tuple[str, int], ...]
    """Sources a scan status, in the order of :class:`ScanStatus`."""
    by_language: tuple[tuple[str, int], ...]
    """Sources a language of their repository, most used first; unknown ones are left out."""
    by_license: tuple[tuple[str, int], ...]
    """As languages, by SPDX id."""
    pushed: tuple[AgeGroup, ...]
    checked: tuple[AgeGroup, ...]
    coverage: tuple[Coverage, ...]
    failures: tuple[Failure, ...]
    """By id."""
    growth: tuple[Point, ...]
    """From the history, oldest first; empty without one."""


def stats_of(catalog: Catalog) -> Stats:
    """Count the public sources of a catalog."""
    entries = catalog.public
    artifacts: Counter[str] = Counter()
    for entry in entries:
        artifacts.update(entry.counts_by_type)
    with_type = Counter(kind for entry in entries for kind in entry.counts_by_type)
    trust = Counter(entry.source.trust_level for entry in entries)
    status = Counter(entry.status for entry in entries)
    scan = Counter(entry.scan_status for entry in entries)
    stars = [e.snapshot.stars for e in entries if e.snapshot and e.snapshot.stars is not None]
    return Stats(
        sources=len(entries),
        artifacts=artifacts.total(),
        tags=len({tag for entry in entries for tag in entry.source.tags}),
        stars=sum(stars) if stars else None,
        as_of=catalog.as_of,
        by_type=tuple(
            TypeCount(kind.id, with_type[kind.id], artifacts[kind.id])
            for kind in catalog.settings.artifact_types
        ),
        by_trust=tuple((level.value, trust[level]) for level in TrustLevel),
        by_status=tuple((word.value, status[word]) for word in SourceStatus),
        by_scan=tuple((word.value, scan[word]) for word in ScanStatus),
        by_language=_most(e.snapshot.language for e in entries if e.snapshot),
        by_license=_most(e.snapshot.license for e in entries if e.snapshot),
        pushed=_ages(
            entries, lambda e: e.snapshot.pushed_at if e.snapshot else None, catalog.as_of, PUSH_DAYS
        ),
        checked=_ages(entries, lambda e: e.last_sync_at, catalog.as_of, CHECK_DAYS),
        coverage=tuple(Coverage(key, sum(map(has, entries))) for key, has in _COVERAGE.items()),
        failures=tuple(Failure(e.source.id, e.last_error) for e in entries if e.last_error),
        growth=growth(catalog.history),
    )


_COVERAGE: dict[str, Callable[[CatalogEntry], bool]] = {
    "description": lambda e: bool(e.description),
    "readme": lambda e: bool(e.snapshot and e.snapshot.readme),
    "license": lambda e: bool(e.snapshot and e.snapshot.license),
    "tags": lambda e: bool(e.source.tags),
    "artifacts": lambda e: bool(e.counts_by_type),
    "reviewed": lambda e: e.source.trust is not None,
}


def _most(words: Iterable[str | None]) -> tuple[tuple[str, int], ...]:
    counted = Counter(word for word in words if word)
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _ages(
    entries: Iterable[CatalogEntry],
    moment_of: Callable[[CatalogEntry], datetime | None],
    now: datetime | None,
    ends: tuple[int, ...],
) -> tuple[AgeGroup, ...]:
    """Groups from fresh to old, then those of unknown age."""
    counted, unknown = Counter[int | None](), 0
    for entry in entries:
        moment = moment_of(entry)
        if moment is None or now is None:
            unknown += 1
        else:
            seconds = (now - moment).total_seconds()
            counted[next((end for end in ends if seconds <= end * 86_400), None)] += 1
    return (
        *(AgeGroup(end, counted[end]) for end in (*ends, None)),
        AgeGroup(None, unknown, known=False),
    )


def growth(history: Iterable[Run]) -> tuple[Point, ...]:
    """The last totals of each day, thinned out evenly to `POINTS`; the first and the last day stay."""
    by_day = {run.at.date(): run.totals for run in history}
    points = [Point(day, by_day[day]) for day in sorted(by_day)]
    if len(points) <= POINTS:
        return tuple(points)
    last = len(points) - 1
    return tuple(points[round(place * last / (POINTS - 1))] for place in range(POINTS))
