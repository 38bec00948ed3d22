"""The catalog in numbers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from generator.past import Run, Totals
from generator.stats import POINTS, growth, stats_of
from tests import theme_catalog as tc


def test_only_listed_sources_count():
    """Unlisted sources are in no number."""
    stats = stats_of(tc.FULL)
    assert stats.sources == len(tc.FULL.public) == len(tc.FULL.entries) - 1
    assert sum(count for _, count in stats.by_trust) == stats.sources
    assert sum(count for _, count in stats.by_status) == stats.sources
    assert sum(count for _, count in stats.by_scan) == stats.sources


def test_types_count_sources_and_artifacts():
    """Every type of the settings is there, with its sources and its artifacts."""
    counted = {row.artifact_type: (row.sources, row.artifacts) for row in stats_of(tc.FULL).by_type}
    assert counted == {"skill": (2, 15), "mcp_server": (1, 1)}
    assert stats_of(tc.FULL).artifacts == 16


def test_ages_are_counted_from_the_catalogs_moment():
    """Each source is in the first group that it is not too old for; unknown ones have their own."""
    entries = [
        tc.entry(f"e{n}", pushed_at=pushed)
        for n, pushed in enumerate([tc.NOW, tc.NOW - timedelta(days=7), tc.NOW - timedelta(days=8), None])
    ]
    groups = {(g.days, g.known): g.sources for g in stats_of(tc.catalog(*entries)).pushed}
    assert groups == {
        (7, True): 2,
        (30, True): 1,
        (90, True): 0,
        (365, True): 0,
        (None, True): 0,
        (None, False): 1,
    }


def test_coverage_is_of_what_is_known():
    """A fact that is absent does not count as known."""
    one = tc.entry("one", tc.artifact("a"), description="Text.", tags=("x",), license=None, readme=None)
    assert {c.key: c.sources for c in stats_of(tc.catalog(one)).coverage} == {
        "description": 1,
        "readme": 0,
        "license": 0,
        "tags": 1,
        "artifacts": 1,
        "reviewed": 0,
    }


def test_failures_are_named():
    """Sources whose last attempt failed, with what went wrong."""
    assert [(f.source_id, f.error) for f in stats_of(tc.FULL).failures] == [
        ("failed", "no answer within 5 s")
    ]


def test_an_empty_catalog_has_numbers_too():
    """Zeros, and no division by them."""
    stats = stats_of(replace(tc.EMPTY, as_of=None))
    assert (stats.sources, stats.artifacts, stats.growth) == (0, 0, ())


def test_stars_that_nobody_knows_are_not_none():
    """The sum of no known number is not known either; a star that is known counts."""
    unknown = tc.entry("unknown", stars=None)
    assert stats_of(replace(tc.EMPTY, entries=(unknown,))).stars is None
    known = tc.entry("known", stars=0)
    assert stats_of(replace(tc.EMPTY, entries=(unknown, known))).stars == 0


DAY = datetime(2026, 1, 1, 8, tzinfo=UTC)


def test_growth_has_the_last_of_each_day():
    """Several runs of one day are one point."""
    runs = [
        Run(DAY, Totals(1)),
        Run(DAY + timedelta(hours=3), Totals(2)),
        Run(DAY + timedelta(days=1), Totals(3)),
    ]
    assert [(p.day.day, p.totals.sources) for p in growth(runs)] == [(1, 2), (2, 3)]


def test_growth_is_bounded_and_keeps_its_ends():
    """A long history is thinned out; its first and last day stay."""
    points = growth([Run(DAY + timedelta(days=n), Totals(n)) for n in range(1_000)])
    assert len(points) == POINTS
    assert (points[0].totals.sources, points[-1].totals.sources) == (0, 999)
    assert len({p.day for p in points}) == POINTS
