"""What happened to a catalog, and its numbers, in the shapes of the API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.api.shapes import AgeShape, ChangeShape, GrowthShape, RunShape, StatsShape
from generator.model import Catalog, Visibility
from generator.past import Change, Run
from generator.stats import AgeGroup, Stats


def told(catalog: Catalog) -> tuple[Run, ...]:
    """The runs of the history, the newest first, without changes of sources that are unlisted by now.

    Of several that ended at the same moment the last one stands for all. Nothing is told where the
    settings switch the page of changes off.
    """
    if not catalog.settings.changes:
        return ()
    hidden = {e.source.id for e in catalog.entries if e.source.visibility is not Visibility.PUBLIC}
    runs = {run.at: run for run in catalog.history}
    return tuple(
        replace(run, changes=tuple(c for c in run.changes if c.source_id not in hidden), unlisted=())
        for _, run in sorted(runs.items(), reverse=True)
    )


def run_shape(run: Run) -> RunShape:
    """One run."""
    return RunShape(
        at=run.at,
        source_count=run.totals.sources,
        artifact_count=run.totals.artifacts,
        changes=tuple(_change(change) for change in run.changes),
        left_out=run.left_out,
    )


def _change(change: Change) -> ChangeShape:
    return ChangeShape(
        kind=change.kind,
        source_id=change.source_id,
        full_name=change.full_name,
        artifact_type=change.artifact_type,
        name=change.name,
        path=change.path,
        before=change.before,
        counts_by_type=dict(change.counts),
    )


def stats_shape(stats: Stats) -> StatsShape:
    """The numbers."""
    return StatsShape(
        as_of=stats.as_of,
        source_count=stats.sources,
        artifact_count=stats.artifacts,
        tag_count=stats.tags,
        stars=stats.stars,
        sources_by_type={one.artifact_type: one.sources for one in stats.by_type},
        artifacts_by_type={one.artifact_type: one.artifacts for one in stats.by_type},
        sources_by_trust_level=dict(stats.by_trust),
        sources_by_status=dict(stats.by_status),
        sources_by_scan_status=dict(stats.by_scan),
        sources_by_language=dict(stats.by_language),
        sources_by_license=dict(stats.by_license),
        sources_with={one.key: one.sources for one in stats.coverage},
        pushed=_ages(stats.pushed),
        checked=_ages(stats.checked),
        errors={one.source_id: one.error for one in stats.failures},
        growth=tuple(
            GrowthShape(p.day, p.totals.sources, p.totals.artifacts, dict(p.totals.artifacts_by_type))
            for p in stats.growth
        ),
    )


def _ages(groups: Iterable[AgeGroup]) -> tuple[AgeShape, ...]:
    return tuple(AgeShape(group.days, group.known, group.sources) for group in groups)
