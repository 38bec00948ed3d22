"""The page of numbers: tables with bars, and how the catalog grew as lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator import urls
from generator.model import TrustLevel
from generator.pages.cards import trust_badge
from generator.pages.charts import Series, line_chart
from generator.pages.contexts import Fact
from generator.pages.contexts_stats import Bar, BarTable, FailedSource, LineChart, StatsContext
from generator.pages.view import View
from generator.pages.wording import one_line
from generator.stats import AgeGroup, Stats

MOST = 10
"""Languages and licences that have a row of their own."""

MOST_TYPES = 6
"""Artifact types that have a line of their own in a chart; as many patterns has the style sheet."""

SHOWN_FAILURES = 50
"""Sources named as failed; the rest are counted."""


def stats_page(view: View) -> StatsContext:
    """The catalog in numbers."""
    words, stats = view.words, view.stats
    as_of = words.day(stats.as_of) if stats.as_of else ""
    lede = words("stats.lede_as_of", day=as_of) if as_of else words("stats.lede")
    charts = _charts(view, stats) if len(stats.growth) > 1 else ()
    left = len(stats.failures) - SHOWN_FAILURES
    note = words("stats.no_failures") if not stats.failures else ""
    return StatsContext(
        site=view.site,
        page=view.page(urls.STATS, words("stats.heading"), lede, section="stats"),
        heading=words("stats.heading"),
        lede=lede,
        figures=tuple(
            Fact(label, icon, words.number(value))
            for label, icon, value in (
                (words("nav.sources"), "list", stats.sources),
                (words("nav.artifacts"), "box", stats.artifacts),
                (words("nav.tags"), "tag", stats.tags),
                (words("source.stars"), "star", stats.stars),
            )
            if value is not None
        ),
        charts=charts,
        no_chart="" if charts else words("stats.no_growth"),
        tables=tuple(table for table in _tables(view, stats) if table.bars),
        failures=tuple(
            FailedSource(
                one_line(view.by_id[failed.source_id].source.title),
                urls.source_page(failed.source_id),
                one_line(failed.error, 200),
            )
            for failed in stats.failures[:SHOWN_FAILURES]
        ),
        failures_heading=words("stats.failures"),
        failures_note=words("changes.more", number=words.number(left)) if left > 0 else note,
    )


# ---------------------------------------------------------------------- tables


def _tables(view: View, stats: Stats) -> Iterable[BarTable]:
    words, settings = view.words, view.catalog.settings
    levels = {info.level.value: info for info in settings.trust_levels}
    kinds = {kind.id: kind for kind in settings.artifact_types}
    artifacts = [
        (one_line(kinds[row.artifact_type].plural), row.artifacts, urls.type_page(row.artifact_type))
        for row in stats.by_type
    ]
    yield _table(view, "artifacts", artifacts, 0, words("nav.artifacts"))
    sources = [
        (one_line(kinds[row.artifact_type].plural), row.sources, urls.type_page(row.artifact_type))
        for row in stats.by_type
    ]
    yield _table(view, "types", sources, stats.sources)
    trust = [
        (one_line(trust_badge(settings, TrustLevel(level)).label), count, urls.trust_page(level))
        for level, count in reversed(stats.by_trust)
        if level in levels
    ]
    yield _table(view, "trust", trust, stats.sources)
    yield _table(view, "pushed", _ages(view, stats.pushed), stats.sources)
    yield _table(view, "checked", _ages(view, stats.checked), stats.sources)
    coverage = [(words(f"stats.has_{one.key}"), one.sources, None) for one in stats.coverage]
    yield _table(view, "coverage", coverage, stats.sources)
    status = [(words(f"status.{word}"), count, None) for word, count in stats.by_status]
    yield _table(view, "status", status, stats.sources)
    scan = [(words(f"stats.scan_{word}"), count, None) for word, count in stats.by_scan if count]
    yield _table(view, "scan", scan, stats.sources)
    yield _table(view, "languages", _most(view, stats.by_language), stats.sources)
    yield _table(view, "licences", _most(view, stats.by_license), stats.sources)


_Row = tuple[str, int, str | None]
"""What is counted, how much there is of it, and its page."""


def _table(view: View, key: str, rows: Sequence[_Row], total: int, value_heading: str = "") -> BarTable:
    """``total``: what 100% are; 0: shares say nothing, and the longest bar fills its row."""
    words = view.words
    longest = total or max((count for _, count, _ in rows), default=0)
    return BarTable(
        key=f"by-{key}",
        heading=words(f"stats.{key}"),
        note=words(f"stats.{key}_note"),
        label_heading=words(f"stats.{key}_label"),
        value_heading=value_heading or words("nav.sources"),
        bars=tuple(
            Bar(
                label=label,
                path=path,
                value=words.number(count),
                share=words("number.percent", number=words.number(round(100 * count / total)))
                if total
                else "",
                length=_short(100 * count / longest) if longest else "0",
            )
            for label, count, path in rows
        ),
    )


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _ages(view: View, groups: Iterable[AgeGroup]) -> list[_Row]:
    words, last = view.words, 0
    rows: list[_Row] = []
    for group in groups:
        if not group.known:
            label = words("stats.age_unknown")
        elif group.days is None:
            label = words("stats.age_older", days=words.counted("count.days", last))
        else:
            label = words("stats.age_within", days=words.counted("count.days", group.days))
            last = group.days
        rows.append((label, group.sources, None))
    return rows if any(count for _, count, _ in rows) else []


def _most(view: View, counts: Sequence[tuple[str, int]]) -> list[_Row]:
    rows: list[_Row] = [(one_line(word, 60), count, None) for word, count in counts[:MOST]]
    if rest := sum(count for _, count in counts[MOST:]):
        rows.append((view.words("stats.others"), rest, None))
    return rows


# ---------------------------------------------------------------------- charts


def _charts(view: View, stats: Stats) -> tuple[LineChart, ...]:
    words = view.words
    days = [point.day for point in stats.growth]
    sources = Series(words("nav.sources"), tuple(point.totals.sources for point in stats.growth))
    by_type = [dict(point.totals.artifacts_by_type) for point in stats.growth]
    with_type = [dict(point.totals.sources_by_type) for point in stats.growth]
    return (
        line_chart(words, "grown-sources", words("stats.grown_sources"), days, [sources]),
        line_chart(words, "grown-artifacts", words("stats.grown_artifacts"), days, _by_type(view, by_type)),
        line_chart(words, "grown-types", words("stats.grown_types"), days, _by_type(view, with_type)),
    )


def _by_type(view: View, counts: Sequence[Mapping[str, int]]) -> list[Series]:
    """A series a type, the largest ones; the rest together."""
    kinds = [kind for kind in view.catalog.settings.artifact_types if any(c.get(kind.id) for c in counts)]
    most = sorted(kinds, key=lambda kind: -counts[-1].get(kind.id, 0))
    own = most if len(most) <= MOST_TYPES else most[: MOST_TYPES - 1]
    series = [
        Series(one_line(kind.plural), tuple(count.get(kind.id, 0) for count in counts))
        for kind in kinds
        if kind in own
    ]
    if rest := [kind.id for kind in most if kind not in own]:
        series.append(
            Series(view.words("stats.others"), tuple(sum(c.get(i, 0) for i in rest) for c in counts))
        )
    return series
